"""xAPI 1.0.3 statements: answered, completed, passed, failed, voided.

Experience API 1.0.3, Part Two (statements, interaction activities). The ids of statements are made from what
they are about (UUID version 5), so that a second delivery of the same answer adds nothing to a Learning
Record Store. Interaction types and response patterns are those of the standard's section 2.4.4.1.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from studyapp.domain.entries import bounds, number_of, shown
from studyapp.domain.questions import Entry, LetterCase, Question, QuestionKind
from studyapp.domain.responses import UNMATCHED, Response
from studyapp.export.view import Certification, Learner, MockExam, ProgressExport, Record
from studyapp.sanitiser import clean

BASE = "https://github.com/studyapp/studyapp/blob/main/docs/mentors.md"
VERBS = {
    word: f"http://adlnet.gov/expapi/verbs/{word}"
    for word in ("answered", "completed", "passed", "failed", "voided")
}
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
COURSE = "http://adlnet.gov/expapi/activities/course"
CONFIDENCE = f"{BASE}#confidence"
INTERACTION_TYPES = {
    QuestionKind.SINGLE: "choice", QuestionKind.MULTIPLE: "choice", QuestionKind.TRUE_FALSE: "true-false",
    QuestionKind.ORDERING: "sequencing", QuestionKind.MATCHING: "matching", QuestionKind.TYPED: "fill-in",
    QuestionKind.BLANKS: "fill-in", QuestionKind.NUMERIC: "numeric", QuestionKind.HANDS_ON: "performance",
}  # fmt: skip
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, f"{BASE}#xapi")
_BETWEEN, _WITHIN, _RANGE = "[,]", "[.]", "[:]"
LONGEST_TEXT = 500
SHORT_RESPONSE = 250
"""Letters of a response that is filled in (section 2.4.4.1, interaction types)."""
MOST_PATTERNS = 100
"""Right responses that are listed; a list that is not exhaustive is not sent, as the standard advises."""
_TRUE_FALSE = {"True": "true", "False": "false"}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a question, as the log has it; `entry_id` is unique for ever."""

    entry_id: str
    at: datetime
    question: Question
    response: Response
    right: bool
    confidence: str
    seconds: float


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An answer, or the result of an exam, that was undone.

    By its id in the log: the entry that undid it, and when.
    """

    entry_id: str
    undo_id: str
    at: datetime
    is_result: bool = False

    @property
    def told(self) -> str:
        """What the id of its statement was made from."""
        return f"exam {record_id(self.entry_id)}" if self.is_result else f"answer {self.entry_id}"


def record_id(entry_id: str) -> str:
    """The id under which a record leaves: that of the log's entry would tell when it was written."""
    return hashlib.sha256(f"record {entry_id}".encode()).hexdigest()[:16]


def to_xapi(
    export: ProgressExport, answers: Iterable[Answered], taken_back: Iterable[TakenBack] = ()
) -> bytes:
    """All statements as one JSON list, as the Statement Resource of a store takes it."""
    found = statements(export, answers, taken_back)
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()


def statements(
    export: ProgressExport, answers: Iterable[Answered], taken_back: Iterable[TakenBack] = ()
) -> list[dict[str, Any]]:
    """Statements of answers, mock exams and exams, and those that void some of them, oldest first."""
    actor, codes = _actor(export.learner), {c.id: c for c in export.certifications}
    found = [_answered(actor, answer) for answer in answers]
    found += [_voided(actor, one) for one in taken_back]
    for exam in export.mock_exams:
        at = _instant(exam.on, export.exported_at)
        found += _mock_exam(actor, exam, codes.get(exam.certification), at)
    for certification in export.certifications:
        found += [
            _exam(actor, certification, record, export.learner, _instant(record.on, export.exported_at))
            for record in certification.records
            if record.kind in ("passed", "failed")
        ]
    return sorted(found, key=lambda statement: (statement["timestamp"], statement["id"]))


def _instant(day: date, now: datetime) -> datetime:
    """An instant for what has a day only: always the same one, but never one that is still to come."""
    return min(datetime.combine(day, time(), UTC), now)


def _actor(learner: Learner) -> dict[str, Any]:
    name = {"name": _plain(learner.name)} if _plain(learner.name) else {}
    return {"objectType": "Agent", **name, "account": {"homePage": BASE, "name": learner.id}}


def _answered(actor: dict[str, Any], answer: Answered) -> dict[str, Any]:
    question, about = answer.question, definition(answer.question)
    result: dict[str, Any] = {"success": answer.right, "duration": _duration(answer.seconds)}
    response = response_text(question, answer.response)
    if response:
        result["response"] = response
    if answer.confidence:
        result["extensions"] = {CONFIDENCE: answer.confidence}
    return _statement(
        f"answer {answer.entry_id}",
        actor,
        "answered",
        _activity(f"question/{question.certification_id}/{question.id}/{_meaning(about)}", about),
        answer.at,
        result,
        parent=f"certification/{question.certification_id}",
    )


