"""All services of one home behind one name.

What the first screen needs is there at once; the rest is imported when it is asked for first, because half
of the time to the day's plan went into services that nobody had asked for yet.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from studyapp.errors import StudyappError
from studyapp.services import last_plan
from studyapp.services.context import Context
from studyapp.services.goals import GoalsService
from studyapp.services.library import LibraryService
from studyapp.services.progress import ProgressService
from studyapp.services.records import RecordsService
from studyapp.services.roadmaps import RoadmapsService
from studyapp.services.settings import SettingsService
from studyapp.services.study import StudyService

if TYPE_CHECKING:
    from studyapp.services.cohort.service import CohortService
    from studyapp.services.comparing import RolesService
    from studyapp.services.disputes import DisputesService
    from studyapp.services.documents import DocumentsService
    from studyapp.services.dossier import DossierService
    from studyapp.services.exams.service import ExamsService
    from studyapp.services.health import HealthService
    from studyapp.services.job_fit import JobFitService
    from studyapp.services.mistakes import MistakesService
    from studyapp.services.readiness import ReadinessService
    from studyapp.services.sharing.service import SharingService

PLANS_AHEAD = 7
"""For how many days after this one a plan is kept at most."""
PLANNING_S = 0.15
"""Seconds after which no plan of a further day is begun; whoever leaves waits for them."""


class Services:
    """What a front end talks to. Calls block; one thread should make them all."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.settings = SettingsService(context)
        self.goals = GoalsService(context)
        self.records = RecordsService(context, self.goals)
        self.roadmaps = RoadmapsService(context, self.goals, self.records)
        self.library = LibraryService(context, self.goals)
        self.progress = ProgressService(context, self.goals, self.roadmaps)
        self.study = StudyService(context, self.goals, self.progress)

    @cached_property
    def exams(self) -> ExamsService:
        """Mock exams, sections and quizzes."""
        from studyapp.services.exams.service import ExamsService

        return ExamsService(self.context, self.goals)

    @cached_property
    def readiness(self) -> ReadinessService:
        """How likely passing is."""
        from studyapp.services.readiness import ReadinessService

        return ReadinessService(self.context, self.goals)

    @cached_property
    def mistakes(self) -> MistakesService:
        """What went wrong and is not mended yet."""
        from studyapp.services.mistakes import MistakesService

        return MistakesService(self.context)

    @cached_property
    def disputes(self) -> DisputesService:
        """The keys that the learner holds for wrong."""
        from studyapp.services.disputes import DisputesService

        return DisputesService(self.context)

    @cached_property
    def sharing(self) -> SharingService:
        """What a learner hands over."""
        from studyapp.services.sharing.service import SharingService
        from studyapp.services.sharing.sources import Sources

        return SharingService(
            Sources(
                self.context, self.goals, self.progress, self.roadmaps, self.records, self.exams,
                self.readiness, self.mistakes,
            )
        )  # fmt: skip

    @cached_property
    def cohort(self) -> CohortService:
        """What a mentor sees."""
        from studyapp.services.cohort.service import CohortService

        return CohortService(self.context)

    @cached_property
    def health(self) -> HealthService:
        """Backups and checks."""
        from studyapp.services.health import HealthService

        return HealthService(self.context)

    @cached_property
    def roles(self) -> RolesService:
        """Role profiles, and two of them side by side."""
        from studyapp.services.comparing import RolesService

        return RolesService(self.context, self.roadmaps)

    @cached_property
    def dossier(self) -> DossierService:
        """The learner's evidence of competencies."""
        from studyapp.services.dossier import DossierService

        return DossierService(self.context)

    @cached_property
    def jobs(self) -> JobFitService:
        """A job description against the evidence."""
        from studyapp.services.job_fit import JobFitService

        return JobFitService(self.context)

    @cached_property
    def documents(self) -> DocumentsService:
        """Dossier and job description as files."""
        from studyapp.services.documents import DocumentsService

        return DocumentsService(self.context, self.roadmaps, self.dossier)

    def leave(self, most_ahead: int = PLANS_AHEAD) -> None:
        """Close the store, and keep the plans of this day and the next for the next start of the app.

        `most_ahead` is for how many days after this one at most.
        """
        context, plans = self.context, []
        try:
            # Without a plan the next start is slower, nothing else.
            with contextlib.suppress(StudyappError):
                plans = list(self._plans_ahead(most_ahead))
        finally:
            self.close()
        last_plan.keep(context.home, plans, context.settings.theme)

    def _plans_ahead(self, most_ahead: int) -> Iterator[last_plan.Kept]:
        """The plan as it stands, then of each next day as it will be if nothing is written until then.

        Whoever leaves is not kept waiting: tomorrow's is always made, those behind it while time is left.
        """
        context, begun = self.context, time.monotonic()
        calendar, today, start = context.calendar, context.today(), context.now()
        for ahead in range(most_ahead + 1):
            if ahead > 1 and time.monotonic() - begun > PLANNING_S:
                return
            until = calendar.start_of(today + timedelta(ahead + 1))
            there = self if ahead == 0 else Services(context.as_of(start))
            yield last_plan.Kept(there.study.today(), start, until)
            start = until

    def close(self) -> None:
        """Close the store."""
        self.context.store.close()
