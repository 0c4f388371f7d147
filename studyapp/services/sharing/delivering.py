"""Delivering xAPI statements to a Learning Record Store, when told to: over HTTPS, with retry and resume."""

from __future__ import annotations

import base64
import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from studyapp.errors import InvalidInput, StudyappError
from studyapp.export.xapi import voids

BATCH = 50
TRIES = 5
FIRST_WAIT_S = 1.0
TIMEOUT_S = 30.0
VERSION = "1.0.3"
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
Tell = Callable[[int, int], None]


class StoreRefused(StudyappError):
    """The Learning Record Store does not take the statements."""

    title = "The Learning Record Store refused"


class StoreUnreachable(StudyappError):
    """The Learning Record Store does not answer; what was delivered so far is remembered."""

    title = "The Learning Record Store can't be reached"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a delivery: statements that were sent now, and those that were there already.

    `voided` of those that were sent take back an answer that the store had.
    """

    sent: int
    known: int
    voided: int = 0


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A store that sends elsewhere would get the password there, too."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        return None


class Deliverer:
    """One store and one account. `state` remembers, line by line, the ids that the store has taken."""

    def __init__(
        self,
        endpoint: str,
        user: str,
        password: str,
        state: Path,
        *,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url = statements_url(endpoint)
        told = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
        self._headers = {
            "Authorization": f"Basic {told}",
            "Content-Type": "application/json",
            "X-Experience-API-Version": VERSION,
        }
        account = hashlib.sha256(f"{self._url} {user}".encode()).hexdigest()[:16]
        self._state = state / f"delivered-{account}.txt"
        self._wait = wait
        self._opener = urllib.request.build_opener(_NoRedirects)

    def deliver(self, statements: Sequence[dict[str, Any]], tell: Tell | None = None) -> Delivery:
        """Send what the store has not taken yet; going on after a break where it ended.

        What voids a statement is sent only where this store has taken that statement from here.
        Raises StoreUnreachable after some tries, StoreRefused where the account or a statement is not taken.
        """
        known = self._known()
        fresh = [
            statement
            for statement in statements
            if statement["id"] not in known and (not (target := voids(statement)) or target in known)
        ]
        for start in range(0, len(fresh), BATCH):
            batch = fresh[start : start + BATCH]
            self._send(batch)
            self._remember(batch)
            if tell is not None:
                tell(min(start + BATCH, len(fresh)), len(fresh))
        there = sum(statement["id"] in known for statement in statements)
        return Delivery(len(fresh), there, sum(bool(voids(statement)) for statement in fresh))

    def _send(self, batch: Sequence[dict[str, Any]]) -> None:
        status = self._post(batch)
        if status == 409 and len(batch) > 1:
            # One of them is there already in another form (the wording of a question changed since).
            for statement in batch:
                self._send([statement])
        elif status == 409:
            return
        elif status in (401, 403):
            raise StoreRefused(f"{self._url} does not know this account.", "Check name and password.")
        elif not 200 <= status < 300:
            raise StoreRefused(f"{self._url} answered {status}.", "Nothing more was sent.")

    def _post(self, batch: Sequence[dict[str, Any]]) -> int:
        """The status of the answer; tried again while the store is busy or away."""
        content = json.dumps(list(batch), ensure_ascii=False).encode()
        why = ""
        for number in range(TRIES):
            if number:
                self._wait(FIRST_WAIT_S * 2 ** (number - 1))
            request = urllib.request.Request(self._url, content, self._headers, method="POST")  # noqa: S310
            try:
                with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                    return int(answer.status)
            except urllib.error.HTTPError as error:
                error.close()
                if error.code != 429 and error.code < 500:
                    return error.code
                why = f"it answered {error.code}"
            except (OSError, HTTPException) as error:
                why = str(getattr(error, "reason", error)) or type(error).__name__
        raise StoreUnreachable(
            f"{self._url}: {why}.", "What it took so far is remembered; run the same again to go on."
        )

    def _known(self) -> set[str]:
        try:
            return set(self._state.read_text(encoding="ascii").split())
        except FileNotFoundError:
            return set()

    def _remember(self, batch: Sequence[dict[str, Any]]) -> None:
        self._state.parent.mkdir(parents=True, exist_ok=True)
        with self._state.open("a", encoding="ascii") as file:
            file.writelines(f"{statement['id']}\n" for statement in batch)


def statements_url(endpoint: str) -> str:
    """The Statement Resource of an endpoint; raises InvalidInput unless it is HTTPS or this very machine."""
    parts = urlsplit(endpoint)
    is_local = parts.hostname in LOCAL
    if (
        parts.scheme not in ("https", "http")
        or not parts.hostname
        or (parts.scheme == "http" and not is_local)
    ):
        raise InvalidInput(
            f"{endpoint[:80]!r} is no address to deliver to.",
            "Give one such as https://lrs.example.com/xapi.",
        )
    if parts.username or parts.password:
        raise InvalidInput("The address holds a password.", "Give it by STUDYAPP_LRS_PASSWORD or when asked.")
    base = endpoint.split("?", 1)[0].rstrip("/")
    return base if base.endswith("/statements") else f"{base}/statements"
