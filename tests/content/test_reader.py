"""Files on disk: everything that can be wrong with one as a file, each named with its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.load import load_document
from studyapp.content.problems import Problem
from studyapp.content.reader import MAX_BYTES, Document, digest_of, parse_document, read_document

SOUND = "format: questions/1\ncertification: x\nquestions: []\n"


def problem_in(data: bytes | str) -> Problem:
    found = parse_document(data.encode() if isinstance(data, str) else data, "file.yaml")
    assert isinstance(found, Problem), "this should have been refused"
    return found


def place_of(text: str, needle: str) -> tuple[int, int]:
    """Line and column, from 1, of the only occurrence of `needle`."""
    assert text.count(needle) == 1
    before = text[: text.index(needle)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def place(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


def test_a_sound_file_becomes_a_document_with_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(SOUND.encode())
    document = read_document(path, "shown.yaml")
    assert isinstance(document, Document)
    assert document.path == "shown.yaml"
    assert document.digest == digest_of(SOUND.encode())


@pytest.mark.parametrize("text", ["", "\n\n", "   \n", "# only a comment\n", "\ufeff", "---\n...\n# x\n"])
def test_an_empty_file_is_called_empty(text: str) -> None:
    found = parse_document(text.encode(), "file.yaml")
    if isinstance(found, Document):  # an explicit document holds one empty value
        found = load_document(found).problems[0]
        assert "format" in found.message
    else:
        assert found.message == "the file is empty"
    assert found.line == 1 or text.startswith("---")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"SQLite format 3\x00" + bytes(range(256)),
        SOUND.encode("utf-16"),
        SOUND.encode("utf-32"),
        bytes(range(255, -1, -1)) * 16,
    ],
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    assert problem_in(data).message in ("the file is binary", "the file is not UTF-8 text")


def test_a_file_of_another_encoding_is_refused_at_its_first_wrong_byte() -> None:
    data = "format: questions/1\ncertification: ünïcode → then ".encode() + "ü\n".encode("latin-1")
    problem = problem_in(data)
    assert problem.message == "the file is not UTF-8 text"
    assert place(problem) == (2, len("certification: ünïcode → then ") + 1)


def test_a_nul_is_named_with_its_place() -> None:
    problem = problem_in("format: questions/1\nab\0c: 1\n")
    assert problem.message == "the file is binary"
    assert place(problem) == (2, 3)


@pytest.mark.parametrize(
    "character", ["\x07", "\x1b", "\x7f", "\x9b", "\x85", "\u2028", "\u2029", "\x0b", "\x0c"]
)
def test_a_raw_control_character_is_named_with_its_place(character: str) -> None:
    text = f"# ünïcode before it: → 😀\nformat: questions/1\ncertification: '😀 a{character}b'\n"
    problem = problem_in(text)
    assert f"U+{ord(character):04X}" in problem.message
    assert place(problem) == (3, len("certification: '😀 a") + 1)
    assert character not in str(problem)


def test_a_byte_order_mark_is_taken_off_and_shifts_nothing() -> None:
    document = parse_document(b"\xef\xbb\xbf" + SOUND.encode(), "file.yaml")
    assert isinstance(document, Document)
    assert load_document(document).problems == []
    assert place(problem_in("\ufeff'open\n")) == place(problem_in("'open\n"))


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_read_the_same_with_the_same_places(line_end: str) -> None:
    text = SOUND.replace("[]", "\n  - id: Wrong One\n    stem: >-\n      Two\n      lines.\n    what: 3")
    plain = load_document(_document(text))
    other = load_document(_document(text.replace("\n", line_end)))
    assert plain.problems == other.problems
    assert len(plain.problems) > 2


def _document(text: str) -> Document:
    found = parse_document(text.encode(), "file.yaml")
    assert isinstance(found, Document)
    return found


# -- size and explosions -----------------------------------------------------------------------


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    problem = read_document(path)
    assert isinstance(problem, Problem)
    assert "50 MB" in problem.message
    assert "8 MB" in problem.hint


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "full.yaml"
    path.write_bytes(SOUND.encode().ljust(MAX_BYTES, b"\n"))
    assert isinstance(read_document(path), Document)
    path.write_bytes(SOUND.encode().ljust(MAX_BYTES + 1, b"\n"))
    assert isinstance(read_document(path), Problem)


LAUGHS = (
    "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 10)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "format: questions/1\n"
)


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        "a: &a [*a]\n",
        "a: &a {b: *a}\n",
        "base: &base {x: 1}\nmore:\n  <<: *base\n",
        "stem: &s Hello\nother: *s\n",
        "? &k key\n: *k\n",
    ],
)
def test_aliases_are_refused_before_they_explode(text: str) -> None:
    problem = problem_in(text)
    assert "alias" in problem.message
    assert problem.line >= 1


def test_an_undefined_alias_is_text_that_wants_quotes() -> None:
    text = "term: *args\n"
    problem = problem_in(text)
    assert place(problem) == place_of(text, "*args")
    assert "Quote" in problem.hint


DEEP_SHAPES = r"""
from studyapp.content.problems import Problem
from studyapp.content.reader import parse_document

