"""Names and addresses: services that are closed or renamed, official hosts, no locale (F32, F33)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.registry import E, Hit, W, item_check
from studyapp.content.lint.source import Item
from studyapp.domain.vendors import NameState, OldName

_LANGUAGES = (
    "ar|bg|cs|da|de|el|en|es|et|fi|fr|he|hi|hr|hu|id|it|ja|ko|lt|lv|ms|nb|nl|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|"
    "vi|zh"
)
_LOCALE = re.compile(
    rf"(?:{_LANGUAGES})[-_](?:[a-z]{{2}}|[A-Z]{{2}}|hans|hant|Hans|Hant|latn|Latn)\Z|(?:de|en|es|fr|it|ja|ko|pt|zh|jp|cn)\Z"
)


def locale_in(path: str) -> str:
    """The segment of a path that names a language or a country, such as en-us; empty if none does."""
    segments = path.strip("/").split("/")
    return next((segment for segment in segments[:-1] or segments if _LOCALE.match(segment)), "")


def hostname_of(address: str) -> str | None:
    """The host of an address; None where it has none, or can't be read."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


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


@item_check(
    "F32", "A name that is no longer current", W, E,
    why="The exam asks for today's names; and a closed service is never the answer for a new system.",
    do="Say the current name, or build the item on what replaced it.",
)  # fmt: skip
def old_name(item: Item, bank: Bank) -> Iterator[Hit]:
    """A closed or renamed service: in an option or stem W, in a key E."""
    spots = [(item.stem, W), *((o.text, E if o.correct else W) for o in item.options)]
    spots += [(part.text, E if part.is_key and part.name != "prompt" else W) for part in item.parts]
    everything = " ".join(" ".join(spot.text.split()) for spot, _ in spots)
    for old, pattern in bank.old_names:
        if not any(name in everything for name in (old.name, *old.also)):
            continue
        for spot, level in spots:
            found = _first_use(old, pattern, spot.text)
            if found:
                since = f" since {old.on}" if old.on else ""
                now = f"; now: {old.now}" if old.now else ""
                yield Hit(f"{found} is {_STATES[old.state]}{since}{now}", spot, found, level=level)


_STATES = {
    NameState.RENAMED: "an old name",
    NameState.CLOSED: "closed to new customers",
    NameState.GONE: "gone",
}


def _first_use(old: OldName, pattern: re.Pattern[str], text: str) -> str:
    """The old name as it stands in a text, unless it is part of a name that is current."""
    current = [
        (m.start(), m.end())
        for name in (*old.except_in, *([old.now] if old.now else []))
        for m in re.finditer(_as_words(name), text)
    ]
    for found in pattern.finditer(text):
        if not any(begin <= found.start() and found.end() <= end for begin, end in current):
            return found[0]
    return ""


def _as_words(name: str) -> str:
    return r"(?<!\w)" + r"\s+".join(re.escape(word) for word in name.split()) + r"(?!\w)"


def compiled(names: Iterable[OldName]) -> list[tuple[OldName, re.Pattern[str]]]:
    """Each old name with the pattern of its spellings; letter case counts: Forecast, not forecast."""
    return [(old, re.compile("|".join(map(_as_words, (old.name, *old.also))))) for old in names]
