"""Editing content as authors do, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from studyapp.domain.memory import CardState
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import ContentProblem
from tests.banks import CERTIFICATION, question_id, write_yaml
from tests.services import evidence
from tests.services.learner import Learner

FIRST = f"q:{question_id(1)}"


def bank_of(home: Home) -> Path:
    return home.content / CERTIFICATION


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a file as an author does: everything else stays."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    write_yaml(path, data)


def edit_question(path: Path, number: int, **changes: Any) -> None:
    def change(data: dict[str, Any]) -> None:
        next(q for q in data["questions"] if q["id"] == question_id(number)).update(changes)

    edit(path, change)


def in_circulation(services: Services, kind: str = "question") -> list[str]:
    found = evidence.rows(
        services, "SELECT id FROM item WHERE present AND NOT retired AND kind = ? ORDER BY id", kind
    )
    return [item_id for (item_id,) in found]


def problems(services: Services) -> list[ContentProblem]:
    return list(services.library.problems())


def state(services: Services, card_id: str = FIRST) -> CardState:
    return services.study.why(card_id).state


def studied(learner: Learner) -> Learner:
    """The learner has met everything, and slept."""
    learner.study()
    learner.sleep(1)
    return learner
