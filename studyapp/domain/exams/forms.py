"""Assembling a form: the blueprint's counts, unseen items first, no hinged items together, and the expected
difficulty of the bank. The same seed over the same bank gives the same form.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from studyapp.domain.exams.blueprint import Blueprint, Share

EXPECTED_RIGHT = {1: 0.85, 2: 0.75, 3: 0.65, 4: 0.55, 5: 0.45}
"""Share of prepared learners taken to answer an item of each author's difficulty rightly; ours."""
NEAR_ENOUGH = 0.002
"""Difference of mean expected difficulty (0 to 1) at which no more items are exchanged."""
MOST_EXCHANGES = 60
Enemies = Mapping[str, frozenset[str]]
NO_ENEMIES: Enemies = {}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a form may take.

    `seen_ms` is 0 for one never seen, else when it was seen last; items of one `case_id` stand together.
    """

    id: str
    domain_id: str
    objective_id: str = ""
    difficulty: int = 3
    seen_ms: int = 0
    case_id: str = ""

    @property
    def expected(self) -> float:
        """Expected share of right answers."""
        return EXPECTED_RIGHT.get(self.difficulty, EXPECTED_RIGHT[3])


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place of a form, and whether it counts."""

    id: str
    domain_id: str
    objective_id: str
    scored: bool


class BankTooSmall(ValueError):
    """Not enough items for the blueprint: needed and found, per domain that is short."""

    def __init__(self, short: Mapping[str, tuple[int, int]]) -> None:
        super().__init__(
            ", ".join(f"{domain}: {found} of {needed}" for domain, (needed, found) in short.items())
        )
        self.short = dict(short)


@dataclass(slots=True)
class _Choice:
    """What is chosen so far; `blocked` counts how many chosen items keep another one out."""

    enemies: Enemies
    ids: set[str] = field(default_factory=set)
    blocked: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def allows(self, item_id: str, instead_of: str = "") -> bool:
        blocks = self.blocked[item_id]
        if instead_of and item_id in self.enemies.get(instead_of, ()):
            blocks -= 1
        return blocks == 0 and item_id not in self.ids

    def take(self, item_id: str) -> None:
        self.ids.add(item_id)
        for other in self.enemies.get(item_id, ()):
            self.blocked[other] += 1

    def drop(self, item_id: str) -> None:
        self.ids.discard(item_id)
        for other in self.enemies.get(item_id, ()):
            self.blocked[other] -= 1


def assemble(
    candidates: Iterable[Candidate], shares: Blueprint, seed: int, enemies: Enemies = NO_ENEMIES
) -> tuple[Placed, ...]:
    """A form in the order in which it is asked; raises BankTooSmall with every domain that is short."""
    chance = random.Random(f"form/1:{seed}")
    pools: dict[str, list[Candidate]] = {share.domain_id: [] for share in shares}
    for candidate in sorted(candidates, key=lambda c: c.id):
        if candidate.domain_id in pools:
            pools[candidate.domain_id].append(candidate)
    choice = _Choice(enemies)
    chosen: dict[str, list[Candidate]] = {}
    short: dict[str, tuple[int, int]] = {}
    # Domains with the least to spare choose first: later ones can give way more easily.
    for share in sorted(shares, key=lambda s: len(pools[s.domain_id]) - s.items):
        pool = pools[share.domain_id]
        taken = _choose(pool, share.items, choice, chance)
        if len(taken) < share.items:
            short[share.domain_id] = (share.items, len(taken))
        else:
            _level(taken, pool, choice)
        chosen[share.domain_id] = taken
    if short:
        raise BankTooSmall({s.domain_id: short[s.domain_id] for s in shares if s.domain_id in short})
    placed = [p for share in shares for p in _scored(chosen[share.domain_id], share, chance)]
    chance.shuffle(placed)
    return _cases_together(placed, {c.id: c.case_id for pool in pools.values() for c in pool})


def _cases_together(placed: Sequence[Placed], case_of: Mapping[str, str]) -> tuple[Placed, ...]:
    """Items of one case stand where its first one came, in the order of their ids."""
    order: dict[str, list[Placed]] = {}
    for item in placed:
        order.setdefault(case_of.get(item.id) or f"item {item.id}", []).append(item)
    return tuple(item for group in order.values() for item in sorted(group, key=lambda p: p.id))


