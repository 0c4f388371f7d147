"""What has to be there, and has to fit together: keys, reasons, references, objectives (F19 to F24, F36)."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.cues import CHOICES, LISTED, ends_with_stop
from studyapp.content.lint.references import hostname_of
from studyapp.content.lint.registry import E, Hit, I, W, also_of_bank, item_check
from studyapp.content.lint.source import Item, Spot
from studyapp.content.lint.words import plain, vocabulary
from studyapp.content.placeholders import FIRST_DOMAIN, FIRST_OBJECTIVE, NO_DAY, is_placeholder

LENGTH_VARIATION = 0.6
SIMILAR = 0.9


@item_check(
    "F19", "Heterogeneous options", W,
    kinds=CHOICES,
    why="Options of many lengths and forms are read as of many sources; the odd one out draws the eye.",
    do="Write the options as one parallel set: the same form, within about 25 % of each other in length.",
)  # fmt: skip
def heterogeneous(item: Item, bank: Bank) -> Iterator[Hit]:
    """Length variation coefficient above 0.6 (median option of 4 words or more), or mixed full stops."""
    if len(item.options) < 2:
        return
    lengths = [len(plain(option.text.text)) for option in item.options]
    words = statistics.median(len(option.text.tokens) for option in item.options)
    if words >= 4 and statistics.pstdev(lengths) > LENGTH_VARIATION * statistics.fmean(lengths):
        listed = ", ".join(str(length) for length in lengths)
        yield Hit(f"the options have {listed} characters", item.options[0].text)
    stops = [ends_with_stop(option.text.text) for option in item.options]
    if len(set(stops)) > 1:
        rare = sum(stops) * 2 <= len(stops)
        odd = next(o for o, stop in zip(item.options, stops, strict=True) if stop is rare)
        yield Hit("some options end with a full stop and some do not", odd.text, odd.text.text)


_EDGE = " .,;:!?\"'“”‘’"
_CODE_LIKE = re.compile(r"[`=<>~{}\[\]()$/\\|&*#@^+]|--|\w[._]\w|\w:\w")
_DIRECTED = vocabulary(
    """
    to from then before after over than into onto until by versus vs while between not for with on in of
    """
)


def _compared(text: str) -> str:
    """How two options are compared: markup apart where it is no code, letter case too."""
    flat = " ".join(unicodedata.normalize("NFKC", text).split())
    flat = re.sub(r"(\*{1,2})(?=\w)([^*]+)(?<=\w)\1", r"\2", flat)
    if _CODE_LIKE.search(flat):
        return flat.strip(" `")
    return plain(flat).strip(_EDGE).replace("-", " ").replace("‑", " ").casefold()


@item_check(
    "F20", "Equal options", E, I,
    why="Two options that say the same can't both be wrong, so both are out, or neither is.",
    do="Replace one of them with another misconception.",
)  # fmt: skip
def equal_options(item: Item, bank: Bank) -> Iterator[Hit]:
    """Equal after normalising, or the same words in another order (E); very similar ones (I)."""
    for first, second in combinations(item.shown, 2):
        if not first or not second:
            continue
        a, b = _compared(first.text), _compared(second.text)
        if a == b:
            if item.kind != "matching" or first.text != second.text:  # prompts may share a match
                yield Hit(f"this option says the same as {first.text!r}", second, second.text)
        elif _reordered(first, second):
            yield Hit(f"this option has the words of {first.text!r} in another order", second, second.text)
        elif _similar(a, b):
            yield Hit(
                f"this option is very close to {first.text!r}", second, second.text, level=I,
                hint="That is fine where the difference is the point; make sure that it is seen.",
            )  # fmt: skip


def _reordered(first: Spot, second: Spot) -> bool:
    a, b = first.tokens, second.tokens
    if len(a) < 2 or sorted(a) != sorted(b) or a == b:
        return False
    return not (_DIRECTED & set(a)) and not any(
        _CODE_LIKE.search(spot.text) or re.search(r"[,;]|\d", spot.text) for spot in (first, second)
    )


def _similar(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 12 or abs(len(a) - len(b)) > 0.2 * max(len(a), len(b)):
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return (
        matcher.real_quick_ratio() >= SIMILAR
        and matcher.quick_ratio() >= SIMILAR
        and matcher.ratio() >= SIMILAR
    )


_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HOW_MANY = re.compile(
    r"\b(?:which|what|choose|select|pick|name|mark|find|give|identify|are)\s+(?:any\s+|exactly\s+|the\s+|correct\s+|best\s+)*"
    r"(one|two|three|four|five|six|[1-6])\b(?![.,]?\d|-)",
    re.IGNORECASE,
)


def stated_number(item: Item) -> int | None:
    """How many options the asking sentence, or a note after it, tells to choose; None if it doesn't."""
    asking = item.stem.text[item.stem.text.rfind(item.question) :] if item.question else ""
    found = _HOW_MANY.search(asking)
    if not found:
        return None
    word = found[1].casefold()
    return _NUMBERS[word] if word in _NUMBERS else int(word)


