"""Test-wise guessers: how far somebody gets who knows the tricks and not the subject.

Each bot gives every option of an item a number and picks the highest; a tie is scored as the share of its
picks that are keys, as if it were broken by a fair draw. Bounds and tests are textbook statistics: the normal
bound of a proportion, and Pearson's chi-square.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Z_99 = 2.33
"""One-sided 99 % quantile of the normal distribution."""


@dataclass(frozen=True)
class GuessItem:
    """An item as a guesser sees it: words of the stem, words and length of each option, and the keys.

    `stem` and `words` are stems of content words; `texts` the options as shown.
    """

    stem: frozenset[str]
    texts: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    keys: frozenset[int]
    absolute: tuple[bool, ...]
    domain_id: str = ""

    @property
    def chance(self) -> float:
        """Expected share of the picks of a blind guesser that are right: k of n."""
        return len(self.keys) / len(self.texts)

    @property
    def variance(self) -> float:
        """Variance of that share: k draws without replacement (hypergeometric), divided by k squared."""
        n, k = len(self.texts), len(self.keys)
        return self.chance * (1 - self.chance) * (n - k) / (n - 1) / k if n > 1 else 0.0

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """Characters of each option."""
        return tuple(len(text) for text in self.texts)


Score = Callable[[GuessItem], Sequence[float]]

_DETAIL = re.compile(r",|\b(?:which|with|and)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|none|both) of (?:the|these|them)\b|\ball (?:options|answers)\b", re.IGNORECASE)


def _middle(item: GuessItem) -> Sequence[float]:
    """Neither the longest nor the shortest: the nearer to the median length, the better."""
    ordered = sorted(item.lengths)
    n = len(ordered)
    median = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    low, high = ordered[0], ordered[-1]
    return [
        -math.inf if length in (low, high) and low != high else -abs(length - median)
        for length in item.lengths
    ]


def _convergence(item: GuessItem) -> Sequence[float]:
    """Words that other options hold too: writers vary the key into distractors."""
    held: dict[str, int] = {}
    for words in item.words:
        for word in words:
            held[word] = held.get(word, 0) + 1
    return [sum(held[word] - 1 for word in words) for words in item.words]


BOTS: Mapping[str, Score] = {
    "longest": lambda item: item.lengths,
    "shortest": lambda item: [-length for length in item.lengths],
    "middle length": _middle,
    "most words of the stem": lambda item: [len(words & item.stem) for words in item.words],
    "fewest words of the stem": lambda item: [-len(words & item.stem) for words in item.words],
    "most detail": lambda item: [len(_DETAIL.findall(text)) for text in item.texts],
    "convergence": _convergence,
    "avoids absolutes": lambda item: [-float(absolute) for absolute in item.absolute],
    "all of the above": lambda item: [float(bool(_ALL.search(text))) for text in item.texts],
}
"""The bots by name."""
PICKS: Mapping[str, str] = {
    "longest": "the option with the most characters",
    "shortest": "the option with the fewest characters",
    "middle length": "neither the longest nor the shortest: the nearest to the median",
    "most words of the stem": "the option with the most content words that stand in the stem, too",
    "fewest words of the stem": "the option with the fewest of them",
    "most detail": "the option with the most commas and words such as which, with, and",
    "convergence": "the option whose words most other options hold too",
    "avoids absolutes": "an option without always, never, only and their kind",
    "all of the above": "all (or none, or both) of the above, where it is offered",
}
"""What each bot takes; a tie is the fair share of its options."""


def hits(item: GuessItem, scores: Sequence[float]) -> float:
    """Expected number of keys among the k highest scores, ties broken by a fair draw."""
    k = len(item.keys)
    cut = sorted(scores, reverse=True)[k - 1]
    above = [i for i, score in enumerate(scores) if score > cut]
    tied = [i for i, score in enumerate(scores) if score == cut]
    open_places = k - len(above)
    return sum(i in item.keys for i in above) + open_places * sum(i in item.keys for i in tied) / len(tied)


def all_right(item: GuessItem, scores: Sequence[float]) -> float:
    """Chance that the k highest scores are exactly the keys: what a form gives credit for."""
    k = len(item.keys)
    cut = sorted(scores, reverse=True)[k - 1]
    above = frozenset(i for i, score in enumerate(scores) if score > cut)
    tied = frozenset(i for i, score in enumerate(scores) if score == cut)
    if not above <= item.keys or not item.keys <= above | tied:
        return 0.0
    return 1 / math.comb(len(tied), k - len(above))


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How a bot fared: share of right picks, what chance gives, the 99 % bound, and the number of items.

    `domain_id` is empty for the whole bank; `passes` is the share of mock exams passed, None if not drawn.
    """

    bot: str
    domain_id: str
    items: int
    share: float
    chance: float
    bound: float
    passes: float | None = None

    @property
    def is_above_the_bound(self) -> bool:
        """Whether chance would give this in under 1 % of banks."""
        return self.share > self.bound


