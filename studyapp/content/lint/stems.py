"""The stem: what it asks, and whether what excludes a distractor stands in it (F10-F13, F30, F31, F34)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.cues import CHOICES
from studyapp.content.lint.registry import E, Hit, I, W, item_check
from studyapp.content.lint.source import Item
from studyapp.content.lint.words import plain

STEM_WORDS = 120

_NEGATION = re.compile(
    r"\b(?P<word>except|excluding)\b|\b(?P<least>least (?:likely|suitable|appropriate|effective|"
    r"useful|important|relevant|accurate|suited))\b"
    r"|\b(?:is|are|was|were)\s+(?P<false>false|incorrect|untrue|wrong)\b"
    r"|\b(?:which|what)\b(?:(?!\b(?:when|if|because|while|who|whom|whose|that|where|although|since|so|after|before|without)\b)[^,;:?])*?"
    r"\b(?:(?P<short>can['’]t|cannot|won['’]t|\w+n['’]t)|(?:is|are|was|were|does|do|did|can|could|should|would|will|may|might|must|has|have)"
    r"(?:\s+(?!(?:when|if|because|while|who|that|where|although|since|so|after|before|without|and|or)\b)[\w-]+){0,4}?\s+(?P<not>not|never))\b",
    re.IGNORECASE,
)  # fmt: skip
_FALSE_IS_NAMED = re.compile(r"\bfalse (?:positive|negative|alarm|discovery)", re.IGNORECASE)
_NEGATIVE_OPTION = re.compile(
    r"\b(?:not|never|no|none|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE
)


def negation_of(item: Item) -> str:
    """The words that turn the question round, empty where it is not turned."""
    asked = plain(item.question)
    if item.kind == "true-false" or _FALSE_IS_NAMED.search(asked):
        return ""
    found = _NEGATION.search(asked)
    if not found:
        return ""
    return next(text for text in found.groupdict().values() if text).strip()


@item_check(
    "F10", "A negative stem", E, W,
    kinds=CHOICES,
    why="Readers overlook the 'not'; and who knows what is wrong does not yet know what is right.",
    do="Ask for what is right. Where the exception is the point, write NOT, EXCEPT or LEAST in capitals.",
)  # fmt: skip
def negative_stem(item: Item, bank: Bank) -> Iterator[Hit]:
    """Not, except, least or false in the question: E, or W where it is emphasised."""
    word = negation_of(item)
    if word:
        level = W if _is_emphasised(word, item) else E
        told = (
            "asks for the exception"
            if level is W
            else f"asks for the exception, and {word!r} is not emphasised"
        )
        yield Hit(f"the stem {told}", item.stem, word, level=level)


def _is_emphasised(word: str, item: Item) -> bool:
    core = re.escape(word.split(maxsplit=1)[0])
    asked = item.question
    return bool(re.search(rf"\*\*?{core}\b|(?<!\w)_{core}\b", asked)) or word.split(maxsplit=1)[0].isupper()


@item_check(
    "F11", "A negative option to a negative stem", E,
    kinds=CHOICES,
    why="Two negations have to be resolved before anything is known of the subject.",
    do="Write the options without not, no, never or without.",
)  # fmt: skip
def double_negation(item: Item, bank: Bank) -> Iterator[Hit]:
    """A negative stem with a negative option."""
    if not negation_of(item):
        return
    for option in item.options:
        found = _NEGATIVE_OPTION.search(option.text.text)
        if found:
            yield Hit("the stem is negative and so is this option", option.text, found[0])


_BLANK = re.compile(
    r"(?<![\w`])(?:_{3,}|\.{4,}|…{2,}|\[(?:blank|\s*\.\.\.\s*|_+)\]|\(\s*_+\s*\))(?![\w`])", re.IGNORECASE
)
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_ONLY_TRUE = re.compile(
    r"(?:which|what) (?:one )?(?:of (?:the following|these|the)? ?)?(?:(?:statement|sentence|option|"
    r"answer|choice|claim|assertion)s? )?"
    r"(?:is|are) (?:true|correct|right|accurate|valid)|choose the (?:correct|right|true|best) (?:one|"
    r"answer|option|statement)s?"
    r"|select (?:the )?(?:correct|right|true|best) (?:one|answer|option|statement)s?"
)
STEM_LEAST_WORDS = 5


@item_check(
    "F12", "An unfocused stem", W,
    kinds=CHOICES,
    why="Without a question, every option has to be read before anybody knows what is asked.",
    do="Ask a question that can be answered before the options are read.",
)  # fmt: skip
def unfocused(item: Item, bank: Bank) -> Iterator[Hit]:
    """No question mark, colon or blank; under 5 words; or only 'which is true'."""
    text = item.stem.text
    words = len(item.stem.tokens)
    if not item.stem:
        return
    if _ONLY_TRUE.fullmatch(item.stem.normal):
        yield Hit("the stem asks only which is true", item.stem)
    elif words < STEM_LEAST_WORDS:
        yield Hit(f"the stem has {words} word{'' if words == 1 else 's'}", item.stem)
    elif (
        "?" not in text
        and ":" not in _CODE.sub("", text).replace("::", "")
        and not _BLANK.search(_CODE.sub("", text))
        and not text.rstrip().endswith(("...", "…"))
    ):
        yield Hit("the stem has no question mark, colon or blank", item.stem)


@item_check(
    "F13", "A blank in the middle of the stem", W,
    kinds=CHOICES,
    why="The reader has to hold the first half while reading the second and the options.",
    do="Put the blank at the end, or ask a question.",
)  # fmt: skip
def blank_in_the_middle(item: Item, bank: Bank) -> Iterator[Hit]:
    """A blank with words behind it in its sentence."""
    text = _CODE.sub(lambda found: "x" * len(found[0]), item.stem.text)
    for found in _BLANK.finditer(text):
        rest = re.split(r"(?<=[.!?])\s", text[found.end() :], maxsplit=1)[0]
        rest = re.sub(r"\([^)]*\)", "", rest)  # "(one word)" tells how to fill the blank
        if re.search(r"\w", rest):
            yield Hit("words follow the blank", item.stem, found[0])
            return


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
    stem = _literal(f"{item.scenario.text} {item.stem.text}")
    for option in item.distractors:
        if option.excluded_by:
            if _literal(option.excluded_by.text) not in stem:
                yield Hit("the words of excluded_by do not stand in the stem", option.excluded_by,
                          option.excluded_by.text)  # fmt: skip
        elif item.depth != "recall" and option.text:
            yield Hit("this distractor of a scenario has no excluded_by", option.text, option.text.text)


_SINGLE = re.compile(
    r"\b(?:which|what|choose|select|pick|name|identify|find)\s+(?:the\s+)?(?:one|(?:a\s+)?single)\b(?!\s+of\b)"
    r"|\b(?:needs?|wants?|requires?|allows?|choose|use|with|asks? for|looks? for|only)\s+(?:only\s+|"
    r"just\s+)?(?:one|a\s+single)\s+"
    r"(?:\w+\s+)?(?:service|tool|setting|feature|option|action|step|change|method|technique|command|metric|resource|product|role|model|component|control|policy|mechanism|approach|library|framework|"
    r"risk|cause|reason|place)\b",
    re.IGNORECASE,
)  # fmt: skip
_NAME_AND = re.compile(r"\b[A-Z][a-z]+(?:,\s[A-Z][a-z]+)*,?\s(?:and|And|&)\s[A-Z][a-z]+")
"""Identity and Access Management is one name; S3 and EFS are two."""


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
