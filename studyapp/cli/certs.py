"""`studyapp cert`: the certifications, their facts and their life cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli import cert_records
from studyapp.cli.cert_records import record_line
from studyapp.cli.opening import find_certification, opened
from studyapp.cli.printing import bar, counted, say, say_json, table
from studyapp.domain.days import medium_date
from studyapp.domain.standing import said

if TYPE_CHECKING:
    from studyapp.domain.certifications import Certification
    from studyapp.services.views import CertificationDetail, CertificationSummary, DomainProgress

app = typer.Typer(help="Certifications: facts, domains, life cycle, your records.", no_args_is_help=True)
app.command("record")(cert_records.record)
app.command("records")(cert_records.list_records)
app.command("undo")(cert_records.undo)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
UNKNOWN = "not published"


@app.command("list")
def list_certifications(json: Json = False) -> None:
    """List all certifications with their status and what there is to study."""
    with opened() as services:
        found = services.library.certifications()
    if json:
        say_json(found)
        return
    table((c.code, c.name, c.vendor, _status(c), _bank(c)) for c in found)


@app.command("show")
def show_certification(
    cert: Annotated[str, typer.Argument(metavar="CERT", help="Id or code, such as aif-c01.")],
    json: Json = False,
) -> None:
    """Show a certification: exam, domains with your standing, life cycle as of today."""
    with opened() as services:
        detail = services.library.certification(find_certification(services, cert).id)
        codes = {c.id: c.code for c in services.library.certifications()}
        today = services.context.today()
    if json:
        say_json(detail)
        return
    _say_head(detail, codes)
    _say_exam(detail.certification)
    _say_domains(detail)
    _say_life_cycle(detail.certification, today)
    _say_sources(detail)


def _status(certification: CertificationSummary) -> str:
    if certification.status == "retired" and certification.retired_on:
        return f"retired {medium_date(certification.retired_on)}"
    return certification.status


def _bank(certification: CertificationSummary) -> str:
    if not certification.has_bank:
        return "facts only"
    return f"{counted(certification.questions, 'question')}, {counted(certification.terms, 'term')}"


def _say_head(detail: CertificationDetail, codes: dict[str, str]) -> None:
    it, life = detail.certification, detail.life
    say(f"{it.code} · {it.name}")
    say(" · ".join(part for part in (it.vendor, it.level, it.version) if part))
    differs = f" (its facts still say {it.status})" if life.differs_from_facts else ""
    say(f"Status: {life.line}{differs}{'. ' + it.status_detail if it.status_detail else ''}")
    if it.successors:
        say(
            f"Replaced by: {' or '.join(codes.get(s, s) for s in it.successors)}. {it.successor_note}".strip()
        )
    bank = f"{counted(detail.questions, 'question')}, {counted(detail.terms, 'term')}"
    say(f"To study: {bank}" if detail.questions or detail.terms else "To study: nothing yet, facts only")
    say(f"You: {said(detail.state, detail.reason)}")
    for record in detail.records:
        say(f"  {record_line(record)}")
    for road_id, name in detail.roads:
        say(f"On the road: {name} [{road_id}]")


def _say_exam(it: Certification) -> None:
    exam = it.exam
    span = f"{exam.questions_min} to {exam.questions_max}" if exam.questions_min else UNKNOWN
    questions = str(exam.questions) if exam.questions else span
    counting = f" ({exam.scored_questions} count)" if exam.scored_questions else ""
    scale = f" on a scale of {exam.score_min} to {exam.score_max}" if exam.score_max else ""
    rows = [
        ("Questions", questions + counting),
        ("Time", f"{exam.minutes} minutes" if exam.minutes else UNKNOWN),
        ("To pass", f"{exam.passing_score}{scale}" if exam.passing_score else UNKNOWN),
        ("Price", f"{exam.price_usd:g} USD" if exam.price_usd is not None else UNKNOWN),
        ("Valid", counted(exam.validity_years, "year") if exam.validity_years else "no expiry published"),
        ("Kinds", ", ".join(exam.question_types)),
        ("Renewal", exam.renewal),
        ("Needed first", it.prerequisites),
    ]
    say()
    table((row for row in rows if row[1]), indent="  ")


def _say_domains(detail: CertificationDetail) -> None:
    if not detail.domains:
        return
    say()
    if not any(d.items for d in detail.domains):
        say("Domains: share of the exam")
        table(((d.domain_id, d.name, _weight(d)) for d in detail.domains), right=(2,), indent="  ")
        _say_unpublished(detail)
        return
    say("Domains: share of the exam, mastery, items met")
    table(
        (
            (
                d.domain_id, d.name, _weight(d),
                bar(d.mastery, 10), f"{d.mastery:.0%}", f"{d.seen} of {d.items}",
            )
            for d in detail.domains
        ),
        right=(2, 4, 5),
        indent="  ",
    )  # fmt: skip
    if detail.beside_domains:
        more = counted(detail.beside_domains, "term")
        say(f"  {more} besides, shared with other certifications, in no domain of this exam")
    _say_unpublished(detail)


def _say_unpublished(detail: CertificationDetail) -> None:
    if not all(d.weight_published for d in detail.domains):
        say("  ~ the vendor publishes no weight; shared by number of objectives")


def _weight(domain: DomainProgress) -> str:
    return f"{'' if domain.weight_published else '~'}{domain.weight:.0%}"


def _say_life_cycle(it: Certification, today: date) -> None:
    if not it.life_cycle:
        return
    say()
    say(f"Life cycle as of {medium_date(today)}")
    table(_life_cycle_rows(it, today), indent="  ")


def _life_cycle_rows(it: Certification, today: date) -> Iterator[tuple[str, str, str, str]]:
    for event in sorted(it.life_cycle, key=lambda event: event.on):
        when = "past" if event.on < today else "today" if event.on == today else "to come"
        yield medium_date(event.on), when, event.event.replace("-", " "), event.note


def _say_sources(detail: CertificationDetail) -> None:
    it = detail.certification
    say()
    if it.checked_as_of is None:
        say("It is not known when these facts were checked: check before you book.")
    else:
        stale = ": check before you book" if detail.facts_stale else ""
        say(f"Facts checked on {medium_date(it.checked_as_of)}{stale}.")
    for name, url in (("Guide", it.guide_url), ("Page", it.page_url)):
        if url:
            say(f"{name}: {url}")
