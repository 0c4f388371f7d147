"""Evidence, drawn: what each competency has, and what would cover it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from textual.content import Content

from studyapp.domain.days import long_date
from studyapp.domain.dossier import Cover, Piece
from studyapp.services.role_views import CompetencyStanding, Dossier, JobFit, Proof
from studyapp.tui.drawing import Column, hanging, indented, line, row, stack
from studyapp.tui.role_lines import COVERS
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.rows import Draw

REST = "rest-"
"""Ids of the rows of a job description that are no competencies begin so."""


def dossier_rows(dossier: Dossier) -> Iterator[tuple[str, Draw]]:
    """A heading for each list of the profile, a line for each competency."""
    for number, section in enumerate(dossier.sections):
        if number:
            yield "", lambda width: Content(" ")
        yield "", _heading(section.title)
        for it in section.competencies:
            yield it.id, _row(it)


def fit_rows(found: JobFit) -> Iterator[tuple[str, Draw]]:
    """What is asked for: first what the learner has, then what is to cover; then all else in the text."""
    have = found.having(Cover.EVIDENCED, Cover.PROVEN)
    gaps = found.having(Cover.OPEN)
    for title, asked in (("You have", have), ("Still to cover", gaps)):
        if asked:
            yield "", _heading(f"{title}  {len(asked)}")
            for it in asked:
                yield it.key, _row(it.standing, it.instead)
    for number, (title, lines) in enumerate(_rest(found)):
        yield "", _heading(title)
        for place, text in enumerate(lines):
            yield f"{REST}{number}.{place}", partial(hanging, "· ", text)


def rest_line(found: JobFit, row_id: str) -> str:
    """The line of the rest that a row stands for; "" for rows of competencies."""
    if not row_id.startswith(REST):
        return ""
    number, place = map(int, row_id.removeprefix(REST).split("."))
    return _rest(found)[number][1][place]


def _rest(found: JobFit) -> list[tuple[str, list[str]]]:
    """What else the text names, and the lines in which nothing was recognised, each under its title."""
    unread = f"Nothing was recognised in {count(len(found.unread), 'line')}; read them yourself"
    groups = [
        ("Certifications that it names", [_named(proof) for proof in found.certifications]),
        ("Key terms that it names", [f"{term.name} ({term.word})" for term in found.terms]),
        (unread, list(found.unread)),
    ]
    return [(title, lines) for title, lines in groups if lines]


def _named(proof: Proof) -> str:
    to = f" → {' or '.join(proof.successor_codes)}" if proof.life and proof.successor_codes else ""
    return (
        f"{proof.code}: {'held' if proof.held else 'not held'}{f'; {proof.life}' if proof.life else ''}{to}"
    )


def _heading(title: str) -> Draw:
    return lambda width: line((title, "bold $ink"))


def _row(it: CompetencyStanding, instead: Sequence[CompetencyStanding] = ()) -> Draw:
    return lambda width: competency_row(it, width, instead)


def competency_row(it: CompetencyStanding, width: int, instead: Sequence[CompetencyStanding] = ()) -> Content:
    """Symbol, text, and in words what stands behind it; `instead` is as good."""
    symbol, word, style = COVERS[it.cover]
    said = count(len(it.pieces), "piece") if it.pieces else word
    return row(
        [
            Column(
                line((f"{symbol} ", style), " or ".join(" ".join(e.text.split()) for e in (it, *instead))), 0
            ),
            Column(line((said, style)), 9, from_width=36, right=True),
        ],
        width,
    )


def standing_note(
    it: CompetencyStanding,
    width: int,
    lines: Iterable[str] = (),
    instead: Iterable[CompetencyStanding] = (),
) -> Content:
    """The marked competency in full: who asks, what would do instead, and what covers it."""
    parts: list[Content | str] = [indented(plain(" ".join(it.text.split()), "$ink"), width, 0)]
    parts += [hanging("or  ", " ".join(other.text.split()), width, "$ink") for other in instead]
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
