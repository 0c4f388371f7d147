"""Mutated samples: whatever a file holds, it ends as a report or as a clear error; no traceback, no hang.

The suite runs a few of them; `python -m tests.content.interchange.fuzz 5000` runs that many for each format.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.interchange.fuzz import SAMPLES, run


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_mutated_files_never_end_in_a_traceback(name: str, tmp_path: Path) -> None:
    ended = run(name, 25, tmp_path)
    assert sum(ended.values()) == 25
    assert ended["converted"] > 0, "mutations so wild test nothing but the first check"
