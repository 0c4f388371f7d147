"""Delivery to a Learning Record Store: a real server on this machine that fails as real ones do."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from studyapp.domain.records import RecordKind
from studyapp.errors import InvalidInput
from studyapp.export.view import Format, Privacy
from studyapp.export.xapi import VERBS, voids
from studyapp.services.sharing.delivering import (
    BATCH,
    Deliverer,
    StoreRefused,
    StoreUnreachable,
    statements_url,
)
from studyapp.services.sharing.request import Request
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION
from tests.export.xapi_rules import check
from tests.services.learner import Learner


class Store(ThreadingHTTPServer):
    """Keeps statements by id; `faults` are statuses to answer with first, 0 drops the connection."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: dict[str, Any] = {}
        self.faults: list[int] = []
        self.requests = 0
        self.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/xapi"

    @property
    def voided(self) -> set[str]:
        """Ids of the statements that it has and must give out no more (xAPI 1.0.3, Part Two, 2.3.2)."""
        targets = {voids(said) for said in self.kept.values()}
        return {key for key in targets & set(self.kept) if not voids(self.kept[key])}


class Handler(BaseHTTPRequestHandler):
    server: Store

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests += 1
        if self.server.faults:
            fault = self.server.faults.pop(0)
            if fault == 0:
                self.connection.close()
                return
            self._answer(fault)
            return
        told = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        if told != "ada:secret":
            self._answer(401)
            return
        statements = json.loads(content)
        assert self.path == "/xapi/statements"
        assert self.headers["X-Experience-API-Version"] == "1.0.3"
        if any(self.server.kept.get(s["id"], s) != s for s in statements):
            self._answer(409)
            return
        self.server.kept |= {s["id"]: s for s in statements}
        self._answer(200)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Store]:
    made = Store()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def store() -> Iterator[Store]:
    with serving() as made:
        yield made


def statements(count: int) -> list[dict[str, Any]]:
    return [
        {"id": f"{n:08x}-0000-5000-8000-000000000000", "verb": {"id": VERBS["answered"]}, "n": n}
        for n in range(count)
    ]


def deliverer(
    store: Store, tmp_path: Path, password: str = "secret", waits: list[float] | None = None
) -> Deliverer:
    return Deliverer(
        store.url, "ada", password, tmp_path / "state", wait=(waits if waits is not None else []).append
    )


def test_everything_arrives_once_however_often_it_is_sent(store: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    first = deliverer(store, tmp_path).deliver(statements(120), lambda done, of: told.append((done, of)))
    second = deliverer(store, tmp_path).deliver(statements(121))

    assert (first.sent, first.known) == (120, 0)
    assert (second.sent, second.known) == (1, 120)
    assert len(store.kept) == 121
    assert told == [(50, 120), (100, 120), (120, 120)]


def test_a_lost_memory_adds_nothing_twice(store: Store, tmp_path: Path) -> None:
    deliverer(store, tmp_path).deliver(statements(10))
    deliverer(store, tmp_path / "other").deliver(statements(10))

    assert len(store.kept) == 10


@pytest.mark.parametrize("faults", [[503], [0], [429, 500, 0, 502]])
def test_a_busy_store_is_asked_again_with_longer_and_longer_waits(
    store: Store, tmp_path: Path, faults: list[int]
) -> None:
    store.faults = list(faults)
    waits: list[float] = []

    deliverer(store, tmp_path, waits=waits).deliver(statements(3))

    assert len(store.kept) == 3
    assert waits == [1.0, 2.0, 4.0, 8.0][: len(faults)]


def test_what_was_taken_before_a_break_is_not_sent_again(store: Store, tmp_path: Path) -> None:
    whole = store.RequestHandlerClass.do_POST  # type: ignore[attr-defined]

    def only_the_first(handler: Handler) -> None:
        if store.kept:
            store.faults = [503]
        whole(handler)

    store.RequestHandlerClass = type("Once", (Handler,), {"do_POST": only_the_first})
    with pytest.raises(StoreUnreachable, match="503") as refused:
        deliverer(store, tmp_path).deliver(statements(BATCH + 5))
    assert "go on" in refused.value.advice
    assert len(store.kept) == BATCH

    store.RequestHandlerClass = Handler
    again = deliverer(store, tmp_path).deliver(statements(BATCH + 5))

    assert (again.sent, again.known) == (5, BATCH)
    assert len(store.kept) == BATCH + 5


def test_a_statement_that_is_there_in_other_words_does_not_stop_the_others(
    store: Store, tmp_path: Path
) -> None:
    known, *_others = statements(3)
    store.kept[known["id"]] = known | {"n": "in other words"}

    deliverer(store, tmp_path).deliver(statements(3))

    assert len(store.kept) == 3
    assert store.kept[known["id"]]["n"] == "in other words"


@pytest.mark.parametrize(
    ("fault", "said"), [(400, "answered 400"), (302, "answered 302"), (404, "answered 404")]
)
def test_a_refusal_is_told_and_not_repeated(store: Store, tmp_path: Path, fault: int, said: str) -> None:
    store.faults = [fault]

    with pytest.raises(StoreRefused, match=said):
        deliverer(store, tmp_path).deliver(statements(1))
    assert store.requests == 1


def test_a_wrong_password_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="does not know this account"):
        deliverer(store, tmp_path, "wrong").deliver(statements(1))


