"""What first answers say of the items of a bank: statistics of the version that stands in its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studyapp.content.files import yaml_files
from studyapp.content.load import Placed, load_file
from studyapp.domain.content_change import content_hash, question_body
from studyapp.domain.item_analysis import MeasuredItem
from studyapp.domain.item_statistics import ItemStatistics, Tally, statistics_of, tally_learner
from studyapp.domain.questions import Question
from studyapp.errors import InvalidInput
from studyapp.services.items.answers import Gathered
from studyapp.services.items.views import BankStatistics, ItemMeasure, OptionShare
from studyapp.services.sharing.gathering import VERSION_DIGITS


@dataclass(frozen=True, slots=True)
class Held:
    """A question of a file, and the begin of its content hash."""

    path: str
    line: int
    question: Question
    version: str


def questions_of(paths: Sequence[Path]) -> list[Held]:
    """The questions of files and folders in their order; raises InvalidInput for a path that is not there."""
    try:
        files = [load_file(path) for path in dict.fromkeys(yaml_files(paths))]
    except FileNotFoundError as error:
        raise InvalidInput(f"There is no {error}.", "Name files or folders that exist.") from error
    return [_held(file.path, placed) for file in files for placed in file.questions]


def _held(path: str, placed: Placed[Question]) -> Held:
    version = content_hash(question_body(placed.value))[:VERSION_DIGITS]
    return Held(path, placed.line, placed.value, version)


def statistics(paths: Sequence[Path], found: Gathered) -> BankStatistics:
    """Statistics of every question of the files over what learners handed over.

    Raises InvalidInput where there are no questions, or no answers at all.
    """
    held = questions_of(paths)
    if not held:
        raise InvalidInput("There are no questions in these files.", "Name a bank's folder.")
    if not found.answers:
        first = f" {found.set_aside[0].path}: {found.set_aside[0].reason}." if found.set_aside else ""
        raise InvalidInput(f"There is no answer in these files.{first}", "Ask for --privacy items.")
    tallies, learners = _tallied(held, found)
    items = tuple(_measure(one, tallies.get(one.question.certification_id, {})) for one in held)
    return BankStatistics(
        learners=learners,
        answers=sum(item.answers for item in items),
        older_answers=sum(item.older_answers for item in items),
        items=items,
        set_aside=found.set_aside,
    )


Tallies = dict[tuple[str, str], Tally]


def _tallied(held: Sequence[Held], found: Gathered) -> tuple[dict[str, Tallies], int]:
    """Tallies by certification, item and version, and how many learners have answers there."""
    apart: dict[str, set[str]] = {one.question.certification_id: set() for one in held}
    for one in held:
        if one.question.quarantined:
            apart[one.question.certification_id].add(one.question.id)
    tallies: dict[str, Tallies] = {key: {} for key in apart}
    learners: set[str] = set()
    for handed in found.learners:
        for table in handed.attempts:
            if table.certification in tallies and table.item:
                learners.add(handed.learner_id)
                tally_learner(
                    tallies[table.certification], table.item, table.version, table.right, table.chosen,
                    table.key, table.seconds, apart[table.certification],
                )  # fmt: skip
    return tallies, len(learners)


def _measure(one: Held, tallies: Tallies) -> ItemMeasure:
    tally, question = tallies.get((one.question.id, one.version)), one.question
    older = sum(
        other.attempts for (item, version), other in tallies.items()
        if item == question.id and version != one.version
    )  # fmt: skip
    found = statistics_of(tally) if tally else None
    measured = found.measured if found else None
    enough = measured is not None and measured.is_measured
    return ItemMeasure(
        certification=question.certification_id,
        item=question.id,
        title=" ".join(question.asked.split())[:160],
        path=one.path,
        line=one.line,
        version=one.version,
        answers=measured.attempts if measured else 0,
        older_answers=older,
        facility=_rounded(measured.facility) if measured else None,
        discrimination=_rounded(measured.point_biserial) if measured and enough else None,
        point_biserial=_rounded(measured.point_biserial) if measured and enough else None,
        efficiency=_rounded(found.efficiency) if found and enough else None,
        median_s=_rounded(found.median_s) if found else None,
        options=_options(question, measured) if measured else (),
        rival=measured.rival if measured and enough and measured.keys else None,
        top=measured.top if measured else 0,
        quarantined=question.quarantined.because if question.quarantined else "",
        found=found,
    )


def _options(question: Question, measured: MeasuredItem) -> tuple[OptionShare, ...]:
    return tuple(
        OptionShare(
            place, option.text, option.correct, _rounded(measured.chosen.get(place, 0.0)) or 0.0,
            _rounded(measured.chosen_by_top.get(place, 0.0)) or 0.0,
        )
        for place, option in enumerate(question.options)
    )  # fmt: skip


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def measured_items(found: BankStatistics) -> Mapping[str, Mapping[str, MeasuredItem]]:
    """What the linter needs to know, by certification and id."""
    made: dict[str, dict[str, MeasuredItem]] = {}
    for item in found.items:
        if isinstance(item.found, ItemStatistics):
            made.setdefault(item.certification, {})[item.item] = item.found.measured
    return made
