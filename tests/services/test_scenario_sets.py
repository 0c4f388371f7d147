"""Questions on one case come one after the other in a session."""

from __future__ import annotations

from studyapp.domain.questions import QuestionKind
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, write_yaml
from tests.kinds import CASE, file_of, written
from tests.services.learner import Learner


def test_the_questions_of_a_case_stand_together_in_their_order(
    home: Home, services: Services, learner: Learner
) -> None:
    (home.content / CERTIFICATION / "glossary.yaml").unlink()
    # By the guide's order the objectives come between the questions of the case.
    single = [
        written(QuestionKind.SINGLE, n, objective=objective, case="market" if n % 2 else None)
        for n, objective in enumerate(("1.1", "1.1", "1.2", "1.2", "2.1", "2.1"), 1)
    ]
    write_yaml(home.content / CERTIFICATION / "questions.yaml", file_of(*single, cases=[CASE]))
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 120))

    seen = [showing for showing in learner.study() if showing.is_new and showing.question is not None]

    places = [place for place, showing in enumerate(seen) if showing.question and showing.question.case]
    assert len(places) == 3
    assert places == list(range(places[0], places[0] + 3))
    assert [seen[place].card_id for place in places] == sorted(seen[place].card_id for place in places)
