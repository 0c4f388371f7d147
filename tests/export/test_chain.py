"""The hash chain over the log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from studyapp.export.chain import _ENCODE, evidence_of, extends, leaf
from studyapp.export.proof import canonical
from studyapp.export.view import Checkpoint


def entry(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{number:032x}", "kind": "answer", "day": f"2026-{1 + number // 20:02}-01", "grade": 3,
        "correct": True, "voids": None, "payload": "{}", "before": "{...}",
    } | changes  # fmt: skip


LOG = [entry(number) for number in range(50)]


@given(
    st.dictionaries(
        st.text("abcdefgh_", min_size=1, max_size=6),
        st.text(max_size=20) | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans(),
        max_size=6,
    )
)
def test_the_quick_encoder_writes_jcs(columns: dict[str, Any]) -> None:
    try:
        text = "".join(str(value) for value in columns.values()).encode()
    except UnicodeEncodeError:
        return
    assert text is not None
    assert _ENCODE(columns).encode() == canonical(columns)


def test_a_column_that_a_later_version_adds_does_not_change_old_entries() -> None:
    assert leaf(entry(1)) == leaf(entry(1) | {"added_later": "", "maybe_later": None})


def test_a_wrong_answer_that_was_never_judged_is_another_entry() -> None:
    assert leaf(entry(1, correct=False)) != leaf(entry(1, correct=None))
    assert leaf(entry(1, elapsed_ms=0)) != leaf(entry(1, elapsed_ms=None))


def test_places_that_can_not_be_those_of_one_log_extend_nothing() -> None:
    early, late = evidence_of(LOG[:30]), evidence_of(LOG, stops={30})
    two_heads = replace(late, checkpoints=(Checkpoint(30, "00" * 32), Checkpoint(30, early.head)))
    backwards = replace(late, checkpoints=late.checkpoints[::-1])
    beyond = replace(late, checkpoints=(*late.checkpoints, Checkpoint(99, early.head)))

    assert [extends(one, early) for one in (late, two_heads, backwards, beyond)] == [True, *[False] * 3]


def test_heads_of_another_way_of_hashing_say_nothing() -> None:
    assert extends(evidence_of(LOG), replace(evidence_of(LOG[:20]), chain=1)) is None


def test_an_empty_log_is_extended_by_any() -> None:
    assert extends(evidence_of([]), evidence_of([])) is True
    assert extends(evidence_of(LOG), evidence_of([])) is True


def test_a_longer_log_extends_a_shorter_one_where_it_names_the_place() -> None:
    early = evidence_of(LOG[:30])
    late = evidence_of(LOG, stops={30})

    assert extends(late, early) is True
    assert extends(late, late) is True
    assert extends(early, late) is False
    assert extends(evidence_of(LOG), early) is None, "30 is no end of a month"


def test_the_end_of_a_month_is_a_place_too() -> None:
    assert extends(evidence_of(LOG), evidence_of(LOG[:20])) is True


@given(st.integers(0, 29), st.sampled_from(["out", "in", "changed", "swapped"]))
def test_nothing_can_be_done_to_the_past_unseen(place: int, what: str) -> None:
    tampered = list(LOG)
    if what == "out":
        del tampered[place]
    elif what == "in":
        tampered.insert(place, entry(99, day=LOG[place]["day"]))
    elif what == "changed":
        tampered[place] = tampered[place] | {"grade": 1}
    else:
        tampered[place], tampered[place + 1] = tampered[place + 1], tampered[place]

    assert extends(evidence_of(tampered, stops={30}), evidence_of(LOG[:30])) is False


def test_answers_and_what_was_taken_back_are_counted() -> None:
    found = evidence_of([*LOG, entry(50, kind="undo", voids=LOG[49]["id"], grade=None)])

    assert (found.entries, found.answers, found.taken_back) == (51, 50, 1)
    assert replace(found, answers=0) != found
