"""Fields that other programs know only as tags: `objective:1.2`, `depth:recall`, `reference:https://…`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from studyapp.domain.questions import Depth, Question

CERTIFICATION = "certification:"
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")


def certification_in(label: str) -> str:
    """The certification that a tag names; empty where it names none."""
    value = label.strip().removeprefix(CERTIFICATION)
    return value if value != label.strip() and _ID.fullmatch(value) else ""


def labels_of(question: Question) -> list[str]:
    """The tags of a question, in a fixed order."""
    labels = [f"{CERTIFICATION}{question.certification_id}"] if question.certification_id else []
    labels += [f"objective:{question.objective_id}"] if question.objective_id else []
    if question.difficulty:
        labels += [f"depth:{question.depth}", f"difficulty:{question.difficulty}"]
    labels += [f"term:{term}" for term in question.term_ids]
    labels += [f"reference:{address}" for address in question.references]
    if question.verified_on:
        labels.append(f"verified:{question.verified_on}")
    if question.revision != 1:
        labels.append(f"revision:{question.revision}")
    return labels


def labelled(question: Question, labels: Iterable[str]) -> tuple[Question, tuple[str, ...]]:
    """The question with what its tags say, and the tags that say nothing to us."""
    losses = []
    for label in labels:
        name, _, value = label.strip().partition(":")
        value = value.strip()
        if certification := certification_in(label):
            question = replace(question, certification_id=certification)
        elif name == "objective" and value:
            question = replace(question, objective_id=value)
        elif name == "depth" and value in tuple(Depth):
            question = replace(question, depth=Depth(value))
        elif name == "difficulty" and value in ("1", "2", "3", "4", "5"):
            question = replace(question, difficulty=int(value))
        elif name == "revision" and value.isascii() and value.isdigit() and len(value) < 5:
            question = replace(question, revision=int(value))
        elif name == "term" and value:
            question = replace(question, term_ids=(*question.term_ids, value))
        elif name == "reference" and value:
            question = replace(question, references=(*question.references, value))
        elif name == "verified" and value:
            question = replace(question, verified_on=value)
        elif label.strip():
            losses.append(f"tag {label.strip()!r} left out")
    return question, tuple(losses)
