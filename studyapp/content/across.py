"""Problems that show only across files: ids that two files use, objectives that no certification has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from studyapp.content.load import LoadedFile, Placed, unknown_certification
from studyapp.content.problems import Problem


def repeated_ids(loaded: Iterable[LoadedFile]) -> Iterator[Problem]:
    """Ids that two files use; within a file the loader has found them."""
    holders: dict[tuple[str, str], str] = {}
    for file in loaded:
        for kind, placed in _placed(file):
            key = (kind, placed.value.id)
            if holders.setdefault(key, file.path) != file.path:
                yield Problem(
                    file.path, placed.line, placed.column,
                    f"the id {placed.value.id} is already used in {holders[key]}", "Give this one a new id",
                )  # fmt: skip


def unknown_objectives(loaded: list[LoadedFile]) -> Iterator[Problem]:
    """Questions whose objective their certification does not have, where its facts were read too."""
    known = {
        file.certification.value.id: {o.id for d in file.certification.value.domains for o in d.objectives}
        for file in loaded
        if file.certification is not None
    }
    for file in loaded:
        objectives = known.get(file.certification_id)
        if objectives is None:
            continue
        for placed in file.questions:
            question = placed.value
            if question.objective_id not in objectives:
                yield Problem(
                    file.path, placed.line, placed.column,
                    f"{question.id} names the unknown objective {question.objective_id}",
                    "Use an id from its certification.yaml",
                )  # fmt: skip


def unknown_certifications(loaded: list[LoadedFile], known: Collection[str]) -> Iterator[Problem]:
    """Certifications that a roadmap names and that are neither `known` nor described by these files."""
    described = {*known, *(file.certification.value.id for file in loaded if file.certification)}
    for file in loaded:
        for named in file.leads_to:
            if named.value not in described:
                yield unknown_certification(file.path, named, described)


def future_days(loaded: Iterable[LoadedFile], today: date) -> Iterator[Problem]:
    """Items that were verified on a day that is not there yet."""
    for file in loaded:
        items: list[Placed[Any]] = [*file.questions, *file.terms]
        for placed in items:
            if placed.value.verified_on > today.isoformat():
                yield Problem(
                    file.path, placed.line, placed.column,
                    f"{placed.value.id}: verified_on is {placed.value.verified_on}, a day in the future",
                    "Write the day on which it was checked", "warning",
                )  # fmt: skip


def _placed(file: LoadedFile) -> Iterator[tuple[str, Any]]:
    yield from (("question", placed) for placed in file.questions)
    yield from (("term", placed) for placed in file.terms)
    for kind, placed in (("certification", file.certification), ("roadmap", file.roadmap)):
        if placed is not None:
            yield kind, placed
