"""Evidence, drawn: what each competency has, and what would cover it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content

from studyapp.domain.dossier import Cover, Piece
from studyapp.services.role_views import CompetencyStanding, Dossier, JobFit, Proof
from studyapp.tui.drawing import Column, hanging, indented, line, row, stack
from studyapp.tui.role_lines import COVERS
from studyapp.tui.text import count, long_date, plain
from studyapp.tui.widgets.rows import Draw

MOST_UNREAD = 8


def dossier_rows(dossier: Dossier) -> Iterator[tuple[str, Draw]]:
    """A heading for each list of the profile, a line for each competency."""
    for number, section in enumerate(dossier.sections):
        if number:
            yield "", lambda width: Content(" ")
        yield "", _heading(section.title)
        for it in section.competencies:
            yield it.id, _row(it)


def fit_rows(found: JobFit, with_rest: bool) -> Iterator[tuple[str, Draw]]:
    """What is asked for: first what the learner has, then what is still to cover; then the rest."""
    have = found.having(Cover.EVIDENCED, Cover.PROVEN)
    gaps = found.having(Cover.OPEN)
    for title, asked in (("You have", have), ("Still to cover", gaps)):
        if asked:
            yield "", _heading(f"{title}  {len(asked)}")
            for it in asked:
                yield it.standing.id, _row(it.standing)
    if with_rest:
        yield "", lambda width: stack([Content(" "), fit_note(found, width)])


def _heading(title: str) -> Draw:
    return lambda width: line((title, "bold $ink"))


def _row(it: CompetencyStanding) -> Draw:
    return lambda width: competency_row(it, width)


def competency_row(it: CompetencyStanding, width: int) -> Content:
    """Symbol, text, and in words what stands behind it."""
    symbol, word, style = COVERS[it.cover]
    said = count(len(it.pieces), "piece") if it.pieces else word
    return row(
        [
            Column(line((f"{symbol} ", style), " ".join(it.text.split())), 0),
            Column(line((said, style)), 9, from_width=36, right=True),
        ],
        width,
    )


def standing_note(it: CompetencyStanding, width: int, lines: Iterable[str] = ()) -> Content:
    """The marked competency in full: who asks, evidence, certifications and terms that cover it."""
    parts: list[Content | str] = [indented(plain(" ".join(it.text.split()), "$ink"), width, 0)]
    parts += [hanging(line(("asked  ", "$dim")), text, width, "$dim") for text in list(lines)[:2]]
    parts += [piece_line(piece, width) for piece in it.pieces]
    held = [proof for proof in it.proofs if proof.held]
    rest = [proof for proof in it.proofs if not proof.held]
    parts += [hanging(line(("◆ ", "$accent")), f"held: {proof.code}", width) for proof in held]
    if not it.pieces and not held:
        parts.append(line(("No evidence yet.", "$dim")))
    if rest:
        certifications = ", ".join(_proof(proof) for proof in rest)
        parts.append(hanging("certifications  ", certifications, width, "$dim"))
    if it.terms:
        terms = ", ".join(f"{term.name} ({term.word})" for term in it.terms)
        parts.append(hanging("terms  ", terms, width, "$dim"))
    if len(it.roads) > 1:
        parts.append(line((f"counts on {count(len(it.roads), 'roadmap')}", "$dim")))
    return stack(parts)


def _proof(proof: Proof) -> str:
    return f"{proof.code} ({proof.life})" if proof.life else proof.code


def piece_line(piece: Piece, width: int) -> Content:
    """`✓ project: Churn model, 3 May 2026 https://…` and the note under it."""
    text = f"{piece.kind}: {piece.title}, {long_date(piece.on)}"
    lines = [hanging(line(("✓ ", "$right")), f"{text} {piece.link}".strip(), width)]
    if piece.note:
        lines.append(indented(plain(piece.note, "$dim"), width, 2))
    return stack(lines)


def fit_note(found: JobFit, width: int) -> Content:
    """What else the text names, and the lines in which nothing was recognised."""
    parts: list[Content | str] = []
    if found.certifications:
        parts.append(line(("Certifications that it names", "bold")))
        for proof in found.certifications:
            to = f" → {' or '.join(proof.successor_codes)}" if proof.life and proof.successor_codes else ""
            said = f"{proof.code}: {'held' if proof.held else 'not held'}"
            parts.append(hanging("  ", f"{said}{f'; {proof.life}' if proof.life else ''}{to}", width))
    if found.terms:
        parts.append(line(("Key terms that it names", "bold")))
        parts.append(indented(", ".join(f"{term.name} ({term.word})" for term in found.terms), width, 2))
    if found.unread:
        what = count(len(found.unread), "line")
        parts.append(line((f"Nothing was recognised in {what}; read them yourself", "bold")))
        parts += [hanging("  · ", text, width, "$dim") for text in found.unread[:MOST_UNREAD]]
        if len(found.unread) > MOST_UNREAD:
            parts.append(line((f"  and {len(found.unread) - MOST_UNREAD} more", "$dim")))
    return stack(parts)
