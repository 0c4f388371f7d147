"""Handing over progress: what would leave, the file itself, its signature."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studyapp.errors import InvalidInput, NotFound
from studyapp.export.files import write_whole
from studyapp.export.keys import KeyFolder
from studyapp.export.view import Format, Privacy, ProgressExport
from studyapp.export.writing import BADGE_ENDING, ENDINGS, file_name, rendered
from studyapp.services.context import put_raw
from studyapp.services.sharing.gathering import Gatherer, answered, exported_positions, taken_back
from studyapp.services.sharing.request import Leaving, Preview, Request, Written
from studyapp.services.sharing.sources import Sources
from studyapp.services.sharing.weekly import REPORTS_KEY, Reports, free_path, is_due, rotated
from studyapp.store import items, sharing
from studyapp.store.tables import SettingRow

if TYPE_CHECKING:
    from studyapp.export.xapi import Answered, TakenBack
    from studyapp.services.sharing.delivering import Delivery, Tell

POSITIONS_KEY = "exported_positions"
STATEMENTS_KEY = "exported_statements"
"""The setting that keeps the log's newest entry at each file of statements that held answers."""
RESULTS_KEY = "exported_results"
"""The same at each file of statements: the results of exams are in every one."""
MOST_POSITIONS = 500
"""Earlier exports that a new one can be shown to extend; the newest are kept."""


