"""JSON Schemas of the formats, for editors with a YAML language server: made from the one declaration.

Draft-07, which such servers know best. A schema is kinder than the loader where YAML is: a text may look
like a number, and dates are texts of a form. What needs more than one field is the loader's to judge.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from studyapp.content.formats import FORMATS
from studyapp.content.questions import FIELDS_OF_KIND
from studyapp.content.schema import (
    HOST_PATTERN,
    Anything,
    Day,
    Host,
    Identifier,
    ListOf,
    Number,
    OneOf,
    Record,
    Shape,
    Text,
    TextOr,
    Truth,
    Url,
)

DRAFT = "http://json-schema.org/draft-07/schema#"
MODELINE = "# yaml-language-server: $schema="
_TEXT_LIKE = ["string", "number", "boolean"]


def json_schema(name: str) -> dict[str, Any]:
    """The schema of a format, such as `questions/1`. Raises KeyError for another name."""
    record = FORMATS[name]
    definitions: dict[str, Any] = {}
    body = _record(record, definitions)
    body["properties"]["format"] = {"const": name, "description": record.fields["format"].doc}
    return {"$schema": DRAFT, "title": f"studyapp {name}", **body, "definitions": definitions}


def schema_file(name: str) -> str:
    """The name of a format's schema file: `questions-1.schema.json`."""
    return f"{name.replace('/', '-')}.schema.json"


def _record(record: Record, definitions: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": "object",
        "properties": {
            key: {"description": field.doc, **_shape(field.shape, definitions)}
            for key, field in record.fields.items()
        },
        "required": [key for key, field in record.fields.items() if field.required],
        "additionalProperties": False,
    }
    if record.name == "question":
        body["allOf"] = [
            {"if": {"properties": {"kind": {"const": kind.value}}}, "then": {"required": list(needed)}}
            for kind, (needed, _) in FIELDS_OF_KIND.items()
        ]
    return body


def _shape(shape: Shape, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(shape, Record):
        if shape.name not in definitions:
            definitions[shape.name] = {}  # holds the place, for a record that holds itself
            definitions[shape.name] = _record(shape, definitions)
        return {
            "allOf": [{"$ref": f"#/definitions/{shape.name}"}]
        }  # beside a $ref, draft-07 sees nothing else
    if isinstance(shape, ListOf):
        counts = {"minItems": shape.least} if shape.least else {}
        if shape.most < 1000:
            counts["maxItems"] = shape.most
        return {"type": "array", "items": _shape(shape.entry, definitions), **counts}
    if isinstance(shape, TextOr):
        return {"anyOf": [_scalar(shape.text), _shape(shape.record, definitions)]}
    return _scalar(shape)


def _scalar(shape: Shape) -> dict[str, Any]:
    simple: Mapping[type[Shape], dict[str, Any]] = {
        Truth: {"type": "boolean"},
        Day: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        Identifier: {"type": _TEXT_LIKE, "pattern": "^[a-z0-9][a-z0-9.-]{0,79}$"},
        Host: {"type": "string", "pattern": f"^{HOST_PATTERN.pattern.removesuffix(chr(92) + 'Z')}$"},
        Url: {"type": "string", "pattern": '^https?://[^\\s<>"]+$'},
        Anything: {},
    }
    if isinstance(shape, Text):
        return {"type": _TEXT_LIKE, "minLength": 1, "maxLength": shape.max_chars}
    if isinstance(shape, OneOf):
        return {"enum": [str(word) for word in shape.words]}
    if isinstance(shape, Number):
        kind = "number" if shape.fraction else "integer"
        return {"type": kind, "minimum": shape.least, "maximum": shape.most}
    return dict(simple[type(shape)])


def with_modeline(text: str, path: Path, schemas: Path) -> str:
    """The text of a file with a first line that names its schema by a relative path; as it was for others."""
    found = re.search(r"^format: *['\"]?([a-z]+/[0-9]+)", text, re.MULTILINE)
    if found is None or found[1] not in FORMATS:
        return text
    target = os.path.relpath(schemas.resolve() / schema_file(found[1]), path.resolve().parent)
    line = f"{MODELINE}{Path(target).as_posix()}\n"
    old = re.search(r"^# *yaml-language-server: *\$schema=[^\n]*\n", text, re.MULTILINE)
    if old is not None and old.start() < found.start():
        return text[: old.start()] + line + text[old.end() :]
    return line + text
