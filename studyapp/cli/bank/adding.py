"""`studyapp bank add`: an item, asked for line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studyapp.cli.printing import say, sentence, warn
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.content.lint.bank import Bank
    from studyapp.content.lint.findings import Finding
    from studyapp.content.schema import Shape

PARTS = (
    *("objective", "id", "kind", "depth", "difficulty", "options", "stem", "reasons", "explanation"),
    *("terms", "references"),
)
"""What is asked for, in this order."""
REASKED = {
    "kind": ("kind", "options", "reasons"),
    "options": ("options", "reasons"),
    "stem": ("stem", "reasons"),
}
"""Parts that others are made of."""
FIELDS = (
    *("id", "objective", "kind", "depth", "difficulty", "stem", "options", "explanation", "terms"),
    *("references", "verified_on"),
)
"""The fields of an item, as they are written."""
MOST_OPTIONS = 8
KINDS = ("single", "multiple", "true-false")
"""What the walk asks for; the other kinds are written in an editor, with the schema's help."""


def add(path: Annotated[Path, typer.Argument(metavar="FILE", help="A questions file.")]) -> None:
    """Walk through a new item, see what the linter says, and put it behind the last one of the file."""
    from studyapp.content.adding import NoPlaceForItems, with_item
    from studyapp.content.files import replace_file
    from studyapp.content.lint.library import Library

    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.", "'studyapp bank new' makes the files of a bank.")
    today = datetime.now().astimezone().date()
    banks = Library([path], today).banks()
    if not banks:
        raise InvalidInput(f"{path} is no questions file.", "See 'studyapp bank check'.")
    text = path.read_bytes().decode("utf-8-sig")
    walk = Walk(banks[0], today)
    try:
        with_item(text, {"id": "x"})
        walk.ask(*PARTS)
        while True:
            new = with_item(text, walk.fields())
            failed = _tell(_findings(path, new, walk.id, today))
            if typer.confirm("Write it?", default=not failed):
                break
            again = _ask(
                "Part to ask again (empty: throw the item away)",
                hint=", ".join(PARTS), empty=True, fits=_one_of(PARTS),
            ).casefold()  # fmt: skip
            if not again:
                warn("Nothing was written.")
                return
            walk.ask(*REASKED.get(again, (again,)))
    except NoPlaceForItems as error:
        raise InvalidInput(f"{path} has no list of questions.", "Begin it with 'questions:'.") from error
    except (EOFError, typer.Abort):
        warn("\nNothing was written.")
        raise typer.Exit(1) from None
    replace_file(path, new)
    warn(f"{walk.id} stands in {path}.")


def _tell(findings: Sequence[Finding]) -> bool:
    """Print what was found; whether an error is among it."""
    for f in findings:
        say(f"{f.level} {f.id}: {sentence(f.message)} {sentence(f.hint)}")
    if not findings:
        say("The linter has nothing to say.")
    return any(f.level == "error" for f in findings)


