"""Services without a store: for screens in states that a real home reaches slowly, and for faults.

`FakeServices` has the facade's shape with a small fixed world in it: a goal, two certifications, one
roadmap, three questions and two terms. Tests change its public fields before the app starts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from studyapp.clock import ManualClock
from studyapp.domain.content_change import Change
from studyapp.domain.dossier import Cover
from studyapp.domain.glossary import Term
from studyapp.domain.judging import judge
from studyapp.domain.lifecycle import life_on
from studyapp.domain.log import Direction, ItemKind
from studyapp.domain.memory import CardState, Grade
from studyapp.domain.questions import Confidence, Question, shown_order
from studyapp.domain.responses import Response
from studyapp.domain.roadmaps import Roadmap, Stage, Step
from studyapp.errors import NotFound, StaleShowing
from studyapp.services.exams.views import AttemptLine
from studyapp.services.readiness_views import Focus, Notebook, ReadinessLine
from studyapp.services.road_views import (
    CertificationStanding,
    RoadmapDetail,
    RoadmapSummary,
    StageStanding,
    StepStanding,
)
from studyapp.services.role_views import (
    Comparison,
    CompetencyStanding,
    DeckStanding,
    Dossier,
    DossierSection,
    JobFit,
    RoleProfile,
    Side,
)
from studyapp.services.views import (
    Aspect,
    CertificationDetail,
    Changes,
    Check,
    ContentProblem,
    DayActivity,
    DayLoad,
    Feedback,
    Finished,
    Goal,
    ImportReport,
    PlanPart,
    Progress,
    Retention,
    Settings,
    Showing,
    TermDetail,
    TermHit,
    Today,
    Why,
)
from tests.tui.fake_data import (
    CERTIFICATION,
    DOMAIN_PROGRESS,
    INTERVALS,
    NOW,
    OTHER,
    QUESTIONS,
    READINESS,
    SUMMARIES,
    TERMS,
    TODAY,
    standing,
)


class FakeStudy:
    """`Services.study` over the fixed items."""

    def __init__(self, world: FakeServices) -> None:
        self.world = world
        self.items: list[Question | Term] = [QUESTIONS[0], TERMS[0], QUESTIONS[1], QUESTIONS[2]]
        self.at = 0
        self.log: list[tuple[Any, ...]] = []

    def today(self) -> Today:
        return self.world.today

    def start(self, scope: str = "today", certification_id: str = "", focus: Focus | None = None) -> None:
        self.log.append(("start", scope, certification_id, *((focus,) if focus else ())))
        self.at = 0

    def next(self) -> Showing | Finished:
        if self.at >= len(self.items):
            return Finished(len(self.items), 2, 100.0, 7, False)
        item = self.items[self.at]
        is_question = isinstance(item, Question)
        return Showing(
            token=f"token-{self.at}",
            card_id=f"q:{item.id}" if is_question else f"t:{item.id}:definition",
            kind=ItemKind.QUESTION if is_question else ItemKind.TERM,
            direction=Direction.NONE if is_question else Direction.TO_DEFINITION,
            question=item if isinstance(item, Question) else None,
            term=item if isinstance(item, Term) else None,
            order=shown_order(item, "1") if isinstance(item, Question) else (),
            reason="D3 is 28 % of the exam and has 4 answers.",
            number=self.at + 1,
            of=len(self.items),
            certification_code="AIF-C01",
            domain="Applications of foundation models",
            objective="3.1 Choose a customisation.",
            is_new=self.at == 0,
            change=Change.NONE,
            state=CardState(),
            intervals=INTERVALS,
            term_names={"rag": "retrieval-augmented generation", "fine-tuning": "fine-tuning"},
            domain_id="d3",
        )

    def answer(self, token: str, response: Response, confidence: Confidence, elapsed_ms: int) -> Feedback:
        self._take(token)
        item = self.items[self.at]
        assert isinstance(item, Question)
        verdict = judge(item, response)
        self.log.append(("answer", item.id, response, confidence))
        self.at += 1
        grade = Grade.GOOD if verdict.correct else Grade.AGAIN
        return Feedback(
            "e", verdict, grade, INTERVALS[grade], None, True, False, frozenset({Aspect.CARDS, Aspect.PLAN})
        )

    def grade(self, token: str, grade: Grade, elapsed_ms: int) -> Feedback:
        self._take(token)
        self.log.append(("grade", self.items[self.at].id, grade))
        self.at += 1
        return Feedback(
            "e", None, grade, INTERVALS[grade], None, True, False, frozenset({Aspect.CARDS, Aspect.PLAN})
        )

    def _take(self, token: str) -> None:
        if token != f"token-{self.at}":
            raise StaleShowing("That item was answered already.")

    def undo(self) -> Showing:
        if self.at == 0:
            raise NotFound("There is nothing left to undo.")
        self.at -= 1
        self.log.append(("undo",))
        showing = self.next()
        assert isinstance(showing, Showing)
        return showing

    def suspend(self, card_id: str) -> Changes:
        return self._skip("suspend", card_id)

    def bury(self, card_id: str) -> Changes:
        return self._skip("bury", card_id)

    def resume(self, card_id: str) -> Changes:
        return self._note("resume", card_id)

    def flag(self, card_id: str, flagged: bool) -> Changes:
        return self._note("flag", card_id, flagged)

    def note(self, card_id: str, text: str) -> Changes:
        return self._note("note", card_id, text)

    def add_terms(self, term_ids: Any) -> Changes:
        return self._note("add_terms", tuple(term_ids))

    def _skip(self, *line: Any) -> Changes:
        self.at += 1
        return self._note(*line)

    def _note(self, *line: Any) -> Changes:
        self.log.append(line)
        return frozenset({Aspect.CARDS})

    def why(self, card_id: str) -> Why:
        curve = tuple((float(day), 0.9 ** (day / 8)) for day in range(-10, 20))
        return Why(card_id, "An item", "Due by memory.", CardState(), 0.83, curve, (), Change.NONE)


class FakeGoals:
    """`Services.goals` over a dictionary."""

    def __init__(self, world: FakeServices) -> None:
        self.world = world
        self.saved: dict[str, Goal] = {}
        self.days_off: set[date] = set()

    def current(self) -> Goal | None:
        return self.world.today.goal

    def all(self) -> list[Goal]:
        return list(self.saved.values())

    def set(self, goal: Goal) -> Changes:
        self.saved[goal.certification_id] = goal
        self.world.today = replace(self.world.today, goal=goal, minutes=goal.minutes_a_day)
        return frozenset({Aspect.GOAL, Aspect.PLAN})

    def remove(self, certification_id: str) -> Changes:
        self.saved.pop(certification_id, None)
        return frozenset({Aspect.GOAL})

    def set_break(self, day: date, on: bool) -> Changes:
        (self.days_off.add if on else self.days_off.discard)(day)
        return frozenset({Aspect.PLAN})

    def breaks(self) -> frozenset[date]:
        return frozenset(self.days_off)

    def advice(self, goal: Goal) -> str:
        return f"{goal.minutes_a_day} minutes a day will take you through all 300 items by then."


class FakeLibrary:
    """`Services.library` over the fixed content."""

    def __init__(self) -> None:
        self.faults: list[ContentProblem] = []

    def certifications(self) -> list[CertificationStanding]:
        return [standing(it) for it in SUMMARIES]

    def certification(self, certification_id: str) -> CertificationDetail:
        found = next((c for c in (CERTIFICATION, OTHER) if c.id == certification_id), None)
        if found is None:
            raise NotFound(f"There is no certification {certification_id}.")
        return CertificationDetail(found, DOMAIN_PROGRESS, 176, 124, None, 11, False, life_on(found, TODAY))

    def terms(self, query: str = "", certification_id: str = "", limit: int = 200) -> list[TermHit]:
        return [
            TermHit(t.id, t.term, t.definition, ("AIF-C01",), t.id == "rag")
            for t in TERMS
            if query.casefold() in (t.term + t.definition).casefold()
        ][:limit]

    def term(self, term_id: str) -> TermDetail:
        found = next((t for t in TERMS if t.id == term_id), None)
        if found is None:
            raise NotFound(f"There is no term {term_id}.")
        return TermDetail(found, ("AIF-C01",), "fine-tuning", (("aif-q1", QUESTIONS[0].stem),), False, {})

    def question(self, question_id: str) -> Question:
        return next(q for q in QUESTIONS if q.id == question_id)

    def problems(self) -> list[ContentProblem]:
        return self.faults

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> ImportReport:
        if progress is not None:
            progress(1, 1)
        return ImportReport(1, 0, 3, 2, 2, 1, (), 0.0)


class FakeRoadmaps:
    """`Services.roadmaps` with one roadmap."""

    is_followed = False

    def all(self) -> list[RoadmapSummary]:
        return [
            RoadmapSummary(
                "ai-ml",
                "AI/ML engineer, multi-cloud",
                "AI/ML engineer",
                "From first exam to expert.",
                2,
                2,
                self.is_followed,
                of=2,
            )
        ]

    def roadmap(self, roadmap_id: str) -> RoadmapDetail:
        stages = (
            Stage("s1", "Foundation", "Speak the language.", (Step("a", ("aif-c01",), "The first one."),)),
            Stage("s2", "Core skills", "Build things.", (Step("b", ("ai-900",), "Then this."),)),
        )
        roadmap = Roadmap(
            "ai-ml", "AI/ML engineer, multi-cloud", "AI/ML engineer", "From first exam to expert.",
            ("About it.",),
            stages,
            titles=("ML engineer",), years_to_first_role=(0.5, 1.5),
        )  # fmt: skip
        standings = (
            StageStanding(
                "s1",
                "Foundation",
                "Speak the language.",
                "in progress",
                (StepStanding("a", "The first one.", (standing(SUMMARIES[0]),)),),
            ),
            StageStanding(
                "s2",
                "Core skills",
                "Build things.",
                "open",
                (StepStanding("b", "Then this.", (standing(SUMMARIES[1]),)),),
            ),
        )
        return RoadmapDetail(roadmap, standings, self.is_followed, "Study AIF-C01: the first one.", "aif-c01")

    def followed(self) -> str:
        return "ai-ml" if self.is_followed else ""

    def follow(self, roadmap_id: str, on: bool = True) -> Changes:
        self.is_followed = on
        return frozenset({Aspect.GOAL})


class FakeProgress:
    """`Services.progress` with thirty days."""

    def overview(self, certification_id: str = "") -> Progress:
        days = tuple(DayActivity(TODAY - timedelta(days=30 - i), i % 7 * 5, i % 7 * 3.0) for i in range(31))
        return Progress(
            days, 12, 20, (Retention("Last 30 days", 100, 91),), 0.9,
            tuple(DayLoad(TODAY + timedelta(days=i), 20 + i) for i in range(14)),
            DOMAIN_PROGRESS, "AIF-C01", {"cards": 60.0, "questions": 90.0}, 400, 150.0,
        )  # fmt: skip


class FakeSettings:
    """`Services.settings` in memory."""

    def __init__(self) -> None:
        self.now = Settings()

    def get(self) -> Settings:
        return self.now

    def update(self, **fields: Any) -> Changes:
        self.now = replace(self.now, **fields)
        return frozenset({Aspect.SETTINGS})


class FakeReadiness:
    """`Services.readiness`: enough evidence but for one domain."""

    def line(self, certification_id: str = "") -> ReadinessLine | None:
        return READINESS

    def of(self, certification_id: str = "") -> Any:
        raise NotFound("There is nothing of that name.")


class FakeMistakes:
    """`Services.mistakes`: an empty notebook."""

    def notebook(self, certification_id: str = "") -> Notebook:
        return Notebook((), (), 0, 3)


class FakeHealth:
    """`Services.health` where all is well."""

    def check(self) -> list[Check]:
        return [Check("Database", True, "No damage found.")]

    def backup(self) -> Path:
        return Path("studyapp-2026-07-01.db")

    def backups(self) -> list[Path]:
        return []


class FakeRoles:
    """`Services.roles`, `.dossier` and `.jobs` over the one roadmap: nothing attached, nothing known."""

    def __init__(self, roadmaps: FakeRoadmaps) -> None:
        self._roadmaps = roadmaps

    def profile(self, roadmap_id: str) -> RoleProfile:
        return RoleProfile(self._roadmaps.roadmap(roadmap_id), DeckStanding(()), self.of(roadmap_id))

    def compare(self, one_id: str, other_id: str) -> Comparison:
        one, other = (
            Side(i, i, i, "", 0, 0, 1, 0.0, 0, 0, 0, 0, 0, (), "Begin.") for i in (one_id, other_id)
        )
        return Comparison(one, other, (), (), ("", ""), (), (), 0)

    def of(self, roadmap_id: str) -> Dossier:
        standing = CompetencyStanding("python", "Python", Cover.OPEN, (), (), ())
        return Dossier(roadmap_id, "AI", "AI", (DossierSection("skills", "Skills", (standing,)),))

    def fit(self, text: str) -> JobFit:
        return JobFit((), (), (), (text[:100],), 1)


class FakeExams:
    """`Services.exams` without any exam; those over a real home are in tests/tui/exams."""

    def attempts(self, certification_id: str = "") -> list[AttemptLine]:
        return []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def nothing(*_arguments: Any, **_named: Any) -> Any:
            raise NotFound("There is no such attempt.", "See 'studyapp exam list'.")

        return nothing


class FakeServices:
    """The facade's shape."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOW)
        self.today = Today(
            goal=Goal("aif-c01", date(2026, 7, 24), 25, "ai-ml"),
            certification=SUMMARIES[0],
            today=TODAY,
            days_to_exam=23,
            minutes=25,
            minutes_done=0.0,
            answers_today=0,
            parts=(
                PlanPart("reviews", 18, 11, "due by memory"),
                PlanPart("new cards", 6, 4, "D3 Applications of foundation models, 28 %"),
                PlanPart("weak questions", 10, 10, 'you said "sure" and were wrong on 4 of them'),
            ),
            advice="25 minutes a day will take you through all 300 items by then.",
            streak=12,
            recent=(5, 12, 20, 20, 9, 30, 25),
            week=tuple(
                DayLoad(TODAY + timedelta(days=i), n) for i, n in enumerate((22, 31, 18, 25, 19, 40, 12))
            ),
            next_on_road="Core Skills · AIF-C01, then MLA-C02 (beta until January)",
            readiness=READINESS,
            aimed_at_exam=True,
        )
        self.study = FakeStudy(self)
        self.goals = FakeGoals(self)
        self.library = FakeLibrary()
        self.roadmaps = FakeRoadmaps()
        self.roles = self.dossier = self.jobs = FakeRoles(self.roadmaps)
        self.progress = FakeProgress()
        self.settings = FakeSettings()
        self.readiness = FakeReadiness()
        self.mistakes = FakeMistakes()
        self.health = FakeHealth()
        self.exams = FakeExams()
        self.closed = False

    def leave(self) -> None:
        self.closed = True
