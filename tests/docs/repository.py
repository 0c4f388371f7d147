"""A git repository of banks, as an author has one, in which documented commands are run as a shell does."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.content.lint.banks import spoil, write_bank

AUTHOR = {
    "GIT_AUTHOR_NAME": "Author",
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_COMMITTER_NAME": "Author",
    "GIT_COMMITTER_EMAIL": "author@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


@dataclass(frozen=True)
class Done:
    """What a command printed (both streams), and its exit code."""

    code: int
    out: str


@dataclass(frozen=True)
class Repository:
    """The repository, its one file of questions, and the folder of the `studyapp` command."""

    root: Path
    questions: Path
    bin: Path

    def run(self, *command: str) -> Done:
        """Run a command in the repository, with `studyapp` on the path and a home of its own."""
        env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "STUDYAPP"))}
        env |= AUTHOR | {
            "PATH": f"{self.bin}{os.pathsep}{env['PATH']}",
            "STUDYAPP_HOME": str(self.bin.parent / "home"),
            "PRE_COMMIT_HOME": str(self.bin.parent / "pre-commit"),
        }
        ran = subprocess.run(
            command,
            cwd=self.root,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Done(ran.returncode, ran.stdout)

    def shell(self, line: str) -> Done:
        """Run a line as a CI step runs it: bash, which stops at the first error."""
        return self.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line)

    def git(self, *arguments: str) -> str:
        """Run git, which has to succeed."""
        done = self.run("git", *arguments)
        assert done.code == 0, done.out
        return done.out

    def commit(self, message: str = "A change") -> Done:
        """Commit everything, through the hooks."""
        self.git("add", "--all")
        return self.run("git", "commit", "--message", message)


def new_repository(folder: Path) -> Repository:
    """A repository with one commit of a clean bank, and a `studyapp` that is the one under test."""
    folder.mkdir()
    command = folder / "bin" / "studyapp"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m studyapp "$@"\n', "utf-8")
    command.chmod(0o755)
    root = folder / "my-content"
    questions = write_bank(root / "tst-101")
    today = datetime.now().astimezone().date().isoformat()
    for _ in range(2):  # an item that grows old is a finding one day
        spoil(questions, "verified_on: 2026-11-20", f"verified_on: {today}")
    made = Repository(root, questions, command.parent)
    made.git("init", "--quiet", "--initial-branch", "main")
    done = made.commit("A bank")
    assert done.code == 0, done.out
    return made
