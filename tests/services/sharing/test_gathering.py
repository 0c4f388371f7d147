"""What goes into an export, by level, certification and day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator

from studyapp.clock import ManualClock
from studyapp.errors import InvalidInput, NotFound
from studyapp.export.document import document, json_schema, to_json
from studyapp.export.view import Format, Privacy, ProgressExport
from studyapp.services.facade import Services
from studyapp.services.sharing.request import Request
from studyapp.services.sharing.sources import Sources
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, question, questions_file, write_yaml
from tests.services.learner import Learner

ITEMS = Request(Privacy.ITEMS)


@pytest.fixture
def studied(learner: Learner, exam_goal: Goal) -> Learner:
    """Two days of study, a day between them; questions whose number ends in 3 are wrong at first."""
    for _day in range(2):
        learner.study(
            right=lambda showing: not (showing.is_new and showing.card_id.endswith("3")), elapsed_ms=20_000
        )
        learner.sleep(2)
    return learner


def gathered(learner: Learner, request: Request = ITEMS) -> ProgressExport:
    return learner.services.sharing.gather(request)


def test_an_export_says_what_progress_says(studied: Learner) -> None:
    export, overview = gathered(studied), studied.services.progress.overview()

    assert export.totals.answers == overview.total_answers > 0
    assert {day.on: day.answers for day in export.activity} == {d.day: d.answers for d in overview.days}
    (certification,) = export.certifications
    assert [d.mastery for d in certification.domains] == [round(d.mastery, 4) for d in overview.domains]
    assert certification.is_goal
    assert certification.exam_on == studied.services.goals.all()[0].exam_on
    assert Draft202012Validator(json_schema()).is_valid(document(export))


def test_what_is_expected_of_a_domain_is_what_readiness_expects(studied: Learner) -> None:
    (certification,) = gathered(studied).certifications
    said = studied.services.readiness.of(certification.id).forecast

    assert said is not None
    assert {d.id: d.expected for d in certification.domains} == {
        d.domain_id: round(d.expected, 4) for d in said.domains
    }
    assert len({d.expected for d in certification.domains}) > 1


def test_every_first_answer_is_there_once_with_its_key(studied: Learner) -> None:
    (table,) = gathered(studied).attempts

    assert sorted(table.item) == sorted(set(table.item))
    assert len(table.item) == 12
    wrong = [item for item, right in zip(table.item, table.right, strict=True) if not right]
    assert wrong
    assert all(item.endswith("3") for item in wrong)
    for right, chosen, key in zip(table.right, table.chosen, table.key, strict=True):
        assert right == (chosen == key)
    (certification,) = gathered(studied).certifications
    assert certification.first_answers == 12
    assert sum(c.answers for d in certification.domains for c in d.calibration) == 12


def test_what_was_taken_for_what_is_told_in_the_options_words(studied: Learner) -> None:
    mixed = gathered(studied).confusions

    assert mixed
    assert all("answer" in pair.right and pair.right != pair.taken_for for pair in mixed)


def test_a_pair_that_is_found_as_terms_and_as_options_is_told_once(
    studied: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = gathered(studied).confusions
    as_terms = replace(known[0], times=known[0].times + 7)
    monkeypatch.setattr(Sources, "confused_terms", lambda _sources, _certification_id: (as_terms,))

    assert gathered(studied).confusions == (as_terms, *known[1:])

    other_way_round = replace(as_terms, right=known[0].taken_for.upper(), taken_for=known[0].right)
    monkeypatch.setattr(Sources, "confused_terms", lambda _sources, _certification_id: (other_way_round,))

    assert gathered(studied).confusions == (other_way_round, *known[1:])


def test_true_taken_for_false_is_no_mix_up(learner: Learner, goal: Goal) -> None:
    """There is nothing to tell apart, and every statement would fall into one pair."""
    options = [
        {"text": text, "reason": f"A reason for {text}.", **({"correct": True} if text == "True" else {})}
        for text in ("True", "False")
    ]
    asked = [question(n, kind="true-false", options=options, stem=f"Statement {n}.") for n in range(1, 5)]
    write_yaml(
        learner.services.context.home.content / CERTIFICATION / "questions.yaml", questions_file(asked)
    )
    learner.services.library.refresh()
    learner.study("questions", right=lambda showing: not showing.is_new)

    export = gathered(learner)

    (table,) = export.attempts
    assert not all(table.right)
    assert export.confusions == ()


def test_an_answer_that_was_taken_back_is_no_first_answer(learner: Learner, goal: Goal) -> None:
    learner.services.study.start("today")
    learner.answer()
    learner.services.study.undo()

    export = gathered(learner)
    assert export.attempts == ()
    assert export.evidence is not None
    assert (export.evidence.answers, export.evidence.taken_back) == (1, 1)


def test_each_level_holds_less_than_the_next(studied: Learner) -> None:
    summary, domains, items = (gathered(studied, Request(level)) for level in Privacy)

    assert not summary.certifications[0].domains
    assert not summary.ahead
    assert not summary.mistakes
    assert domains.certifications[0].domains
    assert domains.mistakes
    assert not domains.attempts
    assert not domains.confusions
    assert items.attempts
    assert len(to_json(summary)) < len(to_json(domains)) < len(to_json(items))


def test_no_item_is_named_below_the_level_of_items(studied: Learner) -> None:
    for level in (Privacy.SUMMARY, Privacy.DOMAINS):
        assert f"{CERTIFICATION}-q" not in to_json(gathered(studied, Request(level))).decode()


def test_since_leaves_out_what_was_before(studied: Learner) -> None:
    today = studied.services.context.today()
    export = gathered(studied, replace(ITEMS, since=today - timedelta(2)))

    assert [day.on for day in export.activity] == [today - timedelta(2)]
    assert all(day >= today - timedelta(2) for table in export.attempts for day in table.on)


def test_an_unknown_certification_and_a_day_to_come_are_refused(learner: Learner) -> None:
    with pytest.raises(NotFound, match="no-such"):
        gathered(learner, Request(certification_ids=("no-such",)))
    with pytest.raises(InvalidInput, match="still to come"):
        gathered(learner, Request(since=learner.services.context.today() + timedelta(1)))


def test_the_same_data_on_the_same_day_is_the_same_but_for_the_instant(studied: Learner) -> None:
    before = gathered(studied)
    studied.clock.advance(timedelta(minutes=5))
    after = gathered(studied)

    assert before != after
    assert replace(after, exported_at=before.exported_at) == before


def test_the_learner_is_an_id_by_chance_that_stays_and_a_name_if_given(studied: Learner) -> None:
    first = gathered(studied).learner
    studied.services.settings.update(learner_name="Ada")

    assert first.name == ""
    assert gathered(studied).learner == replace(first, name="Ada")


def test_an_empty_home_exports_too(services: Services) -> None:
    export = services.sharing.gather(ITEMS)

    assert export.totals.answers == 0
    assert export.certifications == ()
    assert Draft202012Validator(json_schema()).is_valid(document(export))


def test_notes_never_leave(studied: Learner, clock: ManualClock) -> None:
    studied.services.study.start("more")
    showing = studied.services.study.next()
    card = getattr(showing, "card_id", f"q:{CERTIFICATION}-q01")
    studied.services.study.note(card, "my secret thought")

    for kind in (Format.JSON, Format.MD, Format.HTML):
        assert b"secret" not in studied.services.sharing.content(gathered(studied), kind)


def test_the_preview_counts_what_leaves_and_makes_nothing(studied: Learner) -> None:
    preview = studied.services.sharing.preview(ITEMS, Format.PASSPORT)

    told = {line.part: line.what for line in preview.lines if line.leaves}
    assert "12 questions" in told["Answers"]
    assert "Your notes, flags and settings" not in told
    assert not studied.services.sharing.keys.exists
    fewer = studied.services.sharing.preview(Request(Privacy.SUMMARY), Format.JSON)
    assert {line.part for line in fewer.lines if not line.leaves} >= {"Domains", "Answers", "Mixed up"}


def test_xapi_is_told_by_its_statements_and_never_empty_without_a_word(studied: Learner) -> None:
    sharing = studied.services.sharing
    told = {line.part: line.what for line in sharing.preview(ITEMS, Format.XAPI).lines if line.leaves}
    statements = json.loads(sharing.content(sharing.gather(ITEMS), Format.XAPI))
    assert told["Answers"] == f"each of {len(statements)} answers, with its time"
    assert "Domains" not in told

    domains = Request(Privacy.DOMAINS)
    assert [line.part for line in sharing.preview(domains, Format.XAPI).lines if line.leaves] == ["Name"]
    with pytest.raises(InvalidInput, match="nothing in it that xAPI"):
        sharing.content(sharing.gather(domains), Format.XAPI)
