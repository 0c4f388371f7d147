"""Where claims come from: official hosts, addresses without a locale (F33)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.registry import Hit, W, item_check
from studyapp.content.lint.source import Item

_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-zA-Z]{2,4})\Z|(?:de|en|es|fr|it|ja|ko|pt|zh|jp|cn)\Z")


def locale_in(path: str) -> str:
    """The segment of a path that names a language or a country, such as en-us; empty if none does."""
    segments = path.strip("/").split("/")
    return next((segment for segment in segments[:-1] or segments if _LOCALE.match(segment)), "")


@item_check(
    "F33", "A reference that is not official, or has a locale", W,
    why="A blog or a forum may be wrong or outdated; a page with a locale sends readers to another language.",
    do="Cite the vendor's own documentation, and take the locale out of the address.",
)  # fmt: skip
def reference(item: Item, bank: Bank) -> Iterator[Hit]:
    """A reference on no official host of the vendor, or with a locale in its path."""
    for spot in item.references:
        try:
            address = urlsplit(spot.text)
            host = address.hostname or ""
        except ValueError:
            yield Hit("the address can't be read", spot, spot.text)
            continue
        if bank.vendor and not bank.vendor.owns(host, address.path):
            yield Hit(f"{host or 'the address'} is no official host of {bank.vendor.vendor}", spot, spot.text)
        locale = locale_in(address.path)
        if locale:
            yield Hit(f"the path holds the locale {locale!r}", spot, spot.text)