class Walk:
    """The parts of an item, asked for in the order of the guide: options before the stem, reasons last."""

    def __init__(self, bank: Bank, today: date) -> None:
        self._bank = bank
        self._objectives = (
            {o.id: o.text for d in bank.certification.domains for o in d.objectives}
            if bank.certification
            else {}
        )
        self._item: dict[str, Any] = {"verified_on": today.isoformat()}

    @property
    def id(self) -> str:
        """The id of the item."""
        return str(self._item["id"])

    def fields(self) -> dict[str, Any]:
        """The fields of the item in their order, without those that are empty."""
        return {name: self._item[name] for name in FIELDS if self._item.get(name)}

    def ask(self, *parts: str) -> None:
        """Ask for parts; what was there before is replaced."""
        for part in parts:
            getattr(self, f"_ask_{part}")()

    def _ask_objective(self) -> None:
        for objective_id, text in self._objectives.items():
            say(f"  {objective_id}  {text}")
        self._item["objective"] = _ask("Objective", fits=_one_of(list(self._objectives)))

    def _ask_id(self) -> None:
        default = next_id(self._bank, self._item["objective"])
        self._item["id"] = _ask("Id", default=default, fits=_free(self._bank))

    def _ask_kind(self) -> None:
        self._item["kind"] = _choose("Kind", KINDS, default="single")

    def _ask_depth(self) -> None:
        self._item["depth"] = _choose("Depth", ("recall", "choice", "diagnosis"), default="choice")

    def _ask_difficulty(self) -> None:
        self._item["difficulty"] = int(_choose("Difficulty, 1 to 5", "12345", default="2"))

    def _ask_options(self) -> None:
        self._item["options"] = _options(self._item["kind"])

    def _ask_stem(self) -> None:
        self._item["stem"] = _ask("Stem")

    def _ask_reasons(self) -> None:
        say("Reasons last, from the final text of the options: why it is right, or what it is the answer to.")
        for option in self._item["options"]:
            say(f"  {option['text']}")
            option["reason"] = _ask("    Reason")
            option.pop("excluded_by", None)
            if not option.get("correct") and self._item["kind"] != "true-false":
                phrase = _ask(
                    "    Words of the stem that exclude it (empty: none)",
                    empty=True, fits=_in(self._item["stem"]),
                )  # fmt: skip
                if phrase:
                    option["excluded_by"] = phrase

    def _ask_explanation(self) -> None:
        self._item["explanation"] = _ask("Explanation: the principle to take away")

    def _ask_terms(self) -> None:
        terms = _ask("Terms, by id, with commas (empty: none)", empty=True, fits=_ids)
        self._item["terms"] = [term.strip() for term in terms.split(",") if term.strip()]

    def _ask_references(self) -> None:
        self._item["references"] = _ask("References, with spaces between them", fits=_addresses).split()


def _options(kind: str) -> list[dict[str, Any]]:
    if kind == "true-false":
        options: list[dict[str, Any]] = [{"text": "True"}, {"text": "False"}]
        right = _choose("Which is right", ("true", "false"))
        options[0 if right == "true" else 1]["correct"] = True
        return options
    least = 3 if kind == "multiple" else 2
    say("Options, one a line, 3 to 6; begin the right ones with a star. An empty line ends them.")
    options = []
    while len(options) < MOST_OPTIONS:
        text = _ask(f"  Option {len(options) + 1}", empty=True, fits=_new(options))
        if not text:
            if len(options) >= least:
                break
            warn(f"At least {least}.")
            continue
        option: dict[str, Any] = {"text": _bare(text)}
        options.append(option | ({"correct": True} if text.startswith("*") else {}))
    _mend_key(kind, options)
    return options


def _bare(text: str) -> str:
    return text.removeprefix("*").strip()


def _mend_key(kind: str, options: list[dict[str, Any]]) -> None:
    """Ask which options are right where the stars do not fit the kind."""
    wrong = _key_fits(kind, len(options))(
        ",".join(str(i) for i, option in enumerate(options, 1) if option.get("correct"))
    )
    if not wrong:
        return
    warn(sentence(wrong))
    for number, option in enumerate(options, 1):
        say(f"  {number}  {option['text']}")
    label = "Which is right, by number" if kind == "single" else "Which are right, by numbers with commas"
    right = _numbers(_ask(label, fits=_key_fits(kind, len(options))))
    for number, option in enumerate(options, 1):
        option.pop("correct", None)
        if number in right:
            option["correct"] = True


def _numbers(text: str) -> set[int]:
    return {int(part) for part in text.replace(",", " ").split() if part.isascii() and part.isdigit()}


def _key_fits(kind: str, count: int) -> Fits:
    def fits(answer: str) -> str:
        right = _numbers(answer)
        if right - set(range(1, count + 1)):
            return f"The options have the numbers 1 to {count}"
        if kind == "single":
            return "" if len(right) == 1 else f"A single has one right option, not {len(right)}"
        told = f"A multiple has two right options or more, and a wrong one; here {len(right)} of {count}"
        return "" if 2 <= len(right) < count else told

    return fits


Fits = Callable[[str], str]
"""What is wrong with an answer, empty where nothing is."""


