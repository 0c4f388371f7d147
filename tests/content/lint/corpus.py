"""The labelled corpus: cases as lines of text, turned into banks, and what a check says of them.

`python -m tests.content.lint.corpus` prints precision and recall of every check, and the cases that it gets
wrong. The cases were written before the checks were tuned on them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.registry import CHECKS, load_checks
from studyapp.content.lint.run import Report, Run
from studyapp.content.lint.source import Source, read_source
from studyapp.content.reader import Document, parse_document
from studyapp.domain.certifications import Certification, Domain, Exam, LifeEvent, Objective, Status
from studyapp.domain.guessers import BOTS
from studyapp.domain.item_analysis import MeasuredItem
from studyapp.domain.vendors import NameState, OldName, Vendor

FOLDER = Path(__file__).parent / "corpus"
TODAY = date(2026, 11, 27)

CERTIFICATION = Certification(
    id="case-1", code="CASE-1", name="Cases", vendor="Vendor", level="Any", kind="exam", status=Status.ACTIVE,
    exam=Exam(questions=60, passing_score=700, score_min=100, score_max=1000),
    domains=(
        Domain("1", "One", (Objective("1.1", "x"), Objective("1.2", "x")), 60.0),
        Domain("2", "Two", (Objective("2.1", "x"),), 40.0),
    ),
    life_cycle=tuple(LifeEvent("version-change", on) for on in (date(2026, 4, 30), date(2027, 2, 1))),
)  # fmt: skip
VENDOR = Vendor(
    "Vendor",
    hosts=("vendor.example", ".docs.vendor.example", "github.com/vendor", "aws.amazon.com"),
    old_names=(
        OldName("Oldcast Forecast", NameState.CLOSED, "Canvas", date(2024, 7, 29)),
        OldName("Single Sign", NameState.RENAMED, "Identity Center", also=("AWS Single Sign",)),
        OldName("Agents Classic", NameState.CLOSED),
        OldName("Studio", NameState.RENAMED, "Studio Next", except_in=("Studio Next for teams",)),
    ),
)


@dataclass(frozen=True)
class Case:
    """One line of the corpus."""

    check: str
    wanted: bool
    text: str
    generate: str = ""


@cache
def cases() -> tuple[Case, ...]:
    """All cases of all files."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for check, lists in yaml.safe_load(path.read_text("utf-8")).items():
            for wanted in (True, False):
                lines = str(lists["positive" if wanted else "negative"]).splitlines()
                found += [
                    Case(check, wanted, line, lists.get("generate", "")) for line in lines if line.strip()
                ]
    return tuple(found)


def fires(case: Case) -> bool:
    """Whether the check reports the case; an info counts only where the check has no graver level."""
    load_checks()
    check = CHECKS[case.check]
    bank = BUILDERS.get(case.generate or case.check, bank_of_items)(case)
    report = Report()
    Run({check.id: check}, report, {source.path for source in bank.sources}).check_bank(bank)
    least = min(2, check.levels[0].weight)
    of_items = check.of_item is not None  # shares of the blueprint mean nothing in a bank of one item
    return any(f.level.weight >= least and (f.item or not of_items) for f in report.findings)


# From a line to a bank


def bank_of_items(case: Case) -> Bank:
    """A bank of the items of a line, `||` between them."""
    items = [item_yaml(text, number) for number, text in enumerate(case.text.split("||"), 1)]
    return bank_of(source_of(items))


def item_yaml(line: str, number: int = 1) -> dict[str, object]:
    """The fields of one item: complete but for what the line takes away."""
    stem, *rest = [part.strip() for part in line.split(" | ")]
    kind = ""
    if stem.startswith("["):
        kind, _, stem = stem[1:].partition("] ")
    set_to = dict(part[1:].split("=", 1) for part in rest if part.startswith("@"))
    texts = [part for part in rest if not part.startswith("@")]
    keys = [text.startswith("*") and not text.startswith("**") for text in texts]
    options = [
        _option(n, _edges(text[1:] if key else text), key, stem, set_to)
        for n, (text, key) in enumerate(zip(texts, keys, strict=True), 1)
    ]
    item: dict[str, object] = {
        "id": f"case-{number}",
        "objective": "1.1",
        "kind": kind or ("multiple" if sum(keys) > 1 else "single"),
        "depth": "choice",
        "difficulty": "2",
        "stem": stem,
        "options": options,
        "explanation": "The principle to take away.",
        "references": ["https://docs.vendor.example/x"],
        "verified_on": "2026-11-20",
    }
    for name, value in set_to.items():
        if name.startswith(("reason", "excluded")):
            continue
        item[name] = value.split() if name == "references" else _edges(value)
        if not value:
            del item[name]
    return item