class SharingService:
    """What a learner hands over, and to whom is their own affair: everything here writes files, no more."""

    def __init__(self, sources: Sources) -> None:
        self._context = sources.context
        self._gatherer = Gatherer(sources)
        self.keys = KeyFolder(sources.context.home.keys)

    def gather(self, request: Request) -> ProgressExport:
        """The view that all formats are made from; raises NotFound for an unknown certification."""
        with self._context.store.read() as session:
            for certification_id in request.certification_ids:
                if items.certification(session, certification_id) is None:
                    raise NotFound(
                        f"There is no certification {certification_id}.", "See 'studyapp cert list'."
                    )
        if request.since is not None and request.since > self._context.today():
            raise InvalidInput(f"{request.since} is still to come.", "Give a day up to today.")
        return self._gatherer.gather(request, self.learner_id, self._positions())

    @property
    def learner_id(self) -> str:
        """The learner's id, made by chance at the first export."""
        with self._context.store.read() as session:
            known = sharing.learner_id(session)
        if known:
            return known
        made = str(uuid.uuid4())
        with self._context.store.write() as session:
            put_raw(session, sharing.LEARNER_KEY, json.dumps(made))
        return made

    def preview(self, request: Request, kind: Format) -> Preview:
        """What would leave the machine; nothing is written and no key is made."""
        export = self.gather(request)
        size = 0 if kind in (Format.PASSPORT, Format.XAPI) else len(rendered(export, kind))
        lines = (
            leaving_as_statements(export, self._answers(export), self._taken_back(export))
            if kind is Format.XAPI
            else leaving(export)
        )
        return Preview(tuple(lines), size, file_name(export, kind))

    def content(self, export: ProgressExport, kind: Format, *, even_empty: bool = False) -> bytes:
        """The bytes of an export in a format; a passport is signed, with a key made now if there is none.

        Raises InvalidInput where xAPI has no statement for what the export holds, unless `even_empty`.
        """
        if kind is Format.PASSPORT:
            from studyapp.export.passport import to_passport

            if export.evidence:
                self._remember(export.evidence.entries)
            return to_passport(export, self.keys.key())
        if kind is Format.XAPI:
            from studyapp.export.xapi import to_xapi

            answers, taken_back = self._answers(export), self._taken_back(export)
            lines = leaving_as_statements(export, answers, taken_back)
            if not (even_empty or any(line.leaves for line in lines[1:])):
                raise InvalidInput(
                    "There is nothing in it that xAPI has a statement for.",
                    "Mock exams are statements from the level 'domains' on, answers at the level 'items'.",
                )
            self._remember_statements(RESULTS_KEY)
            if export.privacy is Privacy.ITEMS:
                self._remember_statements(STATEMENTS_KEY)
            return to_xapi(export, answers, taken_back)
        return rendered(export, kind)

    def deliver(
        self, request: Request, endpoint: str, user: str, password: str, tell: Tell | None = None
    ) -> Delivery:
        """Send the statements of an export to a Learning Record Store that the learner names."""
        from studyapp.export.xapi import statements
        from studyapp.services.sharing.delivering import Deliverer

        deliverer = Deliverer(endpoint, user, password, self._context.home.root / "delivered")
        export = self.gather(request)
        # What a store has taken is known of each store; it alone says what is to be voided there.
        undone = self._taken_back(export, in_files=False)
        return deliverer.deliver(statements(export, self._answers(export), undone), tell)

    def weekly_report(self) -> Written | None:
        """Write the weekly report if one is due, and let the oldest go; None where none is due.

        Raises NotWritten where the folder is missing or full; it is due until it was written.
        """
        settings, reports = self._context.settings, Reports.read(self._raw(REPORTS_KEY))
        local_now = self._context.now().astimezone(self._context.calendar.zone)
        if not is_due(settings, reports, local_now):
            return None
        request, kind = Request(Privacy(settings.report_privacy)), Format(settings.report_format)
        folder = Path(settings.report_folder).expanduser()
        target = free_path(folder / file_name(self.gather(request), kind))
        # A week without anything is a report, too.
        written = self.write(request, kind, target, even_empty=True)
        kept = rotated((*reports.paths, str(target)), settings.report_keep)
        with self._context.store.write() as session:
            put_raw(session, REPORTS_KEY, Reports(self._context.now(), kept).text())
        return written

    def _answers(self, export: ProgressExport) -> list[Answered]:
        """The single answers, at the level that holds them."""
        if export.privacy is not Privacy.ITEMS:
            return []
        request = Request(export.privacy, export.only, export.since)
        with self._context.store.read() as session:
            return list(answered(session, request))

    def _taken_back(self, export: ProgressExport, *, in_files: bool = True) -> list[TakenBack]:
        """What was undone; `in_files`: only what an earlier file of statements may hold."""
        request = Request(export.privacy, export.only, export.since)
        with self._context.store.read() as session:
            found = taken_back(session, request)
        if not in_files:
            return found
        answers, results = self._statement_stands(STATEMENTS_KEY), self._statement_stands(RESULTS_KEY)
        return [
            one
            for one in found
            if any(one.entry_id <= stand < one.undo_id for stand in (results if one.is_result else answers))
        ]

    def _statement_stands(self, key: str) -> list[str]:
        try:
            said = json.loads(self._raw(key) or "[]")
        except ValueError:
            return []
        return [stand for stand in said if isinstance(stand, str)] if isinstance(said, list) else []

    def _remember_statements(self, key: str) -> None:
        """Keep where the log stood when a file of statements was made; what is undone later is voided."""
        known = self._statement_stands(key)
        with self._context.store.write() as session:
            stand = sharing.last_entry(session)
            if stand and stand not in known:
                put_raw(session, key, json.dumps([*known, stand][-MOST_POSITIONS:]))

    def write(
        self,
        request: Request,
        kind: Format,
        target: Path | None = None,
        *,
        badge: bool = False,
        overwrite: bool = False,
        even_empty: bool = False,
        beside: bool = False,
    ) -> Written:
        """Write the file, whole or not at all; into `target`, a file or a folder (none is the present one).

        With `badge` one badge per certification is written beside a passport; with `beside` a number goes
        into the name where a file is there already. Raises InvalidInput where a
        file is there already.
        """
        if badge and kind is not Format.PASSPORT:
            raise InvalidInput("A badge goes with a passport only.", "Add --format passport.")
        export = self.gather(request)
        path = target or Path()
        if path.is_dir():
            path = path / file_name(export, kind)
        if beside:
            path = free_path(path)
        content = self.content(export, kind, even_empty=even_empty)
        write_whole(path, content, overwrite)
        others = self._write_badges(export, path, overwrite) if badge else ()
        return Written(path, len(content), kind, others)

    def _write_badges(self, export: ProgressExport, path: Path, overwrite: bool) -> tuple[Path, ...]:
        from studyapp.export.badge import to_badge

        stem = path.name.removesuffix(ENDINGS[Format.PASSPORT]).removesuffix(".json")
        written = []
        for certification in export.certifications:
            other = path.with_name(f"{stem}.{certification.id}{BADGE_ENDING}")
            write_whole(other, to_badge(export, certification, self.keys.key()), overwrite)
            written.append(other)
        return tuple(written)

    def _raw(self, key: str) -> str:
        with self._context.store.read() as session:
            row = session.get(SettingRow, key)
            return row.value if row else ""

    def _positions(self) -> frozenset[int]:
        return exported_positions(self._raw(POSITIONS_KEY) or "[]")

    def _remember(self, position: int) -> None:
        """Keep where a passport stood before it leaves, so that later ones can be shown to extend it."""
        known = self._positions()
        if position in known:
            return
        kept = sorted(known | {position})[-MOST_POSITIONS:]
        with self._context.store.write() as session:
            put_raw(session, POSITIONS_KEY, json.dumps(kept))


