"""Putting a quiz together: marks for domains, kinds and states; numbers for items and minutes."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from studyapp.domain.exams.rules import Mode
from studyapp.domain.questions import QuestionKind
from studyapp.errors import InvalidInput
from studyapp.exam_words import choice_words
from studyapp.services.exams.views import ExamOffer, QuizChoice, Wanted
from studyapp.services.views import Aspect
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Column, Drawing, indented, line, row
from studyapp.tui.exam_lines import KIND_NAMES, heading
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.field import Field
from studyapp.tui.widgets.rows import Draw, Rows

T = TypeVar("T")

ITEM_STEPS = (5, 10, 15, 20, 30, 40, 50, 65, 100)
MINUTE_STEPS: tuple[int | None, ...] = (None, 5, 10, 15, 20, 30, 45, 60, 90, 120)
DAY_STEPS: tuple[int | None, ...] = (None, 3, 7, 14, 30, 90, 365)
STATES = {
    "never_seen": "never seen",
    "confident_wrong": "sure and wrong, last time",
    "flagged": "flagged",
    "due": "due by memory",
}
DIFFICULTIES = {1: "1  most know it", 2: "2", 3: "3", 4: "4", 5: "5  hard"}


class QuizScreen(StudyScreen):
    """A quiz of the learner's own."""

    NAME = "quiz"
    ABOUT = (
        "Mark what the quiz is to be made of. Nothing marked in a group means everything of it; what is "
        "marked in different groups must all be true. The last line says how many questions that finds."
    )
    BINDINGS = bindings("quiz")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset()
    JUMPS = False
    AUTO_FOCUS = "#list"
    CSS_PATH = ["../styles/lists.tcss", "../styles/exam.tcss"]  # noqa: RUF012 - declared by Textual

    def __init__(self, certification_id: str, saved_as: str = "") -> None:
        super().__init__()
        self.certification_id = certification_id
        self.saved_as = saved_as
        self.offer: ExamOffer | None = None
        self.objectives: dict[str, str] = {}
        self.choice = QuizChoice()
        self.found: int | None = None

    def compose_main(self) -> ComposeResult:
        """The lines, and what they find."""
        yield Rows(id="list")
        yield Static("Looking …", id="finds", markup=False)

    @property
    def rows(self) -> Rows:
        """The lines."""
        return self.query_one(Rows)

    async def load(self) -> None:
        """Fetch what there is to choose from."""
        wanted = self.certification_id
        is_first = self.offer is None
        self.offer = await self.app.bridge.call(lambda s: s.exams.offer(wanted))
        detail = await self.app.bridge.call(lambda s: s.library.certification(wanted))
        self.objectives = {
            o.id: f"{o.id}  {o.text}" for domain in detail.certification.domains for o in domain.objectives
        }
        if is_first and self.saved_as:
            named = [quiz for quiz in self.offer.quizzes if quiz.name == self.saved_as]
            self.choice = named[0].choice if named else self.choice
        self.headline = f"Quiz · {self.offer.code}" + (f" · {self.saved_as}" if self.saved_as else "")
        await self._look()

    async def _look(self) -> None:
        """Count what the choice finds, and show it."""
        wanted, choice = self.certification_id, self.choice
        self.found = await self.app.bridge.call(lambda s: s.exams.found_by(wanted, choice))
        self.rows.fill(self._rows(), at=self.rows.current or "items")
        self.query_one("#finds", Static).update(Drawing(self._finds))
        self.refresh_bindings()

    def _finds(self, width: int) -> Content:
        found = self.found or 0
        told = f"Finds {count(found, 'question')}. {choice_words(self.choice)}."
        style = "$foreground" if found else "$notice"
        return indented(told if found else f"! {told}", width, 0, style)

    # The lines

    def _rows(self) -> list[tuple[str, Draw]]:
        assert self.offer is not None
        choice = self.choice
        minutes = f"{choice.minutes} minutes" if choice.minutes else "no clock"
        missed = f"in the last {choice.missed_days} days" if choice.missed_days else "whenever, or not at all"
        found: list[tuple[str, Draw]] = [
            ("items", _number("Items, at most", str(choice.items))),
            ("minutes", _number("Time", minutes)),
            ("missed", _number("Missed", missed)),
            *((f"state:{key}", _box(getattr(choice, key), name)) for key, name in STATES.items()),
            *_group("Domains"),
            *(
                (f"domain:{s.domain_id}", _box(s.domain_id in choice.domain_ids, f"{s.domain_id}  {s.name}"))
                for s in self.offer.blueprint
            ),
            *_group("Difficulty"),
            *((f"difficulty:{n}", _box(n in choice.difficulties, name)) for n, name in DIFFICULTIES.items()),
            *_group("Kinds"),
            *((f"kind:{kind}", _box(kind in choice.kinds, KIND_NAMES[kind])) for kind in QuestionKind),
            *_group("Objectives"),
            *(
                (f"objective:{key}", _box(key in choice.objective_ids, text))
                for key, text in self.objectives.items()
            ),
        ]
        return found

    def applies(self, verb: str) -> bool:
        """Beginning needs something to ask; numbers have more and fewer."""
        if self.offer is None or not self.is_mounted:
            return False
        if verb == "start":
            return bool(self.found)
        if verb in ("more", "fewer"):
            return self.rows.current in ("items", "minutes", "missed")
        return True

    def on_option_list_option_highlighted(self) -> None:
        """Other keys work on another line."""
        self.refresh_bindings()

    def on_option_list_option_selected(self) -> None:
        """A click marks."""
        self.work(self.action_mark())

    async def action_mark(self) -> None:
        """Mark a line, or take its mark away; of a number the next step."""
        kind, _, value = self.rows.current.partition(":")
        if not value:
            await self._step(1, around=True)
            return
        self.choice = marked(self.choice, kind, value)
        await self._look()

    async def action_more(self) -> None:
        """The next step of a number."""
        await self._step(1)

    async def action_fewer(self) -> None:
        """The step before."""
        await self._step(-1)

    async def _step(self, by: int, around: bool = False) -> None:
        choice, what = self.choice, self.rows.current
        if what == "items":
            self.choice = replace(choice, items=_stepped(ITEM_STEPS, choice.items, by, around) or 20)
        elif what == "minutes":
            self.choice = replace(choice, minutes=_stepped(MINUTE_STEPS, choice.minutes, by, around))
        elif what == "missed":
            self.choice = replace(choice, missed_days=_stepped(DAY_STEPS, choice.missed_days, by, around))
        await self._look()

    async def action_start(self) -> None:
        """Say what it will be like, and begin from there."""
        from studyapp.tui.screens.briefing import brief

        certification_id = self.certification_id
        wanted = Wanted(Mode.CUSTOM, choice=self.choice, title=self.saved_as)
        briefing = await self.app.bridge.call(lambda s: s.exams.briefing(certification_id, wanted))
        brief(self, briefing, leaves=True)

    def action_save(self) -> None:
        """Ask for a name and keep the quiz."""

        def named(name: str | None) -> None:
            if name:
                self.work(self._save(name))

        self.app.push_screen(QuizNameScreen(self.saved_as), named)

    async def _save(self, name: str) -> None:
        wanted, choice = self.certification_id, self.choice
        try:
            await self.app.bridge.call(
                lambda s: s.exams.save_quiz(wanted, name, choice), expected=InvalidInput
            )
        except InvalidInput as error:
            self.app.say(str(error))
            return
        self.saved_as = " ".join(name.split())
        self.headline = f"Quiz · {self.offer.code if self.offer else ''} · {self.saved_as}"
        self.app.say(f"Saved as “{self.saved_as}”; it stands under Quizzes.")


