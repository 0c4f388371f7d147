"""What a mentor does with files that were handed over: check them, know their keys, see them together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from studyapp import __version__
from studyapp.errors import InvalidInput
from studyapp.export.keys import KeyFolder
from studyapp.export.shapes import decode, encode
from studyapp.export.verifying import Seal, open_export, read_file
from studyapp.services.cohort.cache import Cache, Point
from studyapp.services.cohort.checking import Checked, check_files
from studyapp.services.cohort.gathering import domains_of, items_of, latest, mixes_of, rows_of
from studyapp.services.cohort.quarantine import Quarantine, Tried, quarantine_of, tried_by, without
from studyapp.services.cohort.reading import Counted, Found, counted, listed, points_of, read_new
from studyapp.services.cohort.summing import summed
from studyapp.services.cohort.trust import KnownKey, TrustBook
from studyapp.services.cohort.view import Cohort, ItemLine
from studyapp.services.context import Context
from studyapp.store import items


class CohortService:
    """The mentor's view. It reads files and writes only into the mentor's own home."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._own = KeyFolder(context.home.keys)
        self.keys = TrustBook(context.home.cohort / "known-keys.json")

    def check(self, paths: Sequence[Path]) -> list[Checked]:
        """Whether files are genuine, and which extends which."""
        return check_files(paths, self.keys, self._own.did(), self._context.today())

    def accept(self, path: Path) -> KnownKey:
        """Know the key of an intact passport as its learner's, whatever was known before, and begin anew.

        Its log and those after it are held against no earlier export any more.
        """
        one = open_export(read_file(path), path.name)
        if one.seal is not Seal.INTACT:
            raise InvalidInput(f"{path.name} is not a genuine passport.", one.reason or "It is not signed.")
        known = self.keys.all().get(one.did)
        key = KnownKey(
            one.did,
            one.export.learner.id,
            self._context.today(),
            known.name if known else "",
            one.export.exported_at.isoformat(),
        )
        self.keys.remember(key)
        return key

    def look(self, sources: Sequence[Path], tell: Callable[[int, int], None] | None = None) -> Cohort:
        """The cohort of folders and files; only what is new or changed is read.

        Raises InvalidInput for a source that is not there or can't be looked into. Whatever is wrong with a
        file is told in `set_aside`, and the rest is shown.
        """
        files, passed_over, refused = listed(sources)
        source = "\n".join(sorted(str(path.absolute()) for path in sources))
        cache = Cache(self._context.home.cohort / "cache.db")
        with self._context.store.read() as session:
            apart = quarantine_of(session)
        try:
            state = self._state(files, apart)
            if not refused and (known := cache.seen(source, state)):
                kept_cohort: Cohort = decode(Cohort, json.loads(known))
                return kept_cohort
            kept, fresh = read_new(files, cache, tell or (lambda _done, _of: None))
            cache.forget(_gone(cache.paths(), kept, sources))
            found, aside, new = counted(kept, self.keys, self._own.did(), self._context.today())
            history = _remembered(cache, found, fresh)
            digests = [one.answers for one in latest(found)]
            lines, count = items_of(summed(cache, source, digests, frozenset(apart.items)), apart.reasons)
            if apart.items:
                void = tried_by(cache, apart, [one.answers for one in found])
                found = [without(one, void.get(one.answers, Tried()), apart) for one in found]
            now = latest(found)
            cohort = Cohort(
                source=source,
                today=self._context.today(),
                files=len(files),
                passed_over=passed_over,
                rows=rows_of(found, history, self._context.today()),
                set_aside=(*aside, *refused),
                domains=domains_of(now),
                mixes=mixes_of(now),
                items=self._with_titles(lines),
                answers=count,
            )
            self.keys.remember(*new)
            # Keys that were remembered just now are known from now on: that is the state to compare with.
            known_now = tuple(replace(r, signed=r.signed.replace("new key", "verified")) for r in cohort.rows)
            later = replace(cohort, rows=known_now)
            cache.keep_seen(source, self._state(files, apart), json.dumps(encode(later)))
        finally:
            cache.close()
        return cohort

    def write_page(self, cohort: Cohort, folder: Path) -> Path:
        """Write the cohort as one HTML page into a folder, beside those of the same day."""
        from studyapp.export.files import write_whole
        from studyapp.export.page import to_html
        from studyapp.services.cohort.pages import page_of

        number, path = 1, folder / f"cohort-{cohort.today.isoformat()}.html"
        while path.exists():
            number += 1
            path = folder / f"cohort-{cohort.today.isoformat()}-{number}.html"
        write_whole(path, to_html(page_of(cohort)))
        return path

    def _state(self, files: Sequence[Found], apart: Quarantine) -> str:
        """A digest of everything that a cohort follows from."""
        told = [__version__, self._context.today().isoformat(), self._own.did()]
        told += sorted(
            f"{key.did} {key.learner_id} {key.name} {key.accepted_at}" for key in self.keys.all().values()
        )
        told += [f"{one.path} {one.size} {one.modified_ns}" for one in files]
        told += [repr(part) for part in (sorted(apart.items.items()), sorted(apart.shapes.items()))]
        return hashlib.sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest()

    def _with_titles(self, lines: Sequence[ItemLine]) -> tuple[ItemLine, ...]:
        """The items with their titles, where this installation has the bank."""
        with self._context.store.read() as session:
            titles = items.titles(session, "question", [line.item for line in lines])
        return tuple(
            replace(line, title=titles[line.item]) if line.item in titles else line for line in lines
        )


def _gone(known: Collection[str], there: Collection[str], sources: Sequence[Path]) -> list[str]:
    """Files of the sources that were read once and are there no longer."""
    return [
        path
        for path in known
        if path not in there and any(Path(path).is_relative_to(source) for source in sources)
    ]


def _remembered(cache: Cache, found: Sequence[Counted], fresh: Collection[str]) -> dict[str, list[Point]]:
    """The learners' histories with what is new in them: a file may come to count long after it was read."""
    history = cache.history()
    known = {(p.learner_id, p.certification, p.exported_at) for points in history.values() for p in points}
    new = [
        point
        for one, point in zip(found, points_of(found), strict=True)
        if one.path in fresh or (point.learner_id, point.certification, point.exported_at) not in known
    ]
    if not new:
        return history
    cache.remember(new)
    return cache.history()
