"""Disputes of learners as their author reads them: by item, with the place in the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from studyapp.domain.content_change import content_hash, question_body
from studyapp.domain.disputes import answer_words
from studyapp.domain.judging import key_of
from studyapp.domain.questions import Question
from studyapp.errors import InvalidInput, StudyappError
from studyapp.export import view
from studyapp.export.disputes import is_disputes, read_disputes
from studyapp.export.document import NotAnExport, parse_json
from studyapp.export.verifying import read_file
from studyapp.services.cohort.reading import listed
from studyapp.services.cohort.view import SetAside
from studyapp.services.items.answers import gathered
from studyapp.services.items.measuring import Held, questions_of
from studyapp.services.items.views import DisputedItem, Disputes, ItemMeasure, OneDispute

Told = tuple[datetime, str, str, tuple[view.Dispute, ...]]
"""When a file was written, its path, whose it is, and what it says."""


def disputes(
    paths: Sequence[Path], sources: Sequence[Path], measured: Sequence[ItemMeasure] = ()
) -> Disputes:
    """What learners object to in a bank; of each learner the newest file counts.

    Sources are files of `studyapp dispute export`, exports at the level items, and what else `bank stats`
    takes. Raises InvalidInput where nothing is there to read.
    """
    held = {one.question.id: one for one in questions_of(paths)}
    told, aside = _told(sources)
    newest = {learner_id: (path, found) for _at, path, learner_id, found in sorted(told, key=lambda t: t[:2])}
    measures = {measure.item: measure for measure in measured}
    grouped: dict[tuple[str, str], list[OneDispute]] = {}
    for learner_id, (_path, found) in newest.items():
        for one in found:
            grouped.setdefault((one.certification, one.item), []).append(
                _one(learner_id, one, held.get(one.item))
            )
    items = [
        _item(at, found, held.get(at[1]), measures.get(at[1]))
        for at, found in grouped.items()
        if at[1] in held or _belongs(at[0], held)
    ]
    items.sort(key=lambda item: (-len(item.disputes), item.path, item.line, item.item))
    if not items and not told:
        first = f" {aside[0].path}: {aside[0].reason}." if aside else ""
        raise InvalidInput(
            f"There is no dispute in these files.{first}", "Ask for 'studyapp dispute export'."
        )
    return Disputes(tuple(items), tuple(aside))


def _belongs(certification: str, held: dict[str, Held]) -> bool:
    return any(one.question.certification_id == certification for one in held.values())


def _told(sources: Sequence[Path]) -> tuple[list[Told], list[SetAside]]:
    told: list[Told] = []
    aside: list[SetAside] = []
    for source in sources:
        paths = [one.path for one in listed([source])[0]] if source.is_dir() else [source]
        own = {path: found for path in paths if (found := _file(path, aside)) is not None}
        told += own.values()
        rest = [source] if not own else [path for path in paths if path not in own]
        others = gathered(rest) if rest else None
        if others is not None:
            told += [(one.exported_at, one.path, one.learner_id, one.disputes) for one in others.learners]
            aside += [one for one in others.set_aside if one.path not in {known.path for known in aside}]
    return told, aside


def _file(path: Path, aside: list[SetAside]) -> Told | None:
    """What a file of disputes says; None for any other file."""
    try:
        data = parse_json(read_file(path), path.name)
    except NotAnExport:
        return None  # another reader says what is wrong with it
    if not is_disputes(data):
        return None
    try:
        file = read_disputes(data, path.name)
    except StudyappError as error:
        aside.append(SetAside(str(path), error.message.rstrip(".")))
        return None
    return file.exported_at, str(path), file.learner.id, file.disputes


def _one(learner_id: str, told: view.Dispute, held: Held | None) -> OneDispute:
    changed = held is None or content_hash(question_body(held.question)) != told.version
    answer, right = told.answer, told.right
    if held is not None and not changed:  # in the words of the file, not in those that anybody may write
        answer, right = answer_words(held.question, told.chosen)
    return OneDispute(learner_id, told.on, answer, right, told.reason, changed)


def _item(
    at: tuple[str, str], found: Sequence[OneDispute], held: Held | None, measure: ItemMeasure | None
) -> DisputedItem:
    question = held.question if held else None
    return DisputedItem(
        certification=at[0],
        item=at[1],
        title=" ".join(question.asked.split())[:160] if question else "",
        path=held.path if held else "",
        line=held.line if held else 0,
        key=_key(question) if question else "",
        disputes=tuple(sorted(found, key=lambda one: (one.changed_since, one.on, one.learner_id))),
        measure=measure,
        quarantined=question.quarantined.because if question and question.quarantined else "",
    )


def _key(question: Question) -> str:
    return answer_words(question, key_of(question).encode())[0]
