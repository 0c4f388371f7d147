"""`studyapp dossier`: evidence for what a role asks, and what it covers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.opening import opened, parse_day
from studyapp.cli.printing import say, say_json
from studyapp.domain.days import medium_date
from studyapp.domain.dossier import Cover
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.domain.dossier import Piece
    from studyapp.services.documents import Form
    from studyapp.services.facade import Services
    from studyapp.services.role_views import CompetencyStanding

app = typer.Typer(help="Competency dossier: evidence for responsibilities and skills.", no_args_is_help=True)

MARKS = {"evidenced": "+", "proven": "*", "open": "-"}
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
RoadmapId = Annotated[
    str, typer.Argument(metavar="[ROADMAP]", help="Id of a roadmap; the one that you follow unless given.")
]
FormOption = Annotated[str, typer.Option("--format", metavar="FORM", help="md for Markdown, html for HTML.")]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="File to write; the terminal unless given.")
]


@app.command("add")
def add(
    competencies: Annotated[
        list[str], typer.Argument(metavar="COMPETENCY", help="Ids, as 'dossier list' prints them.")
    ],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What it is, in a few words.")],
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="KIND", help="training, project, experience, exam, link or note."),
    ] = "project",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day of it; today.")] = "",
    link: Annotated[str, typer.Option("--link", metavar="URL", help="Where it can be seen.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What it shows.")] = "",
    json: Json = False,
) -> None:
    """Attach a piece of evidence to one or more competencies; it counts on every roadmap that has them."""
    from studyapp.domain.dossier import EvidenceKind

    if kind not in list(EvidenceKind):
        raise InvalidInput(
            f"{kind[:40]!r} is no kind of evidence.", f"Write one of: {', '.join(EvidenceKind)}."
        )
    day = parse_day(on) if on else None
    with opened() as services:
        piece = services.dossier.add(competencies, EvidenceKind(kind), title, on=day, link=link, note=note)
    if json:
        say_json(piece)
    else:
        say(f"Kept: {piece_line(piece)}")
        say(f"It stands for {', '.join(piece.competency_ids)}.")
        say(f"'studyapp dossier remove {piece.id[-8:]}' takes it back.")


@app.command("list")
def list_dossier(roadmap_id: RoadmapId = "", json: Json = False) -> None:
    """List what a role asks and your evidence for it: + evidence, * certification held, - nothing yet."""
    with opened() as services:
        dossier = services.dossier.of(_wanted(services, roadmap_id))
    if json:
        say_json(dossier)
        return
    say(f"{dossier.role} ({dossier.name})")
    evidenced, proven = dossier.count(Cover.EVIDENCED), dossier.count(Cover.PROVEN)
    of = len(dossier.competencies)
    say(f"{evidenced} of {of} with evidence, {proven} by a certification, {of - evidenced - proven} open")
    for section in dossier.sections:
        say()
        say(section.title)
        for it in section.competencies:
            _say_competency(it)
    if dossier.kept:
        say()
        say("Evidence for what no roadmap asks any more")
        for piece in dossier.kept:
            say(f"  {piece_line(piece)}")


@app.command("remove")
def remove(
    piece_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the evidence, or the end of it.")],
) -> None:
    """Take a piece of evidence back; the log keeps that it was there."""
    with opened() as services:
        piece = services.dossier.remove(piece_id)
    say(f"Taken back: {piece_line(piece)}")


@app.command("export")
def export(
    roadmap_id: RoadmapId = "",
    form: FormOption = "md",
    output: Output = "",
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="Whose dossier it is.")] = "",
) -> None:
    """Export the dossier as Markdown or as one printable HTML file."""
    with opened() as services:
        text = services.documents.dossier(_wanted(services, roadmap_id), parse_form(form), name)
    write_or_say(text, output)


def parse_form(form: str) -> Form:
    """The form of a document by its name; raises InvalidInput."""
    from studyapp.services.documents import Form

    if form not in list(Form):
        raise InvalidInput(f"{form[:40]!r} is no form of document.", "Write md or html.")
    return Form(form)


def write_or_say(text: str, output: str) -> None:
    """Write a document into a file, or print it as it is."""
    if not output or output == "-":
        print(text, end="")
        return
    from studyapp.services.documents import write_text

    say(f"Written: {write_text(Path(output).expanduser(), text)}")


def piece_line(piece: Piece) -> str:
    """`3 May 2026, project: Churn model <https://…> (8f0c2a1b)`."""
    link = f" <{piece.link}>" if piece.link else ""
    return f"{medium_date(piece.on)}, {piece.kind}: {piece.title}{link} ({piece.id[-8:]})"


def _wanted(services: Services, roadmap_id: str) -> str:
    found = roadmap_id or services.roadmaps.followed()
    if not found:
        raise InvalidInput("You follow no roadmap yet.", "Name one: 'studyapp roadmap list' lists them.")
    return found


def _say_competency(it: CompetencyStanding) -> None:
    say(f"  {MARKS[it.cover]} [{it.id}] {it.text}")
    for piece in it.pieces:
        say(f"      {piece_line(piece)}")
        for line in piece.note.splitlines():
            say(f"        {line}")
    for proof in it.proofs:
        if proof.held:
            say(f"      held: {proof.code} {proof.name}")
