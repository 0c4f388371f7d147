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


PLAIN = "Question Text,Question Type,Option 1,Option 2,Option 3,Correct Answer,Seconds\n"
TIMES = "Question Text,Question Type,Option 1,Option 2,Option 3,Correct Answer,Time in seconds\n"


def test_a_number_that_is_also_an_option_is_read_as_the_other_rows_are(tmp_path: Path) -> None:
    ambiguous = "How many?,Multiple Choice,3,1,2,1,30\n"
    by_place, by_text = "Which?,Multiple Choice,x,y,z,3,30\n", "Which?,Multiple Choice,x,y,z,z,30\n"
    placed = questions(read(tmp_path, "csv", PLAIN + ambiguous + by_place))
    assert [question.key for question in placed] == [{0}, {2}]
    told = questions(read(tmp_path, "csv", PLAIN + ambiguous + by_text))
    assert [question.key for question in told] == [{1}, {2}]


def test_a_number_that_could_be_either_is_refused_where_nothing_decides(tmp_path: Path) -> None:
    agreeing = "How many?,Multiple Choice,1,2,3,2,30\n"
    found = read(tmp_path, "csv", f"{PLAIN}How many?,Multiple Choice,3,1,2,1,30\n{agreeing}")
    assert reasons(found) == [
        "the answer '1' can be the place of an option or its text: name it by its letter"
    ]
    assert questions(found[1:])[0].key == {1}
    assert questions(read(tmp_path, "csv", f"{TIMES}How many?,Multiple Choice,3,1,2,1,30\n"))[0].key == {0}


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("Question #,Question Text,Answer 1,Answer 2,Answer 3,Correct Answer(s)\n1,Which?,x,y,z,\"1,3\"\n",
         QuestionKind.MULTIPLE, {"x", "z"}),
        ("Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2 (Optional)\nWhich?,x,y,\n",
         QuestionKind.SINGLE, {"x"}),
        ("question,answer,distractor 1,distractor 2\nWhich?,x,y,z\n", QuestionKind.SINGLE, {"x"}),
        ("Question,Type,Option 1,Option 2,Correct Answers (by comma)\nIs it?,TRUE_FALSE,True,False,2\n",
         QuestionKind.TRUE_FALSE, {"False"}),
    ],
)  # fmt: skip
def test_headings_of_quiz_games_are_known(
    tmp_path: Path, text: str, kind: QuestionKind, key: set[str]
) -> None:
    (question,) = questions(read(tmp_path, "csv", text))
    assert question.kind is kind
    assert {option.text for option in question.options if option.correct} == key


def test_a_row_to_fill_in_takes_what_stands_as_its_options(tmp_path: Path) -> None:
    (question,) = questions(read(tmp_path, "csv", f"{TIMES}Which port?,Fill-in-the-Blank,22,ssh,,,30\n"))
    assert (question.kind, question.entries[0].accepted) == (QuestionKind.TYPED, ("22", "ssh"))
    assert reasons(read(tmp_path, "csv", f"{TIMES}Why?,Poll,x,y,,,30\n")) == ["no answer is given"]


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


@pytest.mark.parametrize("mark", [";", "|"])
def test_a_line_that_names_the_separator_is_no_header(tmp_path: Path, mark: str) -> None:
    lines = ("question", "a", "b", "correct"), ("Which, then?", "x", "y", "B"), ("", "x", "y", "A")
    found = read(tmp_path, "csv", f"sep={mark}\n" + "\n".join(mark.join(line) for line in lines))
    assert questions(found[:1])[0].key == {1}
    assert [item.place for item in found] == ["line 3", "line 4"]


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


def test_comments_and_tags_for_all_notes_at_the_top_of_a_text(tmp_path: Path) -> None:
    text = "#separator:tab\n# made by hand\n#tags:mine certification:git-101\n#tags column:3\na\tb\tc\n"
    (item,) = read(tmp_path, "anki", text)
    assert isinstance(item, Item)
    assert item.content == Term("", "git-101", "a", "b")
    assert (item.place, item.losses) == ("line 5", ("tag 'mine' left out", "tag 'c' left out"))


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
