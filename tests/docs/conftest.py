"""Pages are long; a test that is about one of them gets its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import PAGES


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> Path:
    """Every page in turn."""
    found: Path = request.param
    return found
