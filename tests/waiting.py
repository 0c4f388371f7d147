"""Waiting for a condition, never for a duration."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

PATIENCE_S = 20.0
"""Only reached when something is broken; generous because the machine may be busy."""


async def wait_until(pilot: Pilot[Any], holds: Callable[[], object], what: str = "") -> None:
    """Let the app run until `holds()` is true; fails with what stands on the screen when it never is.

    A predicate may look for widgets that do not exist yet: any exception counts as "not yet".
    """
    end = time.monotonic() + PATIENCE_S
    while True:
        await pilot.pause()
        try:
            if holds():
                return
        except Exception:
            pass
        if time.monotonic() > end:
            raise AssertionError(f"never came true: {what or holds}\n\n{screen_text(pilot)}")
        await asyncio.sleep(0.005)


def screen_text(pilot: Pilot[Any]) -> str:
    """What stands on the screen, as lines of text."""
    # The compositor has the last painted frame; Textual offers no public way but an SVG export.
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
