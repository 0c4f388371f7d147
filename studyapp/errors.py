"""Errors that reach a person: what happened, why, and what to do about it."""

from __future__ import annotations


class StudyappError(Exception):
    """Base of every expected error; `title` and `advice` are shown, a traceback only with --debug."""

    title = "Something went wrong"
    exit_code = 1

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class HomeNotWritable(StudyappError):
    """The folder that holds the learner's data cannot be written."""

    title = "Your study data can't be written"


class DatabaseNewer(StudyappError):
    """The database was made by a later studyapp."""

    title = "This database is from a newer studyapp"


class DatabaseCorrupt(StudyappError):
    """SQLite finds the file damaged."""

    title = "The database is damaged"


class DiskFull(StudyappError):
    """A write failed for lack of space; nothing acknowledged was lost."""

    title = "The disk is full"


class DatabaseBusy(StudyappError):
    """Another process held the write lock for too long."""

    title = "The database is busy"


class NotFound(StudyappError):
    """An id that the content does not have."""

    title = "Not found"


class InvalidInput(StudyappError):
    """A value that cannot be used, with what would be."""

    title = "That can't be used"
    exit_code = 2


class StaleShowing(StudyappError):
    """An answer for something that is no longer on screen (answered already, or undone)."""

    title = "Already answered"


class NoBackup(StudyappError):
    """There is no backup to restore."""

    title = "No backup found"


class BankTooSmallForForm(StudyappError):
    """The bank has too few items for the form that was asked for."""

    title = "Too few questions for that"


class AttemptOpen(StudyappError):
    """Another attempt of that certification has not been handed in."""

    title = "An exam is not finished yet"


class ExamOver(StudyappError):
    """The attempt was handed in, or its time ran out: nothing can be answered any more."""

    title = "This exam is over"


class NotInThisExam(StudyappError):
    """Something that this form does not have, or that the rules of this exam do not allow."""

    title = "This exam does not allow that"
    exit_code = 2
