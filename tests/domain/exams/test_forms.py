"""Forms: exact counts, nothing hinged, unseen first, equally hard, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exams.blueprint import Blueprint, blueprint
from studyapp.domain.exams.forms import BankTooSmall, Candidate, Placed, assemble
from studyapp.domain.exams.hinges import hinged
from studyapp.domain.exams.rules import rules_of
from studyapp.services.exams.making import text_of
from tests.domain.exams.shipped import BANKS, candidates, certification, questions

IT = certification()
SHARES: Blueprint = blueprint(IT.weights(), {d.id: d.name for d in IT.domains}, 65, 15)
BANK = candidates()
ENEMIES = hinged(text_of(question) for question in questions())
EXPECTED = {candidate.id: candidate.expected for candidate in BANK}


def ids(form: tuple[Placed, ...]) -> list[str]:
    return [placed.id for placed in form]


def test_a_thousand_forms_are_exact_and_hold_no_hinged_pair() -> None:
    assert ENEMIES, "the shipped bank has hinged items, so that there is something to avoid"
    wanted = {(s.domain_id, True): s.scored for s in SHARES} | {
        (s.domain_id, False): s.unscored for s in SHARES
    }
    forms = set()
    for seed in range(1000):
        form = assemble(BANK, SHARES, seed, ENEMIES)
        chosen = set(ids(form))
        assert len(chosen) == 65
        assert Counter((placed.domain_id, placed.scored) for placed in form) == wanted
        assert not any(ENEMIES.get(one, frozenset()) & chosen for one in chosen)
        forms.add(tuple(ids(form)))
    assert len(forms) == 1000


@pytest.mark.parametrize("bank", sorted(path.parent.name for path in BANKS.glob("*/questions")))
def test_every_shipped_bank_has_full_forms_without_hinged_pairs(bank: str) -> None:
    it, rules = certification(bank), rules_of(certification(bank))
    shares = blueprint(it.weights(), {d.id: d.name for d in it.domains}, rules.items, rules.unscored)
    enemies = hinged(text_of(question) for question in questions(bank))
    for seed in range(25):
        form = assemble(candidates(bank), shares, seed, enemies)
        chosen = set(ids(form))
        assert Counter(placed.domain_id for placed in form) == {s.domain_id: s.items for s in shares}
        assert not any(enemies.get(one, frozenset()) & chosen for one in chosen)


def test_the_same_seed_gives_the_same_form_whatever_the_order_of_the_bank() -> None:
    assert assemble(BANK, SHARES, 7, ENEMIES) == assemble(BANK[::-1], SHARES, 7, ENEMIES)
    assert assemble(BANK, SHARES, 7, ENEMIES) != assemble(BANK, SHARES, 8, ENEMIES)


def test_forms_are_equally_hard_and_so_are_their_scored_items() -> None:
    aims = {d.id: fmean(c.expected for c in BANK if c.domain_id == d.id) for d in IT.domains}
    aim = sum(aims[share.domain_id] * share.items for share in SHARES) / 65
    for seed in range(60):
        form = assemble(BANK, SHARES, seed, ENEMIES)
        assert fmean(EXPECTED[placed.id] for placed in form) == pytest.approx(aim, abs=0.004)
        assert fmean(EXPECTED[p.id] for p in form if p.scored) == pytest.approx(aim, abs=0.006)


def test_unseen_items_come_first_then_those_seen_longest_ago() -> None:
    bank = [
        Candidate(f"q{n:02}", "d", f"{n % 3}", 1 + n % 5, seen_ms=0 if n < 6 else 1000 - n) for n in range(20)
    ]
    shares = blueprint({"d": 1}, {}, 10)
    chosen = set(ids(assemble(bank, shares, 3)))
    assert {f"q{n:02}" for n in range(6)} <= chosen
    # q19 was seen longest ago; exchanges for equal difficulty stay within what was seen.
    assert len(chosen) == 10


def test_objectives_share_a_domain_evenly() -> None:
    bank = [Candidate(f"q{n:02}", "d", f"{n % 4}", 3) for n in range(40)]
    form = assemble(bank, blueprint({"d": 1}, {}, 12), 1)
    assert set(Counter(placed.objective_id for placed in form).values()) == {3}


def test_a_bank_that_is_too_small_says_what_is_missing() -> None:
    bank = [Candidate(f"a{n}", "a") for n in range(5)] + [Candidate("b1", "b")]
    with pytest.raises(BankTooSmall) as caught:
        assemble(bank, blueprint({"a": 1, "b": 1}, {}, 6), 1)
    assert caught.value.short == {"b": (3, 1)}


def test_items_of_one_case_stand_together() -> None:
    bank = [Candidate(f"q{n:02}", "d", "", 3, case_id="bank" if n % 5 == 0 else "") for n in range(20)]
    form = ids(assemble(bank, blueprint({"d": 1}, {}, 20), 5))
    places = [form.index(f"q{n:02}") for n in (0, 5, 10, 15)]
    assert places == list(range(places[0], places[0] + 4))


@given(st.integers(0, 2**31 - 1), st.integers(1, 30), st.integers(0, 60), st.randoms(use_true_random=False))
def test_whatever_the_hinges_a_form_never_holds_a_pair(
    seed: int, items: int, pairs: int, chance: object
) -> None:
    bank = [Candidate(f"q{n:02}", f"{n % 2}", f"{n % 4}", 1 + n % 5) for n in range(40)]
    enemies: dict[str, frozenset[str]] = {}
    for _pair in range(pairs):
        one, other = chance.sample([c.id for c in bank], 2)  # type: ignore[attr-defined]
        enemies[one] = enemies.get(one, frozenset()) | {other}
        enemies[other] = enemies.get(other, frozenset()) | {one}
    try:
        form = assemble(bank, blueprint({"0": 2, "1": 1}, {}, items), seed, enemies)
    except BankTooSmall:
        return
    chosen = set(ids(form))
    assert len(chosen) == items
    assert not any(enemies.get(one, frozenset()) & chosen for one in chosen)


def test_where_hinges_are_dense_the_calm_items_are_found() -> None:
    # One item is hinged with all others: a draw that begins with it must be able to start again.
    bank = [Candidate(f"q{n}", "d", "") for n in range(6)]
    enemies = {"q0": frozenset(c.id for c in bank[1:])} | {c.id: frozenset({"q0"}) for c in bank[1:]}
    for seed in range(30):
        assert len(assemble(bank, blueprint({"d": 1}, {}, 5), seed, enemies)) == 5


def test_what_was_seen_changes_the_draw_and_nothing_else_does() -> None:
    seen = [replace(c, seen_ms=5) if c.domain_id == "1" else c for c in BANK]
    one, other = assemble(BANK, SHARES, 7, ENEMIES), assemble(seen, SHARES, 7, ENEMIES)
    assert {p.id for p in one if p.domain_id == "4"} == {p.id for p in other if p.domain_id == "4"}
