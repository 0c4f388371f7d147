"""Which key belongs to whom: remembered at first sight, named by the mentor, loud when it changes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from studyapp.errors import InvalidInput, NotFound
from studyapp.export.files import write_whole
from studyapp.sanitiser import clean

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that signed a passport: whose it was at first sight, since when, and the mentor's name for it.

    `accepted_at` is the moment of the export (ISO 8601, UTC) with which the mentor said to begin anew, "" for
    none: the log is held against no export before it.
    """

    did: str
    learner_id: str
    first_seen_on: date
    name: str = ""
    accepted_at: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is known of a key that signed a file.

    `is_new`: it was never seen before. `instead_of`: the key (other than this one) that is known for the same
    learner. `other_learner`: it is known, but as the key of another learner.
    """

    key: KnownKey
    is_new: bool = False
    instead_of: KnownKey | None = None
    other_learner: str = ""

    @property
    def warning(self) -> str:
        """What a mentor has to know at once; "" where all is well."""
        if self.instead_of is not None:
            known = self.instead_of.name or short_did(self.instead_of.did)
            return (
                f"the key has CHANGED: since {self.instead_of.first_seen_on} this learner's files were "
                f"signed by {known}. Ask the learner; then 'studyapp key accept' takes the new one."
            )
        if self.other_learner:
            return "this key is known as ANOTHER learner's. Ask who wrote this file."
        return ""


class TrustBook:
    """The mentor's list of keys, one small JSON file in their home."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> dict[str, KnownKey]:
        """Every known key by its did:key; a damaged list is told of, not replaced."""
        try:
            said = json.loads(self._path.read_text(encoding="utf-8"))
            found = [
                KnownKey(
                    e["did"],
                    e["learner_id"],
                    date.fromisoformat(e["first_seen_on"]),
                    e["name"],
                    str(e.get("accepted_at", "")),
                )
                for e in said["keys"]
            ]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidInput(
                f"{self._path} can't be read ({error}).", "Mend it or move it away; then keys begin anew."
            ) from None
        return {key.did: key for key in found}

    def meet(
        self, did: str, learner_id: str, today: date, known: dict[str, KnownKey] | None = None
    ) -> Meeting:
        """What is known of a key; nothing is remembered yet."""
        known = self.all() if known is None else known
        key = known.get(did)
        if key is not None:
            return Meeting(key, other_learner=key.learner_id if key.learner_id != learner_id else "")
        same = [other for other in known.values() if other.learner_id == learner_id]
        instead = max(same, key=lambda other: (other.first_seen_on, other.did), default=None)
        return Meeting(KnownKey(did, learner_id, today), True, instead)

    def remember(self, *keys: KnownKey) -> None:
        """Keep keys, in the place of what was known of them."""
        if keys:
            self._save(self.all() | {key.did: key for key in keys})

    def name(self, did: str, name: str) -> KnownKey:
        """Give a known key a name; raises NotFound, InvalidInput."""
        told = " ".join(clean(name, keep_lines=False).split())
        if not told or len(told) > LONGEST_NAME:
            raise InvalidInput("A name has 1 to 80 letters.", "Give another one.")
        key = replace(self.find(did), name=told)
        self.remember(key)
        return key

    def forget(self, did: str) -> KnownKey:
        """Forget a key; raises NotFound."""
        key = self.find(did)
        self._save({other: kept for other, kept in self.all().items() if other != key.did})
        return key

    def find(self, text: str) -> KnownKey:
        """The key with this did:key, beginning or end of one, or name; raises NotFound."""
        known = self.all()
        wanted = text.removeprefix("did:key:")
        if text in known:
            return known[text]
        found = [
            key
            for key in known.values()
            if key.name.casefold() == text.casefold()
            or (len(wanted) >= 6 and key.did.removeprefix("did:key:").startswith(wanted))
            or (len(wanted) >= 6 and key.did.endswith(wanted))
        ]
        if len(found) != 1:
            raise NotFound(f"There is no one key {text[:60]!r}.", "See 'studyapp key known'.")
        return found[0]

    def _save(self, known: dict[str, KnownKey]) -> None:
        keys = [asdict(key) for _did, key in sorted(known.items())]
        text = json.dumps({"keys": keys}, indent=1, default=date.isoformat, ensure_ascii=False)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, (text + "\n").encode(), overwrite=True)


def short_did(did: str) -> str:
    """Enough of a did:key to tell it from others at a glance."""
    return did if len(did) < 24 else f"{did[:14]}…{did[-6:]}"
