"""Where things live: the learner's home, and the content that ships with the program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder with everything that belongs to one learner."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "studyapp.db"

    @property
    def backups(self) -> Path:
        """The folder of daily and pre-migration backups."""
        return self.root / "backups"

    @property
    def content(self) -> Path:
        """The learner's own banks and roadmaps, read beside the bundled ones."""
        return self.root / "content"

    @property
    def keys(self) -> Path:
        """The folder of the key that signs passports."""
        return self.root / "keys"

    @property
    def cohort(self) -> Path:
        """The folder with what a mentor knows: names of keys, and what was read of exports before."""
        return self.root / "cohort"

    @property
    def last_plan(self) -> Path:
        """The plan as it stood when the app was left, for the next start."""
        return self.root / "last-plan.json"

    @property
    def log_file(self) -> Path:
        """Where unexpected errors leave their details."""
        return self.root / "studyapp.log"

    @property
    def screenshots(self) -> Path:
        """Where the palette's screenshot command writes."""
        return self.root / "screenshots"

    @property
    def exports(self) -> Path:
        """Where the app writes dossiers and job descriptions."""
        return self.root / "exports"


def default_home() -> Home:
    """$STUDYAPP_HOME, or the platform's folder for user data."""
    chosen = os.environ.get("STUDYAPP_HOME", "")
    if chosen:
        return Home(Path(chosen).expanduser())
    from platformdirs import user_data_path

    return Home(user_data_path("studyapp", appauthor=False))


def demo_home() -> Home:
    """A second home for the simulated learner, beside the real one."""
    home = default_home().root
    return Home(home.with_name(home.name + "-demo"))


def bundled_content() -> tuple[Path, ...]:
    """The folders of banks and roadmaps that ship: inside the wheel, or the checkout's top level."""
    package = Path(__file__).parent
    for root in (package / "bundled", package.parent):
        if (root / "question_banks").is_dir():
            return root / "question_banks", root / "roadmaps"
    return ()
