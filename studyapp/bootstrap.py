"""The composition root: the one module that knows everything."""

from __future__ import annotations

from studyapp.clock import Clock, SystemClock
from studyapp.fsrs import Fsrs
from studyapp.paths import Home, default_home
from studyapp.services.context import Context
from studyapp.services.facade import Services
from studyapp.store.opening import open_store


def connect(home: Home | None = None, clock: Clock | None = None) -> Services:
    """Open a home and return its services; raises a StudyappError that says what is wrong."""
    chosen = home or default_home()
    return Services(Context(chosen, open_store(chosen), clock or SystemClock(), Fsrs))
