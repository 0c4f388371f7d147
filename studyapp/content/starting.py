"""A bank that begins: its empty files, and a plan with the rank of every key drawn beforehand.

The plan saves the repair: authors who write freely make the key the longest option in half of their items,
and those who are told so make it the shortest. Ranks, places and kinds are drawn in equal shares, seeded.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyapp.content.lint.guessing import needed_items
from studyapp.content.placeholders import FIRST_DOMAIN, FIRST_OBJECTIVE
from studyapp.domain.certifications import Certification, Domain

OPTIONS = 4
MULTIPLE_EVERY = 6
ITEMS_WITHOUT_A_NUMBER = 60
LEAST_OF_AN_OBJECTIVE = 2
DEPTHS: Mapping[str, Mapping[str, float]] = {
    "foundational": {"recall": 0.40, "choice": 0.45, "diagnosis": 0.15},
    "": {"recall": 0.20, "choice": 0.55, "diagnosis": 0.25},
}
"""Shares of depths: more recall at the foundational level, the other row from associate upwards."""

SKELETON = f"""\
format: certification/1
id: {{id}}
code: {{code}}
name: {{code}}  # the official name of the exam
vendor: Our team
level: Foundational
kind: exam
status: active
exam:
  questions: 20
  minutes: 30
domains:
  - id: '1'
    name: {FIRST_DOMAIN}
    weight: 100
    objectives:
      - id: '1.1'
        text: {FIRST_OBJECTIVE}
"""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One row of a plan; the rank is that of the key's length, 1 = longest, 0 where it plays no role."""

    id: str
    objective_id: str
    kind: str
    depth: str
    difficulty: int
    rank: int
    place: int


def slug(name: str) -> str:
    """A name as part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40].strip("-") or "domain"


def plan(certification: Certification) -> dict[str, list[PlannedItem]]:
    """The rows of each domain, as many as two full forms need, and two or more for each objective.

    The same for the same certification.
    """
    needed = needed_items(certification)
    weights = certification.weights()
    rows = {}
    for number, domain in enumerate(certification.domains, 1):
        count = needed.get(domain.id, round(ITEMS_WITHOUT_A_NUMBER * weights[domain.id]))
        count = max(count, LEAST_OF_AN_OBJECTIVE * len(domain.objectives))
        rows[domain.id] = _rows(certification, domain, number, count)
    return rows


def _rows(certification: Certification, domain: Domain, number: int, count: int) -> list[PlannedItem]:
    rng = random.Random(f"plan of {certification.id} {domain.id}")
    objectives = [domain.objectives[i % len(domain.objectives)].id for i in range(count)]
    kinds = ["multiple" if i % MULTIPLE_EVERY == MULTIPLE_EVERY - 1 else "single" for i in range(count)]
    rng.shuffle(kinds)
    shares = DEPTHS.get(certification.level.casefold(), DEPTHS[""])
    depths = [depth for depth, share in shares.items() for _ in range(round(share * count) + 1)]
    singles = kinds.count("single")
    ranks, places = ([i % OPTIONS + 1 for i in range(singles)] for _ in range(2))
    rng.shuffle(depths)
    rng.shuffle(ranks)
    rng.shuffle(places)
    rows = []
    for i in range(count):
        single = kinds[i] == "single"
        difficulty = {"recall": 1, "choice": 2, "diagnosis": 3}[depths[i]] + rng.randint(0, 1)
        rows.append(
            PlannedItem(
                f"{certification.id}-{number}{i + 1:03}", objectives[i], kinds[i], depths[i], difficulty,
                ranks.pop() if single else 0, places.pop() if single else 0,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (objectives.index(row.objective_id), row.id))


def plan_page(certification: Certification) -> str:
    """The plan as a Markdown page with a row for each item, to be filled in before any prose."""
    lines = [
        f"# Plan of {certification.code}",
        "",
        "Fill in the last three columns before the first sentence. *Key* is the rank that the key's length",
        "has to have among the options (1 = longest), *place* its stored position; both are drawn in equal",
        "shares. No two rows share topic and key.",
    ]
    for domain in certification.domains:
        lines += ["", f"## {domain.id} {domain.name}", "", *_table(plan(certification)[domain.id])]
    return "\n".join(lines) + "\n"


_COLUMNS = (
    *("Item", "Objective", "Kind", "Depth", "Difficulty", "Key", "Place"),
    *("Topic in five words", "Key's text", "Misconceptions"),
)


def _table(rows: Sequence[PlannedItem]) -> Iterator[str]:
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|{'---|' * len(_COLUMNS)}"
    for row in rows:
        cells = (
            row.id,
            row.objective_id,
            row.kind,
            row.depth,
            row.difficulty,
            row.rank or "",
            row.place or "",
        )
        yield f"| {' | '.join(str(cell) for cell in cells)} | | | |"


def starting_files(certification: Certification) -> dict[str, str]:
    """The files of an empty bank by their name in its folder."""
    files = {"plan.md": plan_page(certification)}
    rows = plan(certification)
    for number, domain in enumerate(certification.domains, 1):
        name = f"questions/{number}-{slug(domain.name)}.yaml"
        files[name] = _questions_file(certification, domain, len(rows[domain.id]))
    files["glossary.yaml"] = f"format: glossary/1\ncertification: {certification.id}\nterms: []\n"
    return files


def _questions_file(certification: Certification, domain: Domain, count: int) -> str:
    lines = [f"# {domain.id} {domain.name}: {count} items, as two full forms need them"]
    for objective in domain.objectives:
        text = " ".join(objective.text.split())
        lines.append(f"#   {objective.id} {text if len(text) <= 88 else text[:87].rstrip() + '…'}")
    return "\n".join(lines) + f"\nformat: questions/1\ncertification: {certification.id}\nquestions: []\n"
