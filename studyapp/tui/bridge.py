"""The one way from the screens to the services.

One thread does all the service calls, in the order in which they were asked for: SQLite is never used
from two places, and an answer is stored before the next item is fetched. A second one only reads
content files, so that a long import never stands before an answer.

How a screen asks::

    today = await self.app.bridge.call(lambda s: s.study.today())

- Several steps belong into one function, which is one trip:
  `def begin(s): s.study.start(); return s.study.next()`.
- What the call changed is found in the result (a `Changes`, or anything with `.changes`), or is given
  with `changes=`; the app tells every screen with a `Changed` message.
- A failure has been shown to the person when `CallFailed` is raised. It need not be caught in actions
  (`action_...`), in `StudyScreen.load()` and in `StudyScreen.work(...)`. In `@on` and `on_...`
  handlers start a coroutine with `self.work(...)` instead of awaiting a call there.
- What was asked is done, also when who asked is gone by then (its screen was left, the app closes): a note
  is kept. Only what `StudyScreen.work(..., replace=True)` asks is dropped with its asker: a mere look.
- Await directly in an action what takes milliseconds (grade, next): keys pressed meanwhile wait and
  then act on the new state. Start with `self.work(...)` what may take longer.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from studyapp.errors import StudyappError
from studyapp.services.changes import Aspect, Changes

if TYPE_CHECKING:
    from studyapp.services.cohort.view import Cohort
    from studyapp.services.facade import Services
    from studyapp.services.views import ImportReport

T = TypeVar("T")

NOTHING: Changes = frozenset()
LOG_LIMIT = 1_000_000
"""Bytes after which the log of errors starts anew; the one before is kept beside it."""

mere_look: ContextVar[bool] = ContextVar("mere_look", default=False)
"""Whether what is asked in this context is dropped when its asker goes, unless it has begun."""


class CallFailed(Exception):
    """A call to the services failed, and the person has been told."""


class Stopped(Exception):
    """The app is closing: a long reading of content stops here."""


class Bridge:
    """Runs service calls off the UI's thread, and reports what they changed and what went wrong."""

    def __init__(
        self,
        connect: Callable[[], Services],
        changed: Callable[[Changes], None],
        failed: Callable[[StudyappError | None], None],
        log_file: Path,
    ) -> None:
        self._connect = connect
        self._changed = changed
        self._failed = failed
        self._log_file = log_file
        self._ordered = ThreadPoolExecutor(max_workers=1, thread_name_prefix="services")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="content")
        self._services: Services | None = None
        self._trouble: BaseException | None = None
        self._closing = False
        self._decided = asyncio.Event()
        self._lasting: set[asyncio.Future[Any]] = set()
        """Calls that are seen to their end whoever waits for them; asyncio itself would forget them."""

    @property
    def is_open(self) -> bool:
        """Whether the learner's data is open."""
        return self._services is not None

    async def open(self) -> None:
        """Open the store; raises what `connect` raises. Calls made before that wait for it."""
        self._trouble = None
        self._decided.clear()
        try:
            await asyncio.wrap_future(self._ordered.submit(self._open))
        finally:
            self._decided.set()

    def _open(self) -> None:
        # Nothing that opening makes is garbage, and looking for it would take a tenth of the time.
        gc.disable()
        try:
            self._services = self._connect()
        except BaseException as error:
            self._trouble = error
            raise
        finally:
            gc.enable()

    async def call(
        self,
        ask: Callable[[Services], T],
        *,
        changes: Changes = NOTHING,
        expected: type[StudyappError] | tuple[type[StudyappError], ...] = (),
    ) -> T:
        """What `ask` returns; raises CallFailed when it could not, after telling the person.

        Errors of a type in `expected` are raised as they are, and it is the caller who tells of them.
        """
        return await self._tracked(self._ordered, lambda: ask(self._opened()), changes, expected)

    async def read_content(self, progress: Callable[[int, int], None]) -> ImportReport:
        """Import changed content in its own thread; `progress` is called there, on the reader's thread."""

        def tell(done: int, total: int) -> None:
            if self._closing:
                raise Stopped
            progress(done, total)

        report = await self._tracked(self._reader, lambda: self._opened().library.refresh(tell))
        if report.changed_files:
            self._changed(frozenset({Aspect.CONTENT, Aspect.PLAN}))
        return report

    async def read_exports(self, folder: Path, progress: Callable[[int, int], None]) -> Cohort:
        """Take in a folder of exports in the reader's thread; `progress` is called there."""

        def tell(done: int, total: int) -> None:
            if self._closing:
                raise Stopped
            progress(done, total)

        return await self._tracked(self._reader, lambda: self._opened().cohort.look([folder], tell))

    async def close(self) -> None:
        """Let all that was asked end but for mere looks, and close the store."""
        self._closing = True
        self._decided.set()
        self._reader.shutdown(wait=False, cancel_futures=True)
        if self._services is not None:
            with contextlib.suppress(Exception):
                await asyncio.wrap_future(self._ordered.submit(self._services.leave))
            self._services = None
        self._ordered.shutdown(wait=False, cancel_futures=True)

    def _opened(self) -> Services:
        if self._services is None:
            raise Stopped if self._trouble is None else self._trouble
        return self._services

    async def _tracked(
        self,
        pool: ThreadPoolExecutor,
        job: Callable[[], T],
        changes: Changes = NOTHING,
        expected: type[StudyappError] | tuple[type[StudyappError], ...] = (),
    ) -> T:
        await self._decided.wait()
        if self._closing:
            raise CallFailed("closing")
        # Here, and not in a task that begins later: the order is that in which it was asked.
        told = self._told(asyncio.wrap_future(pool.submit(job)), changes, expected)
        if mere_look.get():
            return await told
        lasting = asyncio.ensure_future(told)
        self._lasting.add(lasting)
        lasting.add_done_callback(self._let_go)
        return await asyncio.shield(lasting)

    def _let_go(self, lasting: asyncio.Future[Any]) -> None:
        self._lasting.discard(lasting)
        if not lasting.cancelled():
            lasting.exception()  # asyncio complains of one that nobody looks at

    async def _told(
        self,
        answer: asyncio.Future[T],
        changes: Changes,
        expected: type[StudyappError] | tuple[type[StudyappError], ...],
    ) -> T:
        try:
            value = await answer
        except StudyappError as error:
            if isinstance(error, expected):
                raise
            # That the store did not open is told once, by whoever opened it, not by every screen.
            if error is not self._trouble:
                self._failed(error)
            raise CallFailed(str(error)) from error
        except Exception as error:
            if not (self._closing or isinstance(error, Stopped) or error is self._trouble):
                self.record(error)
                self._failed(None)
            raise CallFailed(repr(error)) from error
        found = changes | changes_in(value)
        if found:
            self._changed(found)
        return value

    def record(self, error: BaseException) -> None:
        """Append an unexpected error with its traceback to the log; never fails itself."""
        text = "".join(traceback.format_exception(error))
        with contextlib.suppress(OSError):
            if self._log_file.exists() and self._log_file.stat().st_size > LOG_LIMIT:
                self._log_file.replace(self._log_file.with_suffix(".log.1"))
            with self._log_file.open("a", encoding="utf-8") as log:
                log.write(f"{datetime.now(UTC).isoformat()}\n{text}\n")


def changes_in(value: object) -> Changes:
    """The changes that a service's result speaks of, if any."""
    found = getattr(value, "changes", value)
    if isinstance(found, frozenset) and all(isinstance(aspect, Aspect) for aspect in found):
        return found
    return NOTHING
