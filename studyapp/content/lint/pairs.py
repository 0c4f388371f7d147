"""Items that know each other: duplicates, contradictions, and stems that answer another item (F25 to F27)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.registry import E, Hit, W, bank_check
from studyapp.content.lint.source import Item
from studyapp.domain.exams.hinges import Text, hinges

NEAR = 0.8

Shingles = frozenset[tuple[str, ...]]


def _texts(item: Item) -> tuple[str, ...]:
    return tuple(sorted((*(o.text.normal for o in item.options), *(p.text.normal for p in item.parts))))


def _key_texts(item: Item) -> tuple[str, ...]:
    keys = (*(option.text.normal for option in item.keys), *(p.text.normal for p in item.parts if p.is_key))
    return tuple(sorted(keys) if item.kind != "ordering" else keys)


def _where(item: Item, seen_from: Item) -> str:
    place = f"line {item.line}" if item.path == seen_from.path else f"{item.path}:{item.line}"
    return f"{item.id or 'the item'} ({place})"


@bank_check(
    "F25", "Duplicate item", E, W,
    why="A learner who meets the same item twice learns its look; and a form asks for one thing twice.",
    do="Retire one of the two, or give it another objective, constraint and key.",
)  # fmt: skip
def duplicates(bank: Bank) -> Iterator[Hit]:
    """Same stem, options and key (E); Jaccard index of word 3-shingles of 0.8 or more (W)."""
    first: dict[tuple[object, ...], Item] = {}
    for item in bank.items:
        same = (item.stem.normal, _texts(item), _key_texts(item))
        if item.stem and (known := first.setdefault(same, item)) is not item:
            yield Hit(f"this is {_where(known, item)} once more", item.stem, item=item)
    yield from _near_duplicates(bank)


def _near_duplicates(bank: Bank) -> Iterator[Hit]:
    """Pairs by prefix filtering: with a Jaccard index of t, two sets share one of the rarest 1 - t parts."""
    shingles = [_shingles(item) for item in bank.items]
    counts = Counter(shingle for each in shingles for shingle in each)
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, each in enumerate(shingles):
        rarest = sorted(each, key=lambda shingle: (counts[shingle], shingle))
        prefix = rarest[: len(each) - math.ceil(NEAR * len(each)) + 1] if each else []
        candidates = {other for shingle in prefix for other in holders[shingle]}
        for other in sorted(candidates):
            share = _jaccard(each, shingles[other])
            item, known = bank.items[index], bank.items[other]
            if share >= NEAR and not _contradict(item, known) and not _equal(item, known):
                yield Hit(
                    f"{share:.0%} of its three-word groups are those of {_where(known, item)}",
                    item.stem, item=item, level=W,
                )  # fmt: skip
        for shingle in prefix:
            holders[shingle].append(index)


def _shingles(item: Item) -> Shingles:
    words = [*item.stem.tokens, "|"]
    for option in sorted(item.options, key=lambda option: option.text.normal) if item.is_choice else ():
        words += [*option.text.tokens, "|"]
    return frozenset(tuple(words[i : i + 3]) for i in range(len(words) - 2))


def _jaccard(a: Shingles, b: Shingles) -> float:
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def _equal(a: Item, b: Item) -> bool:
    return a.stem.normal == b.stem.normal and _texts(a) == _texts(b)


def _contradict(a: Item, b: Item) -> bool:
    return _equal(a, b) and _key_texts(a) != _key_texts(b)


@bank_check(
    "F26", "The same question with another key", E,
    why="One of the two teaches the wrong answer.",
    do="Check both against the documentation and retire the wrong one.",
)  # fmt: skip
def contradictions(bank: Bank) -> Iterator[Hit]:
    """Same stem and options, another key."""
    first: dict[tuple[object, ...], Item] = {}
    for item in bank.items:
        known = first.setdefault((item.stem.normal, _texts(item)), item)
        if item.stem and item.options and known is not item and _contradict(known, item):
            yield Hit(f"{_where(known, item)} asks the same and has another key", item.stem, item=item)


@bank_check(
    "F27", "One stem gives another item's key away", W,
    why="In one form, the one answers the other. They must never share a form.",
    do="Describe the thing in the stem instead of naming it, or ask the other item differently.",
)  # fmt: skip
def hinged(bank: Bank) -> Iterator[Hit]:
    """A sentence of a stem states another item's key together with most of what that item asks."""
    for hinge in hinges(_shown(item, str(at)) for at, item in enumerate(bank.items)):
        if hinge.is_telling:
            giver, taker = bank.items[int(hinge.giver)], bank.items[int(hinge.taker)]
            told = f"it names {hinge.key!r}, the key of {_where(taker, giver)}"
            yield Hit(told, giver.stem, hinge.key, item=giver)


def _shown(item: Item, name: str) -> Text:
    """What an item shows; its keys only where there is one, as the others are no answer by themselves."""
    is_asked = item.kind == "single" and len(item.keys) == 1
    keys = tuple(option.text.text for option in item.keys) if is_asked else ()
    return Text(name, item.stem.text, keys, tuple(option.text.text for option in item.distractors))
