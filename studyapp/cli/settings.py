"""`studyapp settings`: read and change them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studyapp.cli.opening import opened
from studyapp.cli.printing import plain_data, say, say_json, table
from studyapp.domain.days import weekday_of
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.services.views import Settings

app = typer.Typer(help="Your settings.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name, as 'settings list' prints it.")]
_DAYS = ("days_off", "report_weekday")
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@app.command("list")
def list_settings(json: Json = False) -> None:
    """List all settings with their values."""
    with opened(read_content=False) as services:
        settings = services.settings.get()
    if json:
        say_json(settings)
    else:
        table((field.name, _shown(getattr(settings, field.name))) for field in fields(settings))


@app.command("get")
def get_setting(name: Name, json: Json = False) -> None:
    """Print one setting."""
    with opened(read_content=False) as services:
        value = _value_of(services.settings.get(), name)
    if json:
        say_json(value)
    else:
        say(_shown(value))


@app.command("set")
def set_setting(
    name: Name,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Lists with commas; '' for nothing.")],
) -> None:
    """Change one setting."""
    with opened(read_content=False) as services:
        before = _value_of(services.settings.get(), name)
        services.settings.update(**{name: _parsed(name, value, before)})
        after = _value_of(services.settings.get(), name)
    say(f"{name}: {_shown(after)}")


def _value_of(settings: Settings, name: str) -> Any:
    if name not in {field.name for field in fields(settings)}:
        known = ", ".join(field.name for field in fields(settings))
        raise InvalidInput(f"There is no setting {name[:60]}.", f"Known: {known}.")
    return getattr(settings, name)


def _parsed(name: str, text: str, before: Any) -> Any:
    """The text as a value of the kind that the setting has."""
    try:
        if isinstance(before, bool):
            return _truth(text)
        if isinstance(before, tuple):
            parts = [part.strip() for part in text.split(",") if part.strip()]
            if name == "content_folders":
                return tuple(str(Path(part).expanduser().absolute()) for part in parts)
            return tuple(_weekday(part) if name in _DAYS else int(part) for part in parts)
        return _weekday(text) if name in _DAYS else type(before)(text)
    except ValueError:
        if name in _DAYS:
            day = "Give weekdays such as Sunday, or 0 for Monday to 6 for Sunday."
            raise InvalidInput(f"{name} can't be {text[:60]!r}.", day) from None
        kind = {bool: "true or false", int: "a whole number", float: "a number", tuple: "whole numbers"}
        raise InvalidInput(f"{name} can't be {text[:60]!r}.", f"Give {kind[type(before)]}.") from None


def _weekday(text: str) -> int:
    """A weekday by its number or by its name."""
    return int(text) if text.strip().isdecimal() else weekday_of(text.strip())


def _truth(text: str) -> bool:
    if text.casefold() not in (*_TRUE, *_FALSE):
        raise ValueError(text)
    return text.casefold() in _TRUE


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(plain_data(value))
