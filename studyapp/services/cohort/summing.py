"""The sums over all first answers of a cohort, brought up to date by what came and what went.

One file among a thousand changes little: its answers are added, those of the export that it takes the place
of are taken out, and nobody else's are read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from studyapp.domain.item_statistics import tally_learner, untally_learner
from studyapp.services.cohort.answers import Answers, unpacked
from studyapp.services.cohort.cache import Cache, Sums, Tallies

MOST_CHANGES = 25
"""Files that may come or go before the sums are kept anew: writing them costs as much as some files."""


def summed(cache: Cache, source: str, digests: Sequence[str], apart: Collection[str]) -> Tallies:
    """The tallies over the answers with some digests; items that stand `apart` are in no score of others."""
    stand = "\n".join(sorted(apart))
    wanted = sorted(digest for digest in digests if digest)
    sums = cache.sums(source)
    come, gone = _differences(wanted, sums)
    if sums.apart != stand or len(come) + len(gone) >= len(wanted):
        sums, come, gone = Sums(stand), wanted, []
    try:
        _take_out(cache, sums.tallies, gone, apart)
    except (KeyError, ValueError):  # a cache that somebody changed: begin anew
        sums, come, gone = Sums(stand), wanted, []
    for content in cache.answers(come):
        _add(sums.tallies, unpacked(content), apart)
    if len(come) + len(gone) > min(MOST_CHANGES, len(sums.digests)):
        cache.keep_sums(source, Sums(stand, wanted, sums.tallies))
    return sums.tallies


def _differences(wanted: Sequence[str], sums: Sums) -> tuple[list[str], list[str]]:
    """What came, what went; equal answers of two learners count twice."""
    now, before = Counter(wanted), Counter(sums.digests)
    return list((now - before).elements()), list((before - now).elements())


def _add(tallies: Tallies, answers: Answers, apart: Collection[str]) -> None:
    for it in answers.tables:
        tally_learner(
            tallies.setdefault(it.certification, {}), it.items, it.versions, it.rights, it.chosen, it.keys,
            apart=apart,
        )  # fmt: skip


def _take_out(cache: Cache, tallies: Tallies, gone: Sequence[str], apart: Collection[str]) -> None:
    for content in cache.answers(gone):
        if not content:
            raise KeyError("answers that are to be taken out are not there any more")
        for it in unpacked(content).tables:
            untally_learner(tallies[it.certification], it.items, it.versions, it.rights, it.chosen, apart)
