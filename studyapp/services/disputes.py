"""A learner's objections to keys: kept beside the answers, handed to the author as a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session

from studyapp import __version__
from studyapp.domain.disputes import LONGEST_REASON, Dispute, answer_words
from studyapp.domain.log import EntryKind
from studyapp.errors import InvalidInput, NotFound
from studyapp.export import view
from studyapp.export.disputes import DISPUTES_FORMAT, DisputesFile
from studyapp.export.files import write_whole
from studyapp.export.shapes import encode
from studyapp.sanitiser import clean
from studyapp.services.changes import Aspect, Changes
from studyapp.services.context import Context
from studyapp.services.views import Decision, EarlierDispute
from studyapp.store import disputes, exams, items, journal
from studyapp.store.bodies import question_from_json
from studyapp.store.tables import Item

DISPUTED: Changes = frozenset({Aspect.CARDS})


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute with the question's title as it is now ("" where it is gone), and the version's fate."""

    dispute: Dispute
    title: str
    certification_code: str
    changed_since: bool
    in_quarantine: bool


class DisputesService:
    """Keeps objections to keys as log entries."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def earlier(self, question_id: str) -> EarlierDispute | None:
        """What the learner said against the key of a question; None where nothing stands."""
        with self._context.store.read() as session:
            return earlier_dispute(session, items.item(session, "question", question_id))

    def dispute(self, question_id: str, reason: str, attempt_id: str = "", place: int = 0) -> Changes:
        """Say why a key is wrong, in place of what was said before; an empty reason withdraws it.

        The answer is the newest one, or that of a place in an exam. Raises NotFound for an unknown question.
        """
        context = self._context
        text = clean(reason).strip()[:LONGEST_REASON]
        device_id, now, today = context.device_id, context.now(), context.today()
        with context.store.write() as session:
            made = self._made(session, question_id, text, attempt_id, place)
            for old in disputes.standing(session, question_id):
                journal.append(session, device_id, EntryKind.UNDO, now, today, voids=old.id)
                disputes.remove(session, old.id)
            if text:
                payload = disputes.payload_of(made)
                entry_id = journal.append(session, device_id, EntryKind.DISPUTE, now, today, payload=payload)
                disputes.put(session, replace(made, id=entry_id))
        return DISPUTED

    def _made(self, session: Session, question_id: str, reason: str, attempt_id: str, place: int) -> Dispute:
        row = items.item(session, "question", question_id)
        if row is None:
            raise NotFound(f"There is no question {question_id[:60]}.", "Give the id of a question.")
        chosen, version, body = "", row.content_hash, row.body
        shown = exams.item_at(session, attempt_id, place) if attempt_id else None
        if shown is not None and shown.question_id == question_id:
            chosen, version, body = shown.response, shown.content_hash, shown.body
        elif (last := disputes.last_answer(session, question_id)) is not None:
            chosen, version = last.chosen, last.content_hash
            body = items.version(session, "question", question_id, version) or body
        answer, right = answer_words(question_from_json(body), chosen)
        return Dispute(
            "", question_id, row.certification_id, version, self._context.today(), reason, chosen, answer,
            right,
        )  # fmt: skip

    def all(self) -> list[DisputeLine]:
        """Everything that is disputed, oldest first."""
        with self._context.store.read() as session:
            codes = items.codes(session)
            return [self._line(session, it, codes) for it in disputes.standing(session)]

    @staticmethod
    def _line(session: Session, it: Dispute, codes: dict[str, str]) -> DisputeLine:
        row = items.item(session, "question", it.question_id)
        return DisputeLine(
            it,
            row.title if row else "",
            codes.get(it.certification_id, it.certification_id),
            row is None or row.content_hash != it.content_hash,
            row is not None and row.quarantined_on is not None,
        )

    def export(self, target: Path, learner_id: str, *, overwrite: bool = False) -> int:
        """Write the disputes for their author; how many. Raises InvalidInput where there are none."""
        with self._context.store.read() as session:
            found = exported_disputes(session, ())
        if not found:
            raise InvalidInput(
                "Nothing is disputed.",
                "In the app, 'wrong key' under an answered question says why; or use 'studyapp dispute add'.",
            )
        file = DisputesFile(
            DISPUTES_FORMAT, f"studyapp {__version__}", self._context.now(), view.Learner(learner_id), found
        )
        content = json.dumps(encode(file), indent=1, ensure_ascii=False) + "\n"
        write_whole(target, content.encode(), overwrite)
        return len(found)


def earlier_dispute(session: Session, row: Item | None) -> EarlierDispute | None:
    """The newest dispute of a question, with what its author has done since; None where nothing stands."""
    found = disputes.standing(session, row.id) if row is not None else ()
    if row is None or not found:
        return None
    newest = found[-1]
    if row.quarantined_on is not None:
        quarantined = question_from_json(row.body).quarantined
        because = quarantined.because if quarantined else ""
        return EarlierDispute(newest.on, newest.reason, Decision.QUARANTINED, because)
    is_same = row.content_hash == newest.content_hash
    return EarlierDispute(newest.on, newest.reason, Decision.NONE if is_same else Decision.CHANGED)


def exported_disputes(session: Session, chosen: Sequence[str]) -> tuple[view.Dispute, ...]:
    """The disputes of some certifications (of all for none) as they leave."""
    return tuple(
        view.Dispute(
            it.certification_id, it.question_id, it.content_hash, it.on, it.reason, it.chosen, it.answer,
            it.right,
        )
        for it in disputes.standing(session)
        if not chosen or it.certification_id in chosen
    )  # fmt: skip
