"""CSV with the headings that people use, Markdown checkbox lists, and Anki's text files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.interchange.convert import fitted_item, scrubbed_item
from studyapp.content.interchange.markup import text_of_html
from studyapp.content.interchange.model import CannotConvert, Item, blank_question
from studyapp.content.interchange.registry import FORMATS
from studyapp.content.interchange.source import Source
from studyapp.content.interchange.tables import guarded, without_guard
from studyapp.domain.glossary import Term
from studyapp.domain.questions import Option, QuestionKind
from studyapp.sanitiser import begins_a_formula
from tests.content.interchange.reading import questions, read, reasons


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Question,Option A,Option B,Correct Answer\nWhich?,x,y,B\n", {1}),
        ("question;choice 1;choice 2;choice 3;correct\nWhich?;x;y;z;1,3\n", {0, 2}),
        ("Prompt\tA\tB\tKey\nWhich?\tx\ty\ty\n", {1}),
        ("text,answer 1,answer 2,correct\n\"Which\n\"\"one\"\"?\",x,y,1\n", {0}),
    ],
)  # fmt: skip
def test_tables_are_read_by_the_words_of_their_header(tmp_path: Path, text: str, key: set[int]) -> None:
    (question,) = questions(read(tmp_path, "csv", text))
    assert question.key == key


def test_rows_that_say_too_little_are_refused_with_their_line(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "csv",
        "id,question,a,b,correct,colour\n1,Which?,x,y,E,red\n2,,x,y,A,\n3,So?,,,true,blue\n4,So?,,,,\n",
    )
    assert reasons(found) == [
        "the answer 'E' is none of its options A, B",
        "the question is empty",
        "it has neither options nor an answer",
    ]
    assert [item.place for item in found] == ["line 2", "line 3", "line 4", "line 5"]
    assert isinstance(found[2], Item)
    assert found[2].losses == ("column 'colour' left out",)


def test_a_table_without_questions_and_one_with_two_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotConvert, match="no column for the question"):
        read(tmp_path, "csv", "name,age\nx,1\n")
    with pytest.raises(CannotConvert, match="two columns that mean 'stem'"):
        read(tmp_path, "csv", "question,stem\nx,1\n")


MARKDOWN = """# Quiz

## 1. Which one?

```
- [x] code
```

- [ ] this
      because not
- [x] that

> So it is.

Which two?
- [x] a
- [X] b
- [ ] c

Only words.

## None?
- [ ] a
- [ ] b
"""


def test_checkbox_lists(tmp_path: Path) -> None:
    found = read(tmp_path, "checkboxes", MARKDOWN)
    one, two = questions(found[:2])
    assert one.stem == "Which one?\n\n```\n- [x] code\n```"
    assert [(o.text, o.correct, o.reason) for o in one.options] == [
        ("this", False, "because not"),
        ("that", True, ""),
    ]
    assert one.explanation == "So it is."
    assert (two.kind, two.key) == (QuestionKind.MULTIPLE, {0, 1})
    assert reasons(found) == ["a text without checkboxes", "no box is checked"]


ANKI = (
    "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n"
    'g1\tVPC\t"A <b>net</b><br>of ""yours"""\tcloud net\ng2\tAlone\t\t\n'
)


def test_anki_notes_become_terms(tmp_path: Path) -> None:
    first, second = read(tmp_path, "anki", ANKI)
    assert isinstance(first, Item)
    assert first.content == Term("g1", "", "VPC", 'A net\nof "yours"')
    assert first.losses == ("emphasis left out", "tag 'cloud' left out", "tag 'net' left out")
    assert reasons([second]) == ["a card needs two sides"]


def test_every_question_becomes_a_card_that_shows_key_and_reasons(tmp_path: Path) -> None:
    (question,) = questions(read(tmp_path, "gift", "Is <x> so?{=yes#Since A. ~no#As B.}"))
    write = FORMATS["anki"].write
    assert write is not None
    written = write([Item("line 1", "x", question)], "x").files[""].decode()
    row = written.splitlines()[-1].split("\t")
    assert row[2] == "Key: A<br>A is right. Since A.<br>B is wrong. As B."
    assert "#guid column:1" in written


@pytest.mark.parametrize("text", ["<![CD-[x", "<!ELEMENT x>", "<!", "a<!-- b --> c", "<p", "&#xFFFFFFF;"])
def test_html_that_is_none_is_read_all_the_same(text: str) -> None:
    text_of_html(text)


def test_a_text_without_end_is_refused(tmp_path: Path) -> None:
    found = read(tmp_path, "anki", f"#html:true\na\t{'x' * 30_000}\nb\tc\n")
    assert reasons(found) == ["a text has more than 20,000 characters"]
    assert len(found) == 2


FORMULAS = ("=1+1", "+1", "-2", "@SUM(1)", "\t=1", "'=1", "''-x", "＝1", "'", "'quoted'", " =1", "it's")


@pytest.mark.parametrize("name", ["csv", "tsv"])
@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_runs_in_a_spreadsheet_and_every_text_reads_back(
    tmp_path: Path, name: str, text: str
) -> None:
    options = (Option(text, True, text), Option("other", False, "no"))
    question = blank_question(QuestionKind.SINGLE, text, options=options, explanation=text, objective_id=text)
    made = FORMATS[name]
    assert made.write is not None
    item = fitted_item(scrubbed_item(Item("", "", question)), made)
    data = made.write([item], "x").files[""]

    rows = csv.reader(io.StringIO(data.decode()), delimiter="," if name == "csv" else "\t")
    cells = [cell for row in rows for cell in row]
    assert not any(begins_a_formula(cell) for cell in cells)
    path = tmp_path / f"bank.{name}"
    path.write_bytes(data)
    assert made.read is not None
    (back,) = made.read(Source(path))
    assert isinstance(back, Item)
    assert back.content == item.content


def test_tables_of_others_keep_their_apostrophes(tmp_path: Path) -> None:
    (question,) = questions(read(tmp_path, "csv", "question,a,b,correct\nWhich?,'-1',x,A\n"))
    assert question.options[0].text == "'-1'"


@given(st.text())
def test_a_guard_takes_off_what_it_put_on(text: str) -> None:
    assert not begins_a_formula(guarded(text))
    assert without_guard(guarded(text)) == text


def test_a_quote_that_is_never_closed_swallows_no_row(tmp_path: Path) -> None:
    table = 'question,option A,option B,correct\nOne?,a,b,A\n"Two?,a,b,A\nThree?,a,b,A\n'
    with pytest.raises(CannotConvert, match=":3: the row that begins here is broken"):
        read(tmp_path, "csv", table)