@pytest.mark.parametrize(
    "url",
    ["http://lrs.example.com/xapi", "ftp://lrs.example.com", "file:///etc/passwd", "nonsense", "", "https://",
     "https://ada:secret@lrs.example.com/xapi"],
)  # fmt: skip
def test_only_https_is_delivered_to(url: str) -> None:
    with pytest.raises(InvalidInput):
        statements_url(url)


def test_the_statement_resource_is_found_from_the_endpoint() -> None:
    assert statements_url("https://lrs.example.com/xapi/") == "https://lrs.example.com/xapi/statements"
    assert (
        statements_url("https://lrs.example.com/xapi/statements") == "https://lrs.example.com/xapi/statements"
    )


def test_a_learners_answers_arrive_as_valid_statements(store: Store, learner: Learner, goal: Goal) -> None:
    learner.study(elapsed_ms=9_000)

    done = learner.services.sharing.deliver(Request(Privacy.ITEMS), store.url, "ada", "secret")

    assert done.sent == len(store.kept) > 10
    for said in store.kept.values():
        check(said)
    again = learner.services.sharing.deliver(Request(Privacy.ITEMS), store.url, "ada", "secret")
    assert (again.sent, again.known) == (0, done.sent)


def answer_three(learner: Learner) -> None:
    learner.services.study.start("questions")
    for _number in range(3):
        learner.answer(learner.shown())


def test_an_answer_that_is_taken_back_after_its_delivery_is_voided_there_once(
    store: Store, learner: Learner, goal: Goal
) -> None:
    sharing, request = learner.services.sharing, Request(Privacy.ITEMS)
    answer_three(learner)
    sharing.deliver(request, store.url, "ada", "secret")
    before = set(store.kept)
    learner.services.study.undo()
    learner.answer(learner.shown())

    done = sharing.deliver(request, store.url, "ada", "secret")

    assert (done.sent, done.voided) == (2, 1), "the answer that was given instead, and what voids the first"
    (void,) = [said for said in store.kept.values() if voids(said)]
    check(void)
    assert store.voided == {voids(void)} < before
    assert void["actor"] == store.kept[voids(void)]["actor"]
    again = sharing.deliver(request, store.url, "ada", "secret")
    assert (again.sent, again.voided, again.known) == (0, 0, 4)


def test_an_answer_that_is_taken_back_before_any_delivery_is_never_heard_of(
    store: Store, learner: Learner, goal: Goal
) -> None:
    answer_three(learner)
    learner.services.study.undo()

    done = learner.services.sharing.deliver(Request(Privacy.ITEMS), store.url, "ada", "secret")

    assert (done.sent, done.voided, len(store.kept)) == (2, 0, 2)
    assert not store.voided


def test_what_voids_is_sent_after_a_break_and_only_to_the_store_that_has_the_answer(
    store: Store, learner: Learner, goal: Goal
) -> None:
    sharing, request = learner.services.sharing, Request(Privacy.ITEMS)
    answer_three(learner)
    sharing.deliver(request, store.url, "ada", "secret")
    learner.services.study.undo()
    store.faults = [400]
    with pytest.raises(StoreRefused):
        sharing.deliver(request, store.url, "ada", "secret")
    assert not store.voided

    done = sharing.deliver(request, store.url, "ada", "secret")

    assert (done.sent, done.voided, len(store.voided)) == (1, 1, 1)
    with serving() as other:
        elsewhere = sharing.deliver(request, other.url, "ada", "secret")
        assert (elsewhere.sent, elsewhere.voided) == (2, 0)


