"""From a source to a target: read, name what is missing, write everything or nothing."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from studyapp.content.files import yaml_files
from studyapp.content.interchange.model import CannotConvert, Item, NotHeld, Refused, Written
from studyapp.content.interchange.registry import FORMATS, READABLE, WRITABLE, Format
from studyapp.content.interchange.report import Fate, Outcome, Report
from studyapp.content.interchange.source import Source
from studyapp.content.interchange.texts import scrubbed
from studyapp.content.interchange.traits import reduced
from studyapp.domain.glossary import Term
from studyapp.paths import bundled_content

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")


class NothingCame(CannotConvert):
    """Every item was refused; `report` says why, and nothing was written."""

    def __init__(self, report: Report) -> None:
        first = report.outcomes[0]
        super().__init__(
            f"None of the {len(report.outcomes)} items could be converted; {first.place}: {first.reason}.",
            "Nothing was written.",
        )
        self.report = report


def convert(
    source: Source,
    made_by: Format,
    target: Path,
    made_for: Format,
    certification: str = "",
    *,
    overwrite: bool = False,
) -> Report:
    """Read a source in one format and write it in another; each file is written whole, or none is.

    What is there already is replaced only where `overwrite` says so, and what is read from never.
    Raises CannotConvert, after which nothing has changed; NothingCame where every item was refused.
    """
    if made_by.read is None:
        raise CannotConvert(f"{made_by.title} can be written, not read.", "Name another format with --from.")
    if made_for.write is None:
        raise CannotConvert(f"{made_for.title} can be read, not written.", "Name another format with --to.")
    listed = list(made_by.read(source))
    if not listed:
        raise CannotConvert(
            f"{source.name} holds no items as {made_by.title}.", "Is the format right (--from)?"
        )
    if certification and not _ID.fullmatch(certification):
        raise CannotConvert(f"{certification!r} is not an id.", "Lower-case letters, digits, dots, hyphens.")
    items = [scrubbed_item(item) if isinstance(item, Item) else item for item in listed]
    if certification:
        items = [_belonging(item, certification) for item in items]
    elif known := _certification_of(listed):
        items = [_told_apart(item, known) if made_for.name == "yaml" else item for item in items]
    certification = certification or _certification_of(listed) or _slug(source.path.stem) or "imported"
    if made_for.name == "yaml":
        items = with_ids(items, certification)
    outcomes, files = _write(items, made_for, certification)
    if all(outcome.fate is Fate.REFUSED for outcome in outcomes):
        raise NothingCame(Report(source.name, made_by.name, str(target), made_for.name, (), tuple(outcomes)))
    contents = {target.with_name(f"{target.stem}{added}{target.suffix}"): d for added, d in files.items()}
    refuse_to_replace(source, contents, overwrite)
    replace_files(contents)
    written = tuple(str(path) for path in contents)
    return Report(source.name, made_by.name, str(target), made_for.name, written, tuple(outcomes))


def _write(
    items: Sequence[Item | Refused], made_for: Format, certification: str
) -> tuple[list[Outcome], Mapping[str, bytes]]:
    """The fate of each item in order, and the files."""
    fates: list[Outcome | None] = []
    going: list[Item] = []
    for item in items:
        if isinstance(item, Refused):
            fates.append(Outcome(item.place, item.name, Fate.REFUSED, reason=item.reason))
            continue
        try:
            going.append(fitted_item(item, made_for))
            fates.append(None)
        except NotHeld as error:
            fates.append(Outcome(item.place, item.name, Fate.REFUSED, reason=str(error)))
    assert made_for.write is not None
    written = made_for.write(going, certification)
    ends = iter(_ends(going, written))
    outcomes = [fate if fate is not None else next(ends) for fate in fates]
    return outcomes, written.files


def _ends(items: Sequence[Item], written: Written) -> Iterator[Outcome]:
    for item, end in zip(items, written.outcomes, strict=True):
        if isinstance(end, str):
            yield Outcome(item.place, item.name, Fate.REFUSED, reason=end)
            continue
        losses = (*item.losses, *end)
        fate = Fate.WITH_LOSSES if losses else Fate.CONVERTED
        yield Outcome(item.place, item.name, fate, item.content.id, losses)


def fitted_item(item: Item, made_for: Format) -> Item:
    """The item with what the target holds of it. Raises NotHeld."""
    if isinstance(item.content, Term):
        if not made_for.terms:
            raise NotHeld(f"{made_for.title} has no glossary terms")
        less, lost = made_for.terms(item.content)
        return replace(item, content=less, losses=(*item.losses, *lost))
    question, losses = reduced(item.content, made_for.holds or made_for.shows, made_for.title)
    return replace(item, content=question, losses=(*item.losses, *losses))


def scrubbed_item(item: Item) -> Item:
    """The item with printable texts only."""
    content, losses = scrubbed(item.content)
    return replace(item, content=content, losses=(*item.losses, *losses))


def _certification_of(items: Sequence[Item | Refused]) -> str:
    named = (i.content.certification_id for i in items if isinstance(i, Item))
    return next((certification for certification in named if certification), "")


def _belonging(item: Item | Refused, certification: str) -> Item | Refused:
    if isinstance(item, Refused):
        return item
    return replace(item, content=replace(item.content, certification_id=certification))


def _told_apart(item: Item | Refused, certification: str) -> Item | Refused:
    """The item, with a loss where it belonged to another certification than its new file."""
    if isinstance(item, Refused) or item.content.certification_id in ("", certification):
        return item
    lost = f"certification {item.content.certification_id}: here {certification}"
    return replace(item, losses=(*item.losses, lost))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40].strip("-")


# Ids


def with_ids(items: Sequence[Item | Refused], certification: str) -> list[Item | Refused]:
    """The items with an id for each: one that our format takes, that is unique, and that no shipped item has.

    A missing id is made from the item's name or text, so that the same source gives the same ids again.
    """
    shipped = shipped_ids(certification)
    taken: set[str] = set()
    kept: list[Item | Refused] = []
    for item in items:
        if isinstance(item, Refused):
            kept.append(item)
            continue
        losses = item.losses
        own = item.content.id
        new = own if _ID.fullmatch(own) else _made_id(item, certification)
        if own and new != own:
            losses = (*losses, f"id made from {own!r}")
        if new in taken or new in shipped:
            why = "stands twice" if new in taken else f"belongs to the shipped bank {shipped[new]}"
            free = _free(f"{new}-{_digest(item)}", {*taken, *shipped})
            losses = (*losses, f"id {why}: here another ({new})") if own else losses
            new = free
        taken.add(new)
        kept.append(replace(item, content=replace(item.content, id=new), losses=losses))
    return kept


def _made_id(item: Item, certification: str) -> str:
    name = item.content.id or (item.content.term if isinstance(item.content, Term) else "")
    return f"{certification}-{_slug(name) or _digest(item)}"[:80]


def _digest(item: Item) -> str:
    content = item.content
    text = content.term if isinstance(content, Term) else f"{content.kind} {content.stem}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def _free(wanted: str, taken: set[str]) -> str:
    wanted = wanted[:70]
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


@cache
def shipped_ids(certification: str) -> dict[str, str]:
    """Ids of the items of all shipped banks but that of `certification`, with the name of their bank."""
    found: dict[str, str] = {}
    for root in bundled_content():
        for path in sorted(root.rglob("*.yaml")):
            bank = path.relative_to(root).parts[0]
            if bank == certification or path.name == "certification.yaml":
                continue
            text = path.read_text("utf-8")
            if re.search(r"^format: (?:questions|glossary)/", text, re.MULTILINE):
                ids = re.findall(r"^ +- id: ['\"]?([a-z0-9.-]+)", text, re.MULTILINE)
                found |= dict.fromkeys(ids, bank)
    return found


# Files


def refuse_to_replace(source: Source, targets: Iterable[Path], overwrite: bool) -> None:
    """Raise CannotConvert where a target is a file of the source, or is there and may not be replaced."""
    read = {path.resolve() for path in yaml_files([source.path])}
    for target in targets:
        if target.resolve() in read:
            raise CannotConvert(f"{target} is read from.", "Choose another name.")
        if not target.parent.is_dir():
            raise CannotConvert(f"There is no folder {target.parent}.", "Make it first, or name another.")
        if target.exists() and not overwrite:
            raise CannotConvert(f"{target} is there already.", "Choose another name, or add --overwrite.")


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Write files so that each is there as a whole, and none where one cannot be written.

    Raises CannotConvert.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            target = path.resolve()
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
            waiting.append((Path(name), target))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        for made, target in waiting:
            made.replace(target)
    except OSError as error:
        raise CannotConvert(
            f"{error.filename or 'The target'} can't be written: {error.strerror}."
        ) from error
    finally:
        for made, _target in waiting:
            with suppress(OSError):
                made.unlink()


def chosen_format(name: str, option: str) -> Format:
    """A format by its name, as `--from` or `--to` gave it. Raises CannotConvert."""
    if name not in FORMATS:
        names = READABLE if option == "--from" else WRITABLE
        raise CannotConvert(f"There is no format {name!r}.", f"There are for {option}: {', '.join(names)}.")
    return FORMATS[name]