def _option(number: int, text: str, key: bool, stem: str, set_to: dict[str, str]) -> dict[str, str]:
    option = {"text": text, "reason": _edges(set_to.get(f"reason{number}", f"reason {number}"))}
    if key:
        option["correct"] = "true"
    else:
        option["excluded_by"] = set_to.get(f"excluded{number}", stem)
    return {name: value for name, value in option.items() if value}


def _edges(text: str) -> str:
    """`_` at an edge stands for a space; three and more are a blank."""
    if text.endswith("_") and not text.endswith("__"):
        text = text[:-1] + " "
    return " " + text[1:] if text.startswith("_") and not text.startswith("__") else text


def source_of(items: list[dict[str, object]], path: str = "cases.yaml") -> Source:
    """A questions file of these items, written and read."""
    text = "format: questions/1\ncertification: case-1\nquestions: " + json.dumps(items, ensure_ascii=False)
    text = text.replace('"true"', "true").replace('"correct": true', '"correct": "true"')
    document = parse_document(text.encode(), path)
    assert isinstance(document, Document), document
    return read_source(path, text, document.root)


def bank_of(source: Source) -> Bank:
    """A bank of one file, with the certification and the vendor of the corpus."""
    return Bank("case-1", [source], TODAY, CERTIFICATION, VENDOR)


def _of_commits(case: Case) -> Bank:
    """The first item as committed, the second as it is now."""
    before, now = (source_of([item_yaml(text)]) for text in case.text.split("||"))
    bank = bank_of(now)
    bank.committed = {item.id: item for item in before.items}
    return bank


def _long_stem(case: Case) -> Bank:
    return bank_of(source_of([item_yaml(f"{'word ' * (int(case.text) - 1)}word? | *A | B | C")]))


def _of_lengths(case: Case) -> Bank:
    """So many keys at each length rank."""
    counts = [int(word) for word in case.text.split()]
    texts = ["x" * (10 + 4 * (len(counts) - place)) for place in range(len(counts))]
    lines = [
        "Which fits? | "
        + " | ".join(("*" if place == rank else "") + text for place, text in enumerate(texts))
        for rank, count in enumerate(counts)
        for _ in range(count)
    ]
    return bank_of(source_of([item_yaml(line, n) for n, line in enumerate(lines)]))


def _of_positions(case: Case) -> Bank:
    """So many keys at each stored position; the lengths are all equal."""
    counts = [int(word) for word in case.text.split()]
    lines = [
        "Which fits? | "
        + " | ".join(("*" if place == key else "") + "abcdefgh"[place] for place in range(len(counts)))
        for key, count in enumerate(counts)
        for _ in range(count)
    ]
    return bank_of(source_of([item_yaml(line, n) for n, line in enumerate(lines)]))


def _of_cues(case: Case) -> Bank:
    """A share of items whose key carries the cue; in the others it falls on a distractor or the key alike."""
    bot, share, number = case.text.rsplit(" ", 2)
    rng = random.Random(case.text)
    lines = []
    for n in range(int(number)):
        texts = CUES[bot](rng)
        place = 0 if n < float(share) * int(number) else n % 4
        order = list(range(4))
        rng.shuffle(order)
        shown = [("*" if i == place else "") + texts[i] for i in order]
        objective = "1.1" if n % 5 < 3 else "2.1"
        lines.append(f"Which blue glass meets the wish? | {' | '.join(shown)} | @objective={objective}")
    return bank_of(source_of([item_yaml(line, n) for n, line in enumerate(lines)]))


