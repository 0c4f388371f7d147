"""`studyapp job`: a job description against your evidence, and one from the template."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cells import shortened
from studyapp.cli.dossier import FormOption, Output, parse_form, piece_line, write_or_say
from studyapp.cli.opening import opened
from studyapp.cli.printing import counted, say, say_json
from studyapp.domain.dossier import Cover
from studyapp.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from studyapp.services.role_views import AskedCompetency, JobFit, Proof

app = typer.Typer(help="Job descriptions: how well you fit one, and a template.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
MOST_BYTES = 1_000_000
SHOWN_LINES = 10


@app.command("fit")
def fit(
    file: Annotated[
        str,
        typer.Argument(metavar="[FILE]", help="Text of a job description, - for stdin; the built-in one."),
    ] = "",
    json: Json = False,
) -> None:
    """See which skills of a job description you have evidence for, and what covers the rest."""
    text = _read(file) if file else ""
    with opened() as services:
        found = services.jobs.fit(text if file else services.documents.job_text())
    if json:
        say_json(found)
    else:
        _say_fit(found)


@app.command("template")
def template(
    roadmap: Annotated[
        str, typer.Option("--roadmap", metavar="ID", help="Fill it from this roadmap; the job-ready one.")
    ] = "",
    form: FormOption = "md",
    output: Output = "",
) -> None:
    """Make a job description from the template, filled with what a roadmap says."""
    with opened() as services:
        text = services.documents.job_description(roadmap, parse_form(form))
    write_or_say(text, output)


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1) if file == "-" else _bytes_of(Path(file).expanduser())
        if len(data) > MOST_BYTES:
            raise InvalidInput(f"{file} is larger than a job description.", "Give one job description.")
        return data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {file}.", "Name a text file, or - for stdin.") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"{file} is not text in UTF-8.", "Copy the words out of the document into a text file."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(f"{file} can't be read: {reason}.", "Name a text file, or - for stdin.") from error


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _say_fit(found: JobFit) -> None:
    have, gaps = found.having(Cover.EVIDENCED, Cover.PROVEN), found.having(Cover.OPEN)
    say(f"Of {counted(len(found.asked), 'responsibility or skill', 'responsibilities and skills')} that are "
        f"asked for, you have evidence for {len(have)}.")  # fmt: skip
    for title, asked in (("You have", have), ("Still to cover", gaps)):
        if asked:
            say()
            say(title)
            for it in asked:
                _say_asked(it)
    if found.terms:
        say()
        say("Key terms that it names")
        say("  " + ", ".join(f"{term.name} ({term.word})" for term in found.terms))
    if found.certifications:
        say()
        say("Certifications that it names")
        for proof in found.certifications:
            say(f"  {proof.code} {proof.name}: {_proof_line(proof)}")
    if found.unread:
        say()
        say(f"In {counted(len(found.unread), 'line')} nothing was recognised; read them yourself:")
        for line in found.unread[:SHOWN_LINES]:
            say(f"  {shortened(line, 100)}")
        if len(found.unread) > SHOWN_LINES:
            say(f"  and {len(found.unread) - SHOWN_LINES} more")


def _proof_line(proof: Proof) -> str:
    life = f"; {proof.life}" if proof.life else ""
    to = f" -> {' or '.join(proof.successor_codes)}" if proof.life and proof.successor_codes else ""
    return f"{'held' if proof.held else 'not held'}{life}{to}"


def _say_asked(it: AskedCompetency) -> None:
    standing = it.standing
    say(f"  [{standing.id}] {standing.text}")
    for other in it.instead:
        say(f"      or [{other.id}] {other.text}")
    say(f"      asked for: {shortened(it.lines[0], 90)}")
    for piece in standing.pieces:
        say(f"      {piece_line(piece)}")
    held = [proof.code for proof in standing.proofs if proof.held]
    if held:
        say(f"      held: {', '.join(held)}")
    if standing.cover == "open":
        if standing.proofs:
            say(f"      certifications: {', '.join(proof.code for proof in standing.proofs)}")
        if standing.terms:
            say(f"      terms: {', '.join(f'{term.name} ({term.word})' for term in standing.terms)}")