def _voided(actor: dict[str, Any], taken: TakenBack) -> dict[str, Any]:
    """Statement that another one counts no more (section 2.3.2); it can't be voided itself."""
    return {
        "id": _id(f"{taken.told} voided"),
        "actor": actor,
        "verb": {"id": VERBS["voided"], "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": _id(taken.told)},
        "timestamp": _timestamp(taken.at),
    }


def voids(statement: dict[str, Any]) -> str:
    """The id of the statement that a statement voids; "" for any other one."""
    return str(statement["object"]["id"]) if statement["verb"]["id"] == VERBS["voided"] else ""


def _meaning(about: dict[str, Any]) -> str:
    """A digest of what can be answered and what is right: another key is another activity (2.4.4.1.s5)."""
    told = {name: part for name, part in about.items() if name not in ("name", "description")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def interaction_type(question: Question) -> str:
    """The standard's type of a question; options that are not called True and False are a choice."""
    if question.kind is QuestionKind.TRUE_FALSE and {o.text for o in question.options} != set(_TRUE_FALSE):
        return "choice"
    return INTERACTION_TYPES[question.kind]


def definition(question: Question) -> dict[str, Any]:
    """The interaction activity of a question, with what would be right where that can be listed."""
    kind, patterns = interaction_type(question), _patterns(question)
    found: dict[str, Any] = {
        "type": INTERACTION,
        "name": {"en": _plain(question.id)},
        "description": {"en": _plain(question.asked)},
        "interactionType": kind,
        **({"correctResponsesPattern": patterns} if patterns else {}),
    }
    if kind == "choice":
        found["choices"] = _components("o", [option.text for option in question.options])
    elif kind == "sequencing":
        found["choices"] = _components("s", [step.text for step in question.steps])
    elif kind == "matching":
        found["source"] = _components("p", [pair.prompt for pair in question.pairs])
        found["target"] = _components("c", question.choices)
    elif question.task is not None:
        found["steps"] = _components("r", [check.text for check in question.task.rubric])
    return found


def _components(letter: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    return [{"id": f"{letter}{n}", "description": {"en": _plain(text)}} for n, text in enumerate(texts)]


def _patterns(question: Question) -> list[str]:
    """What is right, in the pattern of the interaction type; empty where it can't be listed."""
    if question.options:
        return [_options_text(question, sorted(question.key))]
    if question.kind is QuestionKind.ORDERING:
        return [_BETWEEN.join(f"s{place}" for place in range(len(question.steps)))]
    if question.kind is QuestionKind.MATCHING:
        choices = question.choices
        return [
            _BETWEEN.join(
                f"p{n}{_WITHIN}c{choices.index(pair.match)}" for n, pair in enumerate(question.pairs)
            )
        ]
    if question.kind is QuestionKind.NUMERIC:
        return [_numeric_pattern(question)]
    if question.entries:
        return _spellings(question.entries)
    rubric = question.task.rubric if question.task else ()
    return [_BETWEEN.join(f"r{n}{_WITHIN}met" for n in range(len(rubric)))]


def _options_text(question: Question, places: Iterable[int]) -> str:
    if interaction_type(question) == "true-false":
        return _BETWEEN.join(_TRUE_FALSE[question.options[place].text] for place in places)
    return _BETWEEN.join(f"o{place}" for place in places)


def _spellings(entries: Sequence[Entry]) -> list[str]:
    """Every right way to fill in the blanks; none where they are too many, or a range of numbers."""
    listed = [_spellings_of(entry) for entry in entries]
    exact = {entry.letter_case is LetterCase.EXACT for entry in entries}
    if not all(listed) or math.prod(map(len, listed)) > MOST_PATTERNS or len(exact) > 1:
        return []
    begin = "{case_matters=true}" if exact == {True} else ""
    return list(dict.fromkeys(begin + _BETWEEN.join(parts) for parts in itertools.product(*listed)))


def _spellings_of(entry: Entry) -> list[str]:
    if entry.quantity is None:
        return [_plain(text, SHORT_RESPONSE) for text in entry.accepted]
    least, most = bounds(entry.quantity)
    return [shown(float(least))] if least == most else []


def _numeric_pattern(question: Question) -> str:
    quantity = question.entries[0].quantity
    assert quantity is not None, "a question for a number asks for a quantity"
    least, most = bounds(quantity)
    if least == most:
        return shown(float(least))
    return f"{shown(float(least))}{_RANGE}{shown(float(most))}"


def response_text(question: Question, response: Response) -> str:
    """What was given, in the pattern of the interaction type; "" for nothing at all."""
    if question.options:
        return _options_text(question, response.positions)
    if question.kind is QuestionKind.ORDERING:
        return _BETWEEN.join(f"s{place}" for place in response.positions)
    if question.kind is QuestionKind.MATCHING:
        given = [(n, c) for n, c in enumerate(response.positions) if c != UNMATCHED]
        return _BETWEEN.join(f"p{n}{_WITHIN}c{choice}" for n, choice in given)
    if question.kind is QuestionKind.HANDS_ON:
        return _BETWEEN.join(f"r{place}{_WITHIN}met" for place in response.positions)
    if question.kind is QuestionKind.NUMERIC:
        return _number_text(question, response.texts)
    return _BETWEEN.join(_plain(text, SHORT_RESPONSE) for text in response.texts)


def _number_text(question: Question, texts: Sequence[str]) -> str:
    """The number that was typed, as the standard writes one; "" for what is none."""
    quantity = question.entries[0].quantity
    number = number_of(texts[0], quantity.unit if quantity else "") if texts else None
    return "" if number is None else shown(float(number))


def _mock_exam(
    actor: dict[str, Any], exam: MockExam, certification: Certification | None, at: datetime
) -> list[dict[str, Any]]:
    result: dict[str, Any] = {"completion": True, "duration": _duration(exam.minutes * 60)}
    if exam.share is not None:
        on_scale = {} if exam.score is None else {"raw": exam.score}
        result["score"] = {"scaled": round(min(1.0, max(-1.0, exam.share)), 4), **on_scale}
    code = certification.code if certification else exam.certification
    about = {
        "type": ASSESSMENT,
        "name": {"en": _plain(exam.title)},
        "description": {"en": f"A mock exam of {_plain(code)}"},
    }
    activity = _activity(f"mock-exam/{exam.certification}", about)
    parent = f"certification/{exam.certification}"
    verbs = ["completed"]
    if exam.passed is not None:
        verbs.append("passed" if exam.passed else "failed")
    return [
        _statement(
            f"mock exam {exam.id} {verb}", actor, verb, activity, at,
            result | ({} if verb == "completed" else {"success": verb == "passed"}), parent,
        )
        for verb in verbs
    ]  # fmt: skip


def _exam(
    actor: dict[str, Any], certification: Certification, record: Record, learner: Learner, at: datetime
) -> dict[str, Any]:
    about = {"type": COURSE, "name": {"en": _plain(certification.code)},
             "description": {"en": _plain(certification.name)}}  # fmt: skip
    result: dict[str, Any] = {"success": record.kind == "passed", "completion": True}
    if record.score is not None:
        result["score"] = {"raw": record.score}
    told = record.id or f"{learner.id} {certification.id} {record.kind} {record.on}"
    return _statement(
        f"exam {told}", actor, record.kind,
        _activity(f"certification/{certification.id}", about),
        at, result,
    )  # fmt: skip


def _activity(path: str, about: dict[str, Any]) -> dict[str, Any]:
    return {"objectType": "Activity", "id": f"{BASE}#{path}", "definition": about}


def _statement(
    told: str,
    actor: dict[str, Any],
    verb: str,
    activity: dict[str, Any],
    at: datetime,
    result: dict[str, Any],
    parent: str = "",
) -> dict[str, Any]:
    context: dict[str, Any] = {"platform": "studyapp"}
    if parent:
        context["contextActivities"] = {"parent": [{"objectType": "Activity", "id": f"{BASE}#{parent}"}]}
    return {
        "id": _id(told),
        "actor": actor,
        "verb": {"id": VERBS[verb], "display": {"en": verb}},
        "object": activity,
        "result": result,
        "context": context,
        "timestamp": _timestamp(at),
    }


def _id(told: str) -> str:
    """A statement's id, from what it is about."""
    return str(uuid.uuid5(_IDS, told))


def _timestamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def _duration(seconds: float) -> str:
    """ISO 8601 with a precision of a hundredth of a second, as the standard compares durations."""
    return f"PT{max(0.0, seconds):.2f}S"


def _plain(text: str, longest: int = LONGEST_TEXT) -> str:
    """Text of people for people: one line, no control characters, not too long, none of the delimiters."""
    told = " ".join(clean(text, keep_lines=False).split())
    for delimiter in (_BETWEEN, _WITHIN, _RANGE):
        told = told.replace(delimiter, " ")
    return told if len(told) <= longest else told[: longest - 1] + "…"
