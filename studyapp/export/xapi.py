"""xAPI 1.0.3 statements: answered, completed, passed, failed.

Experience API 1.0.3, Part Two (statements, interaction activities). The ids of statements are made from what
they are about (UUID version 5), so that a second delivery of the same answer adds nothing to a Learning
Record Store. Interaction types and response patterns are those of the standard's section 2.4.4.1.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from studyapp.domain.entries import answer_text, bounds, shown
from studyapp.domain.questions import Question, QuestionKind
from studyapp.domain.responses import UNMATCHED, Response
from studyapp.export.view import Certification, Learner, MockExam, ProgressExport, Record
from studyapp.sanitiser import clean

BASE = "https://github.com/studyapp/studyapp/blob/main/docs/mentors.md"
VERBS = {
    word: f"http://adlnet.gov/expapi/verbs/{word}" for word in ("answered", "completed", "passed", "failed")
}
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
COURSE = "http://adlnet.gov/expapi/activities/course"
CONFIDENCE = f"{BASE}#confidence"
INTERACTION_TYPES = {
    QuestionKind.SINGLE: "choice", QuestionKind.MULTIPLE: "choice", QuestionKind.TRUE_FALSE: "choice",
    QuestionKind.ORDERING: "sequencing", QuestionKind.MATCHING: "matching", QuestionKind.TYPED: "fill-in",
    QuestionKind.BLANKS: "fill-in", QuestionKind.NUMERIC: "numeric", QuestionKind.HANDS_ON: "performance",
}  # fmt: skip
_IDS = uuid.uuid5(uuid.NAMESPACE_URL, f"{BASE}#xapi")
_BETWEEN, _WITHIN, _RANGE = "[,]", "[.]", "[:]"
LONGEST_TEXT = 500


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


def to_xapi(export: ProgressExport, answers: Iterable[Answered]) -> bytes:
    """All statements as one JSON list, as the Statement Resource of a store takes it."""
    found = statements(export, answers)
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()


def statements(export: ProgressExport, answers: Iterable[Answered]) -> list[dict[str, Any]]:
    """Statements of answers, mock exams and exams, oldest first."""
    actor, codes = _actor(export.learner), {c.id: c for c in export.certifications}
    found = [_answered(actor, answer) for answer in answers]
    for exam in export.mock_exams:
        found += _mock_exam(actor, exam, codes.get(exam.certification))
    for certification in export.certifications:
        found += [
            _exam(actor, certification, record, export.learner)
            for record in certification.records
            if record.kind in ("passed", "failed")
        ]
    return sorted(found, key=lambda statement: (statement["timestamp"], statement["id"]))


def _actor(learner: Learner) -> dict[str, Any]:
    name = {"name": _plain(learner.name)} if _plain(learner.name) else {}
    return {"objectType": "Agent", **name, "account": {"homePage": BASE, "name": learner.id}}


def _answered(actor: dict[str, Any], answer: Answered) -> dict[str, Any]:
    question = answer.question
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
        _activity(f"question/{question.certification_id}/{question.id}", definition(question)),
        answer.at,
        result,
        parent=f"certification/{question.certification_id}",
    )


def definition(question: Question) -> dict[str, Any]:
    """The interaction activity of a question, with what would be right."""
    kind = INTERACTION_TYPES[question.kind]
    found: dict[str, Any] = {
        "type": INTERACTION,
        "name": {"en": _plain(question.id)},
        "description": {"en": _plain(question.asked)},
        "interactionType": kind,
        "correctResponsesPattern": _patterns(question),
    }
    if question.options:
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
    """What is right, in the pattern of the interaction type."""
    if question.options:
        return [_BETWEEN.join(f"o{place}" for place in sorted(question.key))]
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
        return [_BETWEEN.join(_plain(answer_text(entry)) for entry in question.entries)]
    rubric = question.task.rubric if question.task else ()
    return [_BETWEEN.join(f"r{n}{_WITHIN}met" for n in range(len(rubric)))]


def _numeric_pattern(question: Question) -> str:
    quantity = question.entries[0].quantity
    if quantity is None:
        return _plain(answer_text(question.entries[0]))
    least, most = bounds(quantity)
    if least == most:
        return shown(float(least))
    return f"{shown(float(least))}{_RANGE}{shown(float(most))}"


def response_text(question: Question, response: Response) -> str:
    """What was given, in the pattern of the interaction type; "" for nothing at all."""
    if question.options:
        return _BETWEEN.join(f"o{place}" for place in response.positions)
    if question.kind is QuestionKind.ORDERING:
        return _BETWEEN.join(f"s{place}" for place in response.positions)
    if question.kind is QuestionKind.MATCHING:
        given = [(n, c) for n, c in enumerate(response.positions) if c != UNMATCHED]
        return _BETWEEN.join(f"p{n}{_WITHIN}c{choice}" for n, choice in given)
    if question.kind is QuestionKind.HANDS_ON:
        return _BETWEEN.join(f"r{place}{_WITHIN}met" for place in response.positions)
    return _BETWEEN.join(_plain(text) for text in response.texts)


def _mock_exam(
    actor: dict[str, Any], exam: MockExam, certification: Certification | None
) -> list[dict[str, Any]]:
    at = datetime.combine(exam.on, time(12), UTC)
    result: dict[str, Any] = {"completion": True, "duration": _duration(exam.minutes * 60)}
    if exam.share is not None:
        result["score"] = {"scaled": round(min(1.0, max(-1.0, exam.share)), 4)}
    about = {
        "type": ASSESSMENT,
        "name": {"en": _plain(exam.title)},
        "description": {"en": f"A mock exam of {_plain(certification.code if certification else '')}"},
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
    actor: dict[str, Any], certification: Certification, record: Record, learner: Learner
) -> dict[str, Any]:
    about = {"type": COURSE, "name": {"en": _plain(certification.code)},
             "description": {"en": _plain(certification.name)}}  # fmt: skip
    result: dict[str, Any] = {"success": record.kind == "passed", "completion": True}
    return _statement(
        f"exam {learner.id} {certification.id} {record.kind} {record.on}", actor, record.kind,
        _activity(f"certification/{certification.id}", about),
        datetime.combine(record.on, time(12), UTC), result,
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
        "id": str(uuid.uuid5(_IDS, told)),
        "actor": actor,
        "verb": {"id": VERBS[verb], "display": {"en": verb}},
        "object": activity,
        "result": result,
        "context": context,
        "timestamp": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z",
    }


def _duration(seconds: float) -> str:
    """ISO 8601 with a precision of a hundredth of a second, as the standard compares durations."""
    return f"PT{max(0.0, seconds):.2f}S"


def _plain(text: str) -> str:
    """Text of people for people: one line, no control characters, not too long, none of the delimiters."""
    told = " ".join(clean(text, keep_lines=False).split())
    for delimiter in (_BETWEEN, _WITHIN, _RANGE):
        told = told.replace(delimiter, " ")
    return told if len(told) <= LONGEST_TEXT else told[: LONGEST_TEXT - 1] + "…"
