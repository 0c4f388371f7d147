"""From the view to the bytes of a file, for every format that needs nothing but the view."""

from __future__ import annotations

import re
import unicodedata

from studyapp.export.view import Format, ProgressExport

ENDINGS = {
    Format.JSON: ".json",
    Format.CSV: ".csv.zip",
    Format.MD: ".md",
    Format.HTML: ".html",
    Format.PDF: ".pdf",
    Format.XAPI: ".xapi.json",
    Format.PASSPORT: ".passport.json",
}
BADGE_ENDING = ".badge.jwt"


def rendered(export: ProgressExport, kind: Format) -> bytes:
    """The bytes of a file; xAPI and the passport need more than the view and are made elsewhere."""
    if kind is Format.JSON:
        from studyapp.export.document import to_json

        return to_json(export)
    if kind is Format.CSV:
        from studyapp.export.tables import to_csv_zip

        return to_csv_zip(export)
    from studyapp.export.report import page

    if kind is Format.MD:
        from studyapp.export.markdown import to_markdown

        return to_markdown(page(export))
    if kind is Format.HTML:
        from studyapp.export.page import to_html

        return to_html(page(export))
    if kind is Format.PDF:
        from studyapp.export.pdf import to_pdf

        return to_pdf(page(export))
    raise ValueError(f"{kind} is not made from the view alone")


def file_name(export: ProgressExport, kind: Format) -> str:
    """`studyapp-ada-2026-11-27.passport.json`: letters, digits and dashes only, whatever the name is."""
    plain = unicodedata.normalize("NFKD", export.learner.name).encode("ascii", "ignore").decode()
    who = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40] or export.learner.id[:8]
    return f"studyapp-{who}-{export.as_of.isoformat()}{ENDINGS[kind]}"
