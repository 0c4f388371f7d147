"""What a linter has to know of a vendor: where its documentation lives, and which names are old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NameState(StrEnum):
    """What became of a name: the thing has another one, takes no new customers, or is gone."""

    RENAMED = "renamed"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class OldName:
    """A name that learners should not be taught as current; `now` is what to say or use instead.

    `also` are further spellings; `except_in` are current names that hold the old one.
    """

    name: str
    state: NameState
    now: str = ""
    on: date | None = None
    also: tuple[str, ...] = ()
    except_in: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor by the names that certifications use for it, its official hosts and its old names.

    A host with a leading dot stands for itself and all hosts below it; `github.com/cncf` for a folder of one.
    A leading `www.` makes no difference, neither here nor in an address.
    """

    vendor: str
    also: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    old_names: tuple[OldName, ...] = ()

    def answers_to(self, name: str) -> bool:
        """Whether a certification's vendor is this one."""
        return name.casefold() in {known.casefold() for known in (self.vendor, *self.also)}

    def owns(self, host: str, path: str = "/") -> bool:
        """Whether an address is official."""
        bare = host.casefold().removeprefix("www.")
        return any(_takes_in(known, bare, path) for known in self.hosts)


def _takes_in(known: str, host: str, path: str) -> bool:
    """Whether a host of the list, with a folder where it has one, takes in an address."""
    name, _, folder = known.partition("/")
    if folder and not f"{path.strip('/')}/".startswith(f"{folder.strip('/')}/"):
        return False
    listed = name.lstrip(".").removeprefix("www.")
    return host == listed or (name.startswith(".") and host.endswith(name))
