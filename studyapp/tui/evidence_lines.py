"""What is typed about a piece of evidence, and how it was understood. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.content import Content

from studyapp.domain.days import long_date
from studyapp.domain.dossier import EvidenceKind
from studyapp.tui import words
from studyapp.tui.goal_lines import read_past_day
from studyapp.tui.text import plain

OFFERED: dict[EvidenceKind, str] = {
    EvidenceKind.PROJECT: "A project that I did",
    EvidenceKind.TRAINING: "A training or course",
    EvidenceKind.EXPERIENCE: "Work or other experience",
    EvidenceKind.EXAM: "An exam, not among the certifications here",
    EvidenceKind.LINK: "A link",
    EvidenceKind.NOTE: "A note",
}
LABELS = {
    "title": "What it is, in a few words", "link": "Link (or nothing)",
    "on": "Day (today, unless you type one)", "note": "What it shows (or nothing)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields, understood."""

    kind: EvidenceKind
    title: str
    link: str
    on: date
    note: str


def kind_lines() -> list[tuple[str, Content]]:
    """The kinds, to choose from."""
    return [(str(kind), plain(text)) for kind, text in OFFERED.items()]


def understand(
    kind: EvidenceKind, fields: dict[str, str], today: date
) -> tuple[dict[str, tuple[str, bool]], Typed | None]:
    """What to say under each field and whether it is good; the fields when all are."""
    said: dict[str, tuple[str, bool]] = {}
    on = today
    try:
        on = read_past_day(fields["on"], today)
        said["on"] = (f"{long_date(on)}, {words.away(on, today)}", True)
    except ValueError as error:
        said["on"] = (str(error), False)
    title, link = fields["title"].strip(), fields["link"].strip()
    said["title"] = ("", True) if title else ("Say in a few words what it is.", False)
    is_address = link.startswith(("https://", "http://")) and " " not in link
    if link and not is_address:
        said["link"] = ("Begin it with https://, or put it into the last field.", False)
    elif kind is EvidenceKind.LINK and not link:
        said["link"] = ("Type the address.", False)
    else:
        said["link"] = ("", True)
    said["note"] = ("", True)
    good = all(ok for _text, ok in said.values())
    return said, Typed(kind, title, link, on, fields["note"].strip()) if good else None