def lines(breaks, depth):
    return breaks.join(" " * n + "a:" for n in range(depth))

shapes = {
    "flow lists": "[" * 100_000,
    "flow mappings": "{a: " * 100_000,
    "closed flow lists": "[" * 50_000 + "]" * 50_000,
    "lists on one line": "- " * 100_000 + "x",
    "keys on one line": "? " * 100_000 + "x",
    "lists and keys on one line": "- ? " * 50_000 + "x",
    "wide gaps": "-    " * 50_000 + "x",
    "indented": lines("\n", 1500),
    "indented with carriage returns": lines("\r", 1500),
    "indented with both": lines("\r\n", 1500),
    "lists in steps": "\n".join(" " * (40 * n) + "- " * 20 for n in range(20)) + "x",
    "101 flow lists": "[" * 101 + "]" * 101,
}
for name, text in shapes.items():
    found = parse_document(text.encode(), "f")
    assert isinstance(found, Problem), name
    assert "nesting" in found.message, (name, found)
    print(name)
assert not isinstance(parse_document(("[" * 99 + "]" * 99).encode(), "f"), Problem)
"""


def test_deep_nesting_is_refused_in_every_shape_and_takes_nobody_down() -> None:
    # In a process of its own: libyaml composes by recursion, and a miss ends the interpreter.
    done = subprocess.run([sys.executable, "-c", DEEP_SHAPES], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:] or f"died with {done.returncode} after {done.stdout!r}"


def test_many_brackets_side_by_side_are_not_deep() -> None:
    text = "a:\n" + "".join(f"  - [x, {{y: {n}}}]\n" for n in range(500))
    assert isinstance(parse_document(text.encode(), "file.yaml"), Document)


# -- YAML that is not YAML ---------------------------------------------------------------------


def test_a_tab_in_the_indentation_says_so_at_its_place() -> None:
    text = "format: questions/1\nquestions:\n\t- id: x\n"
    problem = problem_in(text)
    assert place(problem) == (3, 1)
    assert "not tabs" in problem.hint


def test_a_colon_in_unquoted_text_says_how_to_quote_it() -> None:
    text = "stem: Which one: this or that?\n"
    problem = problem_in(text)
    assert place(problem) == (1, text.index(": this") + 1)
    assert "Quote" in problem.hint


@pytest.mark.parametrize(
    "text", ["a: 'open\n", 'a: "open\n', "a: [1, 2\n", "a: {b: 1\n", "a: b\n c: d\n", "%YAML 9\n"]
)
def test_broken_yaml_is_one_problem_with_a_place_and_a_hint(text: str) -> None:
    problem = problem_in(text)
    assert problem.message.startswith("not valid YAML")
    assert problem.hint
    assert 1 <= problem.line <= text.count("\n") + 1


def test_a_second_document_in_a_file_is_refused_where_it_begins() -> None:
    problem = problem_in(SOUND + "---\n" + SOUND)
    assert problem.line == 4


# -- the file system ---------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    problem = read_document(tmp_path / "gone.yaml")
    assert isinstance(problem, Problem)
    assert "can't be read" in problem.message


def test_a_folder_with_the_name_of_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").mkdir()
    problem = read_document(tmp_path / "bank.yaml")
    assert isinstance(problem, Problem)
    assert "can't be read" in problem.message


# -- anything at all ---------------------------------------------------------------------------

YAML_BITS = st.sampled_from(
    [
        "format: ", "questions/1", "glossary/1", "\n", "\n  ", "\n    ", "- ", ": ", "? ", "| ", ">-\n", "[",
        "]", "{", "}", ",", "&a ", "*a", "!!int ", "!x ", "'", '"', "#", "\t", "\r", "id: ", "stem: ", "null",
        "~", "<<: ", "%", "@", "`", "\\", "\\e", "é", "😀", "\ufeff", "---\n", "...\n", "questions:\n",
        "terms:\n", "certification: ", "options:\n", "technical: ", "domains: ",
    ]
)  # fmt: skip


@given(st.lists(YAML_BITS, max_size=40).map("".join) | st.text(max_size=200))
def test_no_text_makes_the_reader_or_the_loader_raise(text: str) -> None:
    found = parse_document(text.encode("utf-8", "surrogatepass"), "file.yaml")
    problems = [found] if isinstance(found, Problem) else load_document(found).problems
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.message
        assert problem.hint


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    found = parse_document(data, "file.yaml")
    assert isinstance(found, (Problem, Document))
