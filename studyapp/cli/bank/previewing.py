"""`studyapp bank preview`: items as a learner sees them, beside the editor."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from studyapp.errors import InvalidInput


def preview(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Questions files or folders.")],
) -> None:
    """Show items as a learner sees them, with their problems; follows the files as you save them."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InvalidInput("The preview needs a terminal.", "In a script use 'studyapp bank lint'.")
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise InvalidInput(f"There is no {missing}.", "Name files or folders that exist.")
    from studyapp.paths import default_home
    from studyapp.services.authoring import Authoring
    from studyapp.tui.preview_app import PreviewApp

    source = Authoring(paths, datetime.now().astimezone().date())
    app = PreviewApp(source, default_home(), show_tracebacks=bool(os.environ.get("STUDYAPP_DEBUG")))
    app.run()
    raise typer.Exit(app.return_code or 0)