@item_check(
    "F21", "The number of keys is wrong, or not told", E,
    kinds=("single", "multiple", "true-false"),
    why="Vendors say how many to choose; an item that does not is another, harder task than the exam's.",
    do="Mark the right number of options `correct: true`, and ask 'Which TWO ...?'.",
)  # fmt: skip
def number_of_keys(item: Item, bank: Bank) -> Iterator[Hit]:
    """Single: exactly one key; multiple: 2 or more and fewer than n, and the stem says how many."""
    keys, options = len(item.keys), len(item.options)
    if not options:
        return
    stated = stated_number(item)
    if item.kind in ("single", "true-false"):
        if keys != 1:
            yield Hit(f"the item is {item.kind} and has {keys} keys", item.options[0].text)
        elif item.kind == "single" and (stated or 1) > 1:
            yield Hit(f"the stem asks for {stated}, and there is 1 key", item.stem, item.question)
    elif not 2 <= keys < options:
        yield Hit(f"the item is multiple and has {keys} keys of {options} options", item.options[0].text)
    elif stated is None:
        yield Hit("the stem does not say how many to choose", item.stem, item.question)
    elif stated != keys:
        yield Hit(f"the stem asks for {stated}, and there are {keys} keys", item.stem, item.question)


@item_check(
    "F22", "Fewer than 3 options", W,
    kinds=LISTED,
    why="Two options are a coin; three good ones are as good as four [Rodriguez 2005].",
    do="Add a distractor that answers a neighbouring question, or make it a true-false item.",
)  # fmt: skip
def few_options(item: Item, bank: Bank) -> Iterator[Hit]:
    """Fewer than 3 options, true/false apart; fewer than 3 steps; not more choices than prompts."""
    if item.kind == "matching":
        prompts, choices = len(item.named("prompt")), len({spot.normal for spot in item.shown})
        if choices <= prompts:
            yield Hit(
                f"the item has {prompts} prompts and {choices} choices, so the last one gives itself away",
                item.stem, hint="Add a choice that belongs to no prompt.",
            )  # fmt: skip
    elif len(item.shown) < 3:
        count, what = len(item.shown), "step" if item.kind == "ordering" else "option"
        yield Hit(f"the item has {count} {what}{'' if count == 1 else 's'}", item.stem)


@item_check(
    "F23", "Something is missing", E,
    why="Without a reason for every option, a source and a date, nobody learns from it and nobody can check.",
    do="Write what is missing.",
)  # fmt: skip
def missing(item: Item, bank: Bank) -> Iterator[Hit]:
    """Missing explanation, option reason, reference, objective or verified date."""
    for name, spot in (
        ("explanation", item.explanation),
        ("objective", item.objective),
        ("verified date", item.verified_on),
    ):
        if not spot:
            yield Hit(f"the item has no {name}")
    if not any(item.references):
        yield Hit("the item has no reference")
    for number, option in enumerate(item.options, 1):
        if not option.reason:
            yield Hit(f"option {number} has no reason", option.text, option.text.text)
    for part in item.parts:
        if part.reason is not None and not part.reason:
            yield Hit(f"this {part.name} has no reason", part.text, part.text.text)


