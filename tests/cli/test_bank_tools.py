"""`studyapp bank new`, `add`, `coverage`, `fmt`, `schema` and `preview`, as an author types them."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from studyapp.content.load import load_file
from studyapp.content.starting import plan
from studyapp.paths import bundled_content
from tests.banks import certification, glossary_file, question, questions_file, term, write_yaml
from tests.cli.conftest import Studyapp
from tests.content.lint.banks import spoil, write_bank

ANSWERS = [
    "1.1", "", "Single", "choice", "2",
    "*A ban on disposal", "A lock on the drawer", "A copy at the bank", "",
    "A museum keeps old maps in one drawer, and nobody may throw one away. Which rule fits?",
    "Nothing leaves while the ban holds.", "It keeps people out.", "in one drawer",
    "It protects against fire.", "nowhere at all", "nobody may throw one away",
    "Keeping is a rule.", "", "https://docs.vendor.example/maps",
]  # fmt: skip


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> object:
    def type_in(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return type_in


def test_new_starts_a_bank_that_loads_and_plans_its_keys(tmp_path: Path, studyapp: Studyapp) -> None:
    folder = tmp_path / "clf"
    ran = studyapp("bank", "new", "clf-c02", "--output", str(folder))
    assert ran.code == 0
    assert (folder / "plan.md").is_file()
    files = sorted((folder / "questions").glob("*.yaml"))
    assert len(files) == 4
    assert [load_file(path).problems for path in (*files, folder / "glossary.yaml")] == [[]] * 5
    again = studyapp("bank", "new", "clf-c02", "--output", str(folder))
    assert again.code == 2
    assert "there are already plan.md, questions/1-" in again.err
    assert "glossary.yaml" in again.err
    assert "--output" in again.err


def test_a_plan_gives_every_rank_and_place_its_equal_share() -> None:
    loaded = load_file(bundled_content()[0] / "clf-c02" / "certification.yaml").certification
    assert loaded is not None
    rows = plan(loaded.value)
    assert rows == plan(loaded.value), "the same certification gives the same plan"
    for items in rows.values():
        single = [row for row in items if row.kind == "single"]
        for counts in (Counter(row.rank for row in single), Counter(row.place for row in single)):
            assert max(counts.values()) - min(counts.values()) <= 1
        assert len({row.id for row in items}) == len(items)
    planned = {row.objective_id for items in rows.values() for row in items}
    assert planned == {o.id for d in loaded.value.domains for o in d.objectives}


def test_new_begins_with_the_facts_where_nobody_knows_them(tmp_path: Path, studyapp: Studyapp) -> None:
    folder = tmp_path / "git-101"
    assert studyapp("bank", "new", "git-101", "--output", str(folder)).code == 0
    assert [path.name for path in folder.iterdir()] == ["certification.yaml"]
    assert load_file(folder / "certification.yaml").problems == []
    unedited = studyapp("bank", "new", "git-101", "--output", str(folder))
    assert unedited.code == 2
    assert "still has the domain of the template" in unedited.err
    spoil(folder / "certification.yaml", "name: First domain", "name: Recording")
    assert studyapp("bank", "new", "git-101", "--output", str(folder)).code == 0
    assert (folder / "questions" / "1-recording.yaml").is_file()
    assert studyapp("bank", "check", str(folder)).code == 0
    assert studyapp("bank", "new", "Not an id").code == 2


def test_add_asks_for_an_item_and_puts_it_behind_the_last_one(
    tmp_path: Path, studyapp: Studyapp, typed: object
) -> None:
    path = write_bank(tmp_path / "bank")
    before = path.read_text()
    typed(*ANSWERS, "y")  # type: ignore[operator]
    ran = studyapp("bank", "add", str(path))
    assert ran.code == 0, ran.err
    assert "These words do not stand in the stem." in ran.err
    text = path.read_text()
    assert text.startswith(before)
    loaded = load_file(path)
    assert loaded.problems == []
    assert [p.value.id for p in loaded.questions] == ["tst-101-0", "tst-101-1", "tst-101-2"]
    assert loaded.questions[-1].value.options[2].excluded_by == "nobody may throw one away"


def test_add_writes_nothing_when_told_so_or_interrupted(
    tmp_path: Path, studyapp: Studyapp, typed: object
) -> None:
    path = write_bank(tmp_path / "bank")
    before = path.read_bytes()
    typed(*ANSWERS, "n", "")  # type: ignore[operator]
    assert studyapp("bank", "add", str(path)).code == 0
    typed(*ANSWERS[:6])  # type: ignore[operator]
    ended = studyapp("bank", "add", str(path))
    assert ended.code == 1
    assert "Nothing was written." in ended.err
    assert path.read_bytes() == before
    assert studyapp("bank", "add", "/nowhere.yaml").code == 2


def test_add_checks_each_answer_when_it_is_given(tmp_path: Path, studyapp: Studyapp, typed: object) -> None:
    path = write_bank(tmp_path / "bank")
    unstarred = [answer.removeprefix("*") for answer in ANSWERS]
    at = unstarred.index("")  # behind the objective: the id
    answers = [*unstarred[:at], "Not An Id", *unstarred[at:]]
    end = answers.index("", at + 2)  # the empty line behind the options
    answers[end : end + 1] = ["", "1,2", "1"]
    typed(*answers[:-1], "not-a-url", answers[-1], "y")  # type: ignore[operator]
    ran = studyapp("bank", "add", str(path))
    assert ran.code == 0, ran.err
    assert "not an id" in ran.err
    assert "A single has one right option, not 0." in ran.err
    assert "A single has one right option, not 2." in ran.err
    assert "not-a-url is not a web address." in ran.err
    assert "1.1  " in ran.out, "objectives are shown with their texts"
    added = load_file(path).questions[-1].value
    assert [option.correct for option in added.options] == [True, False, False]


def test_add_asks_a_part_again_rather_than_throw_the_item_away(
    tmp_path: Path, studyapp: Studyapp, typed: object
) -> None:
    path = write_bank(tmp_path / "bank")
    typed(*ANSWERS, "n", "explanation", "A rule outlives its makers.", "y")  # type: ignore[operator]
    ran = studyapp("bank", "add", str(path))
    assert ran.code == 0, ran.err
    assert load_file(path).questions[-1].value.explanation == "A rule outlives its makers."


def test_add_does_not_write_an_item_with_errors_by_itself(
    tmp_path: Path, studyapp: Studyapp, typed: object
) -> None:
    path = write_bank(tmp_path / "bank")
    before = path.read_bytes()
    long = "word " * 900
    typed(*ANSWERS[:-3], long, *ANSWERS[-2:], "", "")  # type: ignore[operator]
    ran = studyapp("bank", "add", str(path))
    assert "Write it? [y/N]" in ran.out
    assert "error L00" in ran.out
    assert path.read_bytes() == before


def test_add_takes_true_in_capitals(tmp_path: Path, studyapp: Studyapp, typed: object) -> None:
    path = write_bank(tmp_path / "bank")
    typed(
        "1.1", "", "true-false", "recall", "1", "True", "True or false: old maps are kept in a drawer.",
        "They are.", "They are.", "Keeping is a rule.", "", "https://docs.vendor.example/maps", "y",
    )  # type: ignore[operator]  # fmt: skip
    ran = studyapp("bank", "add", str(path))
    assert ran.code == 0, ran.err
    assert load_file(path).questions[-1].value.options[0].correct


def test_add_numbers_the_first_item_of_a_domain_as_the_plan_does(
    tmp_path: Path, studyapp: Studyapp, typed: object
) -> None:
    path = write_bank(tmp_path / "bank")
    second = path.with_name("2.yaml")
    second.write_text("format: questions/1\ncertification: tst-101\nquestions: []\n")
    typed("2.1", *ANSWERS[1:], "y")  # type: ignore[operator]
    assert studyapp("bank", "add", str(second)).code == 0
    assert load_file(second).questions[0].value.id == "tst-101-2001"


def test_add_fills_an_empty_file(tmp_path: Path, studyapp: Studyapp, typed: object) -> None:
    path = write_bank(tmp_path / "bank", items=0)
    path.write_text("# mine\nformat: questions/1\ncertification: tst-101\nquestions: []\n")
    typed("1.1", "tst-101-7", *ANSWERS[2:], "y")  # type: ignore[operator]
    assert studyapp("bank", "add", str(path)).code == 0
    assert path.read_text().startswith(
        "# mine\nformat: questions/1\ncertification: tst-101\nquestions:\n  - id: tst-101-7\n"
    )


def test_coverage_counts_against_the_blueprint(tmp_path: Path, studyapp: Studyapp) -> None:
    folder = tmp_path / "bank"
    write_yaml(folder / "certification.yaml", certification())
    items = [question(n, objective="1.1", terms=["a"] if n else []) for n in range(3)]
    write_yaml(folder / "q.yaml", questions_file(items))
    [found] = studyapp("bank", "coverage", str(folder / "q.yaml"), "--json").json
    assert (found["items"], found["terms"]) == (3, 0)
    first = found["domains"][0]
    assert (first["row"]["items"], first["share"], first["weight"], first["needed"]) == (3, 100.0, 40.0, 48)
    assert found["questions_without_terms"] == [items[0]["id"]]
    printed = studyapp("bank", "coverage", str(folder)).out
    assert "Two full forms need 117 more items." in printed
    assert "Oldest check: 2 Jan 2026" in printed
    assert max(len(line) for line in printed.splitlines()) <= 90
    assert studyapp("bank", "coverage", "/nowhere").code == 2


def test_fmt_changes_files_once_and_check_only_tells(tmp_path: Path, studyapp: Studyapp) -> None:
    path = write_bank(tmp_path / "bank")
    spoil(path, "kind: single", 'kind:   "single"   # one')
    before = path.read_bytes()
    checked = studyapp("bank", "fmt", "--check", str(path))
    assert (checked.code, checked.out.strip()) == (1, str(path))
    assert path.read_bytes() == before
    assert studyapp("bank", "fmt", str(path)).code == 0
    assert "    kind: single  # one\n" in path.read_text()
    assert studyapp("bank", "fmt", "--check", str(path)).code == 0
    path.write_text("a: [")
    broken = studyapp("bank", "fmt", str(path))
    assert broken.code == 2
    assert "not valid YAML" in broken.err


def test_schema_prints_one_writes_all_and_names_them_in_files(tmp_path: Path, studyapp: Studyapp) -> None:
    assert studyapp("bank", "schema", "questions/1").json["title"] == "studyapp questions/1"
    assert studyapp("bank", "schema").code == 2
    assert studyapp("bank", "schema", "poems/1").code == 2
    path = write_bank(tmp_path / "bank")
    before = path.read_text()
    ran = studyapp("bank", "schema", "-o", str(tmp_path / "schemas"), "--modelines", str(tmp_path / "bank"))
    assert ran.code == 0
    assert json.loads((tmp_path / "schemas" / "glossary-1.schema.json").read_text())["type"] == "object"
    assert path.read_text() == "# yaml-language-server: $schema=../schemas/questions-1.schema.json\n" + before
    assert yaml.safe_load(path.read_text())["certification"] == "tst-101"


def test_the_preview_needs_a_terminal(tmp_path: Path, studyapp: Studyapp) -> None:
    ran = studyapp("bank", "preview", str(tmp_path))
    assert ran.code == 2
    assert "needs a terminal" in ran.err


FOREIGN = {
    ".pre-commit-config.yaml": "repos:\n  - repo: local\n    hooks:\n      - {id: x, always_run: true}\n",
    ".github/workflows/banks.yml": "jobs:\n  lint:\n    timeout-minutes: 10\n",
    "mkdocs.yml": "site_name:   Ours\nnav:\n  - {a: 1}\n",
}
"""Files of other programs, as they lie in a repository of banks."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    write_bank(folder / "bank")
    for name, text in FOREIGN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_fmt_touches_only_files_that_say_a_format_of_ours(repository: Path, studyapp: Studyapp) -> None:
    spoil(repository / "bank" / "questions.yaml", "kind: single", "kind:   single")
    ran = studyapp("bank", "fmt", str(repository))
    assert ran.code == 0, ran.err
    assert {name: (repository / name).read_text("utf-8") for name in FOREIGN} == FOREIGN
    assert "    kind: single\n" in (repository / "bank" / "questions.yaml").read_text("utf-8")
    assert "1 file passed over, without a format of ours: " in ran.err
    assert "mkdocs.yml" in ran.err


