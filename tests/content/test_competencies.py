"""Competencies and key terms in the files of authors: what they become, and what is told of faults."""

from __future__ import annotations

from pathlib import Path

from studyapp.content.load import LoadedFile, load_file
from studyapp.domain.competencies import Competency
from tests.banks import write_yaml
from tests.roles import builder, competency, role_term


def _loaded(folder: Path, **changes: object) -> LoadedFile:
    path = folder / "road.yaml"
    write_yaml(path, builder(**changes))
    return load_file(path)


def _skills(*entries: object) -> list[dict[str, object]]:
    return [{"id": "skills", "title": "Skills", "entries": list(entries)}]


def test_an_entry_with_an_id_is_a_competency_and_a_plain_line_is_not(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path)
    assert loaded.problems == []
    assert loaded.roadmap is not None
    section = next(s for s in loaded.roadmap.value.sections if s.id == "responsibilities")
    assert section.entries == ("Deploy models.", "A line without evidence.")
    assert section.competencies == (
        Competency(
            "deploy", "Deploy models.", ("model deployment", "deploy models"), ("drift",), ("tst-101",)
        ),
    )


def test_key_terms_and_terms_of_competencies_are_to_be_looked_up(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path)
    assert [use.value for use in loaded.uses] == ["drift", "canary", "tst-101-t01", "drift"]
    assert "tst-101" in [named.value for named in loaded.leads_to]


def test_a_competency_that_stands_twice_is_named_with_its_line(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path, sections=_skills(competency("python", "One"), competency("python", "Two")))
    assert loaded.roadmap is None
    (problem,) = loaded.problems
    assert problem.message == "the competency python stands twice in the roadmap"
    text = (tmp_path / "road.yaml").read_text("utf-8").splitlines()
    assert "python" in text[problem.line - 1]


def test_an_entry_that_is_neither_text_nor_a_competency_is_refused(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path, sections=_skills(["a", "list"]))
    assert any("must be text, not a list" in problem.message for problem in loaded.problems)
    loaded = _loaded(tmp_path, sections=_skills({"id": "x", "txt": "typo"}))
    assert any(problem.hint == "Did you mean text?" for problem in loaded.problems)


def test_a_glossary_without_a_certification_holds_terms_of_roles(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    write_yaml(path, {"format": "glossary/1", "terms": [role_term("drift", "Drift")]})
    loaded = load_file(path)
    assert loaded.problems == []
    assert [(t.value.id, t.value.certification_id) for t in loaded.terms] == [("drift", "")]
