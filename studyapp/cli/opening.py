"""Opening the learner's home for one command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from studyapp.errors import InvalidInput, NotFound
from studyapp.paths import default_home

if TYPE_CHECKING:
    from studyapp.services.facade import Services
    from studyapp.services.views import CertificationSummary


@contextmanager
def opened(read_content: bool = True) -> Iterator[Services]:
    """The services of the home; content that changed since the last time is read first.

    A command that wrote something keeps the plan anew, so that the app's next start has it at once.
    """
    from studyapp.bootstrap import connect

    services = connect(default_home())
    try:
        found = services.context.store.data_version()
        if read_content:
            services.library.refresh(progress_line("Reading content"))
        yield services
        if services.context.store.data_version() != found:
            services.leave(most_ahead=1)
    finally:
        services.close()


def progress_line(what: str) -> Callable[[int, int], None]:
    """A counter on stderr, on terminals only, that wipes itself out at the end."""

    def show(done: int, of: int) -> None:
        if sys.stderr.isatty():
            text = f"{what}: {done} of {of}"
            line = text if done < of else " " * len(text) + "\r"
            print("\r" + line, end="", file=sys.stderr, flush=True)

    return show


def find_certification(services: Services, name: str) -> CertificationSummary:
    """The certification with this id or code, whatever the case; raises NotFound with what is near."""
    known = services.library.certifications()
    wanted = name.casefold()
    for certification in known:
        if wanted in (certification.id.casefold(), certification.code.casefold()):
            return certification
    near = get_close_matches(wanted, [certification.id for certification in known], n=3)
    advice = f"Did you mean {' or '.join(near)}?" if near else "See 'studyapp cert list'."
    raise NotFound(f"There is no certification {name[:60]}.", advice)


def parse_day(text: str) -> date | None:
    """A day as YYYY-MM-DD, or `none`; raises InvalidInput."""
    if text.casefold() == "none":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{text[:40]!r} is not a day.", "Write it as 2026-12-31, or none.") from None