def _ask(
    label: str, *, hint: str = "", default: str = "", empty: bool = False, fits: Fits | None = None
) -> str:
    if hint:
        say(f"  {hint}")
    while True:
        answer: str = typer.prompt(
            label, default=default or ("" if empty else None), show_default=bool(default)
        )
        answer = " ".join(answer.split())
        wrong = fits(answer) if fits and (answer or not empty) else ""
        if (answer or empty) and not wrong:
            return answer
        warn(sentence(wrong or "Please write something"))


def _choose(label: str, words: Sequence[str], default: str = "") -> str:
    """One of a few words, in capitals or not."""
    hint = "" if words == "12345" else ", ".join(words)
    return _ask(label, hint=hint, default=default, fits=_one_of(words)).casefold()


def _one_of(words: Sequence[str]) -> Fits:
    known = {word.casefold() for word in words}
    return lambda answer: "" if not words or answer.casefold() in known else f"One of: {', '.join(words)}"


def _in(stem: str) -> Fits:
    return lambda answer: (
        "" if answer.casefold() in stem.casefold() else "These words do not stand in the stem"
    )


def _new(options: Sequence[dict[str, Any]]) -> Fits:
    def fits(answer: str) -> str:
        text = _bare(answer)
        if not text:
            return "Please write something behind the star"
        same = any(option["text"].casefold() == text.casefold() for option in options)
        return "This option is there already" if same else ""

    return fits


def _free(bank: Bank) -> Fits:
    taken = {item.id for source in bank.sources for item in source.items}
    return lambda answer: f"{answer} is taken" if answer in taken else _id(answer)


def _id(answer: str) -> str:
    from studyapp.content.schema import Identifier

    return _wrong(Identifier(), answer)


def _ids(answer: str) -> str:
    wrong = (_id(part.strip()) for part in answer.split(",") if part.strip())
    return next((text for text in wrong if text), "")


def _addresses(answer: str) -> str:
    from studyapp.content.schema import Url

    return next((text for part in answer.split() if (text := _wrong(Url(), part))), "")


def _wrong(shape: Shape, text: str) -> str:
    """What the loader would say of a text."""
    from studyapp.content.problems import Problem
    from studyapp.content.reader import parse_document
    from studyapp.content.schema import Findings

    document = parse_document(json.dumps(text).encode(), "")
    if isinstance(document, Problem):
        return document.message
    findings = Findings("")
    shape.read(document.root, text if " " not in text else "this", findings)
    return " ".join(sentence(told) for p in findings.problems for told in (p.message, p.hint))


def next_id(bank: Bank, objective_id: str) -> str:
    """The number after the highest that an item of the domain has: in the asked file, or else in the bank.

    The first item of a domain gets the number that the plan of `bank new` gives it.
    """
    asked = bank.sources[-1].items
    everything = [item for source in bank.sources for item in source.items]
    domain = bank.certification.domain_of(objective_id) if bank.certification else None
    of_domain = domain.id if domain else ""
    near = [item for item in asked if bank.domain_of(item) == of_domain] or [
        item for item in everything if bank.domain_of(item) == of_domain
    ]
    numbers = [match for item in near if (match := re.fullmatch(r"(.*?)(\d+)", item.id))]
    if numbers:
        last = max(numbers, key=lambda match: int(match[2]))
        head, number, width = last[1], int(last[2]) + 1, len(last[2])
    else:
        place = bank.certification.domains.index(domain) + 1 if bank.certification and domain else 1
        head, number, width = f"{bank.certification_id}-", place * 1000 + 1, 4
    taken = {item.id for item in everything}
    while f"{head}{number:0{width}}" in taken:
        number += 1
    return f"{head}{number:0{width}}"


def _findings(path: Path, text: str, item_id: str, today: date) -> list[Finding]:
    """What the loader and the linter say of the new item, before anything is written."""
    from studyapp.content.lint.run import chosen_checks, lint_text

    report = lint_text(path, text, chosen_checks(ignore=["B"]), today)
    return [f for f in report.findings if f.item == item_id or f.id == "L00"]