def largest(
    candidates: Sequence[Candidate], blueprint_for: Mapping[int, Blueprint], enemies: Enemies, seed: int
) -> int:
    """The most items (of the sizes offered) for which a form can be assembled, 0 for none."""
    counts: dict[str, int] = defaultdict(int)
    for candidate in candidates:
        counts[candidate.domain_id] += 1
    for items in sorted(blueprint_for, reverse=True):
        shares = blueprint_for[items]
        if all(share.items <= counts[share.domain_id] for share in shares):
            try:
                assemble(candidates, shares, seed, enemies)
            except BankTooSmall:
                continue
            return items
    return 0


def _choose(
    pool: Sequence[Candidate], wanted: int, choice: _Choice, chance: random.Random
) -> list[Candidate]:
    """Unseen ones over all objectives in turn, then those that were seen longest ago.

    Where the hinges leave too few, once more with the least hinged items first.
    """
    shuffled = list(pool)
    chance.shuffle(shuffled)
    unseen = [candidate for candidate in shuffled if not candidate.seen_ms]
    seen = sorted((c for c in shuffled if c.seen_ms), key=lambda c: c.seen_ms)
    taken = _take(_in_turn(unseen) + seen, wanted, choice)
    if len(taken) < wanted:
        for candidate in taken:
            choice.drop(candidate.id)
        inside = {candidate.id for candidate in pool}
        calm = sorted(
            _in_turn(unseen) + seen,
            key=lambda c: (bool(c.seen_ms), len(choice.enemies.get(c.id, frozenset()) & inside)),
        )
        taken = _take(calm, wanted, choice)
    return taken


def _take(ordered: Iterable[Candidate], wanted: int, choice: _Choice) -> list[Candidate]:
    taken: list[Candidate] = []
    for candidate in ordered:
        if len(taken) == wanted:
            break
        if choice.allows(candidate.id):
            choice.take(candidate.id)
            taken.append(candidate)
    return taken


def _in_turn(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One of each objective, then a second of each, and so on."""
    by_objective: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_objective[candidate.objective_id].append(candidate)
    rounds = [
        (place, number, candidate)
        for number, group in enumerate(by_objective.values())
        for place, candidate in enumerate(group)
    ]
    return [candidate for _place, _number, candidate in sorted(rounds, key=lambda entry: entry[:2])]


def _level(taken: list[Candidate], pool: Sequence[Candidate], choice: _Choice) -> None:
    """Exchange items of one objective, and equally unseen, until the mean expectation is the pool's."""
    if not taken:
        return
    aim = fmean(candidate.expected for candidate in pool)
    for _exchange in range(MOST_EXCHANGES):
        gap = aim - fmean(candidate.expected for candidate in taken)
        if abs(gap) < NEAR_ENOUGH:
            return
        best = _best_exchange(taken, pool, choice, gap * len(taken))
        if best is None:
            return
        place, newcomer = best
        choice.drop(taken[place].id)
        choice.take(newcomer.id)
        taken[place] = newcomer


def _best_exchange(
    taken: Sequence[Candidate], pool: Sequence[Candidate], choice: _Choice, wanted: float
) -> tuple[int, Candidate] | None:
    """The place and the newcomer that bring the sum nearest to what is wanted, if any is nearer."""
    found: tuple[int, Candidate] | None = None
    least = abs(wanted) - 1e-9
    for place, old in enumerate(taken):
        for new in pool:
            left = abs(wanted - (new.expected - old.expected))
            if (
                left < least
                and new.objective_id == old.objective_id
                and bool(new.seen_ms) == bool(old.seen_ms)
                and choice.allows(new.id, instead_of=old.id)
            ):
                found, least = (place, new), left
    return found


def _scored(taken: Sequence[Candidate], share: Share, chance: random.Random) -> list[Placed]:
    """Which of a domain's items count: drawn, then set right until their mean is that of all."""
    order = list(taken)
    chance.shuffle(order)
    extra = order[: share.unscored]
    rest = order[share.unscored :]
    if extra and rest:
        aim = fmean(candidate.expected for candidate in order)
        for place, candidate in enumerate(extra):
            gap = aim * len(rest) - sum(c.expected for c in rest)
            nearest = min(
                range(len(rest)), key=lambda i: (abs(gap - (candidate.expected - rest[i].expected)), i)
            )
            if abs(gap - (candidate.expected - rest[nearest].expected)) < abs(gap):
                extra[place], rest[nearest] = rest[nearest], candidate
    return [
        Placed(candidate.id, candidate.domain_id, candidate.objective_id, scored)
        for group, scored in ((rest, True), (extra, False))
        for candidate in group
    ]