class QuizNameScreen(StudyScreen):
    """Gives back a name, or None."""

    NAME = "quizname"
    ABOUT = "A name for the quiz, such as “weak spots”. One of the same name is replaced."
    BINDINGS = bindings("quizname")
    JUMPS = False
    AUTO_FOCUS = "#quiz-name"
    CSS_PATH = ["../styles/lists.tcss", "../styles/exam.tcss"]  # noqa: RUF012 - declared by Textual

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._before = name

    def compose_main(self) -> ComposeResult:
        """A field."""
        yield Static("A name for this quiz", classes="ink gap", markup=False)
        yield Field(value=self._before, id="quiz-name", placeholder="weak spots", max_length=60)
        yield Static(plain(f"{action('quizname.keep').shown_key} keeps it.", "$dim"))

    async def load(self) -> None:
        """Nothing to fetch."""
        self.headline = "Save the quiz"

    def action_keep(self) -> None:
        """Give the name back."""
        self.dismiss(self.query_one(Input).value.strip() or None)


def marked(choice: QuizChoice, kind: str, value: str) -> QuizChoice:
    """The choice with a mark set or taken away."""
    if kind == "state":
        return replace(choice, **{value: not getattr(choice, value)})  # type: ignore[arg-type]
    field = {
        "domain": "domain_ids", "difficulty": "difficulties", "kind": "kinds", "objective": "objective_ids",
    }[kind]  # fmt: skip
    member: object = int(value) if kind == "difficulty" else value
    before: tuple[object, ...] = getattr(choice, field)
    after = tuple(m for m in before if m != member) if member in before else (*before, member)
    return replace(choice, **{field: tuple(sorted(after, key=str))})  # type: ignore[arg-type]


def _stepped(steps: tuple[T, ...], value: T, by: int, around: bool) -> T:
    at = steps.index(value) if value in steps else 0
    return steps[(at + by) % len(steps)] if around else steps[max(0, min(len(steps) - 1, at + by))]


def _number(name: str, value: str) -> Draw:
    def draw(width: int) -> Content:
        return row(
            [Column(line((name, "$foreground")), 16), Column(line((f"‹ {value} ›", "bold $accent")), 0)],
            width,
        )

    return draw


def _box(is_marked: bool, name: str) -> Draw:
    sign = ("■ ", "bold $accent") if is_marked else ("□ ", "$dim")
    word = plain(name, "$ink" if is_marked else "$foreground", keep_lines=False)
    return lambda width: (line(sign) + word).truncate(width, ellipsis=True)


def _group(name: str) -> list[tuple[str, Draw]]:
    return [("", lambda width: Content("")), ("", lambda width: heading(name, width))]
