"""Reading a job description: whole words, common endings, nothing that was not written there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.job_fit import Wanted, alternatives, read_lines, stems

COMPETENCIES = (
    Wanted("deploy", ("model deployment", "deploy models")),
    Wanted("python", ("Python",)),
    Wanted("ci", ("CI/CD",)),
    Wanted("cpp", ("C++",)),
)


def _ids(text: str) -> tuple[str, ...]:
    lines = read_lines(text, COMPETENCIES, (), ())
    return tuple(i for line in lines for i in line.competency_ids)


def test_words_are_compared_without_case_and_common_endings() -> None:
    assert stems("Deploying Models") == stems("deploy model") == stems("deployment models")
    assert stems("services") == stems("service")
    assert stems("pipelines") == stems("pipeline")


def test_a_wording_is_found_in_another_form() -> None:
    assert _ids("You have experience in deploying models to production.") == ("deploy",)
    assert _ids("PYTHON (3 years)") == ("python",)
    assert _ids("Knows CI / CD and C++.") == ("ci", "cpp")


def test_a_part_of_a_word_is_not_the_word() -> None:
    assert _ids("The pythonic way; a cicada.") == ()
    assert _ids("models that somebody else will deploy") == ()


def test_a_line_without_anything_known_is_given_back_and_a_heading_is_not() -> None:
    text = "Tasks\nA driving licence is needed\nPython\n\nSQL\nNice to have:\n- French\nYour role\n9 EUR"
    lines = read_lines(text, COMPETENCIES, (), ())
    unknown = [line.text for line in lines if line.is_unknown]
    assert unknown == ["A driving licence is needed", "SQL", "- French", "9 EUR"]


@pytest.mark.parametrize(
    "line",
    ["No Python experience needed", "- no prior knowledge of Python is required.", "Python is not necessary"],
)
def test_what_is_said_not_to_be_needed_is_not_asked_for(line: str) -> None:
    assert _ids(line) == ()


def test_a_no_elsewhere_in_the_line_takes_nothing_away() -> None:
    assert _ids("No nonsense: Python required") == ("python",)
    assert _ids("Python, no degree") == ("python",)


def test_each_line_says_what_it_names() -> None:
    terms, certifications = (Wanted("rag", ("RAG",)),), (Wanted("aif", ("AIF-C01",)),)
    (line,) = read_lines("RAG with Python, aif-c01 welcome", COMPETENCIES, terms, certifications)
    assert (line.competency_ids, line.term_ids, line.certification_ids) == (("python",), ("rag",), ("aif",))


@given(st.text(max_size=300))
def test_any_text_is_read_and_no_line_is_lost(text: str) -> None:
    lines = read_lines(text, COMPETENCIES, (), ())
    assert [line.text for line in lines] == [
        flat for line in text.splitlines() if (flat := " ".join(line.split()))
    ]
    assert {i for line in lines for i in line.competency_ids} <= {"deploy", "python", "ci", "cpp"}


@given(st.sampled_from(["before it ", ""]), st.sampled_from([" and after", "."]))
def test_a_wording_is_found_wherever_it_stands(before: str, after: str) -> None:
    assert "deploy" in _ids(f"{before}Model deployment{after}")


SKILLS = tuple(
    Wanted(name.casefold(), (name,)) for name in ("PyTorch", "TensorFlow", "MLflow", "AWS", "Azure")
)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("PyTorch or TensorFlow, MLflow", [("pytorch", "tensorflow"), ("mlflow",)]),
        ("MLflow, PyTorch or TensorFlow", [("mlflow",), ("pytorch", "tensorflow")]),
        ("PyTorch, TensorFlow, MLflow", [("pytorch",), ("tensorflow",), ("mlflow",)]),
        ("PyTorch, TensorFlow, or MLflow", [("pytorch", "tensorflow", "mlflow")]),
        ("Know AWS: PyTorch, TensorFlow, or MLflow", [("aws",), ("pytorch", "tensorflow", "mlflow")]),
        ("PyTorch and TensorFlow or MLflow", [("pytorch",), ("tensorflow", "mlflow")]),
        ("A cloud (AWS or Azure) and MLflow.", [("aws", "azure"), ("mlflow",)]),
        ("PyTorch or Theano", [("pytorch",)]),
        ("PyTorch or PyTorch", [("pytorch",)]),
        ("AWS with MLflow", [("aws",), ("mlflow",)]),
        ("AWS or Azure. PyTorch or MLflow", [("aws", "azure"), ("pytorch", "mlflow")]),
    ],
)
def test_an_or_asks_for_one_and_a_comma_for_each(text: str, asks: list[tuple[str, ...]]) -> None:
    (line,) = read_lines(text, SKILLS, (), ())

    assert list(line.asks) == asks


@given(st.text(alphabet=st.sampled_from("abor,.;()+#/-' ÅßIﬁ"), max_size=60))
def test_every_word_belongs_to_one_thing(text: str) -> None:
    assert len(alternatives(text)) == len(stems(text))
