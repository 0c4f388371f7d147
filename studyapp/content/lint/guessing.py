"""The bank against guessers: length ranks, key positions, and the bots (B01 to B03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.cues import absolutes_in
from studyapp.content.lint.registry import E, Hit, I, W, bank_check
from studyapp.content.lint.source import Item
from studyapp.content.lint.words import plain
from studyapp.domain.certifications import Certification
from studyapp.domain.exams.rules import scale_of
from studyapp.domain.guessers import (
    Accuracy,
    GuessItem,
    MockExam,
    Ranks,
    accuracies,
    key_positions,
    length_ranks,
)

P_VALUE = 0.01
POINTS = 0.15
PASSES = 0.01


def guess_item(item: Item, domain_id: str = "") -> GuessItem:
    """An item as the bots see it."""
    texts = tuple(plain(option.text.text) for option in item.options)
    return GuessItem(
        stem=item.stem.stems,
        texts=texts,
        words=tuple(option.text.stems for option in item.options),
        keys=frozenset(i for i, option in enumerate(item.options) if option.correct),
        absolute=tuple(bool(absolutes_in(text)) for text in texts),
        domain_id=domain_id,
    )


def mock_exam(certification: Certification | None) -> MockExam | None:
    """The mock exam that a bot is let loose on: length and domains as published, the pass mark of our mock
    exams (`studyapp.domain.exams.rules.scale_of`); None without a length."""
    if certification is None:
        return None
    exam = certification.exam
    length = exam.questions or exam.questions_max or exam.questions_min
    if not length:
        return None
    shares = {d: weight * length for d, weight in certification.weights().items()}
    items_of = {d: int(share) for d, share in shares.items()}
    for domain_id in sorted(shares, key=lambda d: items_of[d] - shares[d])[: length - sum(items_of.values())]:
        items_of[domain_id] += 1  # largest remainders
    return MockExam(items_of, scale_of(certification, []).pass_share)


FORMS = 2
"""Mock exams that a bank has to fill without showing an item twice."""


def needed_items(certification: Certification | None) -> Mapping[str, int]:
    """The items of each domain that two full forms need; nothing where no length is published.

    The plan, the coverage and F29 count against these numbers.
    """
    exam = mock_exam(certification)
    return {domain_id: FORMS * items for domain_id, items in exam.items_of.items()} if exam else {}


class Figures:
    """What the bots measured in a bank; computed once, for the checks and for the report."""

    def __init__(self, bank: Bank) -> None:
        items = [
            guess_item(item, bank.domain_of(item))
            for item in bank.counted
            if item.is_choice and 0 < len(item.keys) < len(item.options)
        ]
        self.certification_id = bank.certification_id
        self.exam = mock_exam(bank.certification)
        self.assumed_pass_mark = bool(
            bank.certification and not scale_of(bank.certification, []).pass_is_public
        )
        self.items = len(items)
        self.ranks: Ranks = length_ranks(items)
        self.positions: Ranks = key_positions(items)
        self.bots: list[Accuracy] = accuracies(items, self.exam)


@bank_check(
    "B01", "The key's length gives it away", W, E,
    why="In one public simulator the key is longest in 75 %, and 'pick the longest' passes 79 % of mocks.",
    do="Plan the rank of the key's length in equal shares, and stretch or trim options to reach it.",
)  # fmt: skip
def length_rank(bank: Bank) -> Iterator[Hit]:
    """Ranks of single keys against equal shares: chi-square, p < .01 (W); strictly longest, or strictly
    shortest, 15 points above 1/n (E). Needs five items for each rank: 20 single items of four options."""
    ranks = bank.figures.ranks
    for name, share in (("longest", ranks.strictly_longest), ("shortest", ranks.strictly_shortest)):
        if share >= ranks.chance + POINTS and ranks.p_value < P_VALUE:
            yield Hit(
                f"the key is strictly {name} in {share:.0%} of {ranks.items} items; fair: {ranks.chance:.0%}",
                level=E,
            )
            return
    if ranks.p_value < P_VALUE:
        counts = ", ".join(f"{count:.0f}" for count in ranks.counts)
        yield Hit(f"length ranks of the key (longest first): {counts}; p = {ranks.p_value:.2g}", level=W)


@bank_check(
    "B02", "Stored keys crowd in one place", I,
    why="Options are shuffled when shown, so nobody is helped; but other programs may show the stored order.",
    do="Shuffle the stored options, with a seed: `studyapp bank lint --fix` does.",
)  # fmt: skip
def positions(bank: Bank) -> Iterator[Hit]:
    """Stored positions of single keys against equal shares: chi-square, p < .01."""
    spread = bank.figures.positions
    if spread.p_value < P_VALUE:
        counts = ", ".join(f"{count:.0f}" for count in spread.counts)
        yield Hit(f"stored positions of the key, first to last: {counts}; p = {spread.p_value:.2g}")


@bank_check(
    "B03", "A guesser beats the bank", W, E,
    why="Somebody who knows the trick and not the subject gains points, and trains the trick.",
    do="Repair the items in which the bot is right: `--explain B03` says how each bot chooses.",
)  # fmt: skip
def bots(bank: Bank) -> Iterator[Hit]:
    """A bot above chance + 2.33 sqrt(pq/N), over the bank or a domain (W); 15 points above chance as well, or
    a pass in over 1 % of mock exams (E)."""
    for row in bank.figures.bots:
        passes = row.passes or 0.0
        if not row.is_above_the_bound and passes <= PASSES:
            continue
        scope = f"domain {row.domain_id}" if row.domain_id else "the bank"
        grave = passes > PASSES or row.share >= row.chance + POINTS
        text = (
            f"the bot '{row.bot}' is right in {row.share:.1%} of {scope} ({row.items} items); chance gives "
            f"{row.chance:.1%}, the bound is {row.bound:.1%}"
        )
        if passes > PASSES:
            text += f"; it passes {passes:.1%} of mock exams"
        yield Hit(text, level=E if grave else W)
