"""From frozen dataclasses to JSON and back, and to a JSON Schema: one declaration for all three.

The dataclasses in `export/view.py` are the format. Their fields are text, truth values, whole numbers,
numbers, days, instants, enumerations, other such dataclasses, `X | None`, and tuples of any of these. A field
with a default may be left out of a document. A document that has more fields than are known is read: a later
version of the same format may add some.
"""

from __future__ import annotations

import math
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

MOST_TEXT = 4_000
"""Characters of a text that are read; a longer one is refused."""
MOST_ENTRIES = 1_000_000
"""Entries of a list that are read."""
_WHOLE_FROM, _WHOLE_TO = -(2**53) + 1, 2**53 - 1
"""What a number of JSON holds exactly (RFC 8259, section 6; RFC 7493)."""


class NotOfShape(ValueError):
    """A document is not of its format; `where` is the path to what is wrong: `certifications[2].code`."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where or 'the document'}: {problem}")
        self.where = where
        self.problem = problem


def encode(value: object) -> Any:
    """A dataclass as an object, a tuple as a list, days and instants in ISO form; instants end in Z."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, tuple):
        return [entry if type(entry) in _AS_THEY_ARE else encode(entry) for entry in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: encode(getattr(value, name)) for name in _names_of(type(value))}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


_AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


@cache
def _names_of(shape: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(shape))


def instant_text(instant: datetime) -> str:
    """`2026-11-27T20:31:16Z`: whole seconds in UTC, as XML Schema writes a dateTimeStamp."""
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


Reader = Callable[[Any, str], Any]


def decode(shape: Any, data: Any, where: str = "") -> Any:
    """The value of a shape in parsed JSON; raises NotOfShape with the place of what is wrong."""
    return _reader(shape)(data, where)


@cache
def _reader(shape: Any) -> Reader:
    if get_origin(shape) in (Union, types.UnionType):
        return _optional(_inner_of_optional(shape))
    if get_origin(shape) is tuple:
        return _list_of(get_args(shape)[0])
    if is_dataclass(shape) and isinstance(shape, type):
        return _object(shape)
    if isinstance(shape, type) and issubclass(shape, Enum):
        return _enumeration(shape)
    return _SIMPLE[shape]


def _inner_of_optional(shape: Any) -> Any:
    return next(part for part in get_args(shape) if part is not type(None))


def _optional(inner: Any) -> Reader:
    read = _reader(inner)
    return lambda data, where: None if data is None else read(data, where)


