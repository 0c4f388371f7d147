"""What every page has to keep: links that lead somewhere, commands and targets that exist, no loose ends."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.docs import made
from tests.docs.pages import (
    DOCS,
    PAGES,
    ROOT,
    anchors,
    blocks,
    code_spans,
    fences,
    links,
    text_of,
    without_code,
)

PROMISED = (
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "learners.md", "authors.md", "commands.md", "keys.md",
    "settings.md", "memory.md", "planner.md", "readiness.md", "architecture.md", "performance.md",
)  # fmt: skip


def test_every_promised_page_is_there() -> None:
    assert {page.name for page in PAGES} >= set(PROMISED)


def test_every_page_begins_with_its_one_title(page: Path) -> None:
    text = without_code(text_of(page))
    assert text.startswith("# ")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_every_relative_link_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    broken = []
    for link in links(text_of(page)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(text_of(target))):
            broken.append(link)
    assert broken == []


def test_every_page_of_the_docs_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        found = ((page.parent / link.partition("#")[0]).resolve() for link in links(text_of(page)))
        waiting += [target for target in found if target.suffix == ".md" and target.exists()]
    assert {page.name for page in DOCS.glob("*.md")} <= {page.name for page in seen}


def test_generated_parts_are_as_the_code_makes_them(page: Path) -> None:
    expected = made.all_blocks()
    for name, body in blocks(text_of(page)).items():
        assert name in expected, f"{page.name}: nothing makes {name!r}"
        assert body == expected[name], f"{page.name}: run 'python -m tests.docs' ({name})"


def test_every_generated_part_stands_in_exactly_one_page() -> None:
    placed = [name for page in PAGES for name in blocks(text_of(page))]
    assert sorted(placed) == sorted(made.all_blocks())


def _shell_lines(text: str) -> list[str]:
    shown = [code for language in ("console", "sh", "text") for _before, code in fences(text, language)]
    lines = [line for code in shown for line in code.splitlines()]
    return [re.sub(r"\s+#.*", "", line).strip() for line in [*lines, *code_spans(text)]]


def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    known = {target for target, _about in made.make_targets()}
    named = {line.split()[1] for line in _shell_lines(text_of(page)) if re.match(r"make [a-z]", line)}
    assert named <= known


COMMANDS = dict(made.commands())


def _unknown(line: str) -> str:
    """What is wrong with a typed command line, or nothing."""
    words = shlex.split(line.replace("|", " ").replace("'", ""))[1:]
    name, options = "studyapp", {"studyapp": COMMANDS["studyapp"]}
    for word in (w.strip("[]") for w in words):
        if word.startswith("-"):
            parameters = [p for command in options.values() for p in command.params]
            known = {form for p in parameters for form in (*p.opts, *p.secondary_opts)}
            if word.split("=")[0] not in known | {"--help", "-h"}:
                return f"{name} has no {word}"
        elif f"{name} {word}" in COMMANDS:
            name = f"{name} {word}"
            options[name] = COMMANDS[name]
        elif getattr(COMMANDS[name], "commands", None) and word.islower() and word.isalpha():
            return f"{name} has no command {word}"
    return ""


def test_every_command_line_that_a_page_shows_exists(page: Path) -> None:
    lines = [line for line in _shell_lines(text_of(page)) if re.match(r"studyapp( |$)", line)]
    assert [problem for line in lines if (problem := _unknown(line))] == []


@pytest.mark.parametrize(
    "line", ["studyapp studdy", "studyapp plan --jsn", "studyapp bank chek x", "studyapp goal set x --day 3"]
)
def test_a_command_line_that_does_not_exist_would_be_found(line: str) -> None:
    assert _unknown(line)


def test_every_command_that_a_message_of_the_program_names_exists() -> None:
    quoted = re.compile(r"['`](studyapp(?: [a-z]+| --?[a-z-]+| [A-Z]+)+)['`]")
    sources = [path.read_text("utf-8") for path in (ROOT / "studyapp").rglob("*.py")]
    named = {line for text in sources for line in quoted.findall(text)}
    assert named
    assert [problem for line in sorted(named) if (problem := _unknown(line))] == []


def test_every_file_and_folder_of_ours_that_a_page_names_exists(page: Path) -> None:
    ours = re.compile(r"(studyapp|tests|docs|\.ci)/[\w/.]*")
    named = [span for span in code_spans(text_of(page)) if ours.fullmatch(span)]
    assert [span for span in named if not (ROOT / span).exists()] == []


def test_no_page_has_a_loose_end_or_a_place_of_some_machine(page: Path) -> None:
    text = text_of(page)
    places = r"(?<![\w.~])/(?:work|tmp|root|home|Users)/"
    for pattern in (r"@@", r"\bTODO\b", r"\bTBD\b", places, "pypi", "pythonhosted"):
        assert not re.search(pattern, text), pattern


def test_no_code_is_broken_over_two_lines(page: Path) -> None:
    for line in without_code(text_of(page)).splitlines():
        assert line.count("`") % 2 == 0, line


def test_every_folder_of_tests_is_explained_to_contributors() -> None:
    folders = {f"tests/{path.parent.name}" for path in (ROOT / "tests").glob("*/__init__.py")}
    told = {
        span for span in code_spans(text_of(ROOT / "CONTRIBUTING.md")) if re.fullmatch(r"tests/\w+", span)
    }
    assert folders <= told
    assert {name for name in told if not (ROOT / name).is_dir()} == set()


def test_figures_of_simulations_are_called_simulated() -> None:
    for name in ("planner.md", "memory.md"):
        for paragraph in re.split(r"\n\s*\n", without_code(text_of(DOCS / name))):
            if re.search(r"(?<![\d.])\+\d+\.\d|\bscore of\b|\bpoints at \d+ days\b", paragraph):
                assert "simulated" in paragraph.casefold(), paragraph


def test_nobody_is_promised_the_optimum() -> None:
    for page in PAGES:
        for line in without_code(text_of(page)).splitlines():
            if "optimal" in line.casefold():
                assert "nobody should call it optimal" in line or "Three options are optimal" in line, line
