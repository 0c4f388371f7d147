"""What is wrong in authors' files, as the store remembers it: readable without loading a YAML library."""

from __future__ import annotations

from sqlmodel import Session

from studyapp.services.views import ContentProblem
from studyapp.store import importing


def all_problems(session: Session) -> list[ContentProblem]:
    """Every recorded problem, and questions that name unknown terms."""
    found = [ContentProblem(*problem) for problem in importing.problems(session)]
    found += [
        ContentProblem(
            path, line, 1, f"{question_id} names the term {term_id}, which no glossary has",
            "Add the term, or correct the id", "warning",
        )
        for question_id, term_id, path, line in importing.unknown_terms(session)
    ]  # fmt: skip
    return found
