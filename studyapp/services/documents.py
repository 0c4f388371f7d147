"""What a learner hands to others: the dossier, and a job description made from a roadmap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import count
from pathlib import Path

from studyapp.domain.dossier import Cover, Piece
from studyapp.domain.roadmaps import Roadmap
from studyapp.errors import StudyappError
from studyapp.export.blocks import Block, Entry, Heading, Listing, Page, Paragraph
from studyapp.export.markdown import to_markdown
from studyapp.export.page import to_html
from studyapp.services.context import Context
from studyapp.services.dossier import DossierService
from studyapp.services.job_fit import TEMPLATE_ROAD
from studyapp.services.roadmaps import RoadmapsService
from studyapp.services.role_views import CompetencyStanding, Dossier, JobFit, Proof


class Form(StrEnum):
    """How a document is written; each is the ending of its file."""

    MARKDOWN = "md"
    HTML = "html"


class NotWritten(StudyappError):
    """A file could not be written."""

    title = "The file could not be written"


class DocumentsService:
    """Makes documents and writes them into files."""

    def __init__(self, context: Context, roadmaps: RoadmapsService, dossier: DossierService) -> None:
        self._context = context
        self._roadmaps = roadmaps
        self._dossier = dossier

    def dossier(self, roadmap_id: str, form: Form, name: str = "") -> str:
        """The dossier for a roadmap; `name` is whose it is; raises NotFound."""
        found = self._dossier.of(roadmap_id)
        return _written(dossier_page(found, self._context.today(), name), form)

    def job_description(self, roadmap_id: str, form: Form) -> str:
        """A job description from the template, filled with what a roadmap says; raises NotFound."""
        road = self._roadmaps.roadmap(roadmap_id or TEMPLATE_ROAD).roadmap
        return _written(job_description(road), form)

    def job_text(self, roadmap_id: str = "") -> str:
        """The same as plain lines, to be held against the evidence."""
        road = self._roadmaps.roadmap(roadmap_id or TEMPLATE_ROAD).roadmap
        return "\n".join(_plain_lines(job_description(road)))

    def export_dossier(self, roadmap_id: str) -> tuple[Path, ...]:
        """Write the dossier in both forms into the home's folder of exports; returns the paths."""
        today = self._context.today().isoformat()
        texts = {form: self.dossier(roadmap_id, form) for form in Form}
        return self._write(f"dossier-{roadmap_id}-{today}", texts)

    def export_job_fit(self, found: JobFit) -> tuple[Path, ...]:
        """Write how the learner fits a job description, beside those of the day; returns the paths."""
        today = self._context.today()
        page = job_fit_page(found, today)
        return self._write(self._unused(f"job-fit-{today}"), {form: _written(page, form) for form in Form})

    def _unused(self, name: str) -> str:
        """The name, or the first numbered one of which there is no file yet."""
        folder = self._context.home.exports
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        return next(it for it in names if not any((folder / f"{it}.{form}").exists() for form in Form))

    def _write(self, name: str, texts: dict[Form, str]) -> tuple[Path, ...]:
        return tuple(
            write_text(self._context.home.exports / f"{name}.{form}", text) for form, text in texts.items()
        )