@item_check(
    "F36", "A placeholder", E,
    why="It loads like any other text, and learners would read it.",
    do="Write what belongs there; `bank convert` and `bank new` leave such texts where they know nothing.",
)  # fmt: skip
def placeholder(item: Item, bank: Bank) -> Iterator[Hit]:
    """A text that stands in for another: 'To be written.', a mark of open work, dots alone as a reason; the
    address and the day that `bank convert` leaves."""
    prose = (item.stem, item.scenario, item.explanation, *item.reasons)
    answers = (*(option.text for option in item.options), *(part.text for part in item.parts), item.objective)
    for spots, is_prose in ((prose, True), (answers, False)):
        for spot in spots:
            if words := is_placeholder(spot.text, is_prose=is_prose):
                yield Hit("this text is a placeholder", spot, words)
    for spot in item.references:
        if (hostname_of(spot.text) or "").endswith(".invalid"):
            yield Hit("this address is a placeholder", spot, spot.text)
    if item.verified_on.text.strip() == NO_DAY:
        yield Hit("this day is a placeholder", item.verified_on, item.verified_on.text)


@also_of_bank("F36")
def placeholder_of_facts(bank: Bank) -> Iterator[Hit]:
    """Names of domains and texts of objectives as `bank new` writes them."""
    domains = bank.certification.domains if bank.certification else ()
    for domain in domains:
        texts = [(domain.name, f"domain {domain.id}")]
        texts += [(objective.text, f"objective {objective.id}") for objective in domain.objectives]
        for text, where in texts:
            if text in (FIRST_DOMAIN, FIRST_OBJECTIVE) or is_placeholder(text):
                yield Hit(f"{where} is called {text!r} in certification.yaml")


_LETTER = re.compile(
    r"\b(?i:options?|answers?|choices?|alternatives?)\s+\(?([A-H]|[b-h]|a(?=[),.;:]|\Z))\b(?!['’])\)?"
    r"|(?<![\w-])\(?([B-H])\)?\s+(?:is|are|was)\s+(?:\w+\s+)?(?:correct|right|wrong|incorrect|false|"
    r"true|the answer)\b"
    r"|(?<!\w)\(([A-H])\)(?!\w)"
)
_RIGHT = re.compile(
    r"^(?:correct|right)(?:\s+answer)?\s*[.:!,]|"
    r"\b(?:this|it|that)\s+(?:is|would be)\s+(?:the\s+)?(?:correct|right|best)\s+(?:answer|option|choice)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"^(?:incorrect|wrong|false)\s*[.:!,]|"
    r"\b(?:this|it|that)\s+is\s+(?:an?\s+|the\s+)?(?:incorrect|wrong)\s+(?:answer|option|choice)\b",
    re.IGNORECASE,
)


@item_check(
    "F24", "An explanation that misleads", E,
    why="Options are shuffled, so a letter points anywhere; a reason that praises another option is a bug.",
    do="Name the thing itself, and re-read the reason beside its option.",
)  # fmt: skip
def misleading_reason(item: Item, bank: Bank) -> Iterator[Hit]:
    """An explanation or reason that names a letter, or says that another option is right."""
    if item.is_choice or item.kind in LISTED:
        for spot in (item.explanation, *item.reasons):
            found = _LETTER.search(spot.text)
            if found and not _is_in_an_option(found[0], item):
                yield Hit("it names an option by its letter", spot, found[0])
    for option in item.options:
        pattern, what = (_WRONG, "wrong") if option.correct else (_RIGHT, "right")
        found = pattern.search(option.reason.text)
        if found:
            kind = "key" if option.correct else "distractor"
            yield Hit(f"the reason calls this {kind} {what}", option.reason, found[0])
    yield from _praised_distractor(item)


def _is_in_an_option(letter: str, item: Item) -> bool:
    return any(letter.casefold() in spot.text.casefold() for spot in item.shown)


_PRAISE = r"is (?:the |a )?(?:correct|right|best)(?: (?:answer|option|choice|one|because|since|as|here)\b|$)"


def _praised_distractor(item: Item) -> Iterator[Hit]:
    for spot in (item.explanation, *(option.reason for option in item.keys)):
        for option in item.distractors:
            name = option.text.normal
            praised = rf"{re.escape(name)} {_PRAISE}"
            if name and name in spot.normal and re.search(rf"(?<!\w){praised}", spot.normal):
                yield Hit(f"it says that the distractor {option.text.text!r} is right", spot)
