"""Doctor, backups, and putting things right."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from studyapp.services import replaying
from studyapp.services.context import Context
from studyapp.services.fitting import Fit, fit, fit_if_due
from studyapp.services.problems import all_problems
from studyapp.services.views import Check
from studyapp.store import backup, disputes, dossier, records, totals
from studyapp.store.opening import HEAD


class HealthService:
    """Looks after the learner's data."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def check(self) -> list[Check]:
        """Integrity, foreign keys, schema, caches against the log, backups and content."""
        with self._context.store.read() as session:
            integrity = str(session.execute(text("PRAGMA integrity_check(5)")).scalar())
            orphans = session.execute(text("PRAGMA foreign_key_check")).all()
            version = int(session.execute(text("PRAGMA user_version")).scalar_one())
            entries = int(session.execute(text("SELECT count(*) FROM log_entry")).scalar_one())
            drift = replaying.differences(session, self._context)
            aims_differ = replaying.aims_differ(session)
            records_differ = records.from_log(session) != records.all_records(session)
            dossier_differs = dossier.from_log(session) != dossier.all_pieces(session)
            disputes_differ = disputes.from_log(session) != disputes.standing(session)
            total_drift = totals.snapshot(session) != totals.recounted(session)
            problems = all_problems(session)
        saved = backup.backups(self._context.home)
        rebuild = "Run 'studyapp doctor --rebuild'; the log is the truth and is not touched."
        errors = [p for p in problems if p.level == "error"]
        return [
            Check("database", integrity == "ok", f"{self._context.home.database}: {integrity}",
                  "Run 'studyapp restore' to go back to the last backup."),
            Check("references", not orphans, f"{len(orphans)} rows point nowhere", "Run 'studyapp restore'."),
            Check("schema", version == HEAD, f"version {version}", "Update studyapp."),
            Check("cards", not drift, f"{entries} log entries; {len(drift)} cards differ from the log"
                  + (f": {drift[0]}" if drift else ""), rebuild),
            Check("statistics", not total_drift, "daily totals differ from the log" if total_drift
                  else "daily totals agree with the log", rebuild),
            Check("goals", not aims_differ, "goals and days off differ from the log" if aims_differ
                  else "goals and days off agree with the log", rebuild),
            Check("records", not records_differ, "what is on paper differs from the log" if records_differ
                  else "what is on paper agrees with the log", rebuild),
            Check("dossier", not dossier_differs, "your evidence differs from the log" if dossier_differs
                  else "your evidence agrees with the log", rebuild),
            Check("disputes", not disputes_differ, "your disputes differ from the log" if disputes_differ
                  else "your disputes agree with the log", rebuild),
            Check("backups", bool(saved), f"{len(saved)} in {self._context.home.backups}",
                  "Run 'studyapp backup'."),
            *self._report_check(),
            Check("content", not errors, f"{len(errors)} errors, {len(problems) - len(errors)} warnings"
                  + (f"; first: {errors[0].path}:{errors[0].line}" if errors else ""),
                  "See the list with 'studyapp bank problems'."),
        ]  # fmt: skip

    def _report_check(self) -> list[Check]:
        """Whether the weekly report has a folder to go to; no line where there is no report."""
        folder = self._context.settings.report_folder
        if not folder:
            return []
        found = Path(folder).expanduser().is_dir()
        advice = "Make the folder, or choose another with 'studyapp settings set report_folder'."
        return [Check("weekly report", found, f"{folder}{'' if found else ' is not there'}", advice)]

    def rebuild(self) -> int:
        """Rebuild card states and totals from the log, after a backup; returns the number of cards."""
        backup.back_up(self._context.home, "before-rebuild", self._context.now())
        with self._context.store.write() as session:
            return replaying.rebuild(session, self._context)

    def fit_memory(self) -> Fit:
        """Fit the memory model to the reviews now; kept only where it predicts better."""
        return fit(self._context)

    def fit_memory_if_due(self) -> Fit | None:
        """Fit when enough new reviews came in since the last time."""
        return fit_if_due(self._context)

    def backup(self, label: str = "manual") -> Path:
        """Write a backup now and return its path."""
        return backup.back_up(self._context.home, label, self._context.now())

    def daily_backup(self) -> Path | None:
        """Write today's backup unless there is one."""
        now = self._context.now()
        if backup.daily_backup_exists(self._context.home, now):
            return None
        return backup.back_up(self._context.home, "daily", now)

    def backups(self) -> list[Path]:
        """All backups, newest first."""
        return backup.backups(self._context.home)
