"""The rules of xAPI 1.0.3 for the statements that studyapp makes, read from the published standard.

github.com/adlnet/xAPI-Spec, xAPI-Data.md (Part Two); the numbers are its sections, in its own spelling
(`2.2.s4.b1`: section 2.2, sixth-level heading 4, bullet 1). What a Learning Record Store must reject is
refused here, and so is what a provider SHOULD NOT send. What studyapp never makes (groups, sub-statements,
attachments) is refused, too.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
"""2.4.1 and 4.4: standard string form, variant 2 of RFC 4122, any version."""
IRI = re.compile(r"[a-z][a-z0-9+.-]*:(?:[^\s<>\"{}|\\^`%\x00-\x20]|%[0-9A-Fa-f]{2})+", re.IGNORECASE)
"""4.3 and 2.2.s4.b1.b8: with a scheme, and none of the characters that RFC 3987 leaves out."""
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}(Z|[+-]\d\d:\d\d)")
"""4.5: ISO 8601 as RFC 3339 writes it, at least milliseconds, with a time zone."""
DURATION = re.compile(
    r"P(?:\d+W|(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,2})?S)?)?)"
)
"""4.6: the format with designators; weeks stand alone; at most hundredths of a second (4.6.s1.b2)."""
LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
)
"""2.2.s4.b2: the lengths of the tokens as in RFC 5646 (language, extlang, script, region, variants)."""
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
COMPONENTS = {
    "choice": {"choices"}, "sequencing": {"choices"}, "likert": {"scale"}, "matching": {"source", "target"},
    "performance": {"steps"}, "fill-in": set(), "long-fill-in": set(), "numeric": set(), "true-false": set(),
    "other": set(),
}  # fmt: skip
"""2.4.4.1.s9 and s15: the interaction types, and the component lists that each supports."""
INTERACTION = {"interactionType", "correctResponsesPattern", "choices", "scale", "source", "target", "steps"}
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
INTERACTION_IRI = "http://adlnet.gov/expapi/activities/cmi.interaction"


def check(statement: dict[str, Any], now: datetime | None = None) -> None:
    """Fails with an AssertionError for anything that a store must reject; `now` is the time of sending."""
    # 2.2.s2.b3 and 2.4.s1: what has to be there; nothing that the standard does not know (2.2.s4.b1.b7).
    # `stored` and `authority` are the store's to set (2.4.8, 2.4.9); `version` SHOULD NOT be (2.4.10.s4.b2).
    _keys(statement, {"actor", "verb", "object"}, {"id", "result", "context", "timestamp"})
    _nothing_empty(statement)
    assert UUID.fullmatch(statement["id"])
    _actor(statement["actor"])
    _verb(statement["verb"])
    if statement["verb"]["id"] == VOIDED:
        _reference(statement["object"])
    else:
        _activity(statement["object"], statement.get("result", {}))
    _result(statement.get("result", {}))
    _context(statement.get("context", {}))
    _timestamp(statement["timestamp"], now)


def _keys(value: Any, needed: set[str], allowed: set[str]) -> None:
    """2.2.s4.b1.b5 and b7: exactly these names, in this case."""
    assert isinstance(value, dict)
    assert needed <= set(value) <= needed | allowed, set(value) ^ needed


def _nothing_empty(value: Any, name: str = "") -> None:
    """2.2.s4.b1.b1: no null but inside extensions; 2.2.s2.b1: no empty object."""
    if name == "extensions":
        assert value
        return
    assert value is not None
    assert value != {}, name
    if isinstance(value, dict):
        for inner, below in value.items():
            _nothing_empty(below, inner)
    elif isinstance(value, list):
        for below in value:
            _nothing_empty(below)


def _actor(actor: dict[str, Any]) -> None:
    """2.4.2.1: an Agent with exactly one inverse functional identifier: here, the account (2.4.2.4)."""
    _keys(actor, {"account"}, {"objectType", "name"})
    assert actor.get("objectType", "Agent") == "Agent"
    _keys(actor["account"], {"homePage", "name"}, set())
    assert IRI.fullmatch(actor["account"]["homePage"])
    assert isinstance(actor["account"]["name"], str)
    assert actor["account"]["name"]
    assert isinstance(actor.get("name", ""), str)


def _verb(verb: dict[str, Any]) -> None:
    """2.4.3: an IRI, and words for it (2.4.3.s5.b1)."""
    _keys(verb, {"id", "display"}, set())
    assert IRI.fullmatch(verb["id"])
    _language_map(verb["display"])


def _reference(target: Any) -> None:
    """2.3.2 and 2.4.4.3: what voids refers to a statement by its id, and says so."""
    _keys(target, {"objectType", "id"}, set())
    assert target["objectType"] == "StatementRef"
    assert UUID.fullmatch(target["id"])


def _language_map(value: Any) -> None:
    """4.2: RFC 5646 tags, and strings that say something."""
    assert isinstance(value, dict)
    assert value
    for tag, text in value.items():
        assert LANGUAGE.fullmatch(tag), tag
        assert isinstance(text, str)
        assert text.strip()


def _activity(activity: Any, result: dict[str, Any]) -> None:
    """2.4.4.1: an Activity with an IRI, and its definition (2.4.4.1.s2)."""
    _keys(activity, {"id"}, {"objectType", "definition"})
    assert activity.get("objectType", "Activity") == "Activity"
    assert IRI.fullmatch(activity["id"])
    definition = activity.get("definition", {})
    _keys(definition, set(), {"name", "description", "type", "moreInfo", "extensions"} | INTERACTION)
    for name in ("name", "description"):
        if name in definition:
            _language_map(definition[name])
    for name in ("type", "moreInfo"):
        assert name not in definition or IRI.fullmatch(definition[name])
    _extensions(definition)
    if set(definition) & INTERACTION:
        _interaction(definition, result)


def _interaction(definition: dict[str, Any], result: dict[str, Any]) -> None:
    """2.4.4.1.s6 to s16: interaction activities, their components and response patterns."""
    assert definition.get("type") == INTERACTION_IRI, "2.4.4.1.s13.b2"
    kind = definition["interactionType"]
    components = {"choices", "scale", "source", "target", "steps"} & set(definition)
    assert components == COMPONENTS[kind]
    ids: dict[str, list[str]] = {}
    for name in components:
        for entry in definition[name]:
            _keys(entry, {"id"}, {"description"})
            assert re.fullmatch(r"\S+", entry["id"]), "2.4.4.1.s16.b2: no white space"
            assert not re.search(r"\[[,.:]\]", entry["id"]), "a delimiter would split it"
            if "description" in entry:
                _language_map(entry["description"])
        ids[name] = [entry["id"] for entry in definition[name]]
        assert ids[name]
        assert len(ids[name]) == len(set(ids[name])), "2.4.4.1.s16.b1"
    patterns = definition.get("correctResponsesPattern", [])
    assert isinstance(patterns, list)
    assert len(patterns) == len(set(patterns))
    for pattern in [*patterns, *([result["response"]] if "response" in result else [])]:
        assert isinstance(pattern, str)
        _pattern(kind, pattern, ids)


def _pattern(kind: str, pattern: str, ids: dict[str, list[str]]) -> None:
    """2.4.4.1.s10: the format of a response of each type."""
    parts = _without_parameters(kind, pattern).split("[,]")
    if kind == "true-false":
        assert pattern in ("true", "false")
    elif kind in ("choice", "sequencing"):
        assert set(parts) <= set(ids["choices"])
        assert len(parts) == len(set(parts))
        assert kind == "choice" or len(parts) == len(ids["choices"])
    elif kind == "likert":
        assert pattern in ids["scale"]
    elif kind == "matching":
        for part in parts:
            source, target = part.split("[.]")
            assert source in ids["source"]
            assert target in ids["target"]
    elif kind == "performance":
        for part in parts:
            step, said = part.split("[.]")
            assert step in ids["steps"]
            assert said
    elif kind == "numeric":
        _range(pattern)
    elif kind in ("fill-in", "long-fill-in"):
        assert not any(delimiter in pattern for delimiter in ("[.]", "[:]"))
        assert kind == "long-fill-in" or all(len(part) <= 250 for part in parts), "2.4.4.1.s9: short"


def _without_parameters(kind: str, pattern: str) -> str:
    """2.4.4.1.s12: `{case_matters=true}` and `{order_matters=true}` may stand at the begin, each once."""
    allowed = {"fill-in": "case_matters|order_matters", "long-fill-in": "case_matters|order_matters",
               "performance": "order_matters"}.get(kind)  # fmt: skip
    if allowed is None:
        return pattern
    return re.sub(rf"\A(?:\{{(?:{allowed})=(?:true|false)\}}){{1,2}}", "", pattern)


def _range(pattern: str) -> None:
    """A number, or the smallest and the largest with `[:]` between; one of the two may be left out."""
    ends = pattern.split("[:]")
    assert len(ends) <= 2
    assert any(ends)
    assert all(NUMBER.fullmatch(end) for end in ends if end), pattern
    if len(ends) == 2 and all(ends):
        assert float(ends[0]) <= float(ends[1])


def _result(result: dict[str, Any]) -> None:
    """2.4.5: the types of a result's properties; a string is neither number nor truth value (2.2.s4.b1)."""
    _keys(result, set(), {"score", "success", "completion", "response", "duration", "extensions"})
    for name in ("success", "completion"):
        assert isinstance(result.get(name, True), bool)
    assert isinstance(result.get("response", ""), str)
    assert "duration" not in result or DURATION.fullmatch(result["duration"])
    _extensions(result)
    if "score" in result:
        _score(result["score"])


