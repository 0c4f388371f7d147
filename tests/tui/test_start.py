"""What the first frame loads, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

FIRST_FRAME = """
import asyncio, sys, tempfile, threading
from pathlib import Path
from studyapp.paths import Home
from studyapp.tui.app import StudyApp

home = Home(Path(tempfile.mkdtemp()))
home.database.touch()
may_end = threading.Event()

def connect():
    may_end.wait()
    raise SystemError

async def main():
    app = StudyApp(connect, home)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        print(" ".join(sorted(sys.modules)))
        may_end.set()

asyncio.run(main())
"""
TOO_HEAVY = (
    "sqlalchemy", "sqlmodel", "alembic", "yaml", "apscheduler", "typer", "pydantic", "plotext", "tzlocal",
    "fsrs_rs_python", "textual.widgets._data_table", "textual.widgets._text_area",
    "studyapp.bootstrap", "studyapp.store", "studyapp.content", "studyapp.domain", "studyapp.services.views",
    "studyapp.services.facade", "studyapp.tui.palette", "studyapp.tui.screens.study",
)  # fmt: skip


def test_the_first_frame_loads_no_store_no_content_and_no_screen_but_its_own() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(ended.stdout.split())
    assert "studyapp.tui.screens.today" in loaded
    assert [name for name in TOO_HEAVY if name in loaded] == []
