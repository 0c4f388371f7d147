"""Small banks for tests: plain data in the shape of the formats, and a way to write them as YAML.

Every piece is a dict that a test may change before it is written::

    write_bank(home.content)                                       # tst-101: 12 questions, 6 terms
    write_bank(home.content, "oth-201", terms=3, uses=["tst-101-t01"])
    write_yaml(path, questions_file([question(1, stem="Something else?")]))
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

CERTIFICATION = "tst-101"
OBJECTIVES = ("1.1", "1.2", "2.1")
"""Two domains: "1" (40 %) with two objectives, "2" (60 %) with one."""

_KEYS = (
    ("violet", "harbour", "anchor"), ("copper", "meadow", "lantern"), ("silver", "canyon", "compass"),
    ("amber", "glacier", "pillow"), ("scarlet", "orchard", "ladder"), ("indigo", "valley", "whistle"),
    ("ochre", "lagoon", "basket"), ("ivory", "summit", "candle"), ("teal", "prairie", "mirror"),
    ("crimson", "delta", "saddle"), ("golden", "tundra", "pencil"), ("coral", "marsh", "bottle"),
)  # fmt: skip


def words(number: int) -> str:
    """Three words that stand for a number; another number gives quite another text."""
    first, second, third = _KEYS[number % 12], _KEYS[number // 12 % 12], _KEYS[number // 144 % 12]
    return f"{first[0]} {second[1]} {third[2]}"


def question_id(number: int, certification_id: str = CERTIFICATION) -> str:
    """The id of the bank's question of that number, counted from 1."""
    return f"{certification_id}-q{number:02}"


def term_id(number: int, certification_id: str = CERTIFICATION) -> str:
    """The id of the bank's term of that number, counted from 1."""
    return f"{certification_id}-t{number:02}"


def question(
    number: int, certification_id: str = CERTIFICATION, terms: Sequence[str] = (), **changes: Any
) -> dict[str, Any]:
    """One single-choice question; its key is option `number % 4`. Keywords replace fields."""
    name = words(number)
    options = [
        {"text": f"The {name} answer {'abcd'[place]}", "reason": f"Reason {place} for {name}."}
        | ({"correct": True} if place == number % 4 else {"excluded_by": "the words of the stem"})
        for place in range(4)
    ]
    return {
        "id": question_id(number, certification_id),
        "objective": OBJECTIVES[number % 3],
        "kind": "single",
        "depth": "recall",
        "difficulty": 2,
        "stem": f"Which one belongs to the {name}?",
        "options": options,
        "explanation": f"What to keep of {name}.",
        "terms": list(terms),
        "references": ["https://example.com/docs"],
        "verified_on": "2026-01-02",
    } | changes


def term(number: int, certification_id: str = CERTIFICATION, **changes: Any) -> dict[str, Any]:
    """One term; keywords replace fields."""
    name = words(number)
    return {
        "id": term_id(number, certification_id),
        "term": f"{name.title()} {certification_id}",
        "also": [f"{name.replace(' ', '-')}-{certification_id}"],
        "objectives": [OBJECTIVES[number % 3]],
        "definition": f"What stands beside {name}, in plain words.",
        "example": f"An example with {name}.",
    } | changes


def certification(certification_id: str = CERTIFICATION, **changes: Any) -> dict[str, Any]:
    """The facts of a certification with two domains; keywords replace fields."""
    return {
        "format": "certification/1",
        "id": certification_id,
        "code": certification_id.upper(),
        "name": f"Certified Tester {certification_id}",
        "vendor": "Testing",
        "level": "associate",
        "kind": "exam",
        "status": "active",
        "exam": {"questions": 60, "minutes": 90, "passing_score": 700, "score_min": 100, "score_max": 1000},
        "domains": [
            {
                "id": "1",
                "name": "Foundations",
                "weight": 40,
                "objectives": [{"id": "1.1", "text": "Know it."}, {"id": "1.2", "text": "Name it."}],
            },
            {"id": "2", "name": "Practice", "weight": 60, "objectives": [{"id": "2.1", "text": "Do it."}]},
        ],
        "checked_as_of": "2026-06-20",
    } | changes


def questions_file(
    questions: Sequence[dict[str, Any]], certification_id: str = CERTIFICATION
) -> dict[str, Any]:
    """A questions file."""
    return {"format": "questions/1", "certification": certification_id, "questions": list(questions)}


def glossary_file(
    terms: Sequence[dict[str, Any]], certification_id: str = CERTIFICATION, uses: Sequence[str] = ()
) -> dict[str, Any]:
    """A glossary file; `uses` names terms that another glossary defines."""
    found: dict[str, Any] = {"format": "glossary/1", "certification": certification_id, "terms": list(terms)}
    return found | ({"uses": list(uses)} if uses else {})


def roadmap(
    roadmap_id: str = "tester", steps: Sequence[Sequence[str]] = ((CERTIFICATION,),)
) -> dict[str, Any]:
    """A roadmap with one stage per step; a step lists the certifications that are alternatives."""
    return {
        "format": "roadmap/1",
        "id": roadmap_id,
        "name": f"Road of the {roadmap_id}",
        "role": roadmap_id.title(),
        "tagline": "Somebody who tests.",
        "stages": [
            {
                "id": f"stage-{number}",
                "name": f"Stage {number}",
                "purpose": f"What stage {number} is for.",
                "steps": [
                    {"id": f"step-{number}", "certifications": list(step), "why": f"Why step {number}."}
                ],
            }
            for number, step in enumerate(steps, 1)
        ],
    }


_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _PlainDumper(_Dumper):
    """Never writes aliases: the reader refuses them."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def write_yaml(path: Path, data: object) -> Path:
    """Write a file, making its folders, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(data, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=1000)
    path.write_text(text, encoding="utf-8")
    return path


def write_bank(
    folder: Path,
    certification_id: str = CERTIFICATION,
    *,
    questions: int = 12,
    terms: int = 6,
    uses: Sequence[str] = (),
    **facts: Any,
) -> Path:
    """Write a certification with that many questions and terms below `folder`; returns the bank's folder.

    Question n rests on term n where there is one. `facts` replace fields of the certification.
    """
    bank = folder / certification_id
    write_yaml(bank / "certification.yaml", certification(certification_id, **facts))
    if terms or uses:
        own = [term(n, certification_id) for n in range(1, terms + 1)]
        write_yaml(bank / "glossary.yaml", glossary_file(own, certification_id, uses))
    if questions:
        items = [
            question(n, certification_id, [term_id(n, certification_id)] if n <= terms else [])
            for n in range(1, questions + 1)
        ]
        write_yaml(bank / "questions.yaml", questions_file(items, certification_id))
    return bank
