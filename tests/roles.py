"""Two small roadmaps that share a competency, with key terms of their own, for tests of roles."""

from __future__ import annotations

from typing import Any

from studyapp.paths import Home
from tests.banks import CERTIFICATION, roadmap, write_yaml

PAY = [
    {"region": "UK", "currency": "GBP", "level": "entry", "min": 45000, "max": 65000},
    {"region": "UK", "currency": "GBP", "level": "senior", "min": 100000},
]
HOSTILE = "<script>alert('x')</script> [red]markup[/red] **bold** \x1b[31mescape"


def role_term(term_id: str, name: str, **changes: Any) -> dict[str, Any]:
    """A term of a role's own glossary."""
    return {"id": term_id, "term": name, "definition": f"What people mean by the word {term_id}."} | changes


def competency(competency_id: str, text: str, **changes: Any) -> dict[str, Any]:
    """An entry of a section that learners can have evidence for."""
    return {"id": competency_id, "text": text} | changes


def builder(**changes: Any) -> dict[str, Any]:
    """A role that builds: two competencies, pay, an aspect, two key terms."""
    return roadmap("builder", ((CERTIFICATION,),)) | {
        "role": "Builder",
        "tagline": "Builds things.",
        "pay": PAY,
        "sections": [
            {
                "id": "aspects",
                "title": "At a glance",
                "entries": ["Primary role: builds.", "Cloud work: much."],
            },
            {
                "id": "responsibilities",
                "title": "What you do",
                "entries": [
                    competency(
                        "deploy", "Deploy models.", also=["model deployment", "deploy models"],
                        terms=["drift"], certifications=[CERTIFICATION],
                    ),
                    "A line without evidence.",
                ],
            },
            {"id": "skills", "title": "Skills", "entries": [competency("python", "Python", also=["Python"])]},
            {"id": "fit", "title": "Whom it fits", "entries": ["You like to build."]},
        ],
        "key_terms": ["drift", "canary", "tst-101-t01"],
    } | changes  # fmt: skip


def watcher(**changes: Any) -> dict[str, Any]:
    """A role that watches: it shares `python` with the builder, and has no pay."""
    return (
        roadmap("watcher", ((CERTIFICATION,),))
        | {
            "role": "Watcher",
            "tagline": "Watches things.",
            "pay_note": "The figures are missing.",
            "sections": [
                {"id": "aspects", "title": "At a glance", "entries": ["Primary role: watches."]},
                {
                    "id": "skills",
                    "title": "Skills",
                    "entries": [
                        competency("python", "Good Python"),
                        competency("monitor", "Monitor models.", also=["monitor", "drift"], terms=["drift"]),
                    ],
                },
            ],
            "key_terms": ["drift"],
        }
        | changes
    )


def write_roles(home: Home) -> None:
    """Both roadmaps and the glossary of their terms, beside the bank of the home."""
    write_yaml(home.content / "roadmaps" / "builder.yaml", builder())
    write_yaml(home.content / "roadmaps" / "watcher.yaml", watcher())
    terms = [role_term("drift", "Drift"), role_term("canary", "Canary")]
    write_yaml(home.content / "roadmaps" / "terms.yaml", {"format": "glossary/1", "terms": terms})