def _score(score: dict[str, Any]) -> None:
    """2.4.5.1: scaled from -1 to 1; min below max, raw between them."""
    _keys(score, set(), {"scaled", "raw", "min", "max"})
    for value in score.values():
        assert isinstance(value, (int, float))
        assert not isinstance(value, bool)
    assert -1 <= score.get("scaled", 0) <= 1
    least, most = score.get("min", float("-inf")), score.get("max", float("inf"))
    assert least < most
    assert least <= score.get("raw", max(least, min(0, most))) <= most


def _context(context: dict[str, Any]) -> None:
    """2.4.6: what surrounds it. `revision` and `platform` go with an Activity only, which it always is."""
    known = {"registration", "contextActivities", "revision", "platform", "language", "extensions"}
    _keys(context, set(), known)
    assert "registration" not in context or UUID.fullmatch(context["registration"])
    assert "language" not in context or LANGUAGE.fullmatch(context["language"])
    for name in ("revision", "platform"):
        assert isinstance(context.get(name, ""), str)
    _extensions(context)
    for name, activities in context.get("contextActivities", {}).items():
        assert name in ("parent", "grouping", "category", "other"), "2.4.6.2.s4.b1"
        assert isinstance(activities, list), "2.4.6.2.s4.b5: a list, though it be of one"
        for activity in activities:
            _activity(activity, {})


def _extensions(value: dict[str, Any]) -> None:
    """4.1.s3.b1: the keys are IRIs; any value goes."""
    for key in value.get("extensions", {}):
        assert IRI.fullmatch(key)


def _timestamp(text: Any, now: datetime | None) -> None:
    """2.4.7 and 4.5: an instant, and none that is still to come (2.4.7.s3.b4)."""
    assert isinstance(text, str)
    assert TIMESTAMP.fullmatch(text), text
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    assert now is None or at <= now, f"{text} is in the future"
