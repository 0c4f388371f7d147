"""Which widget answers which kind of item; further kinds join here."""

from __future__ import annotations

from studyapp.domain.questions import QuestionKind
from studyapp.tui.widgets.answering import Answerer
from studyapp.tui.widgets.entry_fields import EntryFields
from studyapp.tui.widgets.hands_on import HandsOn
from studyapp.tui.widgets.matching import Matching
from studyapp.tui.widgets.options import MultipleChoice, SingleChoice, TrueFalse
from studyapp.tui.widgets.ordering import Ordering

ANSWERERS: dict[QuestionKind, type[Answerer]] = {
    QuestionKind.SINGLE: SingleChoice,
    QuestionKind.MULTIPLE: MultipleChoice,
    QuestionKind.TRUE_FALSE: TrueFalse,
    QuestionKind.ORDERING: Ordering,
    QuestionKind.MATCHING: Matching,
    QuestionKind.TYPED: EntryFields,
    QuestionKind.NUMERIC: EntryFields,
    QuestionKind.BLANKS: EntryFields,
    QuestionKind.HANDS_ON: HandsOn,
}


def answerer_for(kind: QuestionKind) -> type[Answerer]:
    """The widget of a kind."""
    return ANSWERERS[kind]
