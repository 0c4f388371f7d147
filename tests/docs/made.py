"""The parts of the documentation that are made from the code, by the name of their marker.

`python -m tests.docs` writes them into the pages; the tests only compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

import typer

from studyapp.cli.app import app
from studyapp.cli.settings import _shown as as_typed
from studyapp.content.formats import FORMATS
from studyapp.content.interchange.registry import FORMATS as INTERCHANGE
from studyapp.content.interchange.traits import Trait
from studyapp.content.lint.registry import load_checks
from studyapp.content.schema import ListOf, Record, TextOr, documented
from studyapp.domain.glossary import Contrast, Term
from studyapp.domain.questions import CHOICES, ENTRIES, QuestionKind
from studyapp.services.views import Settings
from studyapp.tui.setting_fields import FIELDS
from tests.docs.pages import ROOT, anchor, table


def all_blocks() -> dict[str, str]:
    """Every generated part."""
    made = {f"fields {record.name}": fields_table(record) for record in records()}
    made |= {f"command {name}": command_block(name, command) for name, command in commands()}
    made["settings"] = settings_table()
    made["checks"] = checks_table()
    made["interchange formats"] = interchange_table()
    made["make targets"] = table(("Target", "What it does"), [(f"`make {t}`", d) for t, d in make_targets()])
    return made


# Interchange


WHOLE_TERM = Term(
    "t", "c", "term", "definition", also=("other",), objective_ids=("1.1",), example="Such as.",
    contrast=Contrast("u", "Because."), references=("https://docs.example.org/",), verified_on="2026-01-02",
    revision=2,
)  # fmt: skip
"""A term that has everything a term can have."""


def interchange_table() -> str:
    """One line for each format of `bank convert`: what is read and written, and what cannot come along."""
    rows = []
    for made in INTERCHANGE.values():
        kinds = made.holds or made.shows
        concerned = {
            trait: [held for kind, held in kinds.items() if kind in _kinds_of(trait)] for trait in Trait
        }
        lost = [
            t for t, all_held in concerned.items() if all_held and not any(t in held for held in all_held)
        ]
        some = [t for t, all_held in concerned.items() if t not in lost and any(t not in h for h in all_held)]
        told = [*lost, *(f"{trait} (of some kinds)" for trait in some)]
        if made.terms and (of_terms := [name for name in made.terms(WHOLE_TERM)[1] if ":" not in name]):
            told.append("of terms: " + ", ".join(name.removesuffix(" left out") for name in of_terms))
        what = ", ".join(str(kind) for kind in kinds) if made.write and len(kinds) < len(QuestionKind) else ""
        rows.append(
            (
                f"{made.title} (`{made.name}`)", ", ".join(f"`{suffix}`" for suffix in made.suffixes),
                "yes" if made.read else "no", "yes" if made.write else "no",
                what or ("all" if made.write else "-"), ", ".join(told) or ("nothing" if made.write else "-"),
            )
        )  # fmt: skip
    return table(("Format", "Names", "Reads", "Writes", "Kinds", "Lost when it is written"), rows)


def _kinds_of(trait: Trait) -> frozenset[QuestionKind]:
    """The kinds that have such a part at all."""
    if trait is Trait.MISTAKES:
        return ENTRIES
    if trait in (Trait.CAPITALS, Trait.SPACING):
        return ENTRIES - {QuestionKind.NUMERIC}
    if trait in (Trait.UNIT, Trait.TOLERANCE, Trait.RANGE, Trait.PERCENT):
        return ENTRIES - {QuestionKind.TYPED}
    return CHOICES if trait is Trait.EXCLUDED else frozenset(QuestionKind)


# Formats


def records() -> list[Record]:
    """Every record of every format, each once, outermost first."""
    found: dict[str, Record] = {}

    def visit(shape: Any) -> None:
        if isinstance(shape, ListOf):
            visit(shape.entry)
        elif isinstance(shape, TextOr):
            visit(shape.record)
        elif isinstance(shape, Record) and shape.name not in found:
            found[shape.name] = shape
            for field in shape.fields.values():
                visit(field.shape)

    for record in FORMATS.values():
        visit(record)
    return list(found.values())


def fields_table(record: Record) -> str:
    """One line for each field of a record."""
    nested = {inner.name for inner in records()}
    return table(
        ("Field", "Required?", "Value", "Meaning"),
        [
            (f"`{name}`", "required" if required else "optional", _value_in_words(value, nested), meaning)
            for name, value, required, meaning in documented(record)
        ],
    )


def _value_in_words(value: str, nested: set[str]) -> str:
    """As the shape describes itself, shortened where the page explains it, linked where it is a record."""
    text = value.replace("list of: ", "list of ")
    text = text.replace("id: lower-case letters, digits, dots and hyphens", "[id](#ids-hashes-and-revisions)")
    name = text.removeprefix("list of ")
    return text.replace(name, f"[{name}](#{anchor(name)})") if name in nested else text


# The linter


def checks_table() -> str:
    """One line for each check of the linter."""
    return table(
        ("Id", "Check", "Level", "Looks for", "Why", "What to do"),
        [
            (check.id, check.title, " / ".join(check.levels), check.rule, check.why, check.do)
            for check in load_checks().values()
        ],
    )


# Commands


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with what one types for it; groups only lead to theirs."""

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        if not command.hidden:
            yield name, command
            for part, child in getattr(command, "commands", {}).items():
                yield from walk(f"{name} {part}", child)

    yield from walk("studyapp", typer.main.get_command(app))


