"""The way in: the app for no arguments, `--version` at once, everything else to the command line.

The first two must not wait for the command line's imports: that is what this module is for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from studyapp import __version__

if TYPE_CHECKING:
    from studyapp.jobs import Jobs
    from studyapp.services.facade import Services
    from studyapp.tui.app import StudyApp


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code.

    `--home DIR` and `--debug` may stand before everything else; they are taken here, as $STUDYAPP_HOME
    and $STUDYAPP_DEBUG, so that every front end sees the same.
    """
    rest = list(sys.argv[1:] if arguments is None else arguments)
    if rest in (["--version"], ["-V"]):
        print(f"studyapp {__version__}")
        return 0
    problem = _take_common_options(rest)
    if problem:
        print(f"studyapp: {problem}", file=sys.stderr)
        return 2
    if rest:
        from studyapp.cli import run

        return run(rest)
    return run_app()


def _take_common_options(rest: list[str]) -> str:
    """Remove --home and --debug from the front of the arguments; returns what is wrong, or nothing."""
    while rest:
        if rest[0] == "--debug":
            os.environ["STUDYAPP_DEBUG"] = "1"
            del rest[0]
        elif rest[0] == "--home":
            if len(rest) < 2 or not rest[1]:
                return "--home needs a folder."
            os.environ["STUDYAPP_HOME"] = rest[1]
            del rest[:2]
        elif rest[0].startswith("--home="):
            os.environ["STUDYAPP_HOME"] = rest[0].removeprefix("--home=")
            del rest[0]
        else:
            break
    return ""


def run_app(first: tuple[str, dict[str, Any]] | None = None) -> int:
    """Open the app in this terminal; `first` names a screen to begin with, and its arguments."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "studyapp needs a terminal. In a pipe or a script use 'studyapp study --plain'.", file=sys.stderr
        )
        return 2
    _write_utf8()
    from studyapp.paths import default_home
    from studyapp.tui.app import StudyApp

    home = default_home()
    ticking: list[Jobs] = []

    def connect() -> Services:
        from studyapp.bootstrap import connect as connect_to

        services = connect_to(home)
        ticking.append(_ticking(services, app))
        return services

    debugging = bool(os.environ.get("STUDYAPP_DEBUG"))
    app = StudyApp(connect, home, show_tracebacks=debugging, first=first)
    try:
        app.run()
    finally:
        for jobs in ticking:
            jobs.stop()
    return app.return_code or 0


def _ticking(services: Services, app: StudyApp) -> Jobs:
    """The app's ticks: the screens look again, and the learner is reminded."""
    from studyapp.jobs import Jobs, duties_of
    from studyapp.tui.messages import Ticked

    def remind() -> None:
        planned = services.study.today().planned
        if planned:
            app.post_message(Ticked(f"{planned} items are waiting, when you like."))

    jobs = Jobs(duties_of(services, lambda _news: app.post_message(Ticked()), remind), app.bridge.record)
    jobs.start_later()
    return jobs


def _write_utf8() -> None:
    """With LANG=C or no locale at all, Python may refuse to write a bar or a tick; terminals take UTF-8."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
