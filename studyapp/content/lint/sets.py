"""The options as a set: all of the above, letters, convergence, numbers, kinds (F06 to F09, F14 to F18)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from studyapp.content.lint import quantities
from studyapp.content.lint.bank import Bank
from studyapp.content.lint.cues import CHOICES, LISTED
from studyapp.content.lint.registry import E, Hit, W, item_check
from studyapp.content.lint.source import Choice, Item, Spot
from studyapp.content.lint.words import normalised, plain, vocabulary

_CHOICES_WORD = r"(?:options?|answers?|choices?|statements?)"
_THESE = (
    rf"(?:the |these |those )?(?:above|others?|these|those|them|listed|other {_CHOICES_WORD}|{_CHOICES_WORD})"
    rf"(?: {_CHOICES_WORD})?(?: (?:above|listed))?"
)
_JUDGED = r"(?: (?:is|are) (?:correct|right|true|valid))"
_ALL_OF = re.compile(
    rf"(?:all|both|each|any) of {_THESE}{_JUDGED}?"
    rf"|all (?:the |these )?{_CHOICES_WORD}(?: above)?{_JUDGED}|all (?:the )?above"
)
_NONE_OF = re.compile(
    rf"(?:none|neither) of {_THESE}{_JUDGED}?|no {_CHOICES_WORD}{_JUDGED}|no (?:correct|"
    rf"right) {_CHOICES_WORD}"
    rf"|none{_JUDGED}|none above"
)


def _is_whole(pattern: re.Pattern[str], spot: Spot) -> bool:
    return pattern.fullmatch(spot.normal) is not None


@item_check(
    "F06", "All of the above", W,
    kinds=LISTED,
    why="Who knows two of the options knows the answer; and options are shuffled, so nothing is above.",
    do="Ask 'Which TWO ...?' instead, or write another option.",
)  # fmt: skip
def all_of_the_above(item: Item, bank: Bank) -> Iterator[Hit]:
    """An option such as 'all of the above' or 'both of these'."""
    for spot in item.shown:
        if _is_whole(_ALL_OF, spot):
            yield Hit("the option takes in the others", spot, spot.text)


@item_check(
    "F07", "None of the above", W,
    kinds=LISTED,
    why="It shows that somebody knows what is wrong, not what is right; and it is often a filler.",
    do="Write one more misconception, or leave the option out: three are enough.",
)  # fmt: skip
def none_of_the_above(item: Item, bank: Bank) -> Iterator[Hit]:
    """An option such as 'none of the above' or 'neither of these'."""
    for spot in item.shown:
        if _is_whole(_NONE_OF, spot):
            yield Hit("the option denies the others", spot, spot.text)


_L = r"\(?[A-H]\)?"
_ANY_CASE = r"(?i:options?|answers?|choices?)"
_BY_LETTER = re.compile(
    rf"\b{_ANY_CASE}\s+\(?(?:[A-H]|[b-h]|[1-8]|a(?=[),.]|\Z))\b\)?(?!['’-])"
    rf"|\A(?i:both |only |all (?:except|but) |either |neither )?{_L}(?:\s*,\s*{_L})*,?\s*(?i:and|or|"
    rf"nor|&)\s*{_L}"
    r"(?i:\s+only)?\.?\Z"
    rf"|\A(?i:only|all (?:except|but))\s+{_L}\.?\Z|\A{_L}\s+(?i:only)\.?\Z"
    rf"|\b(?i:the) (?:first|second|third|fourth|last|previous|preceding|next|other) (?:(?:one|two|"
    rf"three) )?{_ANY_CASE}\Z"
)


@item_check(
    "F08", "An option that refers to others by letter", E,
    kinds=LISTED,
    why="Options are shuffled when shown, so 'A and B' points anywhere.",
    do="Say what the others say, or ask 'Which TWO ...?'.",
)  # fmt: skip
def by_letter(item: Item, bank: Bank) -> Iterator[Hit]:
    """Options that refer to other options by letter, number or place."""
    for spot in item.shown:
        found = _BY_LETTER.search(plain(spot.text))
        if found:
            yield Hit("the option refers to other options", spot, found[0])


_JOIN = re.compile(
    r"\s*(?:,\s*(?:and|then|or)\b|,|;|\+|&|\band\b|\bthen\b|\bwith\b|\bplus\b|\bfollowed by\b|->|→)\s*", re.I
)


def _parts(option: Choice) -> frozenset[str]:
    parts = (normalised(part) for part in _JOIN.split(plain(option.text.text)))
    return frozenset(part for part in parts if part)


@item_check(
    "F09", "Convergence", W,
    kinds=("single",),
    why="Writers vary the key into distractors, so the option that shares the most with the rest is the key.",
    do="Let each part stand in as many options, or give every option parts of its own.",
)  # fmt: skip
def convergence(item: Item, bank: Bank) -> Iterator[Hit]:
    """Three or more options are combinations of the same parts and the key shares the most of them."""
    parts = [_parts(option) for option in item.options]
    held = Counter(part for each in parts for part in each)
    combined = [each for each in parts if len(each) >= 2 and any(held[part] > 1 for part in each)]
    if len(combined) < 3 or len(item.keys) != 1:
        return
    shared = [sum(held[part] - 1 for part in each) for each in parts]
    key = next(i for i, option in enumerate(item.options) if option.correct)
    if all(shared[key] > score for i, score in enumerate(shared) if i != key):
        yield Hit(
            f"the key shares {shared[key]} parts with the others, the next option {sorted(shared)[-2]}",
            item.options[key].text, item.options[key].text.text,
        )  # fmt: skip


_TRUTHS = frozenset({"true", "false", "yes", "no"})


@item_check(
    "F14", "True or false among more than two options", W,
    kinds=CHOICES,
    why="Mixed with other options, true or false answers another question than they do.",
    do="Make it a true-false item, or write options of one kind.",
)  # fmt: skip
def truths(item: Item, bank: Bank) -> Iterator[Hit]:
    """True, false, yes or no among more than two options."""
    if len(item.options) > 2:
        for option in [o for o in item.options if o.text.normal in _TRUTHS][:1]:
            yield Hit(
                f"{option.text.text!r} is one of {len(item.options)} options", option.text, option.text.text
            )


@item_check(
    "F15", "Numbers out of order", W,
    kinds=CHOICES,
    why="Searching numbers in a jumble costs time and measures nothing.",
    do="Put them in ascending order: `--fix` does.",
)  # fmt: skip
def number_order(item: Item, bank: Bank) -> Iterator[Hit]:
    """Numeric options neither ascending nor descending."""
    numbers = quantities.numbers(item)
    if numbers and numbers not in (sorted(numbers), sorted(numbers, reverse=True)):
        listed = ", ".join(option.text.text for option in item.options)
        yield Hit(f"the numbers are in no order: {listed}", item.options[0].text)


@item_check(
    "F16", "Overlapping ranges", E,
    kinds=("single",),
    why="A value in both ranges makes two options right.",
    do="Let each range begin where the one before has ended: 1 to 5, 6 to 10.",
)  # fmt: skip
def overlapping_ranges(item: Item, bank: Bank) -> Iterator[Hit]:
    """Numeric ranges of one unit that share a value."""
    ranges = quantities.ranges(item)
    for i, first in enumerate(ranges):
        for second in ranges[i + 1 :]:
            if first.overlaps(second):
                yield Hit(
                    f"it overlaps with {first.option.text.text!r}",
                    second.option.text,
                    second.option.text.text,
                )


_ARTICLE = re.compile(r"\b(an?)(?:\s*(?:_{2,}|\.{3}|…|:|\[blank\]))*\s*[.?]?\Z", re.IGNORECASE)
_VOWEL_SOUND = re.compile(
    r"(?:[aeio]|u(?!ni|s[aei]|ti|k|r[aeio]|bi)|hour|honest|heir|honou?r|(?-i:[FHLMNRSX](?=[A-Z0-9\b]|\b)))",
    re.I,
)
_GERUND = re.compile(r"[a-z]{2,}ing\Z")
_NO_GERUND = vocabulary(
    """
    string thing nothing something anything everything king ring spring during
    """
)


@item_check(
    "F17", "A grammatical cue", W,
    kinds=("single",),
    why="The option that fits the grammar of the stem is chosen by ear, not by knowledge.",
    do="End the stem with 'a(n)' or take the article into the options; write all options in one form.",
)  # fmt: skip
def grammar(item: Item, bank: Bank) -> Iterator[Hit]:
    """One option agrees with a final a/an; number or part of speech differs for the key only."""
    yield from _article(item)
    if len(item.keys) != 1 or len(item.distractors) < 2:
        return
    key = item.keys[0]
    for name, form in (("its number", _number), ("its part of speech", _part_of_speech)):
        mine = form(key, item)
        theirs = {form(option, item) for option in item.distractors}
        if mine and len(theirs) == 1 and None not in theirs and mine not in theirs:
            yield Hit(
                f"the key differs in {name}: {mine}, the others {next(iter(theirs))}", key.text, key.text.text
            )
            return


def _article(item: Item) -> Iterator[Hit]:
    found = _ARTICLE.search(plain(item.stem.text))
    if not found:
        return
    wanted = found[1].casefold() == "an"
    fitting = [o for o in item.options if bool(_VOWEL_SOUND.match(plain(o.text.text))) is wanted]
    if len(fitting) == 1:
        yield Hit(
            f"only one option fits the final {found[1]!r} of the stem", fitting[0].text, fitting[0].text.text
        )


_HEAD_ENDS = vocabulary(
    """
    of for in on at to with by from that which per between across through into over under as than without
    within
    """
)
_SINGULAR_S = re.compile(
    r"(?:ss|us|is|lytics|matics|tatistics|hysics|thics|obotics|nomics|ness|news|series|species|kubernetes|dns|https?|tls|aws|sas|rds|sns|sqs|ecs|eks|efs|ebs|os|ops|access|gpus?)\Z"
)


def _number(option: Choice, item: Item) -> str | None:
    """Plural or singular, by the head noun of a phrase of 2 to 6 words; None for names and where unclear."""
    words = re.findall(r"[\w'-]+", plain(option.text.text))
    end = next((i for i, word in enumerate(words) if i and word.casefold() in _HEAD_ENDS), len(words))
    head = words[end - 1] if end else ""
    if not 2 <= len(words) <= 6 or end < 2 or not head.isalpha() or not head.islower():
        return None
    if words[0].casefold() in {"to", "by"} or head.endswith("ing"):  # training, caching: neither one nor many
        return None
    return "plural" if head.endswith("s") and not _SINGULAR_S.search(head) else "singular"


def _part_of_speech(option: Choice, item: Item) -> str | None:
    """How a phrase of three words or more begins: with an -ing form, 'to' or 'by', an article, or else."""
    words = re.findall(r"[\w'-]+", plain(option.text.text))
    if len(words) < 3:
        return None
    first = words[0].casefold()
    if _GERUND.match(first) and first not in _NO_GERUND:
        # "Caching of the steps" is a noun like "Pool of hosts"; "Caching the steps" is an action.
        return None if words[1].casefold() in _HEAD_ENDS else "begins with an -ing form"
    if first in {"to", "by"}:
        return f"begins with '{first}'"
    return "begins with an article" if first in {"a", "an", "the"} else "begins otherwise"


_ASKED_NUMBER = re.compile(
    r"\bhow (?:many|much|long|often|large|big|far|old)\b|\b(?:what|which) (?:is|are) the (?:maximum|"
    r"minimum|default|smallest|largest|highest|lowest)?\s*"
    r"(?:number|percentage|share|duration|size|limit|retention|interval|timeout|period|count|price|"
    r"port)\b|\bwhat (?:number|percentage|share)\b",
    re.IGNORECASE,
)
_ASKED_UNIT = re.compile(r"\b(?:in )?(?:what|which) unit\b", re.IGNORECASE)
_ASKED_NAME = re.compile(
    r"\b(?i:which|what|name the)\s+(?:(?i:two|three|one|single|managed|other|of (?:these|the following))\s+)*"
    r"(?:AWS|Amazon|Azure|Microsoft|Google(?: Cloud)?|IBM|HashiCorp|Databricks|SageMaker(?: AI)?|"
    r"Bedrock|Kubernetes|vendor)\s+"
    r"(?:\w+\s+)?(?i:services?|products?|features?|tools?|capabilit(?:y|ies))\b"
)
_NUMBER_WORDS = vocabulary(
    """
    zero one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty
    sixty ninety hundred thousand million billion once twice daily weekly monthly hourly yearly half
    unlimited none never immediately no
    """
)


@item_check(
    "F18", "Only one option is of the kind asked for", W,
    kinds=("single",),
    why="Asked for a number, a unit or a name, the one option that is one must be the answer.",
    do="Write every option as the kind of thing that the stem asks for.",
)  # fmt: skip
def kind_asked(item: Item, bank: Bank) -> Iterator[Hit]:
    """Only one option holds the number, unit or name that the stem asks for."""
    for kind, asks, holds in (
        ("number", _ASKED_NUMBER, _has_number),
        ("unit", _ASKED_UNIT, quantities.is_unit),
        ("name", _ASKED_NAME, _has_name),
    ):
        if asks.search(item.question):
            fitting = [option for option in item.options if holds(plain(option.text.text))]
            if len(fitting) == 1 and len(item.options) > 1:
                yield Hit(
                    f"the stem asks for a {kind} and only this option holds one",
                    fitting[0].text,
                    fitting[0].text.text,
                )


def _has_number(text: str) -> bool:
    return any(ch.isdigit() for ch in text) or any(word in _NUMBER_WORDS for word in normalised(text).split())


def _has_name(text: str) -> bool:
    words = re.findall(r"[\w.-]+", text)
    return (
        any(word[0].isupper() or any(ch.isupper() for ch in word[1:]) for word in words[1:])
        or any(ch.isupper() for word in words[:1] for ch in word[1:])
        or (len(words) == 1 and words[0][:1].isupper())
    )
