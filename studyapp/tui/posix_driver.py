"""A terminal that can go away: the window is closed, the connection lost, the program stopped and continued.

Textual's driver for POSIX, with what it lacks (8.2):

- Its writer dies of the first write to a closed terminal, and the program then waits forever for room in
  that writer's queue.
- It takes every SIGCONT for the end of a pause that it began itself: it enters the terminal a second
  time, remembers its own raw mode as the one to restore, and leaves the shell without echo. (A kernel
  sends SIGCONT when a window is closed, and so does `kill -CONT`.)
- Its handler of SIGWINCH asks for the size and can be interrupted by itself: then the older of two sizes
  is told last, and stays.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import Any, TextIO, cast

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size


class _Lossy:
    """A stream whose writes are lost where nobody can receive them any more."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class PosixDriver(LinuxDriver):
    """Textual's driver, for a terminal that may go away at any moment."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._file = cast(Any, _Lossy(cast(TextIO, self._file)))
        self._is_suspended = False

    def start_application_mode(self) -> None:
        """Take the terminal; later sizes are asked for by the loop, one after the other."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._tell_size)

    def _tell_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    def write(self, data: str) -> None:
        """Write, unless the writer has ended."""
        if self._writer_thread is not None and self._writer_thread.is_alive():
            super().write(data)

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self._is_suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal again, if it was given back."""
        if self._is_suspended:
            self._is_suspended = False
            super().resume_application_mode()

    def close(self) -> None:
        """Let the writer end, unless it has."""
        if self._writer_thread is not None and self._writer_thread.is_alive():
            super().close()
