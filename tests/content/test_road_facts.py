"""What the roadmaps must carry of their sources: figures and codes against tables written by hand."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from studyapp.content.load import load_file
from studyapp.domain.certifications import Certification
from studyapp.domain.lifecycle import life_on
from studyapp.domain.roadmaps import MoveOn, Pay, Roadmap
from studyapp.domain.standing import stages_of
from studyapp.paths import bundled_content

BANKS, ROADS = bundled_content()
TODAY = date(2026, 11, 27)


@cache
def road(name: str) -> Roadmap:
    loaded = load_file(ROADS / f"{name}.yaml")
    assert loaded.roadmap is not None
    return loaded.roadmap.value


@cache
def facts() -> dict[str, Certification]:
    found = [load_file(path).certification for path in BANKS.glob("*/certification.yaml")]
    return {placed.value.id: placed.value for placed in found if placed}


MULTI, LADDER, UNI = "multicloud-ai-ml-engineer", "ai-ml-generalist", "uni-11621-8-ai-ml-engineer"
ML, AI, JOB = "aws-ml-engineer", "aws-ai-engineer", "job-ready-ai-ml-engineer"
ALL = (MULTI, LADDER, UNI, ML, AI, JOB)

PER_YEAR = "level not given"
PAY = {
    MULTI: [
        ("UK", "GBP", "typical", 65_000, 110_000), ("US", "USD", "typical", 120_000, 180_000),
        ("UK", "GBP", "entry", 45_000, 65_000), ("US", "USD", "entry", 90_000, 120_000),
        ("UK", "GBP", "3-5 years with certifications", 65_000, 110_000),
        ("US", "USD", "3-5 years with certifications", 120_000, 180_000),
        ("UK", "GBP", "senior or architect", 100_000, None),
        ("US", "USD", "senior or architect", 200_000, None),
    ],
    LADDER: [],
    UNI: [
        ("Italy", "EUR", "junior", 35_000, 55_000), ("Italy", "EUR", "mid", 55_000, 80_000),
        ("Italy", "EUR", "senior", 80_000, 120_000),
        ("Italy", "EUR", "advanced MLOps or GenAI specialist", 130_000, 160_000),
        ("International", "EUR", "senior", 200_000, None),
    ],
    ML: [
        ("USA", "USD", PER_YEAR, 150_000, 240_000), ("Canada", "CAD", PER_YEAR, 120_000, 200_000),
        ("Australia", "AUD", PER_YEAR, 100_000, 200_000),
        ("United Kingdom", "GBP", PER_YEAR, 35_000, 80_000),
        ("India", "INR", PER_YEAR, 10, 18),
    ],
    AI: [
        ("USA", "USD", PER_YEAR, 140_000, 220_000), ("Canada", "CAD", PER_YEAR, 110_000, 180_000),
        ("Australia", "AUD", PER_YEAR, 130_000, 210_000),
        ("United Kingdom", "GBP", PER_YEAR, 43_000, 77_000),
        ("India", "INR", PER_YEAR, 6, 10),
    ],
    JOB: [],
}  # fmt: skip

STEPS = {
    MULTI: {
        "foundation": ["clf-c02", "ai-901 < ai-900", "cdl"],
        "core-skills": ["aif-c01 < aip-c01", "ai-103 < ai-102", "pmle"],
        "specialisation": ["aip-c01 < mls-c01", "mla-c02 < mla-c01", "dp-300"],
        "advanced-mlops": ["pcdoe", "cka", "terraform-associate-004 < terraform-associate-003"],
    },
    LADDER: {
        "literacy": ["c1000-206 comptia-ai-essentials aif-c01"],
        "platform-fundamentals": ["ai-901 < ai-900"],
        "model-building": ["tf-dev < tf-dev"],
        "mlops": ["dbx-ml-assoc"],
        "cloud-engineer": ["ai-103 < ai-102", "pmle"],
        "expert": ["mla-c02 aip-c01 < mls-c01"],
    },
    UNI: {
        "profile": ["uni-11621-8-ai-mle"],
        "cloud-ml": ["mla-c02 aip-c01 < mls-c01", "pmle", "ai-103 < ai-102"],
        "containers": ["cka", "ckad"],
        "recognition": ["aipia-edc"],
    },
    ML: {"engineer": ["mla-c02 < mla-c01"], "direction": ["aip-c01 < mls-c01"]},
    AI: {"engineer": ["aif-c01"], "direction": ["saa-c03"]},
    JOB: {
        "models": ["dbx-ml-assoc mla-c02 ai-103 aif-c01"],
        "production": ["dbx-ml-pro pmle pcdoe dp-300"],
        "domain": ["aip-c01 ct-ai"],
    },
}  # fmt: skip
"""Per stage its steps: the certifications to take, and after `<` the exam that the source names."""

LISTS = {
    MULTI: {"use-cases": 4, "industries": 6},
    LADDER: {"responsibilities": 7, "employers": 1, "start": 1},
    UNI: {
        "responsibilities": 6, "technical-skills": 6, "cross-functional-skills": 5, "industries": 6,
        "related-roles": 2, "credential-route": 5, "other-routes": 2, "education": 3,
    },
    ML: {
        "aspects": 7, "responsibilities": 5, "tools": 7, "use-cases": 3, "skills": 6, "next-roles": 5,
        "preparation": 6,
    },
    AI: {
        "aspects": 7, "responsibilities": 5, "tools": 5, "use-cases": 4, "skills": 4, "next-roles": 6,
        "certification-measures": 4, "preparation": 6,
    },
    JOB: {
        "responsibilities": 10, "skills": 10, "kpis": 5, "pillars": 7, "challenges": 4, "next-roles": 4,
        "certification-kinds": 3, "education": 3, "job-description-template": 10,
    },
}  # fmt: skip
FIGURES = {
    MULTI: ["6-12 months", "1-3 years"],
    LADDER: ["94.2 %", "91.8 %", "80 ms", "340 ms", "50 pairs", "0.68", "0.82", "0.79", "2026"],
    UNI: ["27 member states", "three years", "eIDAS", "ISO/IEC 17024", "Law 4/2013", "UNI 11621-8:2026"],
    ML: ["503.40 billion USD by 2030", "one year"],
    AI: ["six months"],
    JOB: ["2 to 6 years"],
}
QUESTIONS = {MULTI: 5, LADDER: 3, UNI: 4, ML: 5, AI: 4, JOB: 11}
SUCCESSORS = {
    "ai-900": "ai-901", "ai-102": "ai-103", "mla-c01": "mla-c02", "mls-c01": "mla-c02 aip-c01",
    "terraform-associate-003": "terraform-associate-004",
}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_pay_is_that_of_the_source_row_by_row(name: str) -> None:
    assert road(name).pay == tuple(
        Pay(region, currency, level, low, high, "lakh" if currency == "INR" else "")
        for region, currency, level, low, high in PAY[name]
    )


@pytest.mark.parametrize(
    "name", [name for name in ALL if not PAY[name] or any(r[4] is None for r in PAY[name])]
)
def test_a_missing_figure_is_said_to_be_missing(name: str) -> None:
    assert "missing" in road(name).pay_note


@pytest.mark.parametrize("name", ALL)
def test_time_to_a_first_role_is_given_or_said_not_to_be(name: str) -> None:
    found = road(name)

    assert found.years_to_first_role == ((1, 3) if name == MULTI else None)
    assert bool(found.years_note) == (name != MULTI)


@pytest.mark.parametrize("name", ALL)
def test_stages_and_exams_are_those_of_the_source(name: str) -> None:
    found = {
        stage.id: [
            " ".join(step.certification_ids)
            + (f" < {step.source_certification}" if step.source_certification else "")
            for step in stage.steps
        ]
        for stage in road(name).stages
    }

    assert found == STEPS[name]
    assert list(found) == list(STEPS[name])


@pytest.mark.parametrize("name", ALL)
def test_lists_of_the_role_are_complete(name: str) -> None:
    sections = {section.id: len(section.entries) for section in road(name).sections}

    assert {key: sections.get(key) for key in LISTS[name]} == LISTS[name]
    assert len(road(name).faq) >= QUESTIONS[name]
    assert len(road(name).day) == (6 if name == LADDER else 0)


@pytest.mark.parametrize("name", ALL)
def test_figures_in_the_text_are_those_of_the_source(name: str) -> None:
    text = " ".join((ROADS / f"{name}.yaml").read_text(encoding="utf-8").split())

    assert [figure for figure in FIGURES[name] if figure not in text] == []


def test_an_exam_that_ended_is_named_with_the_one_that_took_its_place() -> None:
    for name in ALL:
        for _stage, step in road(name).steps():
            source = facts().get(step.source_certification)
            if source is None or not source.successors:
                continue
            assert " ".join(source.successors) == SUCCESSORS[source.id]
            assert set(step.certification_ids) <= set(source.successors), step.id
            assert source.code in step.erratum or source.code == "003", step.id
            assert life_on(source, TODAY).status in ("retired", "retiring")


def test_the_mix_up_of_the_source_is_corrected_and_both_codes_are_shown() -> None:
    step = next(step for _stage, step in road(MULTI).steps() if step.named_in_source == "AIP-C01")

    assert step.certification_ids == ("aif-c01",)
    assert "AIF-C01 is right here" in step.erratum
    assert "AIP-C01 comes after it" in step.erratum


@pytest.mark.parametrize("name", ALL)
def test_nobody_is_sent_to_an_exam_that_can_no_longer_be_taken(name: str) -> None:
    for _stage, step in road(name).steps():
        if step.gate.move_on is not MoveOn.NOT_APPLICABLE:
            lives = [life_on(facts()[i], TODAY).status for i in step.certification_ids]
            assert any(status != "retired" for status in lives), step.id


@pytest.mark.parametrize("name", ALL)
def test_every_road_can_be_walked_from_its_first_stage_to_its_last(name: str) -> None:
    states = stages_of(road(name), {}, TODAY)

    assert states[0].state == "open"
    assert [s.stage.requires for s in states[1:]] == [(s.stage.id,) for s in states[:-1]]


@pytest.mark.parametrize("name", ALL)
def test_every_road_says_whom_it_fits_as_the_end_of_a_sentence(name: str) -> None:
    told = road(name).fits_if

    assert told
    assert told[0].islower()
    assert not told.endswith(".")
    assert len(told) <= 140
