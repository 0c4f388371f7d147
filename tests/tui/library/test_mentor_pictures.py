"""What the screens of mentors, and of those who hand over, look like at three sizes, as text."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from syrupy.assertion import SnapshotAssertion

from studyapp.export import view
from studyapp.export.document import to_json
from studyapp.export.passport import to_passport
from studyapp.export.view import ProgressExport
from studyapp.tui.app import StudyApp
from tests.services.cohort.people import exported
from tests.tui.library.conftest import NOW, at_rest, shown
from tests.waiting import wait_until

Make = Callable[..., StudyApp]
SIZES = pytest.mark.parametrize(
    "size", [(80, 24), (160, 50), (40, 10)], ids=lambda size: f"{size[0]}x{size[1]}"
)
TODAY = NOW.date()


def someone(
    number: int, name: str, *, days_left: int | None, p_pass: float | None, idle: int
) -> ProgressExport:
    """A learner before an exam; without a chance there is no forecast yet."""
    made = exported(number, name=name, idle=idle, at=NOW - timedelta(hours=2))
    (it,) = made.certifications
    forecast = view.Readiness(None, None, None, 30, 58)
    if p_pass is not None:
        forecast = view.Readiness(p_pass, p_pass - 0.1, p_pass + 0.1, 120)
    exam_on = None if days_left is None else TODAY + timedelta(days_left)
    mixed = (view.Confusion("tst-101", "a lantern", "a candle", 2),)
    return replace(
        made,
        certifications=(replace(it, exam_on=exam_on, readiness=forecast),),
        confusions=mixed,
    )


def earlier(export: ProgressExport, mastery: float) -> ProgressExport:
    """The file of a week before, when the log had 600 entries."""
    (it,) = export.certifications
    assert export.evidence is not None
    return replace(
        export,
        exported_at=export.exported_at - timedelta(7),
        as_of=export.as_of - timedelta(7),
        certifications=(replace(it, mastery=mastery),),
        evidence=replace(export.evidence, entries=600, head="cd" * 32, checkpoints=()),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Learners of every kind: near an exam, far from one, away, unsigned, with a log that was rewritten."""
    made = tmp_path / "shared"
    made.mkdir()
    wanda = someone(1, "Wanda", days_left=40, p_pass=0.8, idle=1)
    kim = someone(2, "Kim", days_left=5, p_pass=0.26, idle=1)
    ida = someone(3, "Ida", days_left=12, p_pass=None, idle=9)
    eve = someone(4, "Eve [red]\x1b[31m", days_left=None, p_pass=0.55, idle=3)
    rex = someone(5, "Rex", days_left=30, p_pass=0.7, idle=2)
    assert rex.evidence is not None
    cut = replace(rex.evidence, checkpoints=(view.Checkpoint(600, "ef" * 32),))
    signed = (earlier(wanda, 0.5), wanda, kim, ida, earlier(rex, 0.6), replace(rex, evidence=cut))
    for number, export in enumerate(signed):
        private = Ed25519PrivateKey.from_private_bytes(int(export.learner.id[:8], 16).to_bytes(32))
        (made / f"{number}.json").write_bytes(to_passport(export, private))
    (made / "unsigned.json").write_bytes(to_json(eve))
    (made / "bad.json").write_bytes(b"{")
    return made


async def look(pilot: object, app: StudyApp, folder: Path) -> None:
    await wait_until(pilot, lambda: app.bridge.is_open)  # type: ignore[arg-type]
    await app.bridge.call(lambda s: s.settings.update(cohort_folder=str(folder)))
    await shown(pilot, "cohort", lambda s: s.found)  # type: ignore[arg-type]


@SIZES
async def test_the_cohort(
    make_app: Make, folder: Path, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await look(pilot, app, folder)
        assert await at_rest(pilot) == snapshot


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 50)])
async def test_a_row_says_everything_at_every_usual_size(
    make_app: Make, folder: Path, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await look(pilot, app, folder)
        lines = (await at_rest(pilot)).splitlines()

    first = next(place for place, said in enumerate(lines) if "Wanda" in said)
    head = next(place for place, said in enumerate(lines) if "P(pass), 90 %" in said)
    upper, lower, why = (" ".join(said.split()) for said in lines[first : first + 3])
    assert upper.lstrip("▌ ").startswith("Wanda TST-101 80 % (70–90) 50 ▇▇ ✓ verified")
    assert "1 Foundations 72 % " in lower
    assert f"{(TODAY + timedelta(40)).day} " in lower
    assert ", 40 days 12 of 12 14/14" in lower
    assert "nothing pressing" in why
    for title, cell in (("P(pass)", "80 %"), ("Answers", "50 "), ("Trend", "▇▇"), ("File", "✓ ver")):
        assert lines[head].index(title) == lines[first].index(cell), "figures stand below their titles"


@SIZES
async def test_a_learners_page(
    make_app: Make, folder: Path, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await look(pilot, app, folder)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen.NAME == "learner")  # type: ignore[attr-defined]
        assert await at_rest(pilot) == snapshot


@SIZES
async def test_what_all_have_in_common(
    make_app: Make, folder: Path, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await look(pilot, app, folder)
        await pilot.press("c")
        await wait_until(pilot, lambda: app.screen.NAME == "common")  # type: ignore[attr-defined]
        assert await at_rest(pilot) == snapshot


@pytest.mark.skipif(os.name != "posix", reason="the picture shows a folder as POSIX writes it")
@SIZES
@pytest.mark.parametrize("level", ["domains", "items"])
async def test_what_leaves_the_machine(
    make_app: Make,
    monkeypatch: pytest.MonkeyPatch,
    level: str,
    size: tuple[int, int],
    snapshot: SnapshotAssertion,
) -> None:
    monkeypatch.setattr(Path, "cwd", lambda: Path("/home/ada/shared"))
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        await app.bridge.call(lambda s: s.settings.update(learner_name="Ada"))
        screen = await shown(pilot, "handover", lambda s: s.folders)
        while screen.level.value != level:
            await pilot.press("down", "enter")
            await at_rest(pilot)
        assert await at_rest(pilot) == snapshot
