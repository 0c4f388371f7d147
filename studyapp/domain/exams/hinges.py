"""Items that must not meet in one form: one stem gives another item's key away, or both ask the same.

The rule, on words cut to their stems: the key of one item stands word for word in the stem of another, none
of its distractors does, its own stem does not name it, and both stems speak of the same thing (they share
two words that carry meaning, or a term). Long keys need four fifths of their words. Stems that are nearly
equal (Jaccard of their words 0.6 or more) are kept apart, too.

A form keeps all of these apart. How much of what the other item asks stands beside its key is the strength of
a hinge: from `TELLING` on, an author is to reword one of the two.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studyapp.domain.glossary import normalised

LONG_KEY = 5
"""From this many meaningful words on a key counts as given away by most of them, in any order."""
LONG_KEY_SHARE = 0.8
SAME_STEM = 0.6
LONG_STEM = 8
"""Under this many different meaningful words two stems are too short to be called equal."""
SHARED_WORDS = 2
TELLING = 0.45
"""From this strength on a stem tells the other item's answer to whoever reads both."""
TELLING_WORDS = 3
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_EMPTY_WORDS = (
    "a an and are as at be been before being but by can do does each for from has have how if in into is it "
    "its must need needs no not of on one only or other should so than that the their them then there these "
    "they this those to use used uses using want wants was were what when which while who will with without "
    "would company team solution requirement requirements meet best most following"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
_SUFFIXES = ("ations", "ation", "ings", "ing", "ies", "ed", "es", "s")


@dataclass(frozen=True, slots=True)
class Text:
    """What an item shows: its stem, the texts of its key and of its distractors, the terms it rests on."""

    id: str
    stem: str
    keys: tuple[str, ...] = ()
    distractors: tuple[str, ...] = ()
    term_ids: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Hinge:
    """The stem of `giver` gives `key`, a key of `taker`, away.

    `strength` (0-1) is the share of what `taker` asks (its words without those of the key, weighed by their
    rarity among all items) that stands in one sentence with the key; `words` says how many these are.
    """

    giver: str
    taker: str
    key: str
    strength: float
    words: int

    @property
    def is_telling(self) -> bool:
        """Whether one of the two is to be worded differently."""
        return self.strength >= TELLING and self.words >= TELLING_WORDS


def word_stem(word: str) -> str:
    """A word without its ending: enough to match "embedding" and "embeddings"."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)] + ("y" if suffix == "ies" else "")
    return word


def content_words(text: str) -> tuple[str, ...]:
    """The stems of the words that carry meaning, in their order."""
    return tuple(word_stem(word) for word in normalised(text).split() if word not in _EMPTY)


@dataclass(frozen=True, slots=True)
class _Read:
    text: Text
    stem: tuple[str, ...]
    words: frozenset[str]
    keys: tuple[tuple[str, tuple[str, ...]], ...]
    """Each key as it is written, and its words."""
    distractors: tuple[tuple[str, ...], ...]


def hinged(texts: Iterable[Text]) -> dict[str, frozenset[str]]:
    """For each item those that must not share a form with it; items without any are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    read = [_read(text) for text in texts]
    for item, other in _pairs(read):
        if _same_stem(item, other) or _given_away(other, item):
            found[item.text.id].add(other.text.id)
            found[other.text.id].add(item.text.id)
    return {key: frozenset(others) for key, others in found.items()}


def hinges(texts: Iterable[Text]) -> Iterator[Hinge]:
    """Every key that another item's stem gives away, in the order of the items asked, with its strength."""
    read = [_read(text) for text in texts]
    held = Counter(word for item in read for word in item.words)
    rarity = {word: math.log(1 + len(read) / count) for word, count in held.items()}
    for taker, giver in _pairs(read):
        for key, words in _given_away(giver, taker):
            yield _weighed(giver, taker, key, words, rarity)


def gives_away(one: Text, other: Text) -> bool:
    """Whether the stem of `one` gives the key of `other` away."""
    return bool(_given_away(_read(one), _read(other)))


def _read(text: Text) -> _Read:
    stem = content_words(text.stem)
    keys = tuple((key, words) for key in text.keys if (words := content_words(key)))
    distractors = tuple(words for wrong in text.distractors if (words := content_words(wrong)))
    return _Read(text, stem, frozenset(stem), keys, distractors)


def _pairs(read: Sequence[_Read]) -> Iterator[tuple[_Read, _Read]]:
    """Each item with each other one that may have to do with it."""
    holders: dict[str, list[_Read]] = defaultdict(list)
    for item in read:
        for word in item.words:
            holders[word].append(item)
    for item in read:
        for other in _near(item, holders):
            yield item, other


def _near(item: _Read, holders: Mapping[str, Sequence[_Read]]) -> list[_Read]:
    """Others that hold a word of the item's key, or enough of the words of its stem."""
    counted: dict[str, int] = defaultdict(int)
    by_id: dict[str, _Read] = {}
    for word in {word for _key, words in item.keys for word in words}:
        for other in holders.get(word, ()):
            by_id[other.text.id] = other
            counted[other.text.id] += SHARED_WORDS
    for word in item.words:
        for other in holders[word]:
            by_id[other.text.id] = other
            counted[other.text.id] += 1
    return [by_id[key] for key, count in counted.items() if count >= SHARED_WORDS and key != item.text.id]


def _same_stem(one: _Read, other: _Read) -> bool:
    union = len(one.words | other.words)
    return union >= LONG_STEM and len(one.words & other.words) >= SAME_STEM * union


def _given_away(one: _Read, other: _Read) -> list[tuple[str, tuple[str, ...]]]:
    """The keys of `other` that the stem of `one` gives away."""
    keys = [(key, words) for key, words in other.keys if _holds(one.stem, words)]
    keys = [(key, words) for key, words in keys if not _holds(other.stem, words)]
    if not keys or any(_holds(one.stem, wrong) for wrong in other.distractors):
        return []
    told = {word for _key, words in keys for word in words}
    shared = (one.words & other.words) - told
    is_near = len(shared) >= SHARED_WORDS or bool(one.text.term_ids & other.text.term_ids)
    return keys if is_near else []


def _holds(stem: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    held = set(stem)
    if len(phrase) >= LONG_KEY:
        return len(held & set(phrase)) >= LONG_KEY_SHARE * len(set(phrase))
    if not set(phrase) <= held:
        return False
    return any(stem[at : at + len(phrase)] == phrase for at in range(len(stem)))


def _weighed(
    giver: _Read, taker: _Read, key: str, words: tuple[str, ...], rarity: Mapping[str, float]
) -> Hinge:
    asked = taker.words - set(words)
    total = sum(rarity[word] for word in asked)
    beside = [
        asked & set(sentence)
        for part in _SENTENCE_END.split(giver.text.stem)
        if _holds(sentence := content_words(part), words)
    ]
    best = max(beside, key=lambda shared: sum(rarity[word] for word in shared), default=frozenset())
    strength = sum(rarity[word] for word in best) / total if total else 0.0
    return Hinge(giver.text.id, taker.text.id, key, strength, len(best))
