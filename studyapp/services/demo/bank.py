"""Synthetic banks: arithmetic in the format of a question bank, so that nobody takes it for an exam's."""

from __future__ import annotations

from pathlib import Path

from studyapp.services.demo import kinds

MOST_PER_BANK = 2_000
FEWEST_BANKS = 3
PER_FILE = 500
DOMAINS = (
    ("1", "Sums", 40),
    ("2", "Differences", 30),
    ("3", "Products", 20),
    ("4", "Multiples", 10),
)
"""Domain, name and share; of ten questions in a row, four are of the first, three of the second ..."""

OF_EVERY_KIND = "4"
"""The domain whose items are of all kinds in turn."""
EVERY_KIND = 10 * len(kinds.MAKERS)
"""Items of a bank that has all kinds."""
_DOMAIN_OF = "1122131324"
REFERENCE = "https://en.wikipedia.org/wiki/Arithmetic"
VERIFIED_ON = "2026-01-01"


def bank_name(number: int) -> str:
    """The id of a synthetic certification, counted from 1."""
    return f"synthetic-{number:02}"


def bank_sizes(items: int) -> list[int]:
    """How many questions go into each synthetic bank."""
    if items <= 0:
        return []
    banks = max(min(FEWEST_BANKS, items), -(-items // MOST_PER_BANK))
    return [items // banks + (number < items % banks) for number in range(banks)]


def write_bank(folder: Path, number: int, size: int) -> Path:
    """Write one synthetic certification with its questions; returns its folder."""
    name = bank_name(number)
    target = folder / "question_banks" / name
    target.mkdir(parents=True, exist_ok=True)
    (target / "certification.yaml").write_text(_certification(name, number), encoding="utf-8")
    by_domain: dict[str, list[str]] = {domain_id: [] for domain_id, _name, _weight in DOMAINS}
    for index in range(size):
        domain_id = _DOMAIN_OF[index % len(_DOMAIN_OF)]
        by_domain[domain_id].append(_question(name, domain_id, index))
    for domain_id, questions in by_domain.items():
        for part, start in enumerate(range(0, len(questions), PER_FILE), 1):
            cases = kinds.cases_head() if domain_id == OF_EVERY_KIND else ""
            head = f"format: questions/1\ncertification: {name}\n{cases}questions:\n"
            text = head + "".join(questions[start : start + PER_FILE])
            (target / f"questions-{domain_id}-{part}.yaml").write_text(text, encoding="utf-8")
    return target


def _certification(name: str, number: int) -> str:
    domains = "".join(
        f"  - id: '{domain_id}'\n    name: {title}\n    weight: {weight}\n    objectives:\n"
        f"      - id: '{domain_id}.1'\n        text: {title} in the head.\n"
        for domain_id, title, weight in DOMAINS
    )
    return (
        f"format: certification/1\nid: {name}\ncode: SYN-{number:02}\n"
        f"name: Synthetic practice bank {number} (demo data, no real exam)\n"
        "vendor: Synthetic (demo)\nlevel: None\nkind: standard\nstatus: active\n"
        "status_detail: Made by 'studyapp demo' to have something to schedule.\n"
        f"exam:\n  questions: 50\n  minutes: 60\ndomains:\n{domains}"
    )


def _question(name: str, domain_id: str, index: int) -> str:
    a, b = 11 + index * 7 % 83, 12 + index * 13 % 79
    if domain_id == OF_EVERY_KIND:
        head = {
            "id": f"{name}-{index + 1:04}", "objective": f"{domain_id}.1", "depth": "recall",
            "difficulty": 1 + index % 5, "references": [REFERENCE], "verified_on": VERIFIED_ON,
        }  # fmt: skip
        return kinds.entry(head, index)
    stem, answer, sign = {
        "1": (f"what is {a} + {b}", a + b, "+"),
        "2": (f"what is {a + b} - {b}", a, "-"),
        "3": (f"what is {a} × {b % 9 + 2}", a * (b % 9 + 2), "×"),
    }[domain_id]
    slip = 1 + index % 4
    options = "".join(
        f"      - {{text: '{value}', correct: true, reason: This is the result.}}\n"
        if value == answer
        else f"      - {{text: '{value}', reason: 'Off by {value - answer:+d}: check the carry.'}}\n"
        for value in (answer, answer + 10, answer - slip, answer + slip)
    )
    return _entry(
        name, domain_id, index, "single", f"{stem}?", options, f"Work from the left: {sign} tens first."
    )


def _entry(name: str, domain_id: str, index: int, kind: str, stem: str, options: str, principle: str) -> str:
    return (
        f"  - id: {name}-{index + 1:04}\n    objective: '{domain_id}.1'\n    kind: {kind}\n"
        f"    depth: recall\n    difficulty: {1 + index % 5}\n"
        f"    stem: 'Synthetic item {index + 1}: {stem}'\n    options:\n{options}"
        f"    explanation: '{principle}'\n    references: ['{REFERENCE}']\n    verified_on: {VERIFIED_ON}\n"
    )