def write_text(path: Path, text: str) -> Path:
    """Write a file and return its path; raises NotWritten."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotWritten(f"{path}: {reason}.", "Name a folder that you may write to.") from error
    return path


def dossier_page(dossier: Dossier, today: date, name: str = "") -> Page:
    """The dossier as a page: what is covered and by what, and openly what is not."""
    whose = f"{name.strip()} · " if name.strip() else ""
    evidenced, proven = dossier.count(Cover.EVIDENCED), dossier.count(Cover.PROVEN)
    summary = (
        f"{evidenced} of {len(dossier.competencies)} responsibilities and skills have evidence; "
        f"{proven} more are covered by a certification that is held."
    )
    blocks: list[Block] = [Paragraph(summary)]
    for section in dossier.sections:
        blocks.append(Heading(section.title))
        for it in section.competencies:
            blocks += _competency(it)
    if dossier.kept:
        blocks += [
            Heading("Other evidence"), Listing(tuple(_piece(piece) for piece in dossier.kept)),
        ]  # fmt: skip
    return Page(f"Competency dossier: {dossier.role}", f"{whose}{dossier.name}, {today}", tuple(blocks))


def _competency(it: CompetencyStanding) -> Iterator[Block]:
    yield Heading(it.text, 3)
    entries = [_piece(piece) for piece in it.pieces]
    entries += [Entry(f"Certification held: {p.code} {p.name}") for p in it.proofs if p.held]
    if entries:
        yield Listing(tuple(entries))
    else:
        yield Paragraph("No evidence yet.")


def _piece(piece: Piece) -> Entry:
    below = (Entry(piece.note),) if piece.note else ()
    return Entry(f"{piece.on}, {piece.kind}: {piece.title}", piece.link, below)


def job_fit_page(found: JobFit, today: date) -> Page:
    """What a job description asks for: what the learner has, what is open, and what was not recognised."""
    have, gaps = found.having(Cover.EVIDENCED, Cover.PROVEN), found.having(Cover.OPEN)
    summary = f"Evidence for {len(have)} of {len(found.asked)} responsibilities and skills recognised in it."
    blocks: list[Block] = [Paragraph(summary)]
    for title, asked in (("Covered", have), ("Still to cover", gaps)):
        blocks += [Heading(title)] if asked else []
        for it in asked:
            instead = [Paragraph(f"Or: {other.text}") for other in it.instead]
            blocks += [*_competency(it.standing), *instead, Paragraph(f"Asked for: {it.lines[0]}")]
    named = tuple(Entry(_named(proof)) for proof in found.certifications)
    terms = tuple(Entry(f"{term.name} ({term.word})") for term in found.terms)
    unread = tuple(Entry(text) for text in found.unread)
    for title, entries in (
        ("Certifications that it names", named),
        ("Key terms that it names", terms),
        ("Not recognised", unread),
    ):
        blocks += [Heading(title), Listing(entries)] if entries else []
    return Page("Job description fit", str(today), tuple(blocks))


def _named(proof: Proof) -> str:
    to = f"; successor: {' or '.join(proof.successor_codes)}" if proof.successor_codes and proof.life else ""
    life = f"; {proof.life}" if proof.life else ""
    return f"{proof.code} {proof.name}: {'held' if proof.held else 'not held'}{life}{to}"


def job_description(road: Roadmap) -> Page:
    """The ten parts of the template; what a roadmap does not say is marked to be filled in."""
    by_id = {section.id: section for section in road.sections}
    skills = [s for s in road.sections if s.competencies and s.id != "responsibilities"]
    skilled = [entry for section in skills for entry in section.entries]

    def part(title: str, section_id: str, ask: str) -> list[Block]:
        section = by_id.get(section_id)
        entries = list(section.entries) if section else []
        return [Heading(title), _listed(entries, ask)]

    said = by_id.get("summary")
    summary = " ".join(said.entries if said else (road.tagline, *road.about[:1]))
    blocks: list[Block] = [
        Heading("Department"), Paragraph("[Fill in: the part of the organisation that the post belongs to]"),
        Heading("Summary"), Paragraph(summary),
        *part("Responsibilities", "responsibilities", "what the holder answers for"),
        Heading("Skills"), _listed(skilled, "what the holder can do"),
        *part("Education", "education", "degree, theory, fields of contact"),
        *part("Experience", "experience", "the years asked for"),
        *part("KPIs", "kpis", "the figures by which the work is judged"),
        Heading("Work environment"), Paragraph("[Fill in: the place, the team and the way of working]"),
        Heading("Why join us"), Paragraph("[Fill in: what the organisation offers to the holder]"),
    ]  # fmt: skip
    return Page(road.role, "Job description", tuple(blocks))


def _listed(entries: list[str], ask: str) -> Block:
    return Listing(tuple(Entry(entry) for entry in entries)) if entries else Paragraph(f"[Fill in: {ask}]")


def _written(page: Page, form: Form) -> str:
    return (to_html(page) if form is Form.HTML else to_markdown(page)).decode()


def _plain_lines(page: Page) -> Iterator[str]:
    yield page.title
    for block in page.blocks:
        if isinstance(block, Listing):
            yield from (entry.text for entry in block.entries)
        elif isinstance(block, (Heading, Paragraph)):
            yield block.text
