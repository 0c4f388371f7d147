"""Broken banks, and the learner's own folders: the rest is read all the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from tests import banks
from tests.banks import CERTIFICATION, term_id, write_bank, write_yaml
from tests.services import evidence
from tests.services.editing import (
    bank_of,
    edit,
    edit_question,
    state,
    studied,
)
from tests.services.learner import Learner

# -- broken banks ------------------------------------------------------------------------------


def write_wrecks(folder: Path) -> list[str]:
    """One file of each kind of ruin; returns their names."""
    folder.mkdir(parents=True)
    wrecks: dict[str, bytes] = {
        "empty.yaml": b"",
        "binary.yaml": bytes(range(256)),
        "latin.yaml": "format: questions/1\nä: ö".encode("latin-1"),
        "utf16.yaml": "format: questions/1".encode("utf-16"),
        "text.yaml": b"just some text",
        "open.yaml": b"format: 'questions/1",
        "tabs.yaml": b"format: questions/1\nquestions:\n\t- id: x\n",
        "deep.yaml": b"[" * 100_000,
        "laughs.yaml": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "escape.yaml": b'format: questions/1\ncertification: "\\e[31m"\nquestions: []\n',
        "keys.yaml": b"format: questions/1\n? [a, b]\n: c\n",
        "future.yaml": b"format: questions/2\n",
        "list.yaml": b"- a\n- b\n",
    }
    for name, data in wrecks.items():
        (folder / name).write_bytes(data)
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(50_000_000)
    return sorted([*wrecks, "huge.yaml"])


def test_broken_files_never_stop_the_rest_and_each_is_named(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    wrecks = write_wrecks(home.content / "aaa")
    services = connect_to(home, clock)
    report = services.library.refresh()
    assert (report.files, report.questions, report.terms) == (3 + len(wrecks), 12, 6)
    assert sorted({Path(p.path).name for p in report.problems}) == wrecks
    assert all(p.line >= 1 and p.column >= 1 and p.message and p.hint for p in report.problems)
    assert all("\x1b" not in f"{p.message}{p.hint}" for p in report.problems)
    assert services.library.problems() == list(report.problems)
    learner = Learner(services, clock)
    services.goals.set(Goal(CERTIFICATION, None, 60))
    assert len(learner.study()) > 12


def test_broken_files_that_did_not_change_are_not_read_again(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    write_wrecks(home.content / "aaa")
    services = connect_to(home, clock)
    first = services.library.refresh()
    second = services.library.refresh()
    assert second.changed_files == 0
    assert second.problems == first.problems


def test_a_bank_that_breaks_leaves_circulation_and_comes_back_repaired(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    services, path, before = (
        learner.services,
        bank_of(home) / "questions.yaml",
        evidence.cards(learner.services),
    )
    sound = path.read_text("utf-8")
    path.write_text(sound + "\n  broken: [", "utf-8")
    report = services.library.refresh()
    assert (report.questions, report.terms, len(report.problems)) == (0, 6, 1)
    path.write_text(sound, "utf-8")
    report = services.library.refresh()
    assert (report.questions, report.problems) == (12, ())
    assert evidence.cards(services) == before


def test_a_broken_question_does_not_take_its_neighbours_along(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    edit_question(bank_of(home) / "questions.yaml", 1, kind="essay")
    report = learner.services.library.refresh()
    assert (report.questions, len(report.problems)) == (11, 1)
    edit_question(bank_of(home) / "questions.yaml", 1, kind="single")
    assert learner.services.library.refresh().questions == 12
    assert state(learner.services).reps > 0


def test_the_doctor_names_broken_content(home: Home, services: Services) -> None:
    write_yaml(bank_of(home) / "broken.yaml", {"format": "questions/1"})
    services.library.refresh()
    (failure,) = evidence.failures(services)
    assert failure.startswith("content: ")
    assert "broken.yaml:1" in failure


@contextmanager
def bound_by_permissions(folder: Path) -> Iterator[None]:
    """Root may read everything: for a while this process is somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_that_cannot_be_read_is_named_and_tried_again(
    clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        write_bank(home.content)
        services = connect_to(home, clock)
        services.library.refresh()
        path = bank_of(home) / "questions.yaml"
        with bound_by_permissions(Path(folder)):
            os.utime(path, ns=(2, 2))
            path.chmod(0)
            shut = services.library.refresh()
            path.chmod(0o644)  # which changes neither size nor time
            opened = services.library.refresh()
        services.close()
    assert (shut.questions, shut.terms) == (0, 6)
    assert [p.message for p in shut.problems] == ["the file can't be read (Permission denied)"]
    assert (opened.questions, opened.problems) == (12, ())


# -- the learner's own folders -----------------------------------------------------------------


def test_a_folder_of_the_learners_is_read_and_left(tmp_path: Path, services: Services) -> None:
    write_bank(tmp_path / "banks", "own-901", questions=3, terms=1)
    services.settings.update(content_folders=[str(tmp_path / "banks")])
    assert services.library.refresh().questions == 15
    services.settings.update(content_folders=[])
    report = services.library.refresh()
    assert (report.questions, report.terms, report.certifications, report.problems) == (12, 6, 1, ())


def test_a_folder_that_is_named_twice_is_read_once(tmp_path: Path, home: Home, services: Services) -> None:
    write_bank(tmp_path / "banks", "own-901", questions=3, terms=1)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "banks", target_is_directory=True)
    folders = [
        tmp_path / "banks",
        tmp_path / "banks" / "own-901",
        link,
        tmp_path / "x" / ".." / "banks",
        home.content,
    ]
    (tmp_path / "x").mkdir()
    services.settings.update(content_folders=[str(folder) for folder in folders])
    report = services.library.refresh()
    assert (report.files, report.questions, report.problems) == (6, 15, ())


def test_a_folder_given_relative_to_here_stays_the_same_from_elsewhere(
    tmp_path: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bank(tmp_path / "here" / "banks", "own-901", questions=3, terms=0)
    monkeypatch.chdir(tmp_path / "here")
    services.settings.update(content_folders=["banks"])
    assert services.library.refresh().questions == 15
    monkeypatch.chdir(tmp_path)
    assert services.library.refresh().questions == 15


def test_a_folder_that_is_not_there_is_refused_and_one_that_vanished_is_not_missed(
    tmp_path: Path, services: Services
) -> None:
    folder = tmp_path / "banks"
    write_bank(folder, "own-901", questions=3, terms=0)
    services.settings.update(content_folders=[str(folder)])
    services.library.refresh()
    shutil.rmtree(folder)
    report = services.library.refresh()
    assert (report.questions, report.problems) == (12, ())


def test_a_bank_in_a_folder_of_the_learners_extends_a_certification(
    tmp_path: Path, services: Services
) -> None:
    write_yaml(tmp_path / "banks" / "extra.yaml", banks.questions_file([banks.question(90)]))
    services.settings.update(content_folders=[str(tmp_path / "banks")])
    services.library.refresh()
    assert services.library.certification(CERTIFICATION).questions == 13


# -- the index of terms ------------------------------------------------------------------------


def test_what_was_read_can_be_searched_and_what_left_cannot(home: Home, services: Services) -> None:
    edit(
        bank_of(home) / "glossary.yaml",
        lambda data: data["terms"][0].update(definition="A zebra in plain words."),
    )
    services.library.refresh()
    assert [hit.term_id for hit in services.library.terms("zebra")] == [term_id(1)]
    edit(bank_of(home) / "glossary.yaml", lambda data: data["terms"].pop(0))
    services.library.refresh()
    assert services.library.terms("zebra") == []
