"""The hash chain over the append-only log: what a later export extends an earlier one by.

Entry n of the log, whatever device wrote it, has the leaf SHA-256(JCS of its columns). The chain is

    head(0) = SHA-256("studyapp log chain 2")
    head(n) = SHA-256(head(n-1) + leaf(n))

so that a head vouches for every entry before it and for their order. Two exports of one log agree on the head
after the same number of entries; one from which an answer was taken out, put in or changed does not.

A head is what the installation says of its own log. Whoever has its key and writes a program of their own can
sign any head, and who checks an export can't derive its figures from the chain: see "What it does not prove"
in docs/mentors.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from studyapp.export.view import Checkpoint, Evidence

CHAIN = 2
"""Raised when entries are hashed in another way: heads of different ways say nothing of each other."""
BEGIN = hashlib.sha256(b"studyapp log chain %d" % CHAIN).digest()
LEFT_OUT = frozenset({"before"})
"""Columns that are no part of a leaf: the state before an answer follows from the entries before it."""

# The columns are texts in ASCII keys, whole numbers and truth values, for which this is JCS (RFC 8785) and
# ten times as fast; a test compares the two.
_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def leaf(columns: Mapping[str, Any]) -> bytes:
    """The digest of one entry. Columns that are null or an empty text are left out, so that a column which a
    later version adds does not change the entries from before: its default has to be one of the two.

    False and zero stay: else a wrong answer could become one that was never judged.
    """
    said = {
        name: value
        for name, value in columns.items()
        if value is not None and value != "" and name not in LEFT_OUT
    }
    return hashlib.sha256(_ENCODE(said).encode()).digest()


@dataclass(slots=True)
class Chain:
    """The chain while it is walked along the log."""

    head: bytes = BEGIN
    entries: int = 0
    heads: dict[int, str] = field(default_factory=dict)

    def add(self, columns: Mapping[str, Any]) -> None:
        """Go on by one entry."""
        self.head = hashlib.sha256(self.head + leaf(columns)).digest()
        self.entries += 1

    def keep(self) -> None:
        """Remember the head here as a checkpoint."""
        if self.entries:
            self.heads[self.entries] = self.head.hex()


def evidence_of(entries: Iterable[Mapping[str, Any]], stops: Collection[int] = ()) -> Evidence:
    """The evidence of a log in its order, with a checkpoint at each of `stops` and at each end of a month.

    The head itself is no checkpoint, so that the evidence does not depend on what is handed over now.

    Days are ISO texts: the columns are those of the table, ready for JSON.
    """
    chain, answers, taken_back, month = Chain(), 0, 0, ""
    for columns in entries:
        if str(columns["day"])[:7] != month:
            chain.keep()
            month = str(columns["day"])[:7]
        chain.add(columns)
        answers += columns["kind"] == "answer"
        taken_back += columns["kind"] == "undo"
        if chain.entries in stops:
            chain.keep()
    before = sorted(found for found in chain.heads.items() if found[0] < chain.entries)
    checkpoints = tuple(Checkpoint(entries, head) for entries, head in before)
    return Evidence(chain.entries, chain.head.hex(), answers, CHAIN, taken_back, checkpoints)


def extends(later: Evidence, earlier: Evidence) -> bool | None:
    """Whether the later log holds the whole earlier one; None where it does not name that place.

    False means that something before the earlier export was taken out, put in or changed since, or that the
    places which one of them names can't be those of one log.
    """
    if later.chain != earlier.chain:
        return None
    if later.entries < earlier.entries or not (_is_in_order(later) and _is_in_order(earlier)):
        return False
    known = {0: BEGIN.hex()} | {point.entries: point.head for point in later.checkpoints}
    known[later.entries] = later.head
    head = known.get(earlier.entries)
    if head is not None:
        return head == earlier.head
    common = {point.entries: point.head for point in earlier.checkpoints}
    if any(known.get(entries, head) != head for entries, head in common.items()):
        return False
    return None


def _is_in_order(it: Evidence) -> bool:
    """Whether the places go up to the head, each named once: two heads for one place would fit two logs."""
    places = [0, *(point.entries for point in it.checkpoints)]
    return all(a < b for a, b in pairwise(places)) and places[-1] <= it.entries