def _list_of(inner: Any) -> Reader:
    read, quickly = _reader(inner), _COLUMNS.get(inner)

    def read_list(data: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise NotOfShape(where, f"a list is expected, not {_named(data)}")
        if len(data) > MOST_ENTRIES:
            raise NotOfShape(where, f"more than {MOST_ENTRIES:,} entries")
        if quickly is not None and (found := quickly(data)) is not None:
            return found
        return tuple(read(entry, f"{where}[{place}]") for place, entry in enumerate(data))

    return read_list


def _object(shape: type) -> Reader:
    hints = get_type_hints(shape)
    known = [(f.name, _reader(hints[f.name]), _may_miss(f)) for f in fields(shape)]

    def read_object(data: Any, where: str) -> Any:
        if not isinstance(data, dict):
            raise NotOfShape(where, f"an object is expected, not {_named(data)}")
        found = {}
        for name, read, may_miss in known:
            if name in data:
                found[name] = read(data[name], f"{where}.{name}" if where else name)
            elif not may_miss:
                raise NotOfShape(where, f"{name} is missing")
        return shape(**found)

    return read_object


def _may_miss(field: Any) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _enumeration(shape: type[Enum]) -> Reader:
    known = {member.value: member for member in shape}

    def read_member(data: Any, where: str) -> Enum:
        member = known.get(data) if isinstance(data, str) else None
        if member is None:
            raise NotOfShape(where, f"{_named(data)} is none of {', '.join(map(str, known))}")
        return member

    return read_member


def _text(data: Any, where: str) -> str:
    if not isinstance(data, str):
        raise NotOfShape(where, f"a text is expected, not {_named(data)}")
    if len(data) > MOST_TEXT:
        raise NotOfShape(where, f"a text of more than {MOST_TEXT:,} characters")
    return data


def _truth(data: Any, where: str) -> bool:
    if not isinstance(data, bool):
        raise NotOfShape(where, f"true or false is expected, not {_named(data)}")
    return data


def _whole(data: Any, where: str) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not _WHOLE_FROM <= data <= _WHOLE_TO:
        raise NotOfShape(where, f"a whole number is expected, not {_named(data)}")
    return data


def _number(data: Any, where: str) -> float:
    if isinstance(data, bool) or not isinstance(data, (int, float)) or abs(data) > _WHOLE_TO:
        raise NotOfShape(where, f"a number is expected, not {_named(data)}")
    if not math.isfinite(data):
        raise NotOfShape(where, f"{data} is no number of JSON")
    return data


def _day(data: Any, where: str) -> date:
    try:
        return date.fromisoformat(_text(data, where))
    except ValueError:
        raise NotOfShape(where, f"a day such as 2026-12-31 is expected, not {_named(data)}") from None


def _instant(data: Any, where: str) -> datetime:
    try:
        instant = datetime.fromisoformat(_text(data, where))
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise NotOfShape(where, f"an instant is expected, not {_named(data)}") from None


_SIMPLE: dict[Any, Reader] = {
    str: _text, bool: _truth, int: _whole, float: _number, date: _day, datetime: _instant,
}  # fmt: skip


# Columns of thousands of simple values: looked at as a whole, which is ten times as quick. Whatever is wrong
# gives None and is looked for one by one.


def _text_column(data: list[Any]) -> tuple[Any, ...] | None:
    is_text = set(map(type, data)) <= {str} and max(map(len, data), default=0) <= MOST_TEXT
    return tuple(data) if is_text else None


def _truth_column(data: list[Any]) -> tuple[Any, ...] | None:
    return tuple(data) if set(map(type, data)) <= {bool} else None


def _number_column(data: list[Any]) -> tuple[Any, ...] | None:
    if not set(map(type, data)) <= {int, float} or not max(map(abs, data), default=0) <= _WHOLE_TO:
        return None
    return tuple(data) if all(map(math.isfinite, data)) else None


def _day_column(data: list[Any]) -> tuple[Any, ...] | None:
    try:
        return tuple(map(date.fromisoformat, data))
    except (TypeError, ValueError):
        return None


_COLUMNS: dict[Any, Callable[[list[Any]], tuple[Any, ...] | None]] = {
    str: _text_column, bool: _truth_column, float: _number_column, date: _day_column,
}  # fmt: skip


def _named(data: Any) -> str:
    """What stands there instead, in a few characters."""
    if isinstance(data, (dict, list)):
        return "an object" if isinstance(data, dict) else "a list"
    said = repr(data) if not isinstance(data, int) or abs(data) <= _WHOLE_TO else "a number beyond 2^53"
    return said if len(said) <= 40 else said[:39] + "…"


def schema_of(shape: type, **head: Any) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a dataclass, with a definition for each dataclass in it.

    The description of a field is what `Annotated` says beside its type, that of an object its docstring.
    """
    definitions: dict[str, Any] = {}
    body = _schema(shape, definitions)
    top = definitions.pop(shape.__name__)
    assert body == {"$ref": f"#/$defs/{shape.__name__}"}
    return {**head, **top, "$defs": dict(sorted(definitions.items()))}


def _schema(shape: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if get_origin(shape) in (Union, types.UnionType):
        return {"anyOf": [_schema(_inner_of_optional(shape), definitions), {"type": "null"}]}
    if get_origin(shape) is tuple:
        return {"type": "array", "items": _schema(get_args(shape)[0], definitions)}
    if is_dataclass(shape) and isinstance(shape, type):
        if shape.__name__ not in definitions:
            definitions[shape.__name__] = {}
            definitions[shape.__name__] = _object_schema(shape, definitions)
        return {"$ref": f"#/$defs/{shape.__name__}"}
    if isinstance(shape, type) and issubclass(shape, Enum):
        return {"type": "string", "enum": [member.value for member in shape]}
    return dict(_SIMPLE_SCHEMAS[shape])


def _object_schema(shape: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints, described = get_type_hints(shape), get_type_hints(shape, include_extras=True)
    properties = {}
    for field in fields(shape):
        properties[field.name] = _schema(hints[field.name], definitions)
        for about in getattr(described[field.name], "__metadata__", ()):
            properties[field.name] = {"description": about, **properties[field.name]}
    return {
        "description": " ".join((shape.__doc__ or "").split()),
        "type": "object",
        "required": [field.name for field in fields(shape) if not _may_miss(field)],
        "properties": properties,
    }


_SIMPLE_SCHEMAS: dict[Any, dict[str, Any]] = {
    str: {"type": "string", "maxLength": MOST_TEXT},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": _WHOLE_FROM, "maximum": _WHOLE_TO},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}
