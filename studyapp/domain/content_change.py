"""What an edit of an item did: nothing, its wording, or its meaning.

The content hash covers everything that a learner is shown and graded by. An edit of the wording
keeps the schedule; a new meaning starts the memory of the item afresh and counts as a first sight.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from difflib import SequenceMatcher
from enum import StrEnum

from studyapp.domain.glossary import Term, normalised
from studyapp.domain.questions import Question

SAME_MEANING_RATIO = 0.75
NEGATIONS = frozenset({"not", "no", "never", "none", "cannot", "except", "without", "least", "false"})


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
    or when under three quarters of the text stayed. An option that changed sides is a new meaning.
    """
    if old == new:
        return Change.NONE
    if old.get("revision") != new.get("revision"):
        return Change.MEANING
    if _key_differs(_keys(old), _keys(new)) or _text_differs(_shown_text(old), _shown_text(new)):
        return Change.MEANING
    return Change.WORDING


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
    # "unsupervised" is "supervised" with two letters more: a typo changes a word's length by one at most.
    return len(old) == len(new) and all(
        a == b or (abs(len(a) - len(b)) <= 1 and SequenceMatcher(None, a, b).ratio() >= 0.8)
        for a, b in zip(old, new, strict=True)
    )


def _text_differs(old: str, new: str) -> bool:
    if _weighty_words(old) != _weighty_words(new):
        return True
    return SequenceMatcher(None, old, new, autojunk=False).ratio() < SAME_MEANING_RATIO


def _weighty_words(text: str) -> list[str]:
    return sorted(w for w in text.split() if w in NEGATIONS or any(ch.isdigit() for ch in w))
