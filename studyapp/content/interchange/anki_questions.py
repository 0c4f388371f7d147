"""What restores a question from its card: the question itself, in a third field that the card does not show.

Anki knows two sides and no key, so a card alone says less than the question it came from. The field holds the
entry of our YAML as JSON in Base64, a form that HTML, tabs and Anki's editor leave as it is. It is read as
content that nobody trusts: through the loader, like any file.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from studyapp.content.interchange.labels import certification_in
from studyapp.content.interchange.model import UNKNOWN_DIFFICULTY, CannotConvert, NotHeld
from studyapp.content.interchange.yaml_bank import UNTOLD, cases_of, entry_of, question_of
from studyapp.domain.questions import Depth, Question

MARK = "studyapp:questions/1:"
MAX_CHARS = 400_000
"""Several times what the longest question takes."""
CHANGED = "changes made to the card left out: the question is as it was written"
_FIELD = re.compile(re.escape(MARK) + r"([A-Za-z0-9+/=]+)")


def packed(question: Question) -> str:
    """The field for a question. Raises NotHeld where it would not come back equal."""
    known = replace(question, id="x")
    entry, missing = entry_of(known)
    data = {
        "id": question.id,
        "certification": question.certification_id,
        "entry": entry,
        "cases": cases_of([question]),
        "untold": [name for name in missing if name in UNTOLD],
    }
    field = MARK + base64.b64encode(json.dumps(data, ensure_ascii=False).encode()).decode()
    if unpacked(field) != question:
        raise NotHeld("its texts do not read back as they are")
    return field


def field_of(fields: Sequence[str]) -> str:
    """The field that holds a question; empty where a card is none of ours."""
    return next((field for field in fields[2:] if MARK in field), "")


def unpacked(field: str) -> Question:
    """The question in a field. Raises NotHeld."""
    found = _FIELD.search(field)
    if found is None or len(field) > MAX_CHARS:
        raise NotHeld("the field that holds its question is damaged")
    try:
        data = json.loads(base64.b64decode(found[1], validate=True))
        question = question_of(data["entry"], data["cases"])
        untold, own = data["untold"], (str(data["id"]), str(data["certification"]))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, CannotConvert) as error:
        raise NotHeld("the field that holds its question is damaged") from error
    return _as_told(question, untold, *own)


def _as_told(question: Question, untold: Any, name: str, certification: str) -> Question:
    """The question without what the entry only holds since a file of ours has to."""
    known = certification_in(f"certification:{certification}")
    question = replace(question, id=name, certification_id=known)
    lacking: Mapping[str, Any] = {
        "to be written: objective": {"objective_id": ""},
        "to be written: depth and difficulty": {"depth": Depth.RECALL, "difficulty": UNKNOWN_DIFFICULTY},
    }
    for what in UNTOLD:
        if what in untold:
            question = replace(question, **lacking[what])
    return question


def is_changed(shown: Sequence[str], written: Sequence[str]) -> bool:
    """Whether the sides of a card say something else than what was written on them; layout does not count."""
    return [re.sub(r"\W+", "", side) for side in shown] != [re.sub(r"\W+", "", side) for side in written]