def command_block(name: str, command: Any) -> str:
    """What a command does, how it is typed, its arguments and options."""
    about = re.sub(r"\n(?!\n)", " ", command.help or "").replace("\n ", "\n\n").strip()
    if only_leads_on(command):
        return about + "\n"
    usage = " ".join([name, *(_in_usage(p) for p in command.params if not _is_common(p))])
    if getattr(command, "commands", None):
        usage += " [COMMAND]"
    parts = [about, f"```text\n{usage}\n```"]
    lines = [(_typed(p), _meaning(p)) for p in command.params]
    if lines:
        parts.append(table(("Type", "Meaning"), lines).rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def only_leads_on(command: Any) -> bool:
    """Whether it is a group that does nothing by itself."""
    return bool(getattr(command, "commands", None)) and not command.invoke_without_command


def _is_common(parameter: Any) -> bool:
    return parameter.name in ("install_completion", "show_completion")


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _in_usage(parameter: Any) -> str:
    text = _name(parameter) if _is_argument(parameter) else _forms(parameter)[0] + _value(parameter)
    return text if parameter.required else f"[{text}]"


def _typed(parameter: Any) -> str:
    if _is_argument(parameter):
        return f"`{_name(parameter)}`"
    return ", ".join(f"`{form}{_value(parameter)}`" for form in _forms(parameter))


def _name(parameter: Any) -> str:
    return parameter.metavar or parameter.name.upper()


def _forms(parameter: Any) -> list[str]:
    return [*parameter.opts, *parameter.secondary_opts]


def _value(parameter: Any) -> str:
    if getattr(parameter, "is_flag", False):
        return ""
    if parameter.metavar:
        return f" {parameter.metavar}"
    if isinstance(parameter.default, Enum):
        return " " + "|".join(str(member.value) for member in type(parameter.default))
    return " N"


def _meaning(parameter: Any) -> str:
    text = (parameter.help or "").strip()
    text = text[:1].upper() + text[1:]
    text = text if text.endswith(".") else text + "."
    if parameter.required:
        return f"{text} Required."
    default = _default(parameter)
    return f"{text} Unless given: {default}." if default else text


def _default(parameter: Any) -> str:
    if isinstance(parameter.show_default, str):
        return parameter.show_default
    value = parameter.default
    if isinstance(value, Enum):
        return str(value.value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f"{value:g}" if is_number and value > 0 else ""


# Settings and targets


def settings_table() -> str:
    """One line for each setting, in the order of the screen."""
    first = Settings()
    return table(
        ("Name", "In the app", "First value", "Values", "What it does"),
        [
            (
                f"`{field.name}`", field.title, field.show(getattr(first, field.name)),
                ", ".join(field.show(choice) for choice in field.choices) or field.example, field.about,
            )
            for field in FIELDS
        ],
    )  # fmt: skip


def first_values() -> dict[str, str]:
    """Each setting's first value as `studyapp settings list` prints it."""
    first = Settings()
    return {field.name: as_typed(getattr(first, field.name)) for field in FIELDS}


def make_targets() -> list[tuple[str, str]]:
    """Targets of the Makefile with their own words, as `make help` prints them."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.findall(r"^([a-z]+):.*?##\s*(.+)$", text, re.MULTILINE)
