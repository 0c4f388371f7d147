"""`studyapp readiness` and `studyapp mistakes`: how likely you are to pass, and what to put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studyapp import readiness_words as words
from studyapp.cells import shortened
from studyapp.cli.opening import find_certification, opened
from studyapp.cli.printing import bar, counted, say, say_json, table
from studyapp.domain.days import medium_date

if TYPE_CHECKING:
    from studyapp.services.readiness_views import Notebook, Readiness

TITLE_WIDTH = 70


def readiness(
    cert: Annotated[str, typer.Argument(metavar="CERT", help="Id or code; your goal unless given.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the probability to pass, the evidence behind it, what would raise it, and its audit."""
    with opened() as services:
        chosen = find_certification(services, cert).id if cert else ""
        view = services.readiness.of(chosen)
    if json:
        say_json(view)
    else:
        _say(view)


def _say(view: Readiness) -> None:
    say(f"{view.code}: {words.day_words(view)}")
    if view.forecast is None:
        say(view.no_exam)
        return
    _say_number(view)
    say()
    _say_domains(view)
    _say_actions(view)
    say()
    say("How good our forecasts were")
    for line in words.audit(view.audit, view.audit_all):
        say(f"  {line}")
    for test in view.audit.tested:
        if not test.counts:
            say(f"  {medium_date(test.on)}: no test, {test.because}")
    say()
    say("How often you were right, by how sure you said you were (first answers)")
    rows = [(row.name, *(words.said(one) for one in row.said)) for row in view.calibration]
    table([*rows, ("all", *(words.said(one) for one in view.calibration_all))], indent="  ")
    if view.assumptions:
        say()
        say("Assumptions of ours")
        for sentence in view.assumptions:
            say(f"  {sentence}")


def _say_number(view: Readiness) -> None:
    found, today = view.forecast, view.if_today
    assert found is not None
    assert today is not None
    told = words.evidence(found.answers)
    if not view.is_enough:
        say(f"Not enough evidence for a number: {told}.")
        say("A number is shown once half of the exam rests on domains with 25 first answers.")
        return
    say(f"P(pass) {words.p_and_interval(found.p_pass, found.p_low, found.p_high)}   {told}")
    if view.on != view.today:
        say(f"If it were today: {words.p_and_interval(today.p_pass, today.p_low, today.p_high)}")
    say(f"{words.score_words(view, found)}.")
    say(words.INTERVAL)
    say(words.EVIDENCE)


def _say_domains(view: Readiness) -> None:
    assert view.forecast is not None
    names = {domain.domain_id: domain for domain in view.domains}
    say("Domain: share of the exam, first answers, right then, expected on the day, points of the exam")
    rows = []
    for domain in view.forecast.domains:
        evidence = domain.evidence
        expected = f"{domain.expected:.0%} ({domain.expected_low:.0%}-{domain.expected_high:.0%})"
        points = f"{domain.points:.1f} of {domain.items}"
        if domain.missing:  # what stands there then is the prior, not the learner
            expected, points = "-", f"- of {domain.items}"
        rows.append(
            (
                domain.domain_id,
                names[domain.domain_id].name,
                f"{domain.weight:.0%}",
                evidence.answers,
                f"{evidence.right / evidence.answers:.0%}" if evidence.answers else "-",
                "" if domain.missing else bar(domain.expected, 10),
                expected,
                points,
                f"not enough evidence: {domain.missing} more" if domain.missing else "",
            )
        )
    table(rows, right=(2, 3, 4, 7), indent="  ")


def _say_actions(view: Readiness) -> None:
    if not view.actions:
        return
    say()
    say("What is expected to raise P(pass) most")
    for number, offer in enumerate(view.actions, 1):
        say(f"  {number}  {offer.title}: {words.gain(offer, view.is_enough)}")


def mistakes(
    cert: Annotated[str, typer.Option("--cert", metavar="CERT", help="Only of this one.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many to print.")] = 20,
) -> None:
    """Print what you missed and have not recalled since: confident errors first."""
    with opened() as services:
        chosen = find_certification(services, cert).id if cert else ""
        notebook = services.mistakes.notebook(chosen)
    if json:
        say_json(notebook)
    else:
        _say_notebook(notebook, limit)


def _say_notebook(notebook: Notebook, limit: int) -> None:
    from studyapp.plain_answers import dispute_told

    if not notebook.mistakes:
        say("No mistakes are open.")
    else:
        say(f"{counted(notebook.still_open, 'open mistake')}, {notebook.corrected} corrected")
        say("Work them off with 'studyapp study --scope mistakes'.")
    for line in notebook.mistakes[:limit]:
        say()
        say(f"{line.question_id}  {shortened(line.title, TITLE_WIDTH)}")
        say(f"  {words.mistake_state(line)}; missed on {medium_date(line.missed_on)}")
        if line.disputed is not None:
            say(f"  {dispute_told(line.disputed, medium_date(line.disputed.on))}")
        for mixed in line.mixed:
            say(f"  you said      {shortened(mixed.given, TITLE_WIDTH)}")
            say(f"  instead of    {shortened(mixed.instead_of, TITLE_WIDTH)}")
            if mixed.difference:
                say(f"  difference    {mixed.difference}")
    left = len(notebook.mistakes) - limit
    if left > 0:
        say()
        say(f"... and {left} more (--limit {len(notebook.mistakes)})")
    if notebook.patterns:
        say()
        say("Terms that you take for each other")
        for pair in notebook.patterns:
            say(f"  {' / '.join(pair.names)}: {'once' if pair.times == 1 else f'{pair.times} times'}")
            if pair.because:
                say(f"    {pair.because}")
