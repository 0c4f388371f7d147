"""GIFT by its documented grammar: what each construct becomes, and what is said of what cannot come along."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.content.interchange.model import Item, Refused
from studyapp.content.interchange.registry import FORMATS
from studyapp.content.interchange.source import Source
from studyapp.domain.questions import Mistake, Quantity, Question, QuestionKind


def read(tmp_path: Path, text: str) -> list[Item | Refused]:
    path = tmp_path / "bank.gift"
    path.write_text(text, "utf-8")
    reader = FORMATS["gift"].read
    assert reader is not None
    return list(reader(Source(path)))


def one(tmp_path: Path, text: str) -> tuple[Question, tuple[str, ...]]:
    (item,) = read(tmp_path, text)
    assert isinstance(item, Item), item
    assert isinstance(item.content, Question)
    return item.content, item.losses


def refused(tmp_path: Path, text: str) -> str:
    (item,) = read(tmp_path, text)
    assert isinstance(item, Refused), item
    return item.reason


def test_one_right_option_with_feedback_and_general_feedback(tmp_path: Path) -> None:
    question, losses = one(tmp_path, "::T::Which?{~a#no ~b =c#yes ####All of it}")
    assert question.kind is QuestionKind.SINGLE
    assert [(o.text, o.correct, o.reason) for o in question.options] == [
        ("a", False, "no"), ("b", False, ""), ("c", True, "yes"),
    ]  # fmt: skip
    assert (question.id, question.stem, question.explanation, losses) == ("T", "Which?", "All of it", ())


def test_weights_make_several_right_options(tmp_path: Path) -> None:
    question, losses = one(tmp_path, "Who?{\n~%-100%No one\n~%50%Grant\n~%50%His wife\n}")
    assert (question.kind, question.key, losses) == (QuestionKind.MULTIPLE, {1, 2}, ())


def test_unequal_weights_are_a_loss(tmp_path: Path) -> None:
    assert one(tmp_path, "Who?{~%30%a ~%70%b ~c}")[1] == ("unequal weights of the right options left out",)
    assert one(tmp_path, "Who?{=a ~%50%b ~c}")[1] == ("50 % of the credit for 'b' left out",)


@pytest.mark.parametrize(("word", "key"), [("T", 0), ("TRUE", 0), ("f", 1), ("FALSE", 1)])
def test_true_and_false(tmp_path: Path, word: str, key: int) -> None:
    question, _losses = one(tmp_path, f"Sun rises.{{{word}#wrong#right}}")
    assert question.kind is QuestionKind.TRUE_FALSE
    assert question.key == {key}
    assert [o.reason for o in question.options if o.correct] == ["right"]


def test_short_answers_and_their_weights(tmp_path: Path) -> None:
    question, losses = one(tmp_path, "Two plus {=four#yes =4 =%50%three =%0%five#no} is it.")
    assert question.stem == "Two plus _____ is it."
    assert question.entries[0].accepted == ("four", "4")
    assert question.entries[0].mistakes == (Mistake("five", "no"),)
    assert losses == ("answer 'three' for 50 % of the credit left out",)


def test_matching_with_a_distractor(tmp_path: Path) -> None:
    question, _losses = one(tmp_path, "Match. {=Canada -> Ottawa =Italy  ->  Rome = -> Paris}")
    assert [(p.prompt, p.match) for p in question.pairs] == [("Canada", "Ottawa"), ("Italy", "Rome")]
    assert [d.text for d in question.distractors] == ["Paris"]


@pytest.mark.parametrize(
    ("answer", "quantity"),
    [
        ("#1822:2", Quantity(value=1822, tolerance=2)),
        ("#3.1..3.2", Quantity(least=3.1, most=3.2)),
        ("#\n=5#yes\n=%50%5:1\n~no", Quantity(value=5)),
    ],
)
def test_numbers(tmp_path: Path, answer: str, quantity: Quantity) -> None:
    question, _losses = one(tmp_path, f"How many?{{{answer}}}")
    assert question.kind is QuestionKind.NUMERIC
    assert question.entries[0].quantity == quantity


def test_escapes_lines_and_markup(tmp_path: Path) -> None:
    question, losses = one(tmp_path, "[html]<p>Is <b>a</b> \\= \\{1\\}?</p><pre>x\n  y</pre>{=a\\:b ~c\\\\n}")
    assert question.stem == "Is a = {1}?\n\n```\nx\n  y\n```"
    assert [o.text for o in question.options] == ["a:b", "c\\n"]
    assert losses == ("emphasis left out",)
    assert one(tmp_path, "[plain]a\\n<b>\\n{=1 ~2}")[0].stem == "a\n<b>"


def test_comments_categories_ids_and_tags(tmp_path: Path) -> None:
    text = (
        "// note\n$CATEGORY: $course$/top/1.2\n\n// [id:q\\]1] [tag:depth:choice]\n"
        "// [tag:difficulty:4]\n// [tag:sea]\nA?{=1 ~2}"
    )
    question, losses = one(tmp_path, text)
    assert (question.id, question.objective_id, question.depth, question.difficulty) == (
        "q]1",
        "1.2",
        "choice",
        4,
    )
    assert losses == ("tag 'sea' left out",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Write.{}", "an essay"),
        ("Just a text.", "a description"),
        ("What {=a", "is not closed"),
        ("What } is", "never opened"),
        ("{=a ~b}", "no question"),
        ("What {=a {~b}}", "more braces"),
        ("What?{=a =b ~c}", "2 options are each right alone"),
        ("What?{~a ~b}", "no option is right"),
        ("What?{=%50%a}", "no answer is right in full"),
        ("What?{#many}", "'many' is no number"),
        ("Match {=a -> }", "a pair has no match"),
    ],
)
def test_what_cannot_come_along_says_why(tmp_path: Path, text: str, reason: str) -> None:
    assert reason in refused(tmp_path, text)


def test_a_file_that_ends_in_the_middle_costs_one_question(tmp_path: Path) -> None:
    found = read(tmp_path, "A?{=1 ~2}\r\n\r\nB?{=1\r\n\r\nC?{=1 ~2}\r\n\r\nD?{=1 ~")
    assert [isinstance(item, Item) for item in found] == [True, False, True, False]
    assert [item.place for item in found] == ["line 1", "line 3", "line 5", "line 7"]