@dataclass(frozen=True, slots=True)
class MockExam:
    """What a form is made of: items a domain, and the share of right answers that passes."""

    items_of: Mapping[str, int]
    pass_share: float

    @property
    def length(self) -> int:
        """Items of a form."""
        return sum(self.items_of.values())


def accuracies(
    items: Sequence[GuessItem], exam: MockExam | None = None, forms: int = 2000, seed: str = "bots"
) -> list[Accuracy]:
    """Every bot over the bank (with the share of mock exams that it passes), then per domain."""
    answerable = [item for item in items if 0 < len(item.keys) < len(item.texts)]
    domains = sorted({item.domain_id for item in answerable} - {""})
    rows: list[Accuracy] = []
    for bot, score in BOTS.items():
        scored = [(item, score(item)) for item in answerable]
        got = [(item, hits(item, scores) / len(item.keys)) for item, scores in scored]
        passes = None
        if exam is not None and got:
            chances = [(item.domain_id, all_right(item, scores)) for item, scores in scored]
            passes = pass_rate(chances, exam, forms, f"{seed}:{bot}")
        rows.append(_accuracy(bot, "", got, passes))
        rows += [_accuracy(bot, d, [g for g in got if g[0].domain_id == d], None) for d in domains]
    return [row for row in rows if row.items]


def _accuracy(
    bot: str, domain_id: str, got: Sequence[tuple[GuessItem, float]], passes: float | None
) -> Accuracy:
    n = len(got) or 1
    chance = sum(item.chance for item, _ in got) / n
    deviation = math.sqrt(sum(item.variance for item, _ in got)) / n
    share = sum(hit for _, hit in got) / n
    return Accuracy(bot, domain_id, len(got), share, chance, chance + Z_99 * deviation, passes)


def pass_rate(
    chances: Iterable[tuple[str, float]], exam: MockExam, forms: int = 2000, seed: str = "bots"
) -> float | None:
    """Share of forms drawn by the blueprint that somebody passes who answers each item with these chances.

    None where the bank can't fill one form. Where Hoeffding's bound (1963, theorem 1; it holds for draws
    without replacement too) leaves less than one form in 2,000, nothing is drawn and the answer is 0.
    """
    pools: dict[str, list[float]] = {}
    for domain_id, chance in chances:
        pools.setdefault(domain_id, []).append(chance)
    if not exam.length or any(len(pools.get(d, ())) < n for d, n in exam.items_of.items()):
        return None
    expected = sum(n * sum(pools[d]) / len(pools[d]) for d, n in exam.items_of.items() if n) / exam.length
    if _tail_bound(expected, exam.pass_share, exam.length) < 1 / 2000:
        return 0.0
    rng = random.Random(seed)
    needed = exam.pass_share * exam.length
    passed = 0
    for _ in range(forms):
        right = sum(
            rng.random() < chance for d, n in exam.items_of.items() for chance in rng.sample(pools[d], n)
        )
        passed += right >= needed
    return passed / forms


