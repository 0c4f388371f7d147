"""Settings: read, validate, change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studyapp.errors import InvalidInput
from studyapp.services.context import Context
from studyapp.services.setting_checks import CHECKS, existing_folders
from studyapp.services.views import Aspect, Changes, Settings


class SettingsService:
    """The learner's settings."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self) -> Settings:
        """All settings."""
        return self._context.settings

    def update(self, **changed: Any) -> Changes:
        """Change some settings; raises InvalidInput with what would be accepted."""
        for name, value in changed.items():
            if name not in CHECKS:
                raise InvalidInput(f"There is no setting {name}.", f"Known: {', '.join(sorted(CHECKS))}.")
            CHECKS[name](name, value)
        existing_folders(changed.get("content_folders", ()))
        for name in ("report_folder", "cohort_folder"):
            if changed.get(name):
                existing_folders((changed[name],))
                changed[name] = _from_anywhere(changed[name])
        if "content_folders" in changed:
            changed["content_folders"] = [_from_anywhere(folder) for folder in changed["content_folders"]]
        self._context.save_settings({k: tuple(v) if isinstance(v, list) else v for k, v in changed.items()})
        return frozenset({Aspect.SETTINGS, Aspect.PLAN})


def _from_anywhere(folder: str) -> str:
    """A folder given relative to here as an absolute path: the next start may be from elsewhere."""
    return folder if folder.startswith("~") else str(Path(folder).absolute())