_WORDS = (
    *("oak", "elm", "ash", "fir", "yew", "box", "gum", "bay"),
    *("fig", "nut", "pea", "rye", "hop", "tea", "ivy", "cob"),
)


def _words(rng: random.Random, count: int) -> list[str]:
    return rng.sample(_WORDS, count)


def _ended(*ends: str) -> Callable[[random.Random], list[str]]:
    """Four words with these ends; the first one carries the cue."""
    return lambda rng: [a + b for a, b in zip(_words(rng, 4), ends, strict=True)]


CUES: dict[str, Callable[[random.Random], list[str]]] = {
    "longest": _ended(" and more", "", "", ""),
    "shortest": _ended("", " ones", " ones", " ones"),
    "middle length": _ended("xx", "", "xxxxxx", "xxxxxxx"),
    "most words of the stem": _ended(" glass", " stone", " steel", " cloth"),
    "fewest words of the stem": _ended(" cloth", " glass", " glass", " glass"),
    "most detail": _ended(" with ab", " than ab", " than ab", " than ab"),
    "convergence": lambda rng: [f"{a} {b}" for a, b in _converging(rng)],
    "avoids absolutes": _ended(" holds", " never", " never", " never"),
    "all of the above": lambda rng: ["all of the above", *[f"{w} of a big one" for w in _words(rng, 3)]],
}


def _converging(rng: random.Random) -> list[tuple[str, str]]:
    a, b, c, d, e = _words(rng, 5)
    return [(a, b), (a, c), (d, b), (e, "sun")]


def _measured(case: Case) -> Bank:
    """`attempts facility correlation | share of each option | the same of the best third`; key first."""
    numbers, chosen, top = ([float(word) for word in part.split()] for part in case.text.split("|"))
    options = " | ".join(["*A", "B", "C", "D"][: len(chosen)])
    bank = bank_of(source_of([item_yaml(f"Which fits? | {options}")]))
    bank.measured = {
        "case-1": MeasuredItem(
            int(numbers[0]),
            numbers[1],
            numbers[2],
            frozenset({0}),
            dict(enumerate(chosen)),
            dict(enumerate(top)),
        )
    }
    return bank


BUILDERS: dict[str, Callable[[Case], Bank]] = {
    "F35": _of_commits,
    "long_stem": _long_stem,
    "length_ranks": _of_lengths,
    "positions": _of_positions,
    "cues": _of_cues,
    "measured": _measured,
}


# What came out


@dataclass(frozen=True)
class Score:
    """How a check did on its cases."""

    check: str
    positive: int
    negative: int
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Share of reported cases that deserve it."""
        hit = self.positive - len(self.missed)
        return hit / (hit + len(self.false)) if hit + len(self.false) else 0.0

    @property
    def recall(self) -> float:
        """Share of deserving cases that are reported."""
        return (self.positive - len(self.missed)) / self.positive if self.positive else 0.0


@cache
def scores() -> dict[str, Score]:
    """The score of each check, by id."""
    results = [(case, fires(case)) for case in cases()]
    by_check: dict[str, Score] = {}
    for check in sorted({case.check for case in cases()}):
        mine = [(case, fired) for case, fired in results if case.check == check]
        by_check[check] = Score(
            check,
            sum(case.wanted for case, _ in mine),
            sum(not case.wanted for case, _ in mine),
            tuple(case.text for case, fired in mine if case.wanted and not fired),
            tuple(case.text for case, fired in mine if fired and not case.wanted),
        )
    return by_check


def report() -> Iterator[str]:
    """Precision and recall of every check, and the cases that it gets wrong."""
    assert set(BOTS) == set(CUES)
    yield "check  positive  negative  precision  recall"
    for score in scores().values():
        counts = f"{score.check:<7}{score.positive:>8}{score.negative:>10}"
        yield f"{counts}{score.precision:>11.2f}{score.recall:>8.2f}"
    for score in scores().values():
        yield from (f"{score.check} missed: {text}" for text in score.missed)
        yield from (f"{score.check} false:  {text}" for text in score.false)


if __name__ == "__main__":
    for line in report():
        print(line)
