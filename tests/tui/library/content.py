"""A small world of content files: certifications in every state, a bank, a road, and hostile text."""

from __future__ import annotations

from pathlib import Path

ESCAPES = "\\e[31mred\\e[0m [bold]not bold[/bold] [@click=app.quit]x[/] \\u202Ereversed"
"""As a double-quoted YAML scalar: a terminal escape, markup, and a directional override."""
MARKUP = "[bold red]not bold[/] [@click=app.quit]do not click[/]"

TERMS = {
    "rag": (
        "retrieval-augmented generation",
        "Passages found at query time are handed to the model to answer from.",
    ),
    "fine-tuning": ("fine-tuning", "Training a model further on examples of one task."),
    "embedding": ("embedding", "A list of numbers that places a text near others of like meaning."),
    "token": ("token", "The piece of a text that a model reads and is paid by."),
    "hallucination": ("hallucination", "A fluent answer that nothing supports."),
    "temperature": ("temperature", "The setting that makes the choice of words more or less random."),
    "guardrail": ("guardrail", "A check on what goes into a model or comes out of it."),
    "c-plus-plus": (
        'C++ & co. "quoted" AND (odd)',
        "A term whose name has signs that a search might trip over.",
    ),
    "hostile": ("[b]hostile[/b] term", f"It says {MARKUP} and stays plain text."),
}


def _certification(
    certification_id: str, code: str, name: str, status: str, more: str = "", domains: str = ""
) -> str:
    return f"""\
format: certification/1
id: {certification_id}
code: {code}
name: '{name}'
vendor: {"Microsoft" if code.startswith("AI-9") else "AWS"}
level: Foundational
kind: exam
status: {status}
{more}exam:
  questions: 65
  scored_questions: 50
  minutes: 90
  passing_score: 700
  score_min: 100
  score_max: 1000
  price_usd: 100
  validity_years: 3
  question_types: [multiple choice, multiple response]
page_url: https://example.org/{certification_id}/
domains:
{domains or DOMAINS}"""


DOMAINS = """\
  - id: '1'
    name: Fundamentals of AI and ML
    weight: 40
    objectives:
      - id: '1.1'
        text: Explain the core terms of AI
  - id: '2'
    name: Applications of foundation models
    weight: 60
    objectives:
      - id: '2.1'
        text: Choose how to adapt a foundation model to a task
"""
RANGES = """\
  - id: 'AI900-D1'
    name: AI workloads
    weight: 17.5
    weight_min: 15
    weight_max: 20
    objectives:
      - id: '1.1.1'
        text: Describe AI workloads
"""
UNPUBLISHED = """\
  - id: 'A'
    name: All of it
    objectives:
      - id: 'A.1'
        text: Do it
"""

CERTIFICATIONS = {
    "aif-c01": _certification(
        "aif-c01", "AIF-C01", "AWS Certified AI Practitioner", "active",
        "status_detail: Active; no successor has been announced.\nchecked_as_of: 2026-11-01\n",
    ),
    "ai-900": _certification(
        "ai-900", "AI-900", "Microsoft Azure AI Fundamentals", "retired",
        "checked_as_of: 2026-07-01\nrecheck: [price_usd]\nsuccessors: [ai-901]\nlife_cycle:\n"
        "  - event: retired\n    'on': 2026-06-30\n    note: The exam was retired.\n",
        RANGES,
    ),
    "ai-901": _certification(
        "ai-901", "AI-901", "Microsoft Azure AI Fundamentals", "active", "", UNPUBLISHED
    ),
    "mla-c02": _certification(
        "mla-c02", "MLA-C02", "AWS Certified Machine Learning Engineer - Associate", "beta",
        "checked_as_of: 2026-10-08\nlife_cycle:\n  - event: general-availability\n    'on': 2027-01-14\n",
    ),
    "late": _certification(
        "late", "LATE-1", "A certification whose file is behind the calendar", "retiring",
        "checked_as_of: 2026-10-08\nlife_cycle:\n  - event: retired\n    'on': 2026-11-10\n",
    ),
    "tf-004": _certification("tf-004", "'004'", "HashiCorp Certified: Terraform Associate (004)", "active"),
}  # fmt: skip

