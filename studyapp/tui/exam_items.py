"""Items of exams as the question widgets know them: a sheet or a report's item as a `Showing`."""

from __future__ import annotations

from dataclasses import replace

from studyapp.domain.content_change import Change
from studyapp.domain.log import CardId, Direction, ItemKind
from studyapp.domain.memory import CardState
from studyapp.domain.questions import Question
from studyapp.domain.responses import Response
from studyapp.services.exams.views import ReportItem, Sheet
from studyapp.services.views import Showing


def sheet_at(sheet: Sheet, place: int, question: Question, order: tuple[int, ...]) -> Sheet:
    """The attempt with another item of its form on the screen, as its learner left that item."""
    mark = sheet.marks[place]
    marks = (*sheet.marks[:place], replace(mark, seen=True), *sheet.marks[place + 1 :])
    response = Response.decode(question.kind, mark.response)
    return replace(
        sheet, place=place, marks=marks, question=question, order=order, response=response,
        confidence=mark.confidence,
    )  # fmt: skip


def showing_of_sheet(sheet: Sheet) -> Showing:
    """The item on the screen of an attempt."""
    question = sheet.question
    assert question is not None
    return Showing(
        token=f"{sheet.attempt_id}:{sheet.place}",
        card_id=str(CardId(ItemKind.QUESTION, question.id)),
        kind=ItemKind.QUESTION,
        direction=Direction.NONE,
        question=question,
        term=None,
        order=sheet.order,
        reason="",
        number=sheet.place + 1,
        of=len(sheet.marks),
        certification_code=sheet.certification_code,
        domain="",
        objective="",
        is_new=False,
        change=Change.NONE,
        state=CardState(),
        intervals={},
        term_names={},
    )


def showing_of_item(item: ReportItem, of: int, code: str) -> Showing:
    """An item of a report, with everything that belongs to it."""
    return Showing(
        token=f"report:{item.place}",
        card_id=str(CardId(ItemKind.QUESTION, item.question.id)),
        kind=ItemKind.QUESTION,
        direction=Direction.NONE,
        question=item.question,
        term=None,
        order=item.order,
        reason="",
        number=item.place + 1,
        of=of,
        certification_code=code,
        domain=item.domain,
        objective=item.objective,
        is_new=False,
        change=Change.NONE,
        state=CardState(),
        intervals={},
        term_names=item.term_names,
        domain_id=item.domain_id,
        partial_credit=item.partial_credit,
        disputed=item.disputed,
    )