def test_a_file_of_statements_voids_what_an_earlier_file_held(learner: Learner, goal: Goal) -> None:
    sharing = learner.services.sharing

    def written() -> list[dict[str, Any]]:
        export = sharing.gather(Request(Privacy.ITEMS))
        found: list[dict[str, Any]] = json.loads(sharing.content(export, Format.XAPI))
        return found

    def preview() -> list[str]:
        shown = sharing.preview(Request(Privacy.ITEMS), Format.XAPI)
        return [line.part for line in shown.lines if line.leaves]

    answer_three(learner)
    learner.services.study.undo()
    first = written()
    assert len(first) == 2
    assert not any(map(voids, first)), "no file ever held it"
    learner.services.study.undo()
    assert "Taken back" in preview()

    second, third = written(), written()

    (void,) = [said for said in second if voids(said)]
    check(void)
    assert voids(void) in {said["id"] for said in first}
    assert voids(void) not in {said["id"] for said in second}
    assert third == second, "the same data, the same bytes"


@pytest.mark.parametrize("level", list(Privacy))
def test_a_result_that_is_taken_back_after_its_delivery_is_voided_there_once(
    store: Store, learner: Learner, goal: Goal, level: Privacy
) -> None:
    sharing, records, request = learner.services.sharing, learner.services.records, Request(level)
    records.put(CERTIFICATION, RecordKind.PASSED)
    assert sharing.deliver(request, store.url, "ada", "secret").sent == 1
    (first,) = store.kept
    records.undo(CERTIFICATION)
    records.put(CERTIFICATION, RecordKind.PASSED)

    done = sharing.deliver(request, store.url, "ada", "secret")

    assert (done.sent, done.voided) == (2, 1), "what voids the first, and the one that was recorded instead"
    (void,) = [said for said in store.kept.values() if voids(said)]
    check(void)
    assert store.voided == {first} == {voids(void)}
    again = sharing.deliver(request, store.url, "ada", "secret")
    assert (again.sent, again.voided) == (0, 0)
    with serving() as other:
        assert sharing.deliver(request, other.url, "ada", "secret").voided == 0


def test_what_was_booked_or_never_delivered_and_is_taken_back_is_never_heard_of(
    store: Store, learner: Learner, goal: Goal
) -> None:
    for kind in (RecordKind.BOOKED, RecordKind.FAILED):
        learner.services.records.put(CERTIFICATION, kind)
        learner.services.records.undo(CERTIFICATION)

    assert learner.services.sharing.deliver(Request(), store.url, "ada", "secret").sent == 0


def test_a_result_of_a_certification_that_was_not_chosen_is_not_voided(
    store: Store, learner: Learner, goal: Goal
) -> None:
    sharing = learner.services.sharing
    learner.services.records.put(CERTIFICATION, RecordKind.FAILED)
    sharing.deliver(Request(), store.url, "ada", "secret")
    learner.services.records.undo(CERTIFICATION)
    export = replace(sharing.gather(Request()), only=("other",))

    assert not sharing._taken_back(export, in_files=False)
    assert sharing.deliver(Request(), store.url, "ada", "secret").voided == 1


def test_a_file_of_statements_voids_the_results_of_an_earlier_one_at_any_level(
    learner: Learner, goal: Goal
) -> None:
    sharing, records = learner.services.sharing, learner.services.records

    def written() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(sharing.content(sharing.gather(Request()), Format.XAPI))
        return found

    records.put(CERTIFICATION, RecordKind.FAILED)
    records.undo(CERTIFICATION)
    records.put(CERTIFICATION, RecordKind.FAILED)
    (first,) = written()
    assert not voids(first), "no file ever held the first one"
    records.undo(CERTIFICATION)

    (void,) = written()

    check(void)
    assert voids(void) == first["id"]
    lines = {line.part: line.what for line in sharing.preview(Request(), Format.XAPI).lines}
    assert lines["Taken back"] == "1 result of an earlier file, to count no more"


def test_below_the_level_of_items_no_single_answer_is_sent(
    store: Store, learner: Learner, goal: Goal
) -> None:
    learner.study(elapsed_ms=9_000)

    assert learner.services.sharing.deliver(Request(), store.url, "ada", "secret").sent == 0
