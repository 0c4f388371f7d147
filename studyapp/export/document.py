"""The export as JSON: writing it, its JSON Schema, and reading one that comes from anywhere."""

from __future__ import annotations

import json
import re
from typing import Any

from studyapp.errors import StudyappError
from studyapp.export.shapes import NotOfShape, decode, encode, schema_of
from studyapp.export.view import FORMAT, ProgressExport

SCHEMA_ID = "https://github.com/studyapp/studyapp/blob/main/studyapp/export/progress-1.schema.json"
MOST_BYTES = 64_000_000
"""A larger file is not read: no learner writes so many answers."""
_NAME, _, _VERSION = FORMAT.partition("/")


class NotAnExport(StudyappError):
    """A file that is no progress export, or is damaged."""

    title = "This is no progress export"


class ExportNewer(NotAnExport):
    """An export in a later version of the format."""

    title = "This export is from a newer studyapp"


def document(export: ProgressExport) -> dict[str, Any]:
    """The export as the object that its JSON holds."""
    found: dict[str, Any] = encode(export)
    return found


def to_json(export: ProgressExport) -> bytes:
    """The export as UTF-8, its fields in the order of the schema, one thing to a line."""
    return (json.dumps(document(export), indent=1, ensure_ascii=False) + "\n").encode()


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the format, as it is shipped in `progress-1.schema.json`."""
    schema = schema_of(
        ProgressExport,
        **{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID},
        title=f"Progress export of studyapp, {FORMAT}",
    )
    schema["properties"]["format"] = {"const": FORMAT}
    return schema


def parse_json(content: bytes, name: str = "") -> Any:
    """Strictly parsed JSON: no key twice, no NaN, bounded size and depth; raises NotAnExport."""
    if not content.strip():
        raise NotAnExport(f"{name} is empty.", "Ask for it again; perhaps it was cut off on its way.")
    if len(content) > MOST_BYTES:
        raise NotAnExport(f"{name} has more than {MOST_BYTES // 1_000_000} MB.", "It was left alone.")
    try:
        return json.loads(
            content.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_no_constant
        )
    except UnicodeDecodeError:
        raise NotAnExport(
            f"{name} is not a text file.", "Give a .json file that studyapp exported."
        ) from None
    except RecursionError:
        raise NotAnExport(f"{name} is nested too deeply.", "It was not made by studyapp.") from None
    except json.JSONDecodeError as error:
        raise NotAnExport(
            f"{name} is not whole JSON: line {error.lineno}, column {error.colno}: {error.msg}.",
            "It was cut off or changed on its way; ask for it again.",
        ) from None
    except ValueError as error:
        raise NotAnExport(f"{name}: {error}.", "It was not made by studyapp, or was changed.") from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


def read_document(data: Any, name: str = "") -> ProgressExport:
    """The export in parsed JSON; raises NotAnExport or ExportNewer with what is wrong and where."""
    said = data.get("format") if isinstance(data, dict) else None
    version = re.fullmatch(re.escape(_NAME) + r"/(\d{1,6})", said) if isinstance(said, str) else None
    if version is None:
        raise NotAnExport(f"{name} is JSON of another kind.", "Give a file from 'studyapp progress export'.")
    if int(version[1]) > int(_VERSION):
        raise ExportNewer(f"{name} has the format {said}; this studyapp reads {FORMAT}.", "Update studyapp.")
    try:
        export: ProgressExport = decode(ProgressExport, data)
    except NotOfShape as error:
        raise NotAnExport(f"{name}: {error}.", "It was changed, or made by something else.") from None
    for table in export.attempts:
        if len(table.lengths) > 1:
            raise NotAnExport(f"{name}: the columns of attempts differ in length.", "It was changed.")
    for exam in export.mock_exams:
        if len(exam.questions) != len(exam.points):
            raise NotAnExport(f"{name}: the columns of a mock exam differ in length.", "It was changed.")
    return export
