"""The stem: what it asks, and whether the words that exclude a distractor stand in it (F30, F31, F34)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.cues import CHOICES
from studyapp.content.lint.registry import Hit, I, W, item_check
from studyapp.content.lint.source import Item
from studyapp.content.lint.words import plain

STEM_WORDS = 120


@item_check(
    "F30", "A long stem", I,
    why="Reading speed is measured then, not the subject; non-native readers pay most.",
    do="Cut what neither states the need nor excludes an option; 25 to 50 words are enough.",
)  # fmt: skip
def long_stem(item: Item, bank: Bank) -> Iterator[Hit]:
    """A stem of more than 120 words."""
    words = len(item.stem.text.split())
    if words > STEM_WORDS:
        yield Hit(f"the stem has {words} words", item.stem)


_TYPOGRAPHY = str.maketrans("‘’“”‑–—", "''\"\"---")


def _literal(text: str) -> str:
    return plain(text).translate(_TYPOGRAPHY).casefold()


@item_check(
    "F31", "Nothing of the stem excludes a distractor", W,
    kinds=CHOICES,
    why="A distractor that no phrase of the stem rules out may be right too: that is a dispute, not an item.",
    do="Quote the words of the stem that rule it out, literally; or add a constraint to the stem.",
)  # fmt: skip
def excluded_by(item: Item, bank: Bank) -> Iterator[Hit]:
    """`excluded_by` is not literally in the stem, or is missing where the item is more than recall."""
    stem = _literal(item.stem.text)
    for option in item.distractors:
        if option.excluded_by:
            if _literal(option.excluded_by.text) not in stem:
                yield Hit("the words of excluded_by do not stand in the stem", option.excluded_by,
                          option.excluded_by.text)  # fmt: skip
        elif item.depth != "recall" and option.text:
            yield Hit("this distractor of a scenario has no excluded_by", option.text, option.text.text)


_SINGLE = re.compile(
    r"\b(?:which|what|choose|select|pick|name|identify|find)\s+(?:the\s+)?(?:one|(?:a\s+)?single)\b(?!\s+of\b)"
    r"|\b(?:needs?|wants?|requires?|allows?|choose|use|with|asks? for|looks? for|only)\s+(?:only\s+|just\s+)?(?:one|a\s+single)\s+"
    r"(?:\w+\s+)?(?:service|tool|setting|feature|option|action|step|change|method|technique|command|metric|resource|product|role|model|component)\b",
    re.IGNORECASE,
)  # fmt: skip
_NAME_AND = re.compile(r"\b[A-Z0-9][\w&-]*(?:,\s[A-Z0-9][\w-]*)*,?\s(?:and|And|&)\s[A-Z0-9][\w-]*")


@item_check(
    "F34", "One thing asked, two things in the key", W,
    kinds=("single",),
    why="The stem asks for one thing and the key joins two: readers who take the stem at its word lose.",
    do="Ask for what the key is, or take one half out of the key.",
)  # fmt: skip
def one_and_two(item: Item, bank: Bank) -> Iterator[Hit]:
    """'One' or 'a single' in the stem, and 'and' in the key but not in every option."""
    asked = _SINGLE.search(item.stem.text)
    if not asked or not item.keys:
        return
    key = item.keys[0].text
    bare = _NAME_AND.sub(" ", key.text)
    if re.search(r"\band\b", bare) and not all("and" in option.text.tokens for option in item.options):
        yield Hit(f"the stem says {asked[0]!r}, the key joins two things with 'and'", key, "and")
