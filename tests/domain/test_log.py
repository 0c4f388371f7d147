"""Ids of the log: valid UUIDv7, in the order of writing whatever the clock does; and card ids."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.log import CardId, Direction, ItemKind, entry_id

ALL_ONES = (1 << 74) - 1
instants_ms = st.integers(0, (1 << 48) - 1)
chances = st.integers(0, ALL_ONES) | st.sampled_from([0, ALL_ONES, (1 << 62) - 1, ALL_ONES ^ 1])


def assert_uuid7(text: str) -> None:
    assert len(text) == 32
    assert text == text.lower()
    parsed = uuid.UUID(hex=text)
    assert parsed.version == 7
    assert parsed.variant == uuid.RFC_4122


@given(instants_ms, chances)
def test_an_id_is_a_uuid_of_version_7_with_the_time_in_front(at_ms: int, chance: int) -> None:
    made = entry_id(at_ms, chance)
    assert_uuid7(made)
    assert int(made[:12], 16) == at_ms


def test_the_example_of_the_standard_comes_out() -> None:
    # RFC 9562, appendix A.6: 2022-02-22T19:22:22.000Z, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
    made = entry_id(1_645_557_742_000, 0xCC3 << 62 | 0x18C4DC0C0C07398F)
    assert str(uuid.UUID(hex=made)) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(instants_ms, chances, st.lists(st.tuples(instants_ms, chances), max_size=20))
def test_ids_rise_in_the_order_of_writing_whatever_the_clock_says(
    first_ms: int, first_chance: int, later: list[tuple[int, int]]
) -> None:
    last = entry_id(first_ms, first_chance)
    for at_ms, chance in later:
        following = entry_id(at_ms, chance, after=last)
        assert following > last
        if int(following[:12], 16) < (1 << 48) - 1:
            assert_uuid7(following)
        last = following


def test_an_id_stays_valid_where_the_random_bits_run_over() -> None:
    last = entry_id(1000, ALL_ONES)
    following = entry_id(1000, ALL_ONES, after=last)
    assert following > last
    assert_uuid7(following)


@given(instants_ms.filter(lambda ms: ms > 0), chances)
def test_an_id_shows_the_time_when_the_clock_goes_forward(at_ms: int, chance: int) -> None:
    following = entry_id(at_ms, chance, after=entry_id(at_ms - 1, ALL_ONES))
    assert int(following[:12], 16) == at_ms


def test_two_devices_that_follow_the_same_entry_write_different_ids() -> None:
    # Logs merge: a device with a clock far ahead must not make the others collide.
    ahead = entry_id(2_000_000, 12345)
    assert entry_id(1_000_000, 777, after=ahead) != entry_id(1_000_000, 888, after=ahead)


item_ids = st.from_regex(r"\A[a-z0-9][a-z0-9.-]{0,30}\Z")
card_ids = st.builds(CardId, st.just(ItemKind.QUESTION), item_ids) | st.builds(
    CardId, st.just(ItemKind.TERM), item_ids, st.sampled_from([Direction.TO_DEFINITION, Direction.TO_TERM])
)


@given(card_ids)
def test_a_card_id_reads_back_from_its_text(card: CardId) -> None:
    assert CardId.parse(str(card)) == card


@pytest.mark.parametrize(
    "text", ["", "q:", "t:", "t:x", "t::term", "t:x:", "t:x:sideways", "x:1", "question"]
)
def test_a_text_that_is_no_card_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the message is Enum's own for a direction
        CardId.parse(text)


@given(item_ids)
def test_the_two_directions_of_a_term_are_siblings_and_questions_have_none(item_id: str) -> None:
    there = CardId(ItemKind.TERM, item_id, Direction.TO_TERM)
    back = CardId(ItemKind.TERM, item_id, Direction.TO_DEFINITION)
    assert there != back
    assert there.family == back.family == item_id
    assert CardId(ItemKind.QUESTION, item_id).family == ""
