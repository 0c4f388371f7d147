"""The JSON Schemas that editors use: what ships is valid by them, and what is wrong is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from studyapp.content.formats import FORMATS
from studyapp.content.json_schema import json_schema, schema_file, with_modeline
from studyapp.paths import bundled_content
from tests.banks import certification, question, questions_file

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
SHIPPED = sorted(path for folder in bundled_content() for path in folder.rglob("*.yaml"))


class EditorLoader(yaml.SafeLoader):
    """As a YAML language server reads (YAML 1.2): dates are texts."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def errors(value: Any) -> list[str]:
    validator = Draft7Validator(json_schema(value["format"]))
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_schema_is_a_schema_and_the_one_in_the_repository(name: str) -> None:
    schema = json_schema(name)
    Draft7Validator.check_schema(schema)
    kept = json.loads((SCHEMAS / schema_file(name)).read_text("utf-8"))
    assert kept == schema, "run: studyapp bank schema --output schemas"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_ships_is_valid(path: Path) -> None:
    value = yaml.load(path.read_text("utf-8"), EditorLoader)
    assert errors(value) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "guess"}, "'guess' is not one of"),
        ({"difficulty": 9}, "9 is greater than the maximum of 5"),
        ({"verified_on": "today"}, "'today' does not match"),
        ({"references": []}, "[] should be non-empty"),
        ({"id": "With Spaces"}, "'With Spaces' does not match"),
        ({"colour": "red"}, "Additional properties are not allowed"),
        ({"options": [{"text": "a", "correct": "yes", "reason": "b"}] * 2}, "'yes' is not of type 'boolean'"),
        ({"kind": "matching"}, "'pairs' is a required property"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(changes: dict[str, Any], said: str) -> None:
    assert errors(questions_file([question(1)])) == []
    found = errors(questions_file([question(1) | changes]))
    assert any(said.replace("should be non-empty", "") in message for message in found), found


def test_texts_may_look_like_numbers() -> None:
    assert errors(questions_file([question(1, objective=1.1)])) == []


def test_every_format_describes_its_fields() -> None:
    assert errors(certification()) == []
    fields = json_schema("certification/1")["properties"]
    assert all(field.get("description") for field in fields.values())


def test_a_modeline_names_the_schema_by_a_relative_path(tmp_path: Path) -> None:
    path = tmp_path / "banks" / "x" / "q.yaml"
    path.parent.mkdir(parents=True)
    text = "# mine\nformat: questions/1\ncertification: x\n"
    once = with_modeline(text, path, tmp_path / "schemas")
    assert once == "# yaml-language-server: $schema=../../schemas/questions-1.schema.json\n" + text
    assert with_modeline(once, path, tmp_path / "schemas") == once
    moved = with_modeline(once, path, tmp_path / "banks")
    assert moved == "# yaml-language-server: $schema=../questions-1.schema.json\n" + text
    assert with_modeline("format: other/1\n", path, tmp_path) == "format: other/1\n"


def test_the_modelines_of_what_ships_lead_to_a_schema() -> None:
    named = {}
    for path in SHIPPED:
        first = path.read_text("utf-8").split("\n", 1)[0]
        if first.startswith("# yaml-language-server"):
            named[path] = (path.parent / first.partition("$schema=")[2]).resolve()
    assert all(path.is_file() and path.parent == SCHEMAS for path in named.values())
    assert len(named) >= 27, "run: studyapp bank schema --output schemas --modelines question_banks"
