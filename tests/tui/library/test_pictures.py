"""What the screens look like at three sizes, as text; `pytest --snapshot-update` after a wanted change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from studyapp.tui.app import StudyApp
from tests.tui.library.conftest import at_rest, shown

SIZES = [(80, 24), (160, 50), (40, 10)]
SCREENS: dict[str, tuple[str, Callable[[Any], object], dict[str, str]]] = {
    "glossary": ("glossary", lambda s: s.hits, {}),
    "term": ("term", lambda s: s.detail, {"term_id": "rag"}),
    "certifications": ("certifications", lambda s: s.certifications, {}),
    "certification": ("certification", lambda s: s.detail, {"certification_id": "aif-c01"}),
    "retired": ("certification", lambda s: s.detail, {"certification_id": "ai-900"}),
    "goal": (
        "goal",
        lambda s: "25 minutes" in str(s.query_one("#advice").content),
        {"certification_id": "aif-c01"},
    ),
    "roadmap": ("roadmap", lambda s: s.detail, {}),
    "roadmaps": ("roadmaps", lambda s: s.found, {}),
    "record": ("record", lambda s: s.today, {"certification_id": "aif-c01"}),
    "readiness": ("readiness", lambda s: s.found, {}),
    "mistakes": ("mistakes", lambda s: s.notebook, {}),
    "role": ("role", lambda s: s.profile, {"roadmap_id": "multicloud"}),
    "role-pay": ("role", lambda s: s.profile, {"roadmap_id": "multicloud", "part": "pay"}),
    "role-terms": ("role", lambda s: s.profile, {"roadmap_id": "multicloud", "part": "terms"}),
    "comparison": ("comparison", lambda s: s.comparison, {"one_id": "multicloud", "other_id": "short-road"}),
    "dossier": ("dossier", lambda s: s.dossier, {"roadmap_id": "multicloud"}),
    "evidence": ("evidence", lambda s: s.today, {"competency_id": "python", "text": "Python"}),
    "job": ("job", lambda s: s.headline, {}),
    "progress": ("progress", lambda s: s.found, {}),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_looks_as_it_did(
    make_app: Callable[..., StudyApp], name: str, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    app = make_app()
    screen, ready, arguments = SCREENS[name]
    async with app.run_test(size=size) as pilot:
        await shown(pilot, screen, ready, **arguments)
        assert await at_rest(pilot) == snapshot
