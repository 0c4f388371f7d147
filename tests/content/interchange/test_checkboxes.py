"""Markdown quizzes as people keep them: with explanations, references, comments and pictures."""

from __future__ import annotations

from pathlib import Path

from studyapp.content.interchange.convert import scrubbed_item
from studyapp.content.interchange.model import Item
from studyapp.domain.questions import Question
from tests.content.interchange.reading import losses, questions, read, reasons

BOXES = "- [ ] one\n- [x] two\n"


def test_text_behind_a_list_is_the_explanation_where_questions_have_headings(tmp_path: Path) -> None:
    text = (
        f"## Ports\n\n#### Q1. Which?\n\n{BOXES}\n**Explanation:**\n\n- `two` is 2.\n\nNot one.\n\n"
        f"#### Question 2: So?\n\n{BOXES}\nA note.\n\n[Reference](https://example.org/a)\n\n"
        f"#### Q3. Last?\n\n{BOXES}"
    )
    one, two, three = questions(read(tmp_path, "checkboxes", text))
    assert (one.stem, one.explanation) == ("Which?", "- `two` is 2.\n\nNot one.")
    assert (two.stem, two.explanation) == ("So?", "A note.")
    assert two.references == ("https://example.org/a",)
    assert (three.stem, three.explanation) == ("Last?", "")


def test_text_between_two_lists_under_one_heading_asks_the_next_question(tmp_path: Path) -> None:
    one, two = questions(read(tmp_path, "checkboxes", f"## Which?\n\n{BOXES}\nAnd now?\n\n{BOXES}"))
    assert (one.explanation, two.stem) == ("", "And now?")


def test_front_matter_and_comments_are_no_items(tmp_path: Path) -> None:
    text = f"---\nshuffle: true\n---\n\n# Quiz\n\n1. Which?\n   <!-- an\n   aside -->\n\n   {BOXES}"
    (question,) = questions(read(tmp_path, "checkboxes", text))
    assert question.stem == "Which?"


def test_a_list_that_holds_questions(tmp_path: Path) -> None:
    text = "- First?\n\n  - [x] a\n  - [ ] b\n\n- Second?\n\n      - [ ] a\n      - [x] b\n"
    one, two = questions(read(tmp_path, "checkboxes", text))
    assert [(q.stem, q.key) for q in (one, two)] == [("First?", {0}), ("Second?", {1})]


def test_tags_around_a_question_part_it_from_the_page(tmp_path: Path) -> None:
    text = f"Read this page.\n\n<quiz>\nWhich?\n{BOXES}\nTwo is even.\n</quiz>\n\nThe page goes on.\n"
    found = read(tmp_path, "checkboxes", text)
    assert reasons(found) == ["a text without checkboxes"] * 2
    assert [q.explanation for q in questions(found[1:2])] == ["Two is even."]


def test_a_quote_below_an_option_is_its_reason(tmp_path: Path) -> None:
    (question,) = questions(read(tmp_path, "checkboxes", "Which?\n\n- [x] a\n    > Since a.\n- [ ] b\n"))
    assert question.options[0].reason == "Since a."


def test_an_option_that_is_code_only_is_its_code(tmp_path: Path) -> None:
    code = "\n  ```bash\n  git fetch\n  git {}\n  ```\n"
    text = f"Which?\n\n- [ ] \u2800{code.format('pull')}- [x]{code.format('merge')}"
    (item,) = read(tmp_path, "checkboxes", text)
    assert isinstance(item, Item)
    scrubbed = scrubbed_item(item)
    assert isinstance(scrubbed.content, Question)
    assert [(o.text, o.reason) for o in scrubbed.content.options] == [
        ("`git fetch git pull`", ""),
        ("`git fetch git merge`", ""),
    ]
    assert scrubbed.losses == ("line breaks of code left out",)


def test_pictures_leave_their_words_and_a_loss(tmp_path: Path) -> None:
    text = f"#### Who is it?\n\n![A portrait](https://example.org/a.jpg)\n\n```\n![x](y)\n```\n\n{BOXES}"
    found = read(tmp_path, "checkboxes", text)
    assert questions(found)[0].stem == "Who is it?\n\nA portrait\n\n```\n![x](y)\n```"
    assert losses(found) == [("image left out",)]


def test_fences_and_comments_that_are_never_closed_do_not_keep_it_busy(tmp_path: Path) -> None:
    text = f"Which?\n\n{BOXES}\n" + "```x\n" * 100_000 + "<!-- " * 100_000 + "![" * 100_000
    found = read(tmp_path, "checkboxes", text)
    assert len(found) == 2
    assert reasons(read(tmp_path, "checkboxes", f"# A\n\n{'x' * 20_001}\n\n{BOXES}")) == [
        "a text has more than 20,000 characters"
    ]