def _tail_bound(mean: float, wanted: float, n: int) -> float:
    """Upper bound of the chance that n values between 0 and 1 with this mean average `wanted` or more."""
    if wanted <= mean:
        return 1.0
    if mean <= 0.0:
        return 0.0
    gap = wanted * math.log(wanted / mean)
    if wanted < 1:
        gap += (1 - wanted) * math.log((1 - wanted) / (1 - mean))
    return math.exp(-n * gap)


@dataclass(frozen=True, slots=True)
class Ranks:
    """How keys spread over ranks or positions: counts and expectation for each, and the p-value.

    Ties share their ranks in equal parts, so counts may be fractions.
    """

    counts: tuple[float, ...]
    expected: tuple[float, ...]
    p_value: float
    items: int
    strictly_longest: float = 0.0
    strictly_shortest: float = 0.0
    chance: float = 0.0


def length_ranks(items: Sequence[GuessItem]) -> Ranks:
    """Rank of the key's length in single-key items (1 = longest), and the chi-square test of equal shares."""
    single = [item for item in items if len(item.keys) == 1 and len(item.texts) > 1]
    placed: list[tuple[int, Mapping[int, float]]] = []
    longest = shortest = 0
    for item in single:
        key = item.lengths[next(iter(item.keys))]
        longer = sum(length > key for length in item.lengths)
        equal = sum(length == key for length in item.lengths)
        placed.append((len(item.texts), {longer + i: 1 / equal for i in range(equal)}))
        longest += longer == 0 and equal == 1
        shortest += longer + equal == len(item.texts) and equal == 1
    n = len(single) or 1
    spread = _spread(placed)
    chance = sum(1 / len(item.texts) for item in single) / n
    return Ranks(
        spread.counts, spread.expected, spread.p_value, len(single), longest / n, shortest / n, chance
    )


def key_positions(items: Sequence[GuessItem]) -> Ranks:
    """Stored position of the key in single-key items, and the chi-square test of equal shares."""
    single = [item for item in items if len(item.keys) == 1 and len(item.texts) > 1]
    return _spread([(len(item.texts), {next(iter(item.keys)): 1.0}) for item in single])


def _spread(placed: Sequence[tuple[int, Mapping[int, float]]]) -> Ranks:
    """Chi-square over items with n places each, summed over the groups of equal n."""
    width = max((n for n, _ in placed), default=0)
    counts, expected = [0.0] * width, [0.0] * width
    statistic, freedom = 0.0, 0
    for size in sorted({n for n, _ in placed}):
        group = [shares for n, shares in placed if n == size]
        observed = [sum(shares.get(place, 0.0) for shares in group) for place in range(size)]
        fair = len(group) / size
        for place in range(size):
            counts[place] += observed[place]
            expected[place] += fair
        if fair >= 5:  # below that the chi-square distribution is no approximation [Cochran 1954]
            statistic += sum((seen - fair) ** 2 / fair for seen in observed)
            freedom += size - 1
    p_value = chi_square_tail(statistic, freedom) if freedom else 1.0
    return Ranks(tuple(counts), tuple(expected), p_value, len(placed))


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Probability of a chi-square value at least as large: the regularised upper incomplete gamma function.

    By the series or the continued fraction of Abramowitz and Stegun 6.5.29 and 6.5.31.
    """
    a, x = freedom / 2, statistic / 2
    if x <= 0:
        return 1.0
    scale = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while abs(term) > 1e-12 * abs(total):
            n += 1
            term *= x / n
            total += term
        return max(0.0, 1 - total * scale)
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    h = d
    for i in range(1, 500):
        step = -i * (i - a)
        b += 2
        d = 1 / (step * d + b or tiny)
        c = b + step / c or tiny
        change = d * c
        h *= change
        if abs(change - 1) < 1e-12:
            break
    return min(1.0, scale * h)
