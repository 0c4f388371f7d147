"""What an author sees while writing: items as a learner meets them, and what is wrong with each.

No learner's data is touched, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from studyapp.content.files import yaml_files
from studyapp.content.lint.bank import Bank
from studyapp.content.lint.findings import Finding
from studyapp.content.lint.library import Library
from studyapp.content.lint.run import chosen_checks, lint
from studyapp.content.lint.source import Item
from studyapp.content.load import LoadedFile
from studyapp.domain.content_change import Change
from studyapp.domain.judging import judge, key_of
from studyapp.domain.log import Direction, ItemKind
from studyapp.domain.memory import CardState, Grade
from studyapp.domain.questions import Question, option_order
from studyapp.errors import NotFound
from studyapp.services.draft_views import Draft, DraftItem, DraftProblem
from studyapp.services.views import Feedback, Showing

EXAMPLE = timedelta(days=1)
"""The interval that an answered item shows; it belongs to a learner, whom a draft does not have."""


class Authoring:
    """The questions of some files or folders, read anew whenever they were saved."""

    def __init__(self, paths: Sequence[Path], today: date) -> None:
        self._paths = list(paths)
        self._today = today
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._last_good: dict[str, list[DraftItem]] = {}
        """The items of each file as they were when it could last be read."""

    def has_changed(self) -> bool:
        """Whether a file was saved, made or removed since the last look."""
        before, self._stamp = self._stamp, tuple(self._stamps())
        return before != self._stamp

    def _stamps(self) -> Iterator[tuple[str, int, int]]:
        for path in self._files():
            try:
                stat = path.stat()
            except OSError:
                continue
            yield str(path), stat.st_mtime_ns, stat.st_size

    def _files(self) -> list[Path]:
        try:
            return list(yaml_files(self._paths))
        except FileNotFoundError as error:
            raise NotFound(f"There is no {error}.", "Name files or folders that exist.") from error

    def read(self) -> Draft:
        """All items in the order of their files, with the findings of loader and linter."""
        files = self._files()
        library = Library(files, self._today)
        findings = lint(files, chosen_checks(ignore=["B"]), self._today).findings
        asked = {file.path: file for file in library.asked}
        names = {t.value.id: t.value.term for file in library.asked for t in file.terms}
        items = [
            (bank, item)
            for bank in library.banks()
            for source in bank.sources
            if source.path in asked
            for item in source.items
        ]
        drafts: dict[str, list[DraftItem]] = {}
        for bank, item in items:
            question = _question_at(asked[item.path], item)
            showing = _showing(question, bank, names) if question else None
            problems = tuple(_problems(findings, item))
            drafts.setdefault(item.path, []).append(
                DraftItem(item.id, item.path, item.line, showing, problems)
            )
        return self._draft(self._with_old(drafts, asked), findings)

    def _with_old(
        self, drafts: Mapping[str, list[DraftItem]], asked: Mapping[str, LoadedFile]
    ) -> list[DraftItem]:
        """The items in the order of the files; of a file that can't be read now, as they were before."""
        kept = {}
        for path, file in asked.items():
            if path in drafts or file.kind:
                kept[path] = drafts.get(path, [])
            else:
                kept[path] = [replace(item, is_old=True) for item in self._last_good.get(path, [])]
        self._last_good = kept
        everything = [item for items in kept.values() for item in items]
        return [
            replace(item, showing=replace(item.showing, number=number, of=len(everything)))
            if item.showing
            else item
            for number, item in enumerate(everything, 1)
        ]

    def _draft(self, drafts: Sequence[DraftItem], findings: Sequence[Finding]) -> Draft:
        told = {problem for draft in drafts for problem in draft.problems}
        # Shares of the blueprint are no news to somebody who is writing; what does not load is.
        loose = tuple(p for f in findings if f.id == "L00" and (p := _problem(f)) not in told)
        return Draft(tuple(drafts), loose)

    def right_answer(self, showing: Showing) -> Feedback:
        """What a learner sees who has answered the item right."""
        assert showing.question is not None
        verdict = judge(showing.question, key_of(showing.question))
        return Feedback("", verdict, Grade.GOOD, EXAMPLE, None, True, False, frozenset())


def _question_at(file: LoadedFile, item: Item) -> Question | None:
    return next((p.value for p in file.questions if p.line == item.line), None)


def _problems(findings: Sequence[Finding], item: Item) -> Iterator[DraftProblem]:
    for finding in findings:
        inside = not finding.item and item.line <= finding.line <= item.end_line
        if finding.path == item.path and (finding.item == item.id != "" or inside):
            yield _problem(finding)


def _problem(finding: Finding) -> DraftProblem:
    f = finding
    return DraftProblem(f.level.value, f.id, f.path, f.line, f.column, f.message, f.hint, f.text)


def _showing(question: Question, bank: Bank, names: dict[str, str]) -> Showing:
    certification = bank.certification
    domain = certification.domain_of(question.objective_id) if certification else None
    objective = (
        next((o.text for o in domain.objectives if o.id == question.objective_id), "") if domain else ""
    )
    return Showing(
        token="",
        card_id=f"q:{question.id}",
        kind=ItemKind.QUESTION,
        direction=Direction.NONE,
        question=question,
        term=None,
        order=option_order(question, "preview"),
        reason="",
        number=1,
        of=1,
        certification_code=certification.code if certification else bank.certification_id,
        domain=domain.name if domain else "",
        objective=f"{question.objective_id} {objective}".strip(),
        is_new=True,
        change=Change.NONE,
        state=CardState(),
        intervals={},
        term_names={term_id: names.get(term_id, term_id) for term_id in question.term_ids},
        domain_id=domain.id if domain else "",
    )
