"""Certifications, terms, questions and numbers of the fakes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

from studyapp.domain.certifications import Certification, Domain, Exam, LifeEvent, Objective, Status
from studyapp.domain.glossary import Contrast, Term
from studyapp.domain.memory import Grade
from studyapp.domain.questions import Depth, Option, Question, QuestionKind
from studyapp.services.readiness_views import ReadinessLine, ThinDomain
from studyapp.services.road_views import (
    CertificationStanding,
)
from studyapp.services.views import (
    CertificationSummary,
    DomainProgress,
)

NOW = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
TODAY = date(2026, 7, 1)

DOMAINS = (
    Domain("d1", "Fundamentals of AI and ML", (Objective("1.1", "Explain basic AI concepts."),), 20),
    Domain("d3", "Applications of foundation models", (Objective("3.1", "Choose a customisation."),), 28),
)
CERTIFICATION = Certification(
    id="aif-c01",
    code="AIF-C01",
    name="AWS Certified AI Practitioner",
    vendor="AWS",
    level="foundational",
    kind="exam",
    status=Status.ACTIVE,
    exam=Exam(questions=65, minutes=90, passing_score=700, score_min=100, score_max=1000, price_usd=100),
    domains=DOMAINS,
    checked_as_of=date(2026, 6, 20),
)
OTHER = replace(
    CERTIFICATION,
    id="ai-900",
    code="AI-900",
    name="Azure AI Fundamentals",
    vendor="Microsoft",
    status=Status.RETIRED,
    successors=("ai-901",),
    life_cycle=(LifeEvent("retired", date(2026, 6, 30)),),
)
SUMMARIES = (
    CertificationSummary(
        "aif-c01", "AIF-C01", CERTIFICATION.name, "AWS", "foundational", "active", 176, 124, 96, 40
    ),
    CertificationSummary(
        "ai-900",
        "AI-900",
        OTHER.name,
        "Microsoft",
        "foundational",
        "retired",
        0,
        0,
        0,
        0,
        ("ai-901",),
        date(2026, 6, 30),
    ),
)


def standing(summary: CertificationSummary) -> CertificationStanding:
    return CertificationStanding(**{field.name: getattr(summary, field.name) for field in fields(summary)})


TERMS = (
    Term(
        "rag",
        "aif-c01",
        "retrieval-augmented generation",
        "Passages found at query time are given to the model with the question; it answers from them.",
        also=("RAG",),
        contrast=Contrast("fine-tuning", "Fine-tuning changes the model; retrieval changes what it reads."),
    ),
    Term("fine-tuning", "aif-c01", "fine-tuning", "Training a model further on examples of the task."),
)


def _question(number: int, kind: QuestionKind, keys: frozenset[int], size: int) -> Question:
    return Question(
        id=f"aif-q{number}",
        certification_id="aif-c01",
        objective_id="3.1",
        kind=kind,
        depth=Depth.CHOICE,
        difficulty=3,
        stem=f"Question {number}: a support team wants answers drawn only from 4,000 internal PDF pages that "
        "change every week. They have no labelled data and must keep costs low. Which approach fits best?",
        options=tuple(
            Option(f"Option number {place} of question {number}", place in keys, f"Reason {place}: because.")
            for place in range(size)
        ),
        explanation="Retrieval keeps the model as it is and changes with the documents.",
        term_ids=("rag", "fine-tuning"),
        references=("https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base.html",),
        verified_on="2026-06-20",
    )


QUESTIONS = (
    _question(1, QuestionKind.SINGLE, frozenset({2}), 4),
    _question(2, QuestionKind.MULTIPLE, frozenset({0, 3}), 5),
    _question(3, QuestionKind.TRUE_FALSE, frozenset({1}), 2),
)
INTERVALS = {
    Grade.AGAIN: timedelta(minutes=1),
    Grade.HARD: timedelta(minutes=6),
    Grade.GOOD: timedelta(minutes=10),
    Grade.EASY: timedelta(days=8),
}
DOMAIN_PROGRESS = (
    DomainProgress("d1", DOMAINS[0].name, 20, True, 60, 40, 20, 0.81, 40, 31),
    DomainProgress("d3", DOMAINS[1].name, 28, True, 80, 4, 0, 0.22, 4, 1),
)

READINESS = ReadinessLine(
    "aif-c01", 0.71, 0.34, 0.95, 96, (ThinDomain("d3", "Applications of foundation models", 9, 16),)
)
