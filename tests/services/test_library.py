"""The library: certifications, the glossary's search, and what refers to what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.domain.log import Direction
from studyapp.domain.records import RecordKind
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from studyapp.store.items import match_expression
from tests.banks import CERTIFICATION, glossary_file, roadmap, term, write_bank, write_yaml
from tests.services.learner import Learner

ODD = [
    '"', "'", "*", "**", "AND", "OR", "NOT", "NEAR", "NEAR(", "a AND", "AND AND", "a OR b", "(", ")", "()",
    "^", "^a", "-", "-a", "a -b", "+", "a + b", ":", "term:a", "term_id:x", "{term}: a", "a*b", '"a', '"a"b"',
    "\\", "%", "_", "__", ";", "; DROP TABLE item", "--", "/*", "\0", "a\0b", "\x1b[31m", "\t", "\n", "   ",
    "\u202e", "\ufeff", "\ud800", "a\ud800", "é", "日本語", "🎓", "²", "ﬁ", "x" * 10_000, "a " * 5_000,
    "NULL", "1=1", "[red]", "snippet(", "rowid",
]  # fmt: skip


@pytest.fixture
def glossary(home: Home, services: Services) -> Services:
    """Terms with names that are worth searching for."""
    terms = [
        term(1, term="Amazon S3", also=["Simple Storage Service"], definition="Stores objects in buckets."),
        term(2, term="Bucket policy", definition="Says who may do what with S3 objects."),
        term(3, term="Café", definition="A place to study."),
        term(4, term="AND gate", definition="Opens when both inputs are on."),
        term(5, term="C++", definition="A programming language."),
        term(6, contrast={"term": "tst-101-t01", "because": "It is quite another thing."}),
    ]
    write_yaml(home.content / CERTIFICATION / "glossary.yaml", glossary_file(terms))
    write_bank(home.content, "oth-201", questions=1, terms=2, uses=["tst-101-t02"])
    services.library.refresh()
    return services


def _found(services: Services, query: str, certification_id: str = "") -> list[str]:
    return [hit.term for hit in services.library.terms(query, certification_id)]


def test_an_empty_search_lists_all_terms_by_name(glossary: Services) -> None:
    found = _found(glossary, "")

    assert len(found) == 8
    assert found == sorted(found, key=str.casefold)
    assert _found(glossary, "   ") == found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("s3", {"Amazon S3", "Bucket policy"}),
        ("S3 obj", {"Amazon S3", "Bucket policy"}),
        ("simple stor", {"Amazon S3"}),
        ("buck", {"Bucket policy", "Amazon S3"}),
        ("cafe", {"Café"}),
        ("CAFÉ", {"Café"}),
        ("and g", {"AND gate"}),
        ("s3 -objects", {"Amazon S3", "Bucket policy"}),
        # "and" is a word like any other: it is looked for, not obeyed.
        ("bucket AND policy", set()),
        ("nothing-like-it", set()),
        ("!!!", set()),
    ],
)
def test_a_search_finds_words_by_their_beginning(glossary: Services, query: str, expected: set[str]) -> None:
    assert set(_found(glossary, query)) == expected


@pytest.mark.parametrize("query", ["c++", "C++ ", "and gate"])
def test_the_very_name_comes_first(glossary: Services, query: str) -> None:
    assert _found(glossary, query)[0].casefold() == query.strip().casefold()


def test_a_name_counts_more_than_a_definition(glossary: Services) -> None:
    assert _found(glossary, "bucket")[0] == "Bucket policy"


def test_a_search_can_be_kept_to_one_certification(glossary: Services) -> None:
    assert len(_found(glossary, "", CERTIFICATION)) == 6
    assert set(_found(glossary, "", "oth-201")) >= {"Bucket policy"}
    assert _found(glossary, "s3", "oth-201") == ["Bucket policy"]
    assert _found(glossary, "s3", "no-such-thing") == []


def test_a_search_names_the_certifications_of_a_term(glossary: Services) -> None:
    (hit,) = [hit for hit in glossary.library.terms("bucket policy") if hit.term == "Bucket policy"]

    assert sorted(hit.certification_codes) == ["OTH-201", "TST-101"]


def test_a_search_can_be_limited(glossary: Services) -> None:
    assert len(glossary.library.terms("", limit=3)) == 3


@pytest.mark.parametrize("query", ODD)
def test_odd_input_never_fails(glossary: Services, query: str) -> None:
    for certification_id in ("", CERTIFICATION, '" OR 1=1 --'):
        assert isinstance(glossary.library.terms(query, certification_id), list)


@given(st.text(st.characters(codec=None), max_size=30))
@example('"')
@example("\ud800*")
def test_any_search_is_a_list_of_quoted_beginnings(query: str) -> None:
    expression = match_expression(query)

    parts = expression.split()
    assert len(parts) <= 12
    assert all(part.startswith('"') and part.endswith('"*') and '"' not in part[1:-2] for part in parts)


def test_any_text_can_be_searched_for(glossary: Services) -> None:
    @given(st.text(st.characters(codec=None), max_size=20))
    def search(query: str) -> None:
        assert isinstance(glossary.library.terms(query), list)

    search()


def test_a_term_that_left_its_file_is_found_no_more(home: Home, glossary: Services) -> None:
    write_yaml(home.content / CERTIFICATION / "glossary.yaml", glossary_file([term(3, term="Café")]))
    glossary.library.refresh()

    assert _found(glossary, "s3") == []
    assert _found(glossary, "cafe") == ["Café"]


def test_a_changed_definition_is_found_by_its_new_words(home: Home, glossary: Services) -> None:
    write_yaml(
        home.content / CERTIFICATION / "glossary.yaml",
        glossary_file([term(3, definition="Serves espresso.")]),
    )
    glossary.library.refresh()

    assert len(_found(glossary, "espres")) == 1
    assert _found(glossary, "place to study") == []


# Details


def test_a_term_says_what_refers_to_it(glossary: Services) -> None:
    detail = glossary.library.term("tst-101-t06")

    assert detail.contrast_name == "Amazon S3"
    assert [question_id for question_id, _title in detail.questions] == ["tst-101-q06"]
    assert detail.certification_codes == ("TST-101",)
    assert set(detail.states) == {Direction.TO_DEFINITION, Direction.TO_TERM}
    assert not detail.in_cards


def test_a_term_that_was_studied_is_in_the_cards(learner: Learner, goal: Goal) -> None:
    learner.study("cards")

    detail = learner.services.library.term("tst-101-t01")

    assert detail.in_cards
    assert detail.states[Direction.TO_DEFINITION].reps == 2
    assert detail.states[Direction.TO_TERM].reps == 0


@pytest.mark.parametrize("ask", ["term", "question", "certification"])
@pytest.mark.parametrize("name", ["", "no-such", "' OR 1=1", "\0"])
def test_what_does_not_exist_is_not_found(services: Services, ask: str, name: str) -> None:
    with pytest.raises(NotFound):
        getattr(services.library, ask)(name)


def test_certifications_come_by_vendor_and_code(home: Home, services: Services) -> None:
    write_bank(home.content, "oth-201", questions=0, terms=0, vendor="Another")
    write_bank(home.content, "abc-101", questions=1, terms=0)
    services.library.refresh()

    found = services.library.certifications()

    assert [c.code for c in found] == ["OTH-201", "ABC-101", "TST-101"]
    assert [c.has_bank for c in found] == [False, True, True]
    assert [(c.questions, c.terms) for c in found] == [(0, 0), (1, 0), (12, 6)]


def test_the_list_says_what_the_map_says_of_each_certification(
    home: Home, learner: Learner, goal: Goal
) -> None:
    services = learner.services
    for code in ("oth-201", "abc-101"):
        write_bank(home.content, code)
    write_yaml(home.content / "road.yaml", roadmap("tester", [[CERTIFICATION], ["oth-201"], ["abc-101"]]))
    services.library.refresh()
    learner.study("questions")
    today = services.context.today()
    services.records.put("oth-201", RecordKind.PASSED, today - timedelta(days=10))
    soon = today + timedelta(days=20)
    services.records.put("abc-101", RecordKind.PASSED, today - timedelta(days=900), expires_on=soon)

    listed = {c.id: (c.state, c.progress, c.expires_on) for c in services.library.certifications()}

    stages = services.roadmaps.roadmap("tester").stages
    on_map = [c for stage in stages for step in stage.steps for c in step.certifications]
    assert listed == {c.id: (c.state, c.progress, c.expires_on) for c in on_map}
    assert {key: state for key, (state, *_more) in listed.items()} == {
        CERTIFICATION: "in progress", "oth-201": "passed", "abc-101": "expiring",
    }  # fmt: skip


def test_shared_terms_in_no_domain_of_the_exam_are_counted_beside_its_domains(
    home: Home, services: Services
) -> None:
    domains = [{"id": "x1", "name": "Only one", "weight": 100, "objectives": [{"id": "9.1", "text": "All."}]}]
    write_bank(home.content, "oth-201", questions=0, terms=0, uses=["tst-101-t01"], domains=domains)
    services.library.refresh()

    detail = services.library.certification("oth-201")

    assert (detail.terms, sum(d.items for d in detail.domains), detail.beside_domains) == (1, 0, 1)
    assert services.library.certification(CERTIFICATION).beside_domains == 0


def test_a_certification_says_where_the_learner_stands(learner: Learner, goal: Goal) -> None:
    learner.study("questions")

    detail = learner.services.library.certification(CERTIFICATION)

    assert (detail.questions, detail.terms, detail.goal) == (12, 6, goal)
    assert (detail.facts_age_days, detail.facts_stale) == (11, False)
    assert sum(domain.seen for domain in detail.domains) == 12
    learner.sleep(80)
    assert learner.services.library.certification(CERTIFICATION).facts_stale


def test_facts_without_a_date_are_stale(home: Home, services: Services) -> None:
    facts = home.content / "oth-201" / "certification.yaml"
    write_bank(home.content, "oth-201", questions=0, terms=0)
    kept = [line for line in facts.read_text("utf-8").splitlines() if "checked_as_of" not in line]
    facts.write_text("\n".join(kept), "utf-8")
    services.library.refresh()

    detail = services.library.certification("oth-201")

    assert (detail.facts_age_days, detail.facts_stale) == (None, True)


def test_a_question_that_left_its_file_can_still_be_looked_at(home: Home, services: Services) -> None:
    (home.content / CERTIFICATION / "questions.yaml").unlink()
    services.library.refresh()

    assert services.library.question("tst-101-q01").id == "tst-101-q01"
    assert services.library.certification(CERTIFICATION).questions == 0
