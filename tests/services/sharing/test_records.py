"""What is on paper, and where a learner stands on a road, as the export tells it."""

from __future__ import annotations

from datetime import timedelta

from studyapp.domain.records import RecordKind
from studyapp.services.sharing.request import Request
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION
from tests.services.learner import Learner


def test_results_of_exams_are_in_the_export_and_why_a_step_was_waived_is_not(
    learner: Learner, goal: Goal
) -> None:
    services = learner.services
    day = services.context.today() - timedelta(days=3)
    services.records.put(CERTIFICATION, RecordKind.FAILED, day)
    services.records.put(CERTIFICATION, RecordKind.WAIVED, reason="my private reason")

    export = services.sharing.gather(Request())

    (certification,) = export.certifications
    assert [(record.kind, record.on) for record in certification.records] == [
        ("failed", day),
        ("waived", services.context.today()),
    ]
    assert "private" not in repr(export)
