"""What ships is complete, sound and covers its blueprint."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from studyapp.content.formatting import formatted
from studyapp.content.lint.findings import Level
from studyapp.content.lint.run import Report, chosen_checks, lint
from studyapp.content.load import LoadedFile, load_file
from studyapp.domain.certifications import Certification, Status
from studyapp.domain.glossary import Term, normalised
from studyapp.domain.guessers import BOTS
from studyapp.domain.questions import Depth, Question, QuestionKind
from studyapp.paths import bundled_content

BANKS, ROADMAPS = bundled_content()
LINTED_ON = date(2026, 11, 28)
RETIRED_EXAMS_WITH_SUCCESSOR = {
    "ai-900": ("ai-901",),
    "ai-102": ("ai-103",),
    "mla-c01": ("mla-c02",),
    "mls-c01": ("mla-c02", "aip-c01"),
    "terraform-associate-003": ("terraform-associate-004",),
}


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


@pytest.mark.parametrize("folder", [BANKS, ROADMAPS], ids=lambda folder: folder.name)
def test_every_shipped_file_has_the_one_layout(folder: Path) -> None:
    changed = [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*.yaml"))
        if formatted(path.read_bytes(), path.name) != path.read_text(encoding="utf-8")
    ]
    assert changed == [], "run: studyapp bank fmt"


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


@dataclass(frozen=True)
class Bank:
    """What a shipped bank promises: numbers of questions and terms, shares of kinds and of recall."""

    id: str
    questions: int
    terms: int
    least_per_objective: int = 2
    most_recall: float = 0.45
    multiple: tuple[float, float] = (0.12, 0.20)


SHIPPED = (
    Bank("aif-c01", 170, 120, least_per_objective=5, most_recall=0.40),
    Bank("clf-c02", 170, 100),
    Bank("cdl", 140, 100),
    Bank("mla-c02", 170, 100, most_recall=0.34),
    Bank("terraform-associate-004", 140, 100, most_recall=0.34),
    Bank("ai-901", 140, 100),
)


@pytest.mark.parametrize("bank", SHIPPED, ids=lambda bank: bank.id)
class TestBank:
    """Each bank that ships with questions."""

    def test_it_holds_two_forms_and_practice(self, bank: Bank) -> None:
        assert len(questions(bank.id)) >= bank.questions
        certification = certifications()[bank.id]
        form = certification.exam.questions or certification.exam.questions_max or 60
        assert len(questions(bank.id)) >= 2 * form

    def test_its_glossary_defines_or_refers_to_enough_terms(self, bank: Bank) -> None:
        own = {t.id for t in terms().values() if t.certification_id == bank.id}
        used = {use.value for f in files() if f.certification_id == bank.id for use in f.uses}
        assert len(own | used) >= bank.terms
        assert used <= terms().keys()

    def test_a_term_has_a_reference_and_an_example_or_a_contrast(self, bank: Bank) -> None:
        bare = [
            t.id
            for t in terms().values()
            if t.certification_id == bank.id and not (t.references and (t.example or t.contrast))
        ]
        assert bare == []

    def test_every_objective_has_enough_items(self, bank: Bank) -> None:
        asked = Counter(q.objective_id for q in questions(bank.id))
        objectives = {o.id for d in certifications()[bank.id].domains for o in d.objectives}
        assert {o for o in objectives if asked[o] < bank.least_per_objective} == set()
        assert asked.keys() <= objectives

    def test_domain_shares_are_within_five_points_of_the_blueprint(self, bank: Bank) -> None:
        certification, items = certifications()[bank.id], questions(bank.id)
        domains = [certification.domain_of(q.objective_id) for q in items]
        share = Counter(d.id for d in domains if d)
        for domain_id, weight in certification.weights().items():
            assert abs(share[domain_id] / len(items) - weight) <= 0.05, domain_id

    def test_about_one_item_in_six_is_multiple_response(self, bank: Bank) -> None:
        kinds = Counter(q.kind for q in questions(bank.id))
        least, most = bank.multiple
        assert least <= kinds[QuestionKind.MULTIPLE] / kinds.total() <= most

    def test_most_items_ask_for_more_than_recall(self, bank: Bank) -> None:
        depths = Counter(q.depth for q in questions(bank.id))
        assert depths[Depth.RECALL] / depths.total() <= bank.most_recall

    def test_every_distractor_excluded_by_words_has_them_in_its_stem(self, bank: Bank) -> None:
        for question in questions(bank.id):
            stem = " ".join(question.stem.casefold().split())
            for option in question.options:
                assert " ".join(option.excluded_by.casefold().split()) in stem, question.id

    def test_a_multiple_item_says_how_many_to_choose(self, bank: Bank) -> None:
        words = {2: "two", 3: "three", 4: "four"}
        for question in questions(bank.id):
            if question.kind is QuestionKind.MULTIPLE:
                assert words[len(question.key)] in question.stem.casefold(), question.id

    def test_the_place_of_a_stored_key_is_spread(self, bank: Bank) -> None:
        places = Counter(next(iter(q.key)) for q in questions(bank.id) if q.kind is QuestionKind.SINGLE)
        assert max(places.values()) / places.total() < 0.35


@pytest.fixture(scope="module")
def linted() -> Report:
    """What the linter says of all banks, as of the day on which they were last verified."""
    return lint([BANKS], chosen_checks(ignore=["F35"]), LINTED_ON)  # F35 looks at uncommitted edits


def test_no_bank_has_an_error_of_the_linter(linted: Report) -> None:
    errors = [f for f in linted.findings if f.level is Level.ERROR]
    assert [f"{f.path}:{f.line}: {f.id}: {f.item}: {f.message}" for f in errors] == []


def test_no_guesser_beats_a_bank(linted: Report) -> None:
    assert [f.message for f in linted.findings if f.id == "B03"] == []
    assert {figures.certification_id for figures in linted.figures} >= {"aif-c01"}
    passes = [row.passes for figures in linted.figures for row in figures.bots if row.passes is not None]
    assert len(passes) >= len(BOTS), "at least one bank is large enough for a mock exam"
    assert max(passes) <= 0.01


@pytest.mark.parametrize("bank", SHIPPED, ids=lambda bank: bank.id)
def test_a_bank_has_no_finding_but_infos(linted: Report, bank: Bank) -> None:
    told = [f for f in linted.findings if f"/{bank.id}/" in f.path and f.level is not Level.INFO]
    assert [f"{f.id}: {f.item}: {f.message}" for f in told] == []


def test_a_waiver_of_ours_says_enough(linted: Report) -> None:
    assert [w.finding.item for w in linted.waived if len(w.because.split()) < 5] == []


def test_every_vendor_with_a_bank_has_its_file() -> None:
    known = [f.vendor.value for f in files() if f.vendor]
    asked = {f.certification_id for f in files() if f.questions}
    vendors = {certifications()[certification_id].vendor for certification_id in asked}
    assert {name for name in vendors if not any(vendor.answers_to(name) for vendor in known)} == set()


def test_the_bundled_folders_are_the_ones_of_this_checkout() -> None:
    assert Path(__file__).parents[2] / "question_banks" == BANKS
