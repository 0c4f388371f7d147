"""The command line: one module per noun; each command parses, calls a service and prints."""

from __future__ import annotations

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    from studyapp.cli.app import main

    return main(arguments)
