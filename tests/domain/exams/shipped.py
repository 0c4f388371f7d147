"""The shipped bank of AIF-C01 as the domain sees it, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from studyapp.content.load import load_file
from studyapp.domain.certifications import Certification
from studyapp.domain.exams.forms import Candidate
from studyapp.domain.questions import Question

BANKS = Path(__file__).parents[3] / "question_banks"


@cache
def certification(name: str = "aif-c01") -> Certification:
    loaded = load_file(BANKS / name / "certification.yaml").certification
    assert loaded is not None
    return loaded.value


@cache
def questions(name: str = "aif-c01") -> tuple[Question, ...]:
    files = sorted((BANKS / name / "questions").glob("*.yaml"))
    return tuple(placed.value for file in files for placed in load_file(file).questions)


def candidates(name: str = "aif-c01") -> list[Candidate]:
    found = []
    for question in questions(name):
        domain = certification(name).domain_of(question.objective_id)
        assert domain is not None
        found.append(Candidate(question.id, domain.id, question.objective_id, question.difficulty))
    return found
