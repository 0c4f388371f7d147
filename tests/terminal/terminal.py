"""A pseudo-terminal with a screen: start a program, press keys, wait for what it shows."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte

KEYS = {
    "enter": b"\r",
    "tab": b"\t",
    "escape": b"\x1b",
    "space": b" ",
    "backspace": b"\x7f",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "shift+up": b"\x1b[1;2A",
    "shift+down": b"\x1b[1;2B",
}
PATIENCE_S = 60.0
BURST_BYTES, BURST_GAP_S = 65_536, 0.001
"""A burst of output ends after so many bytes, or when nothing came for so long."""


def key_bytes(name: str) -> bytes:
    """What a terminal sends for `enter`, `ctrl+q`, `a` ..."""
    if name.startswith("ctrl+"):
        return bytes([ord(name[-1].upper()) & 0x1F])
    return KEYS.get(name) or name.encode()


class Screen(pyte.Screen):
    """A screen that answers what programs ask of their terminal."""

    reply: Callable[[bytes], object]

    def write_process_input(self, data: str) -> None:
        self.reply(data.encode())


class Terminal:
    """A program on a terminal of its own; use as a context manager, which kills what is left."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str | None] | None = None,
    ) -> None:
        """Start a program; `env` is added to this process's environment, None takes a variable away."""
        self.screen = Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        self._text = ""
        self.exit_code: int | None = None
        self.master, slave = pty.openpty()
        self.screen.reply = lambda data: os.write(self.master, data)
        self._set_size(columns, lines)
        self.modes_before = termios.tcgetattr(self.master)
        # Not execvp: readline, which pytest loads, puts COLUMNS and LINES into the environment of C.
        surroundings: dict[str, str | None] = {**os.environ, "COLUMNS": None, "LINES": None}
        surroundings |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | dict(env or {})
        self.started_at = time.perf_counter()
        # The shell makes the terminal the session's own by opening it, and becomes the program: forking
        # a process with threads (pytest-xdist has them) to do that here is refused from Python 3.12 on.
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(slave), *command],
            env={name: value for name, value in surroundings.items() if value is not None},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.pid = self._process.pid
        # Until the program has opened it the terminal must not look abandoned.
        self._slave: int | None = slave

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.kill()
        self.hang_up()

    @property
    def text(self) -> str:
        """What is on the screen, a line each."""
        if self.screen.dirty:  # waiting asks far oftener than the screen changes
            self._text = "\n".join(line.rstrip() for line in self.screen.display)
            self.screen.dirty.clear()
        return self._text

    @property
    def modes(self) -> list[Any]:
        """The terminal's own settings (echo, line mode, signals), as `termios` has them."""
        return termios.tcgetattr(self.master)

    @property
    def left_behind(self) -> str:
        """What stands on the terminal that the program has given back: all that came after its screens."""
        _screens, _end, after = bytes(self.raw).rpartition(b"\x1b[?1049l")
        screen = pyte.Screen(200, 100)
        pyte.ByteStream(screen).feed(after)
        return "\n".join(line.rstrip() for line in screen.display).strip()

    def resize(self, columns: int, lines: int) -> None:
        """Change the size as a window manager would."""
        self._set_size(columns, lines)
        self.screen.resize(lines, columns)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGWINCH)

    def read(self, timeout_s: float) -> float | None:
        """Take in what the program wrote; the moment it arrived, or None if nothing came."""
        ready, _, _ = select.select([self.master], [], [], timeout_s)
        if not ready:
            return None
        self._let_go()
        data, arrived = self._burst()
        if not data:
            self._reap(block=True)
            return None
        self.raw += data
        self.stream.feed(data)
        return arrived

    def _burst(self) -> tuple[bytes, float]:
        """What was written in one go, and when its end arrived.

        The kernel holds four kilobytes for a reader, less than a whole frame, and the program waits until
        they are fetched. To draw them before the rest is fetched would count our drawing for the program's.
        """
        data, is_ready = bytearray(), True
        while is_ready and len(data) < BURST_BYTES:
            arrived = time.perf_counter()
            try:
                chunk = os.read(self.master, 65536)
            except OSError:
                chunk = b""
            data += chunk
            is_ready = bool(chunk) and bool(select.select([self.master], [], [], BURST_GAP_S)[0])
        return bytes(data), arrived

    def wait_for(self, wanted: str | Callable[[str], bool], patience_s: float = PATIENCE_S) -> float:
        """Read until the screen holds the text (or satisfies the condition); the moment it did."""
        holds = wanted if callable(wanted) else lambda text: wanted in text
        deadline = time.perf_counter() + patience_s
        arrived = time.perf_counter()
        while not holds(self.text):
            assert time.perf_counter() < deadline, f"waited in vain for {wanted!r}; the screen:\n{self.text}"
            assert self.exit_code is None, f"it ended ({self.exit_code}) before {wanted!r}:\n{self.text}"
            arrived = self.read(0.05) or arrived
        return arrived

    def first_shown(self, wanted: str, quiet_s: float = 0.3) -> float:
        """The moment at which the text came that made the screen hold `wanted`; for measuring.

        What the program writes is taken in until it is quiet, and read only then: reading it here takes
        longer than writing it, and the program would wait for that.
        """
        deadline = time.perf_counter() + PATIENCE_S
        while time.perf_counter() < deadline and self.exit_code is None:
            written = []
            while select.select([self.master], [], [], quiet_s)[0]:
                written.append((time.perf_counter(), os.read(self.master, 65536)))
            found = None
            for arrived, data in written:
                self.raw += data
                self.stream.feed(data)
                if found is None and wanted in self.text:
                    found = arrived
            if found is not None:
                return found
        raise AssertionError(f"waited in vain for {wanted!r}; the screen:\n{self.text}")

    def press(self, *names: str) -> float:
        """Send keys in one write; the moment it was sent."""
        sent = time.perf_counter()
        os.write(self.master, b"".join(key_bytes(name) for name in names))
        return sent

    def press_until(self, name: str, wanted: str | Callable[[str], bool], again_after_s: float = 0.5) -> None:
        """Press a key until the screen holds the text (or satisfies the condition).

        For keys that the app refuses while it thinks them the bounce of another, and that mean nothing
        any more once they have worked.
        """
        holds = wanted if callable(wanted) else lambda text: wanted in text
        deadline = time.perf_counter() + PATIENCE_S
        while not holds(self.text):
            assert time.perf_counter() < deadline, (
                f"{name!r} never led to {wanted!r}; the screen:\n{self.text}"
            )
            assert self.exit_code is None, f"it ended ({self.exit_code}) before {wanted!r}:\n{self.text}"
            self.press(name)
            self.comes_within(holds, again_after_s)

    def comes_within(self, holds: Callable[[str], bool], seconds: float) -> bool:
        """Read until the screen satisfies the condition, but no longer than that; whether it does."""
        until = time.perf_counter() + seconds
        while not holds(self.text) and time.perf_counter() < until and self.exit_code is None:
            self.read(0.05)
        return holds(self.text)

    def type(self, text: str) -> None:
        """Send a long text as fast as the program takes it in, as a paste without brackets arrives."""
        self._send(text.encode())

    def paste(self, text: str) -> None:
        """Paste a text as a terminal does that was asked for brackets around it."""
        assert b"\x1b[?2004h" in self.raw, "the program did not ask for bracketed paste"
        self._send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def _send(self, data: bytes) -> None:
        while data:
            readable, writable, _ = select.select([self.master], [self.master], [], PATIENCE_S)
            assert readable or writable, "the program takes nothing in"
            if readable:
                self.read(0)
            if writable:
                data = data[os.write(self.master, data[:1024]) :]

    def settle(self, quiet_s: float = 0.15) -> None:
        """Read until nothing more is written for a moment; for measuring only, tests wait for a condition."""
        while self.read(quiet_s) is not None:
            pass

    def wait_exit(self, patience_s: float = PATIENCE_S) -> int:
        """Read until the program ends; its exit code, negative for a signal."""
        deadline = time.perf_counter() + patience_s
        while self.exit_code is None:
            assert time.perf_counter() < deadline, f"it did not end; the screen:\n{self.text}"
            self.read(0.05)
            self._reap(block=False)
        while self.read(0) is not None:
            pass
        return self.exit_code

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal (kill -9 unless named) and wait for the end."""
        if self.exit_code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
            self._reap(block=True)

    def hang_up(self) -> None:
        """Close the terminal's window; the program may still be running."""
        self._let_go()
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def poll(self) -> int | None:
        """The exit code if the program has ended, without reading what it wrote."""
        self._reap(block=False)
        return self.exit_code

    def peak_mb(self) -> float:
        """Peak resident memory of the program in MB (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _let_go(self) -> None:
        if self._slave is not None:
            os.close(self._slave)
            self._slave = None

    def _reap(self, block: bool) -> None:
        if self.exit_code is None:
            self.exit_code = self._process.wait() if block else self._process.poll()
