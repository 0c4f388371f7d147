"""What ships is complete, sound and covers its blueprint."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from studyapp.content.load import LoadedFile, load_file
from studyapp.domain.certifications import Certification, Status
from studyapp.domain.glossary import Term, normalised
from studyapp.domain.questions import Depth, Question, QuestionKind
from studyapp.paths import bundled_content

BANKS, ROADMAPS = bundled_content()
RETIRED_EXAMS_WITH_SUCCESSOR = {
    "ai-900": ("ai-901",),
    "ai-102": ("ai-103",),
    "mla-c01": ("mla-c02",),
    "mls-c01": ("mla-c02", "aip-c01"),
    "terraform-associate-003": ("terraform-associate-004",),
}
OFFICIAL = re.compile(
    r"https://(docs\.aws\.amazon\.com|aws\.amazon\.com|advertising\.amazon\.com|modelcontextprotocol\.io|kiro\.dev|strandsagents\.com)/"
)
LOCALE = re.compile(r"/[a-z]{2}_[a-z]{2}/")


@cache
def files() -> tuple[LoadedFile, ...]:
    """All shipped files, loaded."""
    return tuple(load_file(path) for folder in (BANKS, ROADMAPS) for path in sorted(folder.rglob("*.yaml")))


@cache
def certifications() -> dict[str, Certification]:
    """Certifications by id."""
    return {f.certification.value.id: f.certification.value for f in files() if f.certification}


def questions(certification_id: str) -> list[Question]:
    """All questions of a bank."""
    return [q.value for f in files() if f.certification_id == certification_id for q in f.questions]


def terms() -> dict[str, Term]:
    """All terms by id."""
    return {t.value.id: t.value for f in files() for t in f.terms}


def test_every_shipped_file_loads_without_a_problem() -> None:
    assert [str(problem) for loaded in files() for problem in loaded.problems] == []


def test_all_27_credentials_are_there_in_folders_of_their_name() -> None:
    assert len(certifications()) == 27
    assert {path.parent.name for path in BANKS.glob("*/certification.yaml")} == set(certifications())


def test_every_successor_and_predecessor_is_a_certification_that_ships() -> None:
    named = {i for c in certifications().values() for i in (*c.successors, *c.predecessors)}
    assert named <= set(certifications())


@pytest.mark.parametrize(("retired", "successors"), RETIRED_EXAMS_WITH_SUCCESSOR.items())
def test_a_retired_exam_says_since_when_and_what_replaced_it(
    retired: str, successors: tuple[str, ...]
) -> None:
    certification = certifications()[retired]
    assert certification.status in (Status.RETIRED, Status.RETIRING)  # MLA-C01 goes on in some languages
    assert certification.successors == successors
    assert any(event.event in ("retired", "last-exam") for event in certification.life_cycle)


def test_every_step_of_every_roadmap_leads_to_a_certification_that_ships() -> None:
    roadmaps = [f.roadmap.value for f in files() if f.roadmap]
    assert len(roadmaps) == 6
    named = {
        c for r in roadmaps for stage in r.stages for step in stage.steps for c in step.certification_ids
    }
    assert named <= set(certifications())


def test_no_id_is_used_twice_over_all_banks() -> None:
    ids = [item.value.id for f in files() for item in (*f.questions, *f.terms)]
    assert [item_id for item_id, times in Counter(ids).items() if times > 1] == []


def test_every_linked_term_and_contrast_exists() -> None:
    known = terms()
    linked = {t for f in files() for q in f.questions for t in q.value.term_ids}
    contrasts = {t.contrast.term_id for t in known.values() if t.contrast}
    assert (linked | contrasts) - known.keys() == set()


def test_a_definition_does_not_give_its_term_away() -> None:
    leaking = [t.id for t in terms().values() if f" {normalised(t.term)} " in f" {normalised(t.definition)} "]
    assert leaking == []


class TestAifC01:
    """The bank of AWS Certified AI Practitioner."""

    bank = "aif-c01"

    def test_it_holds_two_forms_and_practice(self) -> None:
        assert len(questions(self.bank)) >= 170
        assert len([t for t in terms().values() if t.certification_id == self.bank]) >= 120

    def test_every_objective_has_at_least_five_items(self) -> None:
        asked = Counter(q.objective_id for q in questions(self.bank))
        objectives = {o.id for d in certifications()[self.bank].domains for o in d.objectives}
        assert {o for o in objectives if asked[o] < 5} == set()
        assert asked.keys() <= objectives

    def test_domain_shares_are_within_five_points_of_the_blueprint(self) -> None:
        certification, items = certifications()[self.bank], questions(self.bank)
        domains = [certification.domain_of(q.objective_id) for q in items]
        share = Counter(d.id for d in domains if d)
        for domain_id, weight in certification.weights().items():
            assert abs(share[domain_id] / len(items) - weight) <= 0.05, domain_id

    def test_about_one_item_in_six_is_multiple_response(self) -> None:
        kinds = Counter(q.kind for q in questions(self.bank))
        assert 0.12 <= kinds[QuestionKind.MULTIPLE] / kinds.total() <= 0.20

    def test_most_items_ask_for_more_than_recall(self) -> None:
        depths = Counter(q.depth for q in questions(self.bank))
        assert depths[Depth.RECALL] / depths.total() <= 0.40

    def test_every_distractor_excluded_by_words_has_them_in_its_stem(self) -> None:
        for question in questions(self.bank):
            for option in question.options:
                assert option.excluded_by.casefold() in question.stem.casefold(), question.id

    def test_a_multiple_item_says_how_many_to_choose(self) -> None:
        words = {2: "two", 3: "three"}
        for question in questions(self.bank):
            if question.kind is QuestionKind.MULTIPLE:
                assert words[len(question.key)] in question.stem.casefold(), question.id

    def test_references_are_official_and_without_a_locale(self) -> None:
        urls = {u for q in questions(self.bank) for u in q.references}
        urls |= {u for t in terms().values() if t.certification_id == self.bank for u in t.references}
        assert sorted(u for u in urls if not OFFICIAL.match(u) or LOCALE.search(u)) == []

    def test_the_length_of_an_option_does_not_give_the_key_away(self) -> None:
        """Each length rank of a four-option single key holds near a quarter (item-writing check B01)."""
        ranks = Counter[int]()
        items = [q for q in questions(self.bank) if q.kind is QuestionKind.SINGLE and len(q.options) == 4]
        for question in items:
            key = next(len(o.text) for o in question.options if o.correct)
            others = [len(o.text) for o in question.options if not o.correct]
            ranks[1 + sum(other > key for other in others)] += 1
        chi_square = sum((ranks[r] - len(items) / 4) ** 2 / (len(items) / 4) for r in (1, 2, 3, 4))
        assert chi_square < 11.34, ranks  # p = .01 at three degrees of freedom

    def test_the_place_of_a_stored_key_is_spread(self) -> None:
        places = Counter(next(iter(q.key)) for q in questions(self.bank) if q.kind is QuestionKind.SINGLE)
        assert max(places.values()) / places.total() < 0.35

    def test_services_closed_to_new_customers_are_neither_asked_nor_offered(self) -> None:
        closed = re.compile(
            r"Amazon Forecast|Fraud Detector|Lookout for|SageMaker Clarify|Model Monitor|Ground Truth|"
            r"Augmented AI|\bA2I\b|Agents Classic|Audit Manager|SageMaker Debugger"
        )
        offered = {
            q.id
            for q in questions(self.bank)
            if closed.search(q.stem) or any(closed.search(o.text) for o in q.options)
        }
        assert offered == set()


def test_the_bundled_folders_are_the_ones_of_this_checkout() -> None:
    assert Path(__file__).parents[2] / "question_banks" == BANKS
