"""Cues in the key: what lets somebody choose it without knowing the subject (F01 to F05)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.registry import E, Hit, W, item_check
from studyapp.content.lint.source import Item
from studyapp.content.lint.words import STOP_WORDS, compounds, is_name, plain, related, stem_of, vocabulary

CHOICES = ("single", "multiple")
LISTED = (*CHOICES, "matching", "ordering")

LONGEST_DISTRACTOR = 0.75
SHORTEST_DISTRACTOR = 0.80
KEY_WORDS = 4


@item_check(
    "F01", "The key stands out by its length", W,
    kinds=("single",),
    why="Who does not know picks the longest option; writers explain the key and forget the distractors.",
    do="Stretch a distractor or trim the key; do not put the explanation of the key into the key.",
)  # fmt: skip
def key_length(item: Item, bank: Bank) -> Iterator[Hit]:
    """Key of 4 words or more: longest distractor under 0.75 of it, or it under 0.8 of the shortest."""
    if len(item.keys) != 1 or not item.distractors:
        return
    key = item.keys[0].text
    if len(key.tokens) < KEY_WORDS or all(is_name(option.text.text) for option in item.options):
        return
    length = len(plain(key.text))
    others = [len(plain(option.text.text)) for option in item.distractors]
    if max(others) < LONGEST_DISTRACTOR * length:
        yield Hit(f"the key has {length} characters, the longest distractor {max(others)}", key, key.text)
    elif length < SHORTEST_DISTRACTOR * min(others):
        yield Hit(f"the key has {length} characters, the shortest distractor {min(others)}", key, key.text)


_UNIT = re.compile(
    r"\d\s?(%|percent|°|[kmgtp]i?b|bytes?|[mµn]?s|sec(ond)?s?|min(ute)?s?|h(ours?)?|days?|weeks?|months?|"
    r"years?|usd|eur|dollars?|tokens?|items?|gpus?|v?cpus?)(?!\w)|[$€£]\s?\d",
    re.IGNORECASE,
)
_QUOTES = '"“”„«»'
_NAMELIKE = re.compile(r"\W*([a-z]\w*[A-Z0-9]|[a-z]-|[\w.-]*[_/.=:({\[$]\w*|-)")
"""First words whose small letter belongs to them: iPhone, k-means, requests.get, aws_s3_bucket, --flag."""


_SMALL_NAMES = vocabulary(
    """
    cron containerd curl dbt dplyr etcd git grep helm jq kubeadm kubectl kubelet matplotlib nginx npm numpy
    pandas pip pytest redis runc scipy sed ssh systemd terraform
    """
)


def _capital(text: str) -> bool | None:
    if _NAMELIKE.match(text) or text.split(" ", maxsplit=1)[0] in _SMALL_NAMES:
        return None
    first = next((ch for ch in text if ch.isalnum()), "")
    return first.isupper() if first.isalpha() else None


def _final_stop(text: str) -> bool:
    return ends_with_stop(text)


def _unit(text: str) -> bool | None:
    return bool(_UNIT.search(text)) if any(ch.isdigit() for ch in text) else None


FEATURES: tuple[tuple[str, Callable[[str], bool | None]], ...] = (
    ("space at its edge", lambda text: text != text.strip()),
    ("a final full stop", lambda text: _final_stop(text.strip())),
    ("a capital at its beginning", lambda text: _capital(text.strip())),
    ("quotation marks", lambda text: any(mark in text for mark in _QUOTES)),
    ("a code span", lambda text: text.count("`") >= 2),
    ("a unit", _unit),
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:etc|inc|ltd|corp|co|no|vs|approx|e\.g|i\.e)|\b[A-Z](?:\.[A-Z])+|\.\.)\.$", re.I
)


def ends_with_stop(text: str) -> bool:
    """Whether a text ends like a sentence; the points of abbreviations and ellipses are no full stops."""
    flat = text.rstrip()
    return re.search(r"[\w)\]\"'”’`%]\.\Z", flat) is not None and not _ABBREVIATION.search(flat)


@item_check(
    "F02", "The key looks different", E,
    kinds=CHOICES,
    why="A full stop, a capital or a unit that only the key has gives it away at a glance.",
    do="Write all options in one form.",
)  # fmt: skip
def key_form(item: Item, bank: Bank) -> Iterator[Hit]:
    """The key differs from all distractors in edge space, full stop, capital, quotes, code span or unit."""
    if not item.keys or len(item.distractors) < 2:
        return
    for name, has in FEATURES:
        of_keys = {has(option.text.text) for option in item.keys}
        of_others = {has(option.text.text) for option in item.distractors}
        if len(of_keys) == len(of_others) == 1 and None not in of_keys | of_others and of_keys != of_others:
            key = item.keys[0].text
            which = "the key has" if of_keys == {True} else "every distractor, but not the key, has"
            yield Hit(f"{which} {name}", key, key.text)


@item_check(
    "F03", "A word of the stem stands in the key only", W,
    kinds=CHOICES,
    why="Clang: who does not know picks the option that sounds like the question.",
    do="Say it in other words in the stem or the key, or let a distractor hold the word too.",
)  # fmt: skip
def clang(item: Item, bank: Bank) -> Iterator[Hit]:
    """A content word of the stem recurs in a key and in no distractor."""
    elsewhere = {stem_of(word) for option in item.distractors for word in option.text.tokens}
    told = set()
    for option in item.keys:
        for word in option.text.tokens:
            stem = stem_of(word)
            if word in STOP_WORDS or len(word) < 3 or word.isdigit() or stem in told:
                continue
            if _holds(item.stem.stems, stem) and not _holds(elsewhere, stem):
                told.add(stem)
                yield Hit(f"the stem and the key share {word!r}, no distractor has it", option.text, word)


def _holds(stems: Collection[str], stem: str) -> bool:
    return stem in stems or any(related(stem, other) for other in stems)


ABSOLUTES = vocabulary(
    """
    always never all none every everything everyone everybody nothing nobody only must completely entirely
    totally absolutely exclusively solely impossible guaranteed guarantees guarantee invariably
    """
)
VAGUE = vocabulary(
    """
    often usually rarely sometimes frequently generally typically seldom occasionally commonly mostly
    normally regularly perhaps possibly probably
    """
)


def absolutes_in(text: str) -> list[str]:
    """The absolute words of an option; `read-only` and `all-purpose` are names of things, not claims."""
    words = compounds(text)
    return [word for word in words if word in ABSOLUTES] if len(words) > 1 else []


@item_check(
    "F04", "An absolute in distractors only", W,
    kinds=CHOICES,
    why="Always, never and only are rarely true, and test-takers know it: such a distractor falls by itself.",
    do="Take the absolute out of the distractor, or let the key carry one too.",
)  # fmt: skip
def absolutes(item: Item, bank: Bank) -> Iterator[Hit]:
    """An absolute word in a distractor while no key has one."""
    if any(absolutes_in(option.text.text) for option in item.keys):
        return
    for option in item.distractors:
        for word in absolutes_in(option.text.text)[:1]:
            yield Hit(f"the distractor says {word!r}, the key has no such word", option.text, word)


@item_check(
    "F05", "A vague frequency word in an option", W,
    kinds=LISTED,
    why="Often and usually mean another number to each reader, so nobody can say that the option is wrong.",
    do="Name the condition or the number, or leave the word out.",
)  # fmt: skip
def vague(item: Item, bank: Bank) -> Iterator[Hit]:
    """A word such as often, usually or rarely in an option."""
    for spot in item.shown:
        for word in [w for w in compounds(spot.text) if w in VAGUE][:1]:
            yield Hit(f"the option says {word!r}", spot, word)
