"""The bridge: order, failures that are told once, changes that are broadcast, a clean end."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from studyapp.errors import DatabaseCorrupt, DiskFull, InvalidInput, StudyappError
from studyapp.services.changes import Aspect, Changes
from studyapp.tui import bridge as bridge_module
from studyapp.tui.bridge import Bridge, CallFailed, changes_in


class Heard:
    """What the app would have been told."""

    def __init__(self) -> None:
        self.changes: list[Changes] = []
        self.failures: list[StudyappError | None] = []


def make(log: Path, services: Any = None, fails: Exception | None = None) -> tuple[Bridge, Heard]:
    heard = Heard()

    def connect() -> Any:
        if fails is not None:
            raise fails
        return services or SimpleNamespace(leave=lambda: None)

    return Bridge(connect, heard.changes.append, heard.failures.append, log), heard


async def test_calls_run_in_one_thread_in_the_order_in_which_they_were_asked(tmp_path: Path) -> None:
    bridge, _heard = make(tmp_path / "log")
    await bridge.open()
    seen: list[tuple[int, str]] = []

    def note(number: int) -> None:
        time.sleep(0.002 if number % 2 else 0)
        seen.append((number, threading.current_thread().name))

    await asyncio.gather(*(bridge.call(lambda _s, n=n: note(n)) for n in range(10)))
    assert [number for number, _ in seen] == list(range(10))
    assert len({name for _, name in seen}) == 1
    assert seen[0][1] != threading.current_thread().name
    await bridge.close()


async def test_a_call_made_before_the_store_is_open_waits_for_it(tmp_path: Path) -> None:
    bridge, _heard = make(tmp_path / "log", SimpleNamespace(leave=lambda: None, answer=42))
    early = asyncio.ensure_future(bridge.call(lambda s: s.answer))  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    assert not early.done()
    await bridge.open()
    assert await early == 42
    await bridge.close()


async def test_an_expected_error_is_told_with_its_words(tmp_path: Path) -> None:
    bridge, heard = make(tmp_path / "log")
    await bridge.open()
    error = DiskFull("No room.", "Free some.")

    def fail(_services: object) -> None:
        raise error

    with pytest.raises(CallFailed):
        await bridge.call(fail)
    assert heard.failures == [error]
    assert not (tmp_path / "log").exists()
    await bridge.close()


async def test_an_error_that_the_caller_expects_is_the_callers(tmp_path: Path) -> None:
    bridge, heard = make(tmp_path / "log")
    await bridge.open()

    def fail(_services: object) -> None:
        raise InvalidInput("Too much.", "Give less.")

    with pytest.raises(InvalidInput):
        await bridge.call(fail, expected=InvalidInput)
    assert heard.failures == []
    await bridge.close()


async def test_a_fault_of_ours_goes_to_the_log_with_its_traceback(tmp_path: Path) -> None:
    bridge, heard = make(tmp_path / "log")
    await bridge.open()
    with pytest.raises(CallFailed):
        await bridge.call(lambda _s: 1 // 0)
    assert heard.failures == [None]
    text = (tmp_path / "log").read_text("utf-8")
    assert "ZeroDivisionError" in text
    assert "Traceback" in text
    await bridge.close()


async def test_a_log_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    bridge, heard = make(tmp_path / "no" / "such" / "folder")
    await bridge.open()
    with pytest.raises(CallFailed):
        await bridge.call(lambda _s: 1 // 0)
    assert heard.failures == [None]
    await bridge.close()


def test_the_log_starts_anew_when_it_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge_module, "LOG_LIMIT", 100)
    log = tmp_path / "studyapp.log"
    log.write_text("x" * 200, "utf-8")
    loop = asyncio.new_event_loop()
    bridge, _heard = make(log)
    bridge.record(ValueError("new"))
    loop.close()
    assert "new" in log.read_text("utf-8")
    assert (tmp_path / "studyapp.log.1").read_text("utf-8") == "x" * 200


async def test_changes_are_broadcast_from_results_and_from_words(tmp_path: Path) -> None:
    bridge, heard = make(tmp_path / "log")
    await bridge.open()
    goal, cards = frozenset({Aspect.GOAL}), frozenset({Aspect.CARDS})
    await bridge.call(lambda _s: goal)
    await bridge.call(lambda _s: SimpleNamespace(changes=cards))
    await bridge.call(lambda _s: None, changes=goal)
    await bridge.call(lambda _s: "nothing")
    assert heard.changes == [goal, cards, goal]
    await bridge.close()


@pytest.mark.parametrize("value", [None, 3, "x", frozenset({1}), frozenset(), [Aspect.GOAL]])
def test_what_is_not_changes_is_none(value: object) -> None:
    assert changes_in(value) == frozenset()


async def test_a_store_that_does_not_open_is_told_by_the_opener_alone_and_can_be_tried_again(
    tmp_path: Path,
) -> None:
    bridge, heard = make(tmp_path / "log", fails=DatabaseCorrupt("Broken."))
    waiting = asyncio.ensure_future(bridge.call(lambda _s: 1))
    with pytest.raises(DatabaseCorrupt):
        await bridge.open()
    with pytest.raises(CallFailed):
        await waiting
    assert heard.failures == []
    assert not bridge.is_open
    bridge._connect = lambda: SimpleNamespace(leave=lambda: None)  # type: ignore[assignment,return-value]
    await bridge.open()
    assert await bridge.call(lambda _s: 1) == 1
    await bridge.close()


async def test_closing_ends_the_call_in_hand_and_closes_the_store(tmp_path: Path) -> None:
    closed: list[str] = []
    bridge, heard = make(tmp_path / "log", SimpleNamespace(leave=lambda: closed.append("store")))
    await bridge.open()
    slow = asyncio.ensure_future(bridge.call(lambda _s: time.sleep(0.05)))
    await asyncio.sleep(0.01)
    await bridge.close()
    await slow
    assert closed == ["store"]
    with pytest.raises(CallFailed):
        await bridge.call(lambda _s: 1)
    assert heard.failures == []


async def test_a_long_reading_of_content_stops_when_the_app_closes(tmp_path: Path) -> None:
    started = threading.Event()
    ticks: list[int] = []

    def refresh(progress: Any) -> None:
        for number in range(100_000):
            started.set()
            progress(number, 100_000)
            time.sleep(0.001)

    services = SimpleNamespace(leave=lambda: None, library=SimpleNamespace(refresh=refresh))
    bridge, heard = make(tmp_path / "log", services)
    await bridge.open()
    reading = asyncio.ensure_future(bridge.read_content(lambda done, _total: ticks.append(done)))
    await asyncio.to_thread(started.wait, 5)
    # An answer does not wait for the reading.
    assert await bridge.call(lambda _s: "answered") == "answered"
    await bridge.close()
    with pytest.raises(CallFailed):
        await reading
    assert len(ticks) < 50_000
    assert heard.failures == []


async def held(bridge: Bridge) -> tuple[threading.Event, asyncio.Future[Any]]:
    """A call that keeps the others waiting until the event is set."""
    release = threading.Event()
    holding = asyncio.ensure_future(bridge.call(lambda _s: release.wait(10)))
    await asyncio.sleep(0)
    return release, holding


@pytest.mark.parametrize("is_mere_look", [False, True])
async def test_what_was_asked_is_done_though_its_asker_has_gone_unless_it_was_a_mere_look(
    tmp_path: Path, is_mere_look: bool
) -> None:
    bridge, heard = make(tmp_path / "log")
    await bridge.open()
    done: list[str] = []

    def write(_services: object) -> Changes:
        done.append("written")
        return frozenset({Aspect.CARDS})

    async def ask() -> None:
        bridge_module.mere_look.set(is_mere_look)
        await bridge.call(write)

    release, holding = await held(bridge)
    asking = asyncio.ensure_future(ask())
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    release.set()
    await holding
    await bridge.close()
    assert done == ([] if is_mere_look else ["written"])
    assert heard.changes == ([] if is_mere_look else [frozenset({Aspect.CARDS})])


async def test_calls_of_both_sorts_are_done_in_the_order_in_which_they_were_asked(tmp_path: Path) -> None:
    bridge, _heard = make(tmp_path / "log")
    await bridge.open()
    seen: list[int] = []

    async def ask(number: int) -> None:
        bridge_module.mere_look.set(bool(number % 2))
        await bridge.call(lambda _s: seen.append(number))

    await asyncio.gather(*(ask(number) for number in range(8)))
    assert seen == list(range(8))
    await bridge.close()


async def test_a_failure_is_told_though_its_asker_has_gone(tmp_path: Path) -> None:
    bridge, heard = make(tmp_path / "log")
    await bridge.open()
    error = DiskFull("No room.", "Free some.")

    def fail(_services: object) -> None:
        raise error

    release, holding = await held(bridge)
    asking = asyncio.ensure_future(bridge.call(fail))
    await asyncio.sleep(0)
    asking.cancel()
    release.set()
    await holding
    await bridge.call(lambda _s: None)
    assert heard.failures == [error]
    await bridge.close()
