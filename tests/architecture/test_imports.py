"""What is really loaded: a process is asked for its modules."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "textual",
    "rich",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "apscheduler",
    "yaml",
    "pydantic",
    "fsrs_rs_python",
)
STORE = ("sqlmodel", "sqlalchemy", "alembic", "apscheduler", "yaml", "pydantic", "fsrs_rs_python")

AT_EXIT = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules}))))
"""


def _loaded_by(code: str) -> set[str]:
    """Top-level modules that a fresh process has loaded after some code; the last line of its output."""
    done = subprocess.run(
        [sys.executable, "-c", AT_EXIT + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def _run(*arguments: str) -> str:
    return (
        f"import runpy, sys\nsys.argv = ['studyapp', *{list(arguments)!r}]\n"
        "runpy.run_module('studyapp', run_name='__main__', alter_sys=True)\n"
    )


def test_the_probe_sees_what_is_loaded() -> None:
    assert "sqlalchemy" in _loaded_by("import studyapp.bootstrap")


def test_the_version_is_told_at_once() -> None:
    loaded = _loaded_by(_run("--version"))

    assert "studyapp" in loaded
    assert not loaded & {*HEAVY, "typer", "platformdirs"}


def test_the_version_comes_from_a_process_of_its_own_too() -> None:
    from studyapp import __version__

    done = subprocess.run(
        [sys.executable, "-m", "studyapp", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout == f"studyapp {__version__}\n"


def test_the_first_screen_is_painted_without_the_store() -> None:
    paint = """
import asyncio
from pathlib import Path
from studyapp.paths import Home
from studyapp.tui.app import StudyApp
class Never(StudyApp):
    def open_store(self): pass
async def paint():
    async with Never(lambda: None, Home(Path("nowhere"))).run_test() as pilot:
        await pilot.pause()
asyncio.run(paint())
"""
    loaded = _loaded_by(paint)

    assert "textual" in loaded
    assert not loaded & set(STORE)


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("studyapp.domain", set()),
        ("studyapp.services.views", set()),
        ("studyapp.errors", set()),
        ("studyapp.paths", set()),
        ("studyapp.content.load", {"yaml"}),
        ("studyapp.store.backup", {"sqlmodel", "sqlalchemy", "pydantic"}),
        ("studyapp.store.opening", {"sqlmodel", "sqlalchemy", "pydantic"}),
        ("studyapp.bootstrap", {"sqlmodel", "sqlalchemy", "pydantic", "yaml", "fsrs_rs_python"}),
    ],
)
def test_a_layer_loads_only_what_it_needs(module: str, allowed: set[str]) -> None:
    if module == "studyapp.domain":
        names = [path.stem for path in (ROOT / "studyapp" / "domain").glob("*.py") if path.stem != "__init__"]
        code = "\n".join(f"import studyapp.domain.{name}" for name in names)
    else:
        code = f"import {module}"

    assert _loaded_by(code) & set(HEAVY) <= allowed
