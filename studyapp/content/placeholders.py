"""Texts that stand in for something: what our own tools leave to be written, and what authors put there."""

from __future__ import annotations

import re

TO_WRITE = "To be written."
"""What `bank convert` writes where a foreign item has no text for a field that ours needs."""
NO_ADDRESS = "https://to-be-written.invalid/"
"""The same for a reference: no such host can exist (RFC 2606)."""
NO_DAY = "1970-01-01"
"""The same for a date."""
FIRST_DOMAIN = "First domain"
FIRST_OBJECTIVE = "What the candidate can do"
"""What `bank new` writes into the facts of a certification that nobody knows."""

_WHOLE = re.compile(
    r"(?:(?:still |yet )?to (?:be (?:written|done|added|defined|decided|filled in|completed|determined)|do)"
    r"|todo|tbd|tbc|tba|tbw|fixme|placeholder|xxx+|lorem ipsum\b.*"
    r"|(?:(?:the|your) )?(?:stem|question|answer|option|distractor|key|reason|explanation|text)s?"
    r" (?:goes|go|comes|come) here"
    r"|(?:write|add|insert|put|enter) (?:the|a|an|your)"
    r" (?:stem|question|option|distractor|reason|explanation|text)s?(?: here)?)",
    re.DOTALL,
)
_MARKED = re.compile(
    r"\A\s*(?:TODO|FIXME|TBD|TBC)\s*[:(–—-]"
    r"|(?<![`\w])[\[(<{]\s*(?:TODO|FIXME|TBD|TBC|to be written)\b[^\])>}\n]*[\])>}](?!`)"
)
_TEMPLATE = re.compile(
    r"\A\s*[\[<{]+\s*(?:your|insert|write|put|fill in|enter)\b[^\]>}]*[\]>}]+\s*\Z", re.IGNORECASE
)
_NOTHING = re.compile(r"\A[\s.…?_\-–—*]+\Z")


def is_placeholder(text: str, *, is_prose: bool = False) -> str:
    """The words of a text that stand in for it, "" where it says something.

    `is_prose` for what has to be a sentence (a stem, a reason): dots and question marks alone say nothing
    there, while an option may well be `...` or `?`.
    """
    flat = " ".join(text.split())
    plain = flat.strip(" .…!:*_<>[](){}").casefold()
    if plain and _WHOLE.fullmatch(plain):
        return flat
    for pattern in (_MARKED, _TEMPLATE):
        if found := pattern.search(text):
            return " ".join(found[0].split())
    return flat if is_prose and flat and _NOTHING.match(flat) else ""
