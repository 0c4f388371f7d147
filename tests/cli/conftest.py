"""Command lines run in this process, on a real home without the bundled content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from studyapp.cli import run
from studyapp.paths import Home
from tests.banks import CERTIFICATION, roadmap, write_yaml


@dataclass(frozen=True)
class Ran:
    """What a command line printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Studyapp(Protocol):
    def __call__(self, *arguments: str) -> Ran: ...


@pytest.fixture
def studyapp(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Studyapp:
    """Runs a command line on `home`, which has tst-101 and a roadmap that leads to it."""
    monkeypatch.setattr("studyapp.services.importing.bundled_content", lambda: ())
    monkeypatch.setenv("STUDYAPP_HOME", str(home.root))
    monkeypatch.delenv("STUDYAPP_DEBUG", raising=False)
    write_yaml(home.content / "roadmaps" / "tester.yaml", roadmap("tester", ((CERTIFICATION,),)))

    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        code = run(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return ran
