"""Lines in, lines out: what every plain session asks and says with."""

from __future__ import annotations

from typing import TextIO

from studyapp import plain_answers
from studyapp.sanitiser import clean, fitted, line_width

INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it."""
LONGEST_LINE = 4_000
"""More than this in one line is a paste by mistake; the rest is left out."""


class Left(Exception):
    """The learner quits, or the input ended."""


class Lines:
    """A terminal as lines of text."""

    def __init__(self, lines_in: TextIO, lines_out: TextIO) -> None:
        self._in = lines_in
        self._out = lines_out

    def _ask(self, prompt: str) -> str:
        """One line of input without its end; raises Left at the end of the input."""
        self._out.write(clean(prompt))
        self._out.flush()
        line = self._in.readline(LONGEST_LINE)
        if not line:
            self._say()
            raise Left
        if not self._in.isatty():
            self._say()  # nobody pressed Enter on the screen
        while not line.endswith("\n") and (rest := self._in.readline(LONGEST_LINE)):
            line = line[:LONGEST_LINE] + "…" + ("\n" if rest.endswith("\n") else "")
        return line.strip()

    def _say_prose(self, text: str) -> None:
        """A text of an author with its code and tables; a terminal cuts what is longer than its lines."""
        for line in plain_answers.prose_lines(text, line_width(self._out)):
            self._say(line)

    def _say(self, text: str = "") -> None:
        self._out.write(fitted(text, self._out) + "\n")
        self._out.flush()
