"""`studyapp bank add`: an item, asked for line by line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studyapp.cli.printing import say, sentence, warn
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.content.lint.bank import Bank

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
    try:
        item = _asked(banks[0], today)
        new = with_item(text, item)
    except NoPlaceForItems as error:
        raise InvalidInput(f"{path} has no list of questions.", "Begin it with 'questions:'.") from error
    except (EOFError, typer.Abort):
        warn("\nNothing was written.")
        raise typer.Exit(1) from None
    problems = _findings(path, new, str(item["id"]), today)
    for line in problems:
        say(line)
    if not problems:
        say("The linter has nothing to say.")
    if typer.confirm("Write it?", default=True):
        replace_file(path, new)
        warn(f"{item['id']} stands in {path}.")
    else:
        warn("Nothing was written.")


def _asked(bank: Bank, today: date) -> dict[str, Any]:
    """The fields of an item, in the order of the guide: options before the stem, reasons last."""
    known = [o.id for d in bank.certification.domains for o in d.objectives] if bank.certification else []
    item: dict[str, Any] = {"id": _ask("Id", default=_next_id(bank), fits=_free(bank))}
    item["objective"] = _ask("Objective", hint=", ".join(known), fits=_one_of(known))
    item["kind"] = _ask("Kind", hint=", ".join(KINDS), default="single", fits=_one_of(KINDS))
    item["depth"] = _ask("Depth", hint="recall, choice, diagnosis", default="choice",
                         fits=_one_of(("recall", "choice", "diagnosis")))  # fmt: skip
    item["difficulty"] = int(_ask("Difficulty, 1 to 5", default="2", fits=_one_of("12345")))
    options = _options(item["kind"])
    item["stem"] = _ask("Stem")
    say("Reasons last, from the final text of the options: why it is right, or what it is the answer to.")
    for option in options:
        say(f"  {option['text']}")
        option["reason"] = _ask("    Reason")
        if not option.get("correct") and item["kind"] != "true-false":
            phrase = _ask(
                "    Words of the stem that exclude it (empty: none)", empty=True, fits=_in(item["stem"])
            )
            if phrase:
                option["excluded_by"] = phrase
    item["options"] = options
    item["explanation"] = _ask("Explanation: the principle to take away")
    terms = _ask("Terms, by id, with commas (empty: none)", empty=True)
    if terms:
        item["terms"] = [term.strip() for term in terms.split(",") if term.strip()]
    item["references"] = _ask("References, with spaces between them").split()
    item["verified_on"] = today.isoformat()
    return item


def _options(kind: str) -> list[dict[str, Any]]:
    if kind == "true-false":
        options: list[dict[str, Any]] = [{"text": "True"}, {"text": "False"}]
        right = _ask("Which is right", hint="true, false", fits=_one_of(("true", "false")))
        options[0 if right == "true" else 1]["correct"] = True
        return options
    say("Options, one a line, 3 to 6; begin the right ones with a star. An empty line ends them.")
    options = []
    while len(options) < 8:
        text = _ask(f"  Option {len(options) + 1}", empty=True)
        if not text:
            if len(options) >= 2:
                break
            continue
        option: dict[str, Any] = {"text": text.removeprefix("*").strip()}
        options.append(option | ({"correct": True} if text.startswith("*") else {}))
    return options


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


def _one_of(words: Sequence[str]) -> Fits:
    return lambda answer: "" if not words or answer in list(words) else f"One of: {', '.join(words)}"


def _in(stem: str) -> Fits:
    return lambda answer: (
        "" if answer.casefold() in stem.casefold() else "These words do not stand in the stem"
    )


def _free(bank: Bank) -> Fits:
    taken = {item.id for source in bank.sources for item in source.items}
    return lambda answer: f"{answer} is taken" if answer in taken else ""


def _next_id(bank: Bank) -> str:
    """The number after the highest of the asked file's ids."""
    import re

    items = bank.sources[-1].items or [item for source in bank.sources for item in source.items]
    numbers = [match for item in items if (match := re.fullmatch(r"(.*?)(\d+)", item.id))]
    if not numbers:
        return f"{bank.certification_id}-1001"
    last = max(numbers, key=lambda match: int(match[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}}"


def _findings(path: Path, text: str, item_id: str, today: date) -> list[str]:
    """What the loader and the linter say of the new item, before anything is written."""
    from studyapp.content.lint.run import chosen_checks, lint_text

    report = lint_text(path, text, chosen_checks(ignore=["B"]), today)
    return [
        f"{f.level} {f.id}: {sentence(f.message)} {sentence(f.hint)}"
        for f in report.findings
        if f.item == item_id or f.id == "L00"
    ]
