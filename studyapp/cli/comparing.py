"""Printing a comparison of two roles: one under the other for each aspect, so that lines stay readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studyapp.cli.printing import bar, say, table
from studyapp.domain.standing import said

if TYPE_CHECKING:
    from studyapp.services.role_views import Comparison, Side


def say_comparison(found: Comparison) -> None:
    """Print everything that the screen shows."""
    one, other = found.one, found.other
    say(f"A  {one.role} ({one.name})")
    say(f"B  {other.role} ({other.name})")
    for row in found.aspects:
        say()
        say(row.aspect)
        say(f"  A  {row.one or 'the source does not say'}")
        say(f"  B  {row.other or 'the source does not say'}")
    say()
    say("Pay a year")
    table([("", "A", "B"), *((f"{r.region}, {r.level}", r.one, r.other) for r in found.pay)], indent="  ")
    for letter, note in zip("AB", found.pay_notes, strict=True):
        if note:
            say(f"  {letter}  {note}")
    _say_lists(found)
    say()
    say("Which fits whom")
    for letter, side in (("A", one), ("B", other)):
        for line in side.fits or ("the source does not say",):
            say(f"  {letter}  {line}")
    say()
    say("How far you are")
    for letter, side in (("A", one), ("B", other)):
        _say_side(letter, side)


def _say_lists(found: Comparison) -> None:
    marks = {"both": "A B", "one": "A", "other": "  B"}
    say()
    say("Certifications")
    table(
        (
            (marks[e.on], e.code, e.name, said(e.state, "" if e.state in ("open", "locked") else e.reason),
             e.life)
            for e in found.exams
        ),
        indent="  ",
    )  # fmt: skip
    say()
    say("Responsibilities and skills")
    table(((marks[s.on], str(s.cover), s.text) for s in found.skills), indent="  ")
    say(f"  Key terms on both: {found.shared_terms}")


def _say_side(letter: str, side: Side) -> None:
    say(f"  {letter}  {side.done} of {side.of} steps  {bar(side.progress)} {side.progress:.0%}")
    say(f"     evidence for {side.evidenced} of {side.competencies} responsibilities and skills")
    say(f"     {side.terms_met} of {side.terms} key terms met")
    say(f"     {side.next_step}")