@pytest.mark.parametrize("name", FOREIGN)
def test_fmt_says_why_it_leaves_a_named_file_alone(name: str, repository: Path, studyapp: Studyapp) -> None:
    ran = studyapp("bank", "fmt", str(repository / name))
    assert ran.code == 2
    assert "the file does not say its format" in ran.err
    assert (repository / name).read_text("utf-8") == FOREIGN[name]


@pytest.mark.parametrize("command", ["check", "lint"])
def test_files_of_other_programs_are_no_mistakes_of_a_bank(
    command: str, repository: Path, studyapp: Studyapp
) -> None:
    options = ("--ignore", "F29,B") if command == "lint" else ()
    ran = studyapp("bank", command, str(repository), *options)
    assert ran.code == 0, ran.out + ran.err
    assert "1 file passed over, without a format of ours: " in ran.out + ran.err
    assert "mkdocs.yml" in ran.out + ran.err
    named = studyapp("bank", command, str(repository / "mkdocs.yml"), *options)
    assert named.code == 1
    assert "the file does not say its format" in named.out


@pytest.mark.parametrize("command", ["check", "lint"])
def test_a_bank_whose_format_line_was_forgotten_is_told(
    command: str, repository: Path, studyapp: Studyapp
) -> None:
    spoil(repository / "bank" / "questions.yaml", "format: questions/1\n", "")
    ran = studyapp("bank", command, str(repository))
    assert ran.code == 1
    assert "questions.yaml:1:1" in ran.out


