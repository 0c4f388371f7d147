"""A class of learners over the test bank, as files that a mentor collected."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studyapp.content.load import load_file
from studyapp.domain.content_change import content_hash, question_body
from studyapp.domain.questions import Question
from studyapp.export import view
from studyapp.export.document import to_json
from tests.banks import CERTIFICATION
from tests.export.examples import AS_OF, full_export

Choose = Callable[[Question, bool, float], int]
"""What somebody chooses: of a question, whether they know it, and how able they are."""


def bank_questions(file: Path) -> list[Question]:
    """The questions of a file."""
    return [placed.value for placed in load_file(file).questions]


def table(questions: list[Question], chosen: list[int], seconds: float = 20.0) -> view.Attempts:
    """First answers to questions of one key."""
    keys = [min(question.key) for question in questions]
    count = len(questions)
    return view.Attempts(
        CERTIFICATION,
        tuple(question.id for question in questions),
        tuple(content_hash(question_body(question))[:12] for question in questions),
        ("1",) * count,
        (AS_OF,) * count,
        tuple(place == key for place, key in zip(chosen, keys, strict=True)),
        ("sure",) * count,
        tuple(map(str, chosen)),
        tuple(map(str, keys)),
        tuple(seconds + n for n in range(count)),
    )


def plainly(question: Question, knows: bool, ability: float) -> int:
    """The key, or the first distractor."""
    return min(question.key) if knows else min(frozenset(range(4)) - question.key)


def write_class(
    folder: Path, file: Path, learners: int = 40, choose: Choose = plainly, left_out: str = ""
) -> list[Path]:
    """One export for each learner, from the weakest to the ablest; nobody met what is left out."""
    questions = bank_questions(file)
    chance = random.Random(11)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(learners):
        ability = 0.35 + 0.63 * number / max(1, learners - 1)
        chosen = [choose(q, chance.random() < ability, ability) for q in questions]
        met = [place for place, question in enumerate(questions) if question.id != left_out]
        answers = table([questions[place] for place in met], [chosen[place] for place in met])
        paths.append(write_export(folder / f"learner-{number:03}.json", number, answers))
    return paths


def write_export(path: Path, number: int, *attempts: view.Attempts, **changes: object) -> Path:
    """An export of one learner with these first answers."""
    made = full_export(f"Learner {number}", attempts=attempts, **changes)
    learner = view.Learner(f"{number:08x}-6b1c-4b54-9d52-0c6c8f3e9d11", made.learner.name)
    path.write_bytes(to_json(replace(made, learner=learner)))
    return path


def suspicious(item_id: str, rival: int) -> Choose:
    """The ablest half prefers a distractor of one item, the others its key."""

    def choose(question: Question, knows: bool, ability: float) -> int:
        if question.id == item_id:
            return rival if ability > 0.665 else min(question.key)
        return plainly(question, knows, ability)

    return choose
