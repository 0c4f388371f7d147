"""The file by which a learner's disputes reach the author: some entries of the progress export, alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studyapp.export.document import ExportNewer, NotAnExport
from studyapp.export.shapes import NotOfShape, decode
from studyapp.export.view import Dispute, Learner

DISPUTES_FORMAT = "studyapp-disputes/1"


@dataclass(frozen=True, slots=True)
class DisputesFile:
    """What a learner objects to; of the learner only the id made by chance, which tells two of them apart."""

    format: str
    made_by: str
    exported_at: datetime
    learner: Learner
    disputes: tuple[Dispute, ...]


def is_disputes(data: Any) -> bool:
    """Whether parsed JSON says that it is such a file, of whatever version."""
    said = data.get("format") if isinstance(data, dict) else None
    return isinstance(said, str) and said.startswith(DISPUTES_FORMAT.partition("/")[0] + "/")


def read_disputes(data: Any, name: str) -> DisputesFile:
    """The disputes in parsed JSON; raises NotAnExport or ExportNewer."""
    if data["format"] != DISPUTES_FORMAT:
        raise ExportNewer(f"{name} has the format {data['format']}; this studyapp reads {DISPUTES_FORMAT}.",
                          "Update studyapp.")  # fmt: skip
    try:
        found: DisputesFile = decode(DisputesFile, data)
    except NotOfShape as error:
        raise NotAnExport(f"{name}: {error}.", "It was changed, or made by something else.") from None
    return found
