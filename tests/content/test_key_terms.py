"""The key-terms decks that ship: enough terms, each defined once, and every one of them to be found."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from studyapp.content.load import LoadedFile, load_file
from studyapp.domain.glossary import Term, normalised
from studyapp.domain.roadmaps import Roadmap

ROOT = Path(__file__).parents[2]


@cache
def role_files() -> tuple[LoadedFile, ...]:
    """The glossaries of roles."""
    return tuple(load_file(path) for path in sorted((ROOT / "roadmaps" / "terms").glob("*.yaml")))


def role_terms() -> list[Term]:
    """Every term of them."""
    return [placed.value for loaded in role_files() for placed in loaded.terms]


@cache
def all_terms() -> dict[str, Term]:
    """Terms of roles and of certifications by id."""
    banks = [load_file(path) for path in sorted((ROOT / "question_banks").glob("*/glossary.yaml"))]
    return {t.value.id: t.value for loaded in (*banks, *role_files()) for t in loaded.terms}


def roads() -> list[Roadmap]:
    """The six roadmaps."""
    loaded = [load_file(path) for path in sorted((ROOT / "roadmaps").glob("*.yaml"))]
    return [it.roadmap.value for it in loaded if it.roadmap]


def test_the_decks_have_at_least_150_terms_over_all() -> None:
    assert len({i for road in roads() for i in road.key_terms}) >= 150
    assert len(role_terms()) >= 150


@pytest.mark.parametrize("road", roads(), ids=lambda road: road.id)
def test_every_role_has_a_deck_without_a_repeat(road: Roadmap) -> None:
    assert len(road.key_terms) >= 50
    assert len(set(road.key_terms)) == len(road.key_terms)


@pytest.mark.parametrize("road", roads(), ids=lambda road: road.id)
def test_every_term_that_a_role_names_is_defined(road: Roadmap) -> None:
    named = {*road.key_terms, *(i for it in road.competencies() for i in it.terms)}
    assert named - all_terms().keys() == set()


def test_each_term_is_defined_once_and_no_name_stands_for_two() -> None:
    banks = Counter(all_terms().keys())
    assert [i for i, n in banks.items() if n > 1] == []
    names: dict[str, set[str]] = {}
    for term in all_terms().values():
        for name in (term.term, *term.also):
            names.setdefault(normalised(name), set()).add(term.id)
    ours = {term.id for term in role_terms()}
    assert {name: ids for name, ids in names.items() if len(ids) > 1 and ids & ours} == {}


def test_no_role_term_is_left_out_of_every_deck() -> None:
    assert {t.id for t in role_terms()} - {i for road in roads() for i in road.key_terms} == set()


@pytest.mark.parametrize("term", role_terms(), ids=lambda term: term.id)
def test_a_role_term_is_short_clear_and_referenced(term: Term) -> None:
    assert len(term.definition.split()) <= 60
    assert f" {normalised(term.term)} " not in f" {normalised(term.definition)} "
    assert term.example or term.contrast
    if term.contrast:
        assert term.contrast.term_id in all_terms()
        assert term.contrast.term_id != term.id
    assert term.references
    assert all(urlsplit(url).scheme == "https" and urlsplit(url).netloc for url in term.references)


def test_every_role_has_competencies_and_equal_ids_are_meant_to_be_equal() -> None:
    for road in roads():
        assert len(road.competencies()) >= 9, road.id
    on = Counter(it.id for road in roads() for it in road.competencies())
    assert sum(1 for count in on.values() if count > 1) >= 10


def test_every_competency_can_be_found_in_a_job_description() -> None:
    worded = {it.id for road in roads() for it in road.competencies() if it.also}
    assert {it.id for road in roads() for it in road.competencies()} - worded == set()
