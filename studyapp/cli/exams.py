"""`studyapp exam`: mock exams, sections, placements and quizzes; attempts and their reports."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from studyapp.cli.opening import find_certification, opened
from studyapp.cli.printing import counted, say, say_json, table, warn
from studyapp.domain.days import medium_date
from studyapp.errors import InvalidInput, NotFound, StudyappError

if TYPE_CHECKING:
    from studyapp.plain_exam import PlainExam
    from studyapp.services.exams.views import AttemptLine, QuizChoice
    from studyapp.services.facade import Services


class _StartUnlessNamed(TyperGroup):
    """`studyapp exam CERT` is `studyapp exam start CERT`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        first = args[0] if args else "--help"
        if first not in self.commands and first not in ("--help", "-h"):
            args = ["start", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="exam",
    help="Mock exams, sections, placements and quizzes. 'studyapp exam CERT' sits a mock exam.",
    cls=_StartUnlessNamed,
    no_args_is_help=True,
)


class Sort(StrEnum):
    """What an attempt is."""

    EXAM = "exam"
    SECTION = "section"
    CUSTOM = "custom"
    DIAGNOSTIC = "diagnostic"


Cert = Annotated[str, typer.Argument(metavar="CERT", help="Id or code of a certification.")]
OneCert = Annotated[str, typer.Option("--cert", metavar="CERT", help="Only of this certification.")]
Attempt = Annotated[
    str, typer.Argument(metavar="[ID]", help="Its id or the beginning of it; the newest unless given.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Plain = Annotated[bool, typer.Option("--plain", help="Lines of text instead of screens.")]
Seed = Annotated[
    int | None,
    typer.Option(help="The same seed gives the same form, whatever was seen; without it unseen items first."),
]
Items = Annotated[int | None, typer.Option(help="Items at most; a mock exam then keeps the blueprint.")]
Minutes = Annotated[int | None, typer.Option(help="Minutes of a custom quiz; untimed unless given.")]
Domain = Annotated[list[str] | None, typer.Option(metavar="D", help="A domain; may be given several times.")]
Objective = Annotated[list[str] | None, typer.Option(metavar="O", help="Custom: only this objective.")]
Kind = Annotated[list[str] | None, typer.Option(metavar="KIND", help="Custom: only this kind of question.")]
Difficulty = Annotated[list[int] | None, typer.Option(metavar="1-5", help="Custom: only this difficulty.")]
NeverSeen = Annotated[bool, typer.Option("--never-seen", help="Custom: only what you never saw.")]
MissedDays = Annotated[int | None, typer.Option(metavar="DAYS", help="Custom: missed in the last days.")]
SureAndWrong = Annotated[bool, typer.Option("--sure-and-wrong", help="Custom: sure, and wrong, last time.")]
Flagged = Annotated[bool, typer.Option("--flagged", help="Custom: only what you flagged.")]
Due = Annotated[bool, typer.Option("--due", help="Custom: only what is due.")]


@app.command("start")
def start(
    cert: Cert,
    mode: Annotated[
        Sort,
        typer.Option(help="the whole exam, one domain, a quiz of your own, or a short placement"),
    ] = Sort.EXAM,
    seed: Seed = None,
    items: Items = None,
    minutes: Minutes = None,
    domain: Domain = None,
    objective: Objective = None,
    kind: Kind = None,
    difficulty: Difficulty = None,
    never_seen: NeverSeen = False,
    missed_days: MissedDays = None,
    sure_and_wrong: SureAndWrong = False,
    flagged: Flagged = False,
    due: Due = False,
    quiz: Annotated[str, typer.Option(metavar="NAME", help="A quiz that you saved.")] = "",
    plain: Plain = False,
) -> None:
    """Sit an exam: in the app, or with --plain as lines of text. It says what counts, then Enter begins."""
    from studyapp.domain.exams.rules import Mode
    from studyapp.services.exams.views import QuizChoice, Wanted

    choice = _choice(
        domain, objective, kind, difficulty, never_seen, missed_days, sure_and_wrong, flagged, due, items,
        minutes,
    )  # fmt: skip
    if mode is Sort.EXAM and (quiz or choice != QuizChoice(items=choice.items)):
        mode = Sort.CUSTOM
    with opened() as services:
        chosen = find_certification(services, cert).id
        if quiz:
            choice = services.exams.quiz(chosen, quiz)
        if mode is Sort.SECTION and len(domain or ()) != 1:
            raise InvalidInput("A section is one domain.", "Name it: --mode section --domain D.")
        domain_id = choice.domain_ids[0] if mode is Sort.SECTION else ""
        wanted = Wanted(Mode(mode), seed, None if quiz else items, domain_id, choice, quiz)
        briefing = services.exams.briefing(chosen, wanted)
        if plain or not _on_terminal():
            raise typer.Exit(_plain(services).begin(briefing))
    raise typer.Exit(_open_app("exams", certification_id=chosen, briefing=briefing))


@app.command("resume")
def resume(attempt: Attempt = "", plain: Plain = False) -> None:
    """Go on with an attempt, with the time that is really left."""
    with opened() as services:
        attempt_id = _one(services, attempt, only_open=True)
        if plain or not _on_terminal():
            raise typer.Exit(_plain(services).run(attempt_id))
    raise typer.Exit(_open_app("exam", attempt_id=attempt_id))


@app.command("submit")
def submit(attempt: Attempt = "") -> None:
    """Hand an open attempt in as it stands, and print its report."""
    from studyapp.exam_words import report_lines

    with opened() as services:
        attempt_id = _one(services, attempt, only_open=True)
        services.exams.submit(attempt_id)
        for text in report_lines(services.exams.report(attempt_id), with_items=False):
            say(text)


@app.command("offer")
def offer(cert: Cert, json: Json = False) -> None:
    """Print what can be sat of a certification: the form, its blueprint, what the bank has, assumptions."""
    from studyapp.exam_words import offer_lines

    with opened() as services:
        view = services.exams.offer(find_certification(services, cert).id)
    if json:
        say_json(view)
    else:
        for text in offer_lines(view):
            say(text)


@app.command("list")
def list_attempts(cert: OneCert = "", json: Json = False) -> None:
    """Print the attempts so far, newest first."""
    with opened() as services:
        chosen = find_certification(services, cert).id if cert else ""
        lines = services.exams.attempts(chosen)
    if json:
        say_json(lines)
        return
    if not lines:
        warn("No attempts yet. 'studyapp exam CERT' sits a mock exam.")
    table((_row(line) for line in lines), right=(5,))


@app.command("report")
def report(
    attempt: Attempt = "",
    json: Json = False,
    brief: Annotated[bool, typer.Option("--brief", help="Without the items.")] = False,
) -> None:
    """Print the report of an attempt that is over."""
    from studyapp.exam_words import report_lines

    with opened() as services:
        services.exams.expire_overdue()
        view = services.exams.report(_one(services, attempt, only_open=False))
    if json:
        say_json(view)
    else:
        for text in report_lines(view, with_items=not brief):
            say(text)


@app.command("quizzes")
def quizzes(cert: Cert, json: Json = False) -> None:
    """Print the quizzes that you saved for a certification."""
    from studyapp.exam_words import choice_words

    with opened() as services:
        found = services.exams.offer(find_certification(services, cert).id).quizzes
    if json:
        say_json(found)
        return
    if not found:
        warn("No quizzes saved. 'studyapp exam save CERT NAME --never-seen' saves one.")
    table(
        (quiz.name, f"finds {counted(quiz.found, 'question')}", choice_words(quiz.choice)) for quiz in found
    )


@app.command("save")
def save(
    cert: Cert,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the quiz is to be called.")],
    items: Items = None,
    minutes: Minutes = None,
    domain: Domain = None,
    objective: Objective = None,
    kind: Kind = None,
    difficulty: Difficulty = None,
    never_seen: NeverSeen = False,
    missed_days: MissedDays = None,
    sure_and_wrong: SureAndWrong = False,
    flagged: Flagged = False,
    due: Due = False,
) -> None:
    """Save a quiz of your own under a name."""
    choice = _choice(
        domain, objective, kind, difficulty, never_seen, missed_days, sure_and_wrong, flagged, due, items,
        minutes,
    )  # fmt: skip
    with opened() as services:
        chosen = find_certification(services, cert).id
        services.exams.save_quiz(chosen, name, choice)
        say(f"Saved. It finds {counted(services.exams.found_by(chosen, choice), 'question')} now.")


@app.command("forget")
def forget(
    cert: Cert, name: Annotated[str, typer.Argument(metavar="NAME", help="The quiz to forget.")]
) -> None:
    """Forget a saved quiz; attempts at it stay."""
    with opened() as services:
        services.exams.remove_quiz(find_certification(services, cert).id, name)
    say("Forgotten.")


def _choice(
    domain: list[str] | None,
    objective: list[str] | None,
    kind: list[str] | None,
    difficulty: list[int] | None,
    never_seen: bool,
    missed_days: int | None,
    sure_and_wrong: bool,
    flagged: bool,
    due: bool,
    items: int | None,
    minutes: int | None,
) -> QuizChoice:
    from studyapp.services.exams.views import DEFAULT_ITEMS, QuizChoice

    return QuizChoice(
        tuple(domain or ()), tuple(objective or ()), tuple(kind or ()), tuple(difficulty or ()),
        never_seen, missed_days, sure_and_wrong, flagged, due,
        DEFAULT_ITEMS if items is None else items, minutes,
    )  # fmt: skip


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _plain(services: Services) -> PlainExam:
    from studyapp.plain_exam import PlainExam

    try:
        services.health.daily_backup()
    except StudyappError as error:
        warn(f"{error.title}: {error}")
    return PlainExam(services, sys.stdin, sys.stdout)


def _open_app(screen: str, **arguments: Any) -> int:
    from studyapp.__main__ import run_app

    return run_app((screen, arguments))


def _one(services: Services, name: str, *, only_open: bool) -> str:
    """The attempt that is meant: by the beginning of its id, or the newest."""
    if name:
        return services.exams.find(name)
    lines = [line for line in services.exams.attempts() if line.is_open == only_open]
    if not lines:
        what = "No attempt is open." if only_open else "No attempt was handed in yet."
        raise NotFound(what, "'studyapp exam CERT' sits a mock exam.")
    return lines[0].id


def _row(line: AttemptLine) -> tuple[object, ...]:
    from studyapp.exam_words import clock_label, score_label, title_of, verdict_word

    left = f", {clock_label(line.left_s)} left" if line.left_s is not None else ""
    rescored = ", re-scored" if line.rescored is not None and line.rescored.places else ""
    state = f"{verdict_word(line)}{left}{rescored}"
    return (
        line.id, medium_date(line.started_on), line.certification_code, title_of(line.mode, line.title),
        f"{line.answered} of {line.items} answered", clock_label(line.used_s), score_label(line), state,
    )  # fmt: skip
