"""What an edit of an item did: nothing, its wording, or its meaning.

The content hash covers everything that a learner is shown and graded by. An edit of the wording
keeps the schedule; a new meaning starts the memory of the item afresh and counts as a first sight.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import astuple
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from studyapp.domain.glossary import Term, normalised, one_slip_apart
from studyapp.domain.questions import CHOICES, Entry, Question

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
    body: dict[str, object] = {
        "kind": str(question.kind),
        "stem": question.stem,
        "explanation": question.explanation,
        "revision": question.revision,
    }
    return body | _parts_body(question)


def _parts_body(question: Question) -> dict[str, object]:
    """What only some kinds have; a field that a kind has not is left out, so that older hashes stay."""
    parts: dict[str, object] = {}
    if question.kind in CHOICES:
        parts["options"] = [[o.text, o.correct, o.reason] for o in question.options]
    if question.steps:
        parts["steps"] = [[step.text, step.reason] for step in question.steps]
    if question.pairs:
        parts["pairs"] = [[pair.prompt, pair.match, pair.reason] for pair in question.pairs]
        parts["distractors"] = [[wrong.text, wrong.reason] for wrong in question.distractors]
    if question.entries:
        parts["entries"] = [_entry_body(entry) for entry in question.entries]
    if question.task:
        task = question.task
        rubric = [[check.text, check.reason] for check in task.rubric]
        parts["task"] = [task.environment, rubric, task.solution]
    if question.case:
        parts["case"] = [question.case.title, question.case.text]
    return parts


def _entry_body(entry: Entry) -> dict[str, object]:
    return {
        "accepted": list(entry.accepted),
        "quantity": list(astuple(entry.quantity)) if entry.quantity else None,
        "rules": [str(entry.letter_case), str(entry.spacing)],
        "mistakes": [[mistake.text, mistake.reason] for mistake in entry.mistakes],
        "reason": entry.reason,
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
    is new when the item is answered in another way, when the key says something else (beyond a typo), when a
    number or a negation came or went, or when under three quarters of the text (60 % of the stem) stayed. A
    part that changed sides (an option, the match of a prompt, a number asked for) is a new meaning.
    """
    if old == new:
        return Change.NONE
    if old.get("revision") != new.get("revision") or _form(old) != _form(new):
        return Change.MEANING
    if _changed_sides(_sides(old), _sides(new)) or _key_differs(_keys(old), _keys(new)):
        return Change.MEANING
    if _text_differs(_shown_text(old), _shown_text(new), SAME_MEANING_RATIO):
        return Change.MEANING
    if _text_differs(_case_text(old), _case_text(new), SAME_MEANING_RATIO):
        return Change.MEANING
    return Change.MEANING if _text_differs(_stem(old), _stem(new), SAME_STEM_RATIO) else Change.WORDING


def _form(body: Mapping[str, object]) -> str:
    """In which way it is answered: the field that holds its key."""
    return next((name for name in ("options", "steps", "pairs", "entries", "task") if name in body), "")


def _list(body: Mapping[str, object], name: str) -> list[Any]:
    found = body.get(name, [])
    assert isinstance(found, list)
    return found


def _stem(body: Mapping[str, object]) -> str:
    return normalised(str(body.get("stem", "")))


def _case_text(body: Mapping[str, object]) -> str:
    return normalised(" ".join(map(str, _list(body, "case"))))


def _sides(body: Mapping[str, object]) -> dict[str, object]:
    """Which texts are right, to the letter: "p < 5" and "p > 5" are alike once normalised."""
    sides: dict[str, object] = {text: correct for text, correct, _reason in _list(body, "options")}
    sides |= {prompt: match for prompt, match, _reason in _list(body, "pairs")}
    for place, entry in enumerate(_list(body, "entries")):
        # More spellings may be accepted than before; what is shown as the answer is the answer.
        sides[f"entry {place}"] = entry["quantity"] or entry["accepted"][0]
    return sides


def _changed_sides(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    return any(new.get(text, side) != side for text, side in old.items())


def _keys(body: Mapping[str, object]) -> list[str]:
    form = _form(body)
    if form == "steps":
        return [normalised(str(text)) for text, _reason in _list(body, form)]
    if form == "pairs":
        return sorted(normalised(str(match)) for _prompt, match, _reason in _list(body, form))
    if form == "options":
        return sorted(normalised(str(text)) for text, correct, _reason in _list(body, form) if correct)
    if form == "entries":
        return [""] * len(_list(body, form))
    return [] if form else [normalised(str(body.get("term", "")))]


def _shown_text(body: Mapping[str, object]) -> str:
    form = _form(body)
    if not form:
        return normalised(str(body.get("definition", "")))
    shown = [str(part[0]) for part in (*_list(body, "options"), *_list(body, "steps"))]
    shown += [str(text) for prompt, match, _reason in _list(body, "pairs") for text in (prompt, match)]
    shown += [str(text) for text, _reason in _list(body, "distractors")]
    if form == "task":
        environment, rubric, solution = _list(body, form)
        shown += [environment, solution, *(text for text, _reason in rubric)]
    return normalised(str(body["stem"])) + " | " + " | ".join(sorted(normalised(text) for text in shown))


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
