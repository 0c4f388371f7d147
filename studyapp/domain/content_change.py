"""What an edit of an item did: nothing, its wording, or its meaning.

The content hash covers everything that a learner is shown and graded by. An edit of the wording
keeps the schedule; a new meaning starts the memory of the item afresh and counts as a first sight.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from enum import StrEnum

from studyapp.domain.glossary import Term, normalised, one_slip_apart
from studyapp.domain.questions import Question

SAME_MEANING_RATIO = 0.75
SAME_STEM_RATIO = 0.6
"""Of the stem alone, which long options would outweigh; a short stem with a word added stays above."""
NEGATIONS = frozenset({"not", "no", "never", "none", "except", "without", "least", "false"})
_CONTRACTED_NOT = re.compile(
    r"\b(?:(?:is|are|was|were|do|does|did|has|have|had|ca|wo|could|would|should|must|need|might)n t|cannot)\b"
)
"""How "doesn't" and its kind look once normalised; their negation counts like any other."""
LONG_TEXT = 2_000
"""Beyond this many characters words are compared instead of letters, which would take seconds."""


class Change(StrEnum):
    """How two versions of one item differ."""

    NONE = "none"
    WORDING = "wording"
    MEANING = "meaning"


def question_body(question: Question) -> dict[str, object]:
    """What the hash of a question covers, as plain data; also what a version snapshot keeps."""
    return {
        "kind": str(question.kind),
        "stem": question.stem,
        "options": [[o.text, o.correct, o.reason] for o in question.options],
        "explanation": question.explanation,
        "revision": question.revision,
    }


def term_body(term: Term) -> dict[str, object]:
    """What the hash of a term covers, as plain data."""
    contrast = [term.contrast.term_id, term.contrast.because] if term.contrast else None
    return {
        "term": term.term,
        "also": list(term.also),
        "definition": term.definition,
        "example": term.example,
        "contrast": contrast,
        "revision": term.revision,
    }


def content_hash(body: Mapping[str, object]) -> str:
    """SHA-256 over canonical JSON (sorted keys, no spaces), the first 32 hexadecimal digits."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def classify(old: Mapping[str, object], new: Mapping[str, object]) -> Change:
    """Compare two bodies of the same item.

    A raised `revision` is the author's word for a new meaning and is believed. Otherwise the meaning
    is new when the key says something else (beyond a typo), when a number or a negation came or went,
    or when under three quarters of the text (60 % of the stem) stayed. An option that changed sides is a
    new meaning.
    """
    if old == new:
        return Change.NONE
    if old.get("revision") != new.get("revision"):
        return Change.MEANING
    if _changed_sides(_sides(old), _sides(new)) or _key_differs(_keys(old), _keys(new)):
        return Change.MEANING
    if _text_differs(_shown_text(old), _shown_text(new), SAME_MEANING_RATIO):
        return Change.MEANING
    return Change.MEANING if _text_differs(_stem(old), _stem(new), SAME_STEM_RATIO) else Change.WORDING


def _stem(body: Mapping[str, object]) -> str:
    return normalised(str(body.get("stem", "")))


def _sides(body: Mapping[str, object]) -> dict[str, bool]:
    """Which option texts are right, to the letter: "p < 5" and "p > 5" are alike once normalised."""
    options = body.get("options", [])
    assert isinstance(options, list)
    return {text: correct for text, correct, _reason in options}


def _changed_sides(old: Mapping[str, bool], new: Mapping[str, bool]) -> bool:
    return any(new.get(text, correct) != correct for text, correct in old.items())


def _keys(body: Mapping[str, object]) -> list[str]:
    if "options" not in body:
        return [normalised(str(body.get("term", "")))]
    options = body["options"]
    assert isinstance(options, list)
    return sorted(normalised(str(text)) for text, correct, _reason in options if correct)


def _shown_text(body: Mapping[str, object]) -> str:
    if "options" not in body:
        return normalised(str(body.get("definition", "")))
    options = body["options"]
    assert isinstance(options, list)
    return normalised(str(body["stem"])) + " | " + " | ".join(sorted(normalised(str(o[0])) for o in options))


def _key_differs(old: list[str], new: list[str]) -> bool:
    if len(old) != len(new):
        return True
    return any(not _same_but_for_typos(a.split(), b.split()) for a, b in zip(old, new, strict=True))


def _same_but_for_typos(old: list[str], new: list[str]) -> bool:
    return len(old) == len(new) and all(
        a == b or (one_slip_apart(a, b) and SequenceMatcher(None, a, b).ratio() >= 0.8)
        for a, b in zip(old, new, strict=True)
    )


def _text_differs(old: str, new: str, least: float) -> bool:
    if _weighty_words(old) != _weighty_words(new):
        return True
    is_long = len(old) + len(new) > 2 * LONG_TEXT
    one, other = (old.split(), new.split()) if is_long else (old, new)
    return SequenceMatcher(None, one, other, autojunk=False).ratio() < least


def _weighty_words(text: str) -> list[str]:
    words = _CONTRACTED_NOT.sub("not", text).split()
    return sorted(w for w in words if w in NEGATIONS or any(ch.isdigit() for ch in w))