def leaving_as_statements(
    export: ProgressExport, answers: Sequence[Answered], taken_back: Sequence[TakenBack] = ()
) -> list[Leaving]:
    """What of each part leaves as xAPI statements: the learner first, then what was done."""
    results = [
        record
        for certification in export.certifications
        for record in certification.records
        if record.kind in ("passed", "failed")
    ]
    void = " and ".join(
        _counted(number, one)
        for one, number in (
            ("answer", sum(not one.is_result for one in taken_back)),
            ("result", sum(one.is_result for one in taken_back)),
        )
        if number
    )
    return [
        Leaving("Name", export.learner.name or "no name, only an id made by chance"),
        Leaving("Answers", f"each of {_counted(len(answers), 'answer')}, with its time", bool(answers)),
        *([Leaving("Taken back", f"{void} of an earlier file, to count no more")] if taken_back else []),
        Leaving("Mock exams", f"{len(export.mock_exams)} with score and domains", bool(export.mock_exams)),
        Leaving("Results", f"{_counted(len(results), 'exam')} passed or failed", bool(results)),
        Leaving("Everything else", "has no statement in xAPI", False),
    ]


def leaving(export: ProgressExport) -> list[Leaving]:
    """What of each part leaves, and what stays here at this level."""
    answers = sum(len(table.item) for table in export.attempts)
    codes = ", ".join(certification.code for certification in export.certifications) or "none"
    has_domains = export.privacy is not Privacy.SUMMARY
    has_items = export.privacy is Privacy.ITEMS
    stages = sum(len(road.stages) for road in export.roadmaps)
    domains = sum(len(certification.domains) for certification in export.certifications)
    return [
        Leaving("Name", export.learner.name or "no name, only an id made by chance"),
        Leaving("Certifications", f"{codes}: items met, mean recall, exam date, results, readiness"),
        Leaving(
            "Days",
            f"answers and minutes of {_counted(len(export.activity), 'day')} and in all, "
            f"{_counted(len(export.days_off), 'day')} off",
        ),
        Leaving("Roadmap", f"{_counted(stages, 'stage')} and how far each is"),
        Leaving("Your log", "its length, and digests that give no answer away"),
        Leaving(
            "Domains", f"{_counted(domains, 'domain')}, how sure and how right you were in each", has_domains
        ),
        Leaving(
            "Mock exams",
            f"{len(export.mock_exams)} with score and domains{', points of each question too' * has_items}",
            has_domains,
        ),
        Leaving("Plan", f"reviews due on the {len(export.ahead)} days ahead", has_domains),
        Leaving("Answers", f"your first answer to each of {_counted(answers, 'question')}", has_items),
        Leaving(
            "Mixed up", f"{_counted(len(export.confusions), 'pair')}, with the options' words", has_items
        ),
        Leaving(
            "Disputes", f"{_counted(len(export.disputes), 'key')} held for wrong, with your words", has_items
        ),
        Leaving("Your notes, flags and settings", "never in an export", False),
    ]


def _counted(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
