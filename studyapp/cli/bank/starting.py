"""`studyapp bank new`: the first files of a bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.printing import counted, say, warn
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.domain.certifications import Certification


def new(
    cert: Annotated[str, typer.Argument(metavar="CERT", help="Id of a certification, known or new.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Its folder; CERT unless given."),
    ] = None,
) -> None:
    """Start a bank: a plan with drawn key ranks, a questions file for each domain, a glossary.

    For a certification that nobody knows yet, its certification.yaml comes first; edit it and run this again.
    """
    import re

    from studyapp.content.files import replace_file
    from studyapp.content.placeholders import FIRST_DOMAIN
    from studyapp.content.starting import SKELETON, starting_files

    cert = cert.casefold()
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,79}", cert):
        raise InvalidInput(f"{cert!r} is not an id.", "Use lower-case letters, digits, dots and hyphens.")
    folder = output if output is not None else Path(cert)
    certification = _known(cert, folder)
    if certification is None:
        files = {"certification.yaml": SKELETON.format(id=cert, code=cert.upper())}
    elif any(domain.name == FIRST_DOMAIN for domain in certification.domains):
        raise InvalidInput(
            f"{folder / 'certification.yaml'} still has the domain of the template.",
            "Write down its domains and objectives, then run this again.",
        )
    else:
        files = starting_files(certification)
    present = [name for name in files if (folder / name).exists()]
    if present:
        own = "copy certification.yaml there first, " if (folder / "certification.yaml").is_file() else ""
        raise InvalidInput(
            f"In {folder} there {'is' if len(present) == 1 else 'are'} already {', '.join(present)}.",
            f"Nothing was changed. For a new plan name another folder with --output; {own}"
            "and take over what you need.",
        )
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(folder / name, text)
        say(str(folder / name))
    if certification is None:
        warn(f"Write down domains and objectives there, then run 'studyapp bank new {cert}' again.")
    else:
        warn(f"{counted(len(files), 'file')}. Fill in the plan first, then write, then 'studyapp bank lint'.")


def _known(cert: str, folder: Path) -> Certification | None:
    """The facts in the bank's folder, or the bundled ones."""
    from studyapp.content.load import load_file
    from studyapp.paths import bundled_content

    own = folder / "certification.yaml"
    for path in (own, *(root / cert / "certification.yaml" for root in bundled_content())):
        if not path.is_file():
            continue
        loaded = load_file(path)
        if loaded.certification is None:
            raise InvalidInput(f"{path} does not load.", "See 'studyapp bank check'.")
        if loaded.certification_id == cert:
            return loaded.certification.value
    return None