def test_plan_coverage_and_linter_need_the_same_items(tmp_path: Path, studyapp: Studyapp) -> None:
    folder = tmp_path / "bread"
    facts = certification()
    facts["exam"] = {"questions": 4, "minutes": 10}
    for domain, weight in zip(facts["domains"], (60, 40), strict=False):
        domain["weight"] = weight
        domain["objectives"] = domain["objectives"][:1]
    facts["domains"] = facts["domains"][:2]
    write_yaml(folder / "certification.yaml", facts)
    assert studyapp("bank", "new", "tst-101", "-o", str(folder)).code == 0
    first, second = sorted((folder / "questions").glob("*.yaml"))
    write_yaml(first, questions_file([question(1, objective=facts["domains"][0]["objectives"][0]["id"])]))
    [found] = studyapp("bank", "coverage", str(folder), "--json").json
    assert [domain["needed"] for domain in found["domains"]] == [4, 4]
    planned = (folder / "plan.md").read_text("utf-8")
    assert [planned.count(f"| tst-101-{number}0") for number in (1, 2)] == [4, 4]
    told = studyapp("bank", "lint", str(folder), "--select", "F29", "--format", "json").json["findings"]
    lacking = {(Path(f["path"]).name, f["message"]) for f in told if "full forms" in f["message"]}
    assert lacking == {
        (first.name, "domain 1 has 1 item; two full forms need 4"),
        (second.name, "domain 2 has 0 items; two full forms need 4"),
    }


@pytest.mark.parametrize("name", ["questions.yaml", "glossary.yaml"])
@pytest.mark.parametrize("command", ["check", "lint"])
def test_a_check_in_the_future_is_told(command: str, name: str, tmp_path: Path, studyapp: Studyapp) -> None:
    folder = tmp_path / "bank"
    write_bank(folder)
    write_yaml(folder / "glossary.yaml", glossary_file([term(1, verified_on="2026-01-02")]))
    text = (folder / name).read_text("utf-8")
    (folder / name).write_text(re.sub(r"2026-\d\d-\d\d", "2036-01-01", text, count=1), "utf-8")
    told = studyapp("bank", command, str(folder)).out
    assert any(name in line and "warning" in line and "future" in line for line in told.splitlines()), told