ROADMAP = """\
format: roadmap/1
id: multicloud
name: AI/ML engineer, multi-cloud
role: AI / ML engineer
tagline: Builds models and brings them into production.
about:
  - The role stands with one foot in data science and the other in software engineering.
titles: [Machine Learning Engineer, AI Engineer]
years_to_first_role: {min: 1, max: 3}
pay:
  - {region: UK, currency: GBP, level: entry, min: 45000, max: 65000}
  - {region: US, currency: USD, level: senior, min: 200000}
  - {region: India, currency: INR, level: mid, min: 12, max: 30, unit: lakh}
sections:
  - id: skills
    title: Skills
    entries:
      - {id: python, text: Python, also: [Python], terms: [token], certifications: [aif-c01]}
      - {id: statistics, text: Statistics, also: [statistics]}
key_terms: [rag, token]
faq:
  - question: Is a degree needed?
    answer: No, but it helps.
day:
  - {time: '09:30', text: Look at what the monitoring says.}
stages:
  - id: foundation
    name: Foundation
    purpose: Speak the language.
    steps:
      - id: azure
        certifications: [ai-901]
        why: The entry into Azure.
        named_in_source: AI-900
        source_certification: ai-900
  - id: core
    name: Core skills
    purpose: Build things.
    steps:
      - id: practitioner
        certifications: [aif-c01]
        why: Puts the AI services of AWS to use.
        named_in_source: AIP-C01
        erratum: The source writes AIP-C01 but means AIF-C01.
      - id: engineer
        certifications: [mla-c02, tf-004]
        why: Shows that you can run it.
"""
OTHER_ROADMAP = """\
format: roadmap/1
id: short-road
name: A short road
role: AI user
tagline: One exam and done.
pay_note: The figures are missing.
sections:
  - id: skills
    title: Skills
    entries:
      - {id: python, text: A little Python}
      - {id: asking, text: Asking well, also: [prompts]}
stages:
  - id: only
    name: Only stage
    purpose: Begin.
    steps:
      - id: first
        certifications: [aif-c01]
        why: It is a good first one.
"""
BROKEN = """\
format: questions/1
certification: aif-c01
questions:
  - id: broken-one
    objective: '1.1'
    kind: singel
"""


def write(root: Path) -> tuple[Path, Path]:
    """Write everything under `root`; returns the two folders that stand for the bundled ones."""
    banks, roads = root / "question_banks", root / "roadmaps"
    for certification_id, text in CERTIFICATIONS.items():
        _put(banks / certification_id / "certification.yaml", text)
    _put(banks / "aif-c01" / "glossary.yaml", glossary())
    _put(banks / "aif-c01" / "questions-1.yaml", questions())
    _put(banks / "aif-c01" / "questions-broken.yaml", BROKEN)
    _put(roads / "multicloud.yaml", ROADMAP)
    _put(roads / "short-road.yaml", OTHER_ROADMAP)
    return banks, roads


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def glossary() -> str:
    """The terms; the first two are contrasts of each other."""
    lines = ["format: glossary/1", "certification: aif-c01", "terms:"]
    for number, (term_id, (name, definition)) in enumerate(TERMS.items()):
        lines += [
            f"  - id: {term_id}",
            f"    term: '{name}'",
            f"    objectives: ['{1 + number % 2}.1']",
            f"    definition: '{definition}'",
            "    references: [https://example.org/docs]",
            "    verified_on: 2026-10-01",
        ]
        if term_id == "rag":
            lines += [
                "    also: [RAG]",
                "    example: A support bot looks up the manual before it answers.",
                "    contrast:",
                "      term: fine-tuning",
                "      because: Fine-tuning changes the model; this changes what it reads.",
            ]
    return "\n".join(lines) + "\n"


def questions(how_many: int = 24) -> str:
    """Questions that rest on one term each."""
    lines = ["format: questions/1", "certification: aif-c01", "questions:"]
    terms = list(TERMS)
    for number in range(how_many):
        lines += [
            f"  - id: q-{number}",
            f"    objective: '{1 + number % 2}.1'",
            "    kind: single",
            "    depth: choice",
            "    difficulty: 2",
            f"    stem: Team {number} wants answers drawn from pages that change every week. What fits best?",
            "    options:",
            "      - {text: Retrieve passages, correct: true, reason: It changes with the pages.}",
            "      - {text: Fine-tune each week, reason: It costs more.}",
            "      - {text: Pre-train a model, reason: It costs most.}",
            "    explanation: Retrieval keeps the model as it is.",
            f"    terms: [{terms[number % len(terms)]}]",
            "    references: [https://example.org/docs]",
            "    verified_on: 2026-10-01",
        ]
    return "\n".join(lines) + "\n"
