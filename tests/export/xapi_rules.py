"""The rules of xAPI 1.0.3, Part Two, for the statements that studyapp makes, read from the standard.

What a Learning Record Store must reject: properties that the standard does not know, null values, wrong
types, ids that are no UUID or IRI, instants and durations that are not ISO 8601, interaction components that
do not fit the interaction type.
"""

from __future__ import annotations

import re
from typing import Any

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
DURATION = re.compile(r"PT\d+(\.\d+)?S")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
COMPONENTS = {
    "choice": {"choices"}, "sequencing": {"choices"}, "matching": {"source", "target"},
    "performance": {"steps"}, "fill-in": set(), "numeric": set(), "true-false": set(),
}  # fmt: skip


def check(statement: dict[str, Any]) -> None:
    """Fails with an AssertionError for anything that a store must reject."""
    _keys(statement, {"actor", "verb", "object"}, {"id", "result", "context", "timestamp"})
    _no_null(statement)
    assert UUID.fullmatch(statement["id"])
    _actor(statement["actor"])
    _keys(statement["verb"], {"id"}, {"display"})
    assert IRI.fullmatch(statement["verb"]["id"])
    _language_map(statement["verb"].get("display", {}))
    _activity(statement["object"], statement.get("result", {}))
    _result(statement.get("result", {}))
    _context(statement.get("context", {}))
    assert TIMESTAMP.fullmatch(statement["timestamp"])


def _keys(value: dict[str, Any], needed: set[str], allowed: set[str]) -> None:
    assert isinstance(value, dict)
    assert needed <= set(value) <= needed | allowed, set(value) ^ needed


def _no_null(value: Any) -> None:
    assert value is not None
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _no_null(inner)


def _actor(actor: dict[str, Any]) -> None:
    """Exactly one inverse functional identifier: here, the account."""
    _keys(actor, {"account"}, {"objectType", "name"})
    assert actor.get("objectType", "Agent") == "Agent"
    _keys(actor["account"], {"homePage", "name"}, set())
    assert IRI.fullmatch(actor["account"]["homePage"])
    assert isinstance(actor["account"]["name"], str)
    assert isinstance(actor.get("name", ""), str)


def _language_map(value: dict[str, Any]) -> None:
    for tag, text in value.items():
        assert LANGUAGE.fullmatch(tag)
        assert isinstance(text, str)


def _activity(activity: dict[str, Any], result: dict[str, Any]) -> None:
    _keys(activity, {"id"}, {"objectType", "definition"})
    assert IRI.fullmatch(activity["id"])
    definition = activity.get("definition", {})
    plain = {"name", "description", "type", "moreInfo", "extensions"}
    interaction = {
        "interactionType",
        "correctResponsesPattern",
        "choices",
        "scale",
        "source",
        "target",
        "steps",
    }
    _keys(definition, set(), plain | interaction)
    _language_map(definition.get("name", {}))
    _language_map(definition.get("description", {}))
    if "type" in definition:
        assert IRI.fullmatch(definition["type"])
    if set(definition) & interaction:
        _interaction(definition, result)


def _interaction(definition: dict[str, Any], result: dict[str, Any]) -> None:
    kind = definition["interactionType"]
    components = {"choices", "scale", "source", "target", "steps"} & set(definition)
    assert components == COMPONENTS[kind]
    ids: dict[str, set[str]] = {}
    for name in components:
        listed = [entry["id"] for entry in definition[name]]
        assert len(listed) == len(set(listed))
        assert all(re.fullmatch(r"\S+", one) for one in listed)
        for entry in definition[name]:
            _keys(entry, {"id"}, {"description"})
            _language_map(entry.get("description", {}))
        ids[name] = set(listed)
    patterns = definition["correctResponsesPattern"]
    assert isinstance(patterns, list)
    assert patterns
    for pattern in [*patterns, *([result["response"]] if "response" in result else [])]:
        assert isinstance(pattern, str)
        _pattern(kind, pattern, ids)


def _pattern(kind: str, pattern: str, ids: dict[str, set[str]]) -> None:
    parts = pattern.split("[,]")
    if kind in ("choice", "sequencing"):
        assert set(parts) <= ids["choices"]
    elif kind == "matching":
        for part in parts:
            source, target = part.split("[.]")
            assert source in ids["source"]
            assert target in ids["target"]
    elif kind == "performance":
        assert {part.split("[.]")[0] for part in parts} <= ids["steps"]
    elif kind == "numeric" and "[:]" in pattern:
        least, most = pattern.split("[:]")
        assert float(least) <= float(most)


def _result(result: dict[str, Any]) -> None:
    _keys(result, set(), {"score", "success", "completion", "response", "duration", "extensions"})
    for name in ("success", "completion"):
        assert isinstance(result.get(name, True), bool)
    assert isinstance(result.get("response", ""), str)
    assert "duration" not in result or DURATION.fullmatch(result["duration"])
    for key in result.get("extensions", {}):
        assert IRI.fullmatch(key)
    if "score" in result:
        _keys(result["score"], set(), {"scaled", "raw", "min", "max"})
        assert -1 <= result["score"].get("scaled", 0) <= 1


def _context(context: dict[str, Any]) -> None:
    _keys(context, set(), {"platform", "contextActivities", "language", "extensions", "registration"})
    for name, activities in context.get("contextActivities", {}).items():
        assert name in ("parent", "grouping", "category", "other")
        for activity in activities:
            _activity(activity, {})
