"""What other services know, in the words of the export: readiness, mock exams, what is mixed up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studyapp.domain.exams.rules import Mode
from studyapp.export import view
from studyapp.services.context import Context
from studyapp.services.exams.service import ExamsService
from studyapp.services.exams.views import AttemptLine
from studyapp.services.forecasting import audit_of
from studyapp.services.goals import GoalsService
from studyapp.services.mistakes import MistakesService
from studyapp.services.progress import ProgressService
from studyapp.services.readiness import ReadinessService
from studyapp.services.records import RecordsService
from studyapp.services.roadmaps import RoadmapsService

REHEARSALS = (Mode.EXAM, Mode.SECTION, Mode.DIAGNOSTIC)
"""Attempts that tell a mentor something; a quiz of one's own choice is practice."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The services that an export is gathered from."""

    context: Context
    goals: GoalsService
    progress: ProgressService
    roadmaps: RoadmapsService
    records: RecordsService
    exams: ExamsService
    readiness: ReadinessService
    mistakes: MistakesService

    def readiness_of(self, certification_id: str) -> tuple[view.Readiness | None, Mapping[str, float]]:
        """P(pass) with its interval and evidence, and the share expected right by domain.

        None and nothing where there is no exam to sit.
        """
        found = self.readiness.line_and_shares(certification_id)
        if found is None:
            return None, {}
        line, shares = found
        said = view.Readiness(
            _rounded(line.p_pass), _rounded(line.p_low), _rounded(line.p_high), line.answers, line.missing
        )
        return said, {domain_id: round(share, 4) for domain_id, share in shares.items()}

    def tests_of(self, certification_id: str) -> tuple[tuple[view.ForecastTest, ...], float | None]:
        """The forecasts that met their exam, and their Brier score."""
        with self.context.store.read() as session:
            audit = audit_of(session, certification_id)
        tests = tuple(
            view.ForecastTest(test.on, test.by, _rounded(test.p_pass) or 0.0, test.passed, test.counts)
            for test in audit.tested
        )
        return tests, _rounded(audit.brier)

    def mock_exams(
        self, chosen: Collection[str], since: date | None, has_items: bool = False
    ) -> tuple[view.MockExam, ...]:
        """Rehearsals that are over, oldest first; with what each question earned if `has_items`."""
        over = [
            one
            for one in self.exams.attempts()
            if one.mode in REHEARSALS
            and not one.is_open
            and one.certification_id in chosen
            and (since is None or one.started_on >= since)
        ]
        over.sort(key=lambda one: (one.started_at, one.id))
        points = self.exams.points([one.id for one in over]) if has_items else {}
        return tuple(_mock_exam(one, points.get(one.id, ())) for one in over)

    def confused_terms(self, certification_id: str) -> tuple[view.Confusion, ...]:
        """Terms that were taken for each other."""
        pairs = self.mistakes.notebook(certification_id).pairs
        return tuple(view.Confusion(certification_id, *pair.names, pair.times) for pair in pairs)


def _mock_exam(one: AttemptLine, points: Sequence[tuple[str, float]]) -> view.MockExam:
    return view.MockExam(
        id=one.id,
        certification=one.certification_id,
        title=one.title or str(one.mode),
        on=one.started_on,
        items=one.items,
        answered=one.answered,
        minutes=_rounded(one.used_s / 60) or 0.0,
        limit_minutes=_rounded(one.limit_s / 60) if one.limit_s is not None else None,
        score=one.score,
        passing=one.passing,
        share=_rounded(one.share),
        passed=one.passed,
        domains=tuple(view.DomainScore(d.key, _rounded(d.points) or 0.0, d.items) for d in one.domains),
        pass_share=_rounded(one.pass_share),
        questions=tuple(question_id for question_id, _earned in points),
        points=tuple(_rounded(earned) or 0.0 for _question_id, earned in points),
    )


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(float(number), 4)
