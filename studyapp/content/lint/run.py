"""The runner: from paths to a report.

Files are read once. A bank is always read as a whole, so that duplicates and shares are right; findings are
told for the files that were asked for, and those of the bank only when all of its files were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from studyapp.content.across import future_days, repeated_ids
from studyapp.content.lint.bank import Bank
from studyapp.content.lint.findings import Finding, Level
from studyapp.content.lint.guessing import Figures
from studyapp.content.lint.library import Library
from studyapp.content.lint.registry import Check, Hit, load_checks
from studyapp.content.lint.source import Item
from studyapp.content.problems import Problem
from studyapp.domain.item_analysis import MeasuredItem

Measured = Mapping[str, Mapping[str, MeasuredItem]]
"""What answers say of items, by certification and id."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that the item's author excused, with the reason."""

    finding: Finding
    because: str


@dataclass
class Report:
    """Everything that a run found, in the order of the files."""

    findings: list[Finding] = field(default_factory=list)
    waived: list[Waived] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)
    files: int = 0
    items: int = 0
    passed_over: list[str] = field(default_factory=list)
    """Files of other programs in the folders of the run."""

    def count(self, level: Level) -> int:
        """Number of findings of a level."""
        return sum(finding.level is level for finding in self.findings)

    def reaches(self, level: Level) -> bool:
        """Whether a finding is at or above a level."""
        return any(finding.level.weight >= level.weight for finding in self.findings)


class UnknownCheck(ValueError):
    """An id, or the beginning of one, that no check has."""


def chosen_checks(select: Collection[str] = (), ignore: Collection[str] = ()) -> list[Check]:
    """The checks of a run; `F` or `F2` stands for all ids that begin so. Raises UnknownCheck."""
    checks = load_checks()
    for wanted in (*select, *ignore):
        if not any(check_id.startswith(wanted) for check_id in checks):
            raise UnknownCheck(wanted)
    return [
        check
        for check_id, check in checks.items()
        if (not select or check_id.startswith(tuple(select)))
        and not (ignore and check_id.startswith(tuple(ignore)))
    ]


def lint(
    paths: Iterable[Path],
    checks: Sequence[Check],
    today: date,
    since: str = "HEAD",
    measured: Measured | None = None,
) -> Report:
    """Check the YAML files of all paths (files or folders); F35 counts changes from the commit `since`.

    `measured` is what answers say of items, by certification and id, for B04 and B05.
    """
    return _report(Library(paths, today, since=since), checks, measured or {})


def lint_text(path: Path, text: str, checks: Sequence[Check], today: date) -> Report:
    """Check one file as if this text stood in it."""
    return _report(Library([path], today, {path: text}), checks)


def _report(library: Library, checks: Sequence[Check], measured: Measured | None = None) -> Report:
    loaded = library.asked
    banks = library.banks()
    asked = {file.path for file in loaded}
    report = Report(files=len(asked), passed_over=library.passed_over)
    run = Run({check.id: check for check in checks}, report, asked)
    for bank in banks:
        bank.measured = (measured or {}).get(bank.certification_id, {})
        run.check_bank(bank)
        report.items += sum(item.path in asked for item in bank.items)
    if "L00" in run.checks:
        run.add_problems(problem for file in loaded for problem in file.problems)
        run.add_problems(repeated_ids(loaded))
        run.add_problems(future_days((f for f in loaded if f.kind == "glossary"), library.today))  # else F28
    report.findings.sort(key=lambda f: (f.path, f.line, f.column, f.id))
    return report


_TOLD_BY_CHECKS = re.compile(
    r"has no (?:explanation|objective|references|verified_on|reason)$|has \d+ keys|"
    r"options, \d+ of them right|two equal options"
)


class Run:
    """One run: turns hits into findings, and waivers into what the report lists."""

    def __init__(self, checks: dict[str, Check], report: Report, asked: Collection[str]) -> None:
        self.checks = checks
        self.report = report
        self.asked = asked
        self._used: Counter[tuple[str, int, str]] = Counter()

    def check_bank(self, bank: Bank) -> None:
        """All chosen checks over one bank."""
        for check in self.checks.values():
            if check.of_item is not None:
                for item in bank.items:
                    if item.path in self.asked and (not check.kinds or item.kind in check.kinds):
                        for hit in check.of_item(item, bank):
                            self._add(check, hit, bank, item)
            if check.of_bank is not None:
                for hit in check.of_bank(bank):
                    self._add(check, hit, bank, hit.item)
        if {"B01", "B02", "B03"} & self.checks.keys() and self._is_asked_as_a_whole(bank):
            self.report.figures.append(bank.figures)
        if "L01" in self.checks:
            self._unused_waivers(bank)

    def _is_asked_as_a_whole(self, bank: Bank) -> bool:
        return all(source.path in self.asked for source in bank.sources)

    def _add(self, check: Check, hit: Hit, bank: Bank, item: Item | None) -> None:
        if item is None:
            if self._is_asked_as_a_whole(bank):
                source = bank.source_of[hit.path] if hit.path else bank.sources[0]
                self.report.findings.append(_finding(check, hit, source.path, source.place, ""))
            return
        if item.path not in self.asked:
            return
        source = bank.source_of[item.path]
        place = (item.line, item.column)
        if hit.spot:
            place = source.find(hit.phrase, hit.spot) if hit.phrase else (hit.spot.line, hit.spot.column)
        finding = _finding(check, hit, item.path, place, item.id)
        if check.id in item.waiver.ids and not check.id.startswith("L"):
            self._used[item.path, item.line, check.id] += 1
            self.report.waived.append(Waived(finding, item.waiver.because))
        else:
            self.report.findings.append(finding)

    def _unused_waivers(self, bank: Bank) -> None:
        check = self.checks["L01"]
        for item in bank.items:
            if item.path not in self.asked:
                continue
            for check_id, (line, column) in item.waiver.ids.items():
                if check_id.startswith("L"):  # can't be waived, and L02 says so
                    continue
                if check_id in self.checks and not self._used[item.path, item.line, check_id]:
                    hit = Hit(f"the item passes {check_id} without its waiver", phrase=check_id)
                    self.report.findings.append(_finding(check, hit, item.path, (line, column), item.id))

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """What the loader reports, but for what a check has told of the same file in better words."""
        told = {(f.path, f.id) for f in self.report.findings if f.id in ("F20", "F21", "F23")}
        for p in problems:
            if _TOLD_BY_CHECKS.search(p.message) and any(path == p.path for path, _ in told):
                continue
            self.report.findings.append(
                Finding("L00", Level(p.level), p.path, p.line, p.column, "", p.message, p.hint)
            )


def _finding(check: Check, hit: Hit, path: str, place: tuple[int, int], item: str) -> Finding:
    return Finding(
        check.id,
        hit.level or check.levels[0],
        path,
        *place,
        item,
        hit.message,
        hit.hint or check.do,
        hit.phrase,
    )
