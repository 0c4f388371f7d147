"""All services of one home behind one name."""

from __future__ import annotations

from studyapp.services.cohort.service import CohortService
from studyapp.services.comparing import RolesService
from studyapp.services.context import Context
from studyapp.services.documents import DocumentsService
from studyapp.services.dossier import DossierService
from studyapp.services.exams.service import ExamsService
from studyapp.services.goals import GoalsService
from studyapp.services.health import HealthService
from studyapp.services.job_fit import JobFitService
from studyapp.services.library import LibraryService
from studyapp.services.mistakes import MistakesService
from studyapp.services.progress import ProgressService
from studyapp.services.readiness import ReadinessService
from studyapp.services.records import RecordsService
from studyapp.services.roadmaps import RoadmapsService
from studyapp.services.settings import SettingsService
from studyapp.services.sharing.service import SharingService
from studyapp.services.sharing.sources import Sources
from studyapp.services.study import StudyService


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
        self.exams = ExamsService(context, self.goals)
        self.readiness = ReadinessService(context, self.goals)
        self.mistakes = MistakesService(context)
        self.sharing = SharingService(
            Sources(
                context, self.goals, self.progress, self.roadmaps, self.records, self.exams, self.readiness,
                self.mistakes,
            )
        )  # fmt: skip
        self.cohort = CohortService(context)
        self.health = HealthService(context)
        self.roles = RolesService(context, self.roadmaps)
        self.dossier = DossierService(context)
        self.jobs = JobFitService(context)
        self.documents = DocumentsService(context, self.roadmaps, self.dossier)

    def close(self) -> None:
        """Close the store."""
        self.context.store.close()
