"""Where shared terms stand: by the questions that rest on them, not by the domains of others."""

from __future__ import annotations

from collections.abc import Callable

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.mastery import domain_progress
from studyapp.services.placing import domains_of
from studyapp.store import items
from tests.banks import question, question_id, questions_file, term_id, write_bank, write_yaml

OTHER = "oth-201"
RESTED_ON, LEFT_OUT = term_id(3, OTHER), term_id(6, OTHER)
"""Two terms of the other certification, both in its domain 1."""


def test_a_shared_term_stands_where_questions_rest_on_it_or_nowhere(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    write_bank(home.content, OTHER, questions=3, terms=6)
    bank = write_bank(home.content, "own-101", questions=0, terms=0, uses=[RESTED_ON, LEFT_OUT])
    practice = question(2, "own-101", [RESTED_ON])
    assert practice["objective"] == "2.1"
    write_yaml(bank / "questions.yaml", questions_file([practice], "own-101"))
    services = connect_to(home, clock)
    assert not services.library.refresh().problems

    with services.context.store.read() as session:
        own, other = items.certification(session, "own-101"), items.certification(session, OTHER)
        assert own is not None
        assert other is not None
        placed = domains_of(session, own, items.members(session, own.id))
        assert placed == {
            ("question", question_id(2, "own-101")): "2",
            ("term", RESTED_ON): "2",
            ("term", LEFT_OUT): "",
        }
        there = domains_of(session, other, items.members(session, other.id))
        assert (there["term", RESTED_ON], there["term", LEFT_OUT]) == ("1", "1")
        counted = {
            domain.domain_id: domain.items for domain in domain_progress(session, services.context, own)
        }
        assert counted == {"1": 0, "2": 2}
