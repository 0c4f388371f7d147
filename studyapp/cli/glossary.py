"""`studyapp glossary`: look a term up."""

from __future__ import annotations

from typing import Annotated

import typer

from studyapp.cli.opening import find_certification, opened
from studyapp.cli.printing import say, say_json


def glossary(
    query: Annotated[str, typer.Argument(help="Words, or beginnings of words.")] = "",
    cert: Annotated[str, typer.Option("--cert", metavar="CERT", help="Only this glossary.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Terms to print.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find terms by name or in their definitions, best match first."""
    with opened() as services:
        chosen = find_certification(services, cert).id if cert else ""
        hits = services.library.terms(query, chosen, limit)
        found = [services.library.term(hit.term_id) for hit in hits]
    if json:
        say_json(found)
        return
    for detail in found:
        term = detail.term
        also = f" (also {', '.join(term.also)})" if term.also else ""
        say(f"{term.term}{also} · {', '.join(detail.certification_codes)}")
        say(f"  {term.definition}")
        if term.contrast:
            say(f"  Not to be confused with {detail.contrast_name}: {term.contrast.because}")
    if not found:
        say("No term matches." if query else "There are no terms yet.")
