"""Typed answers: what counts as the term, and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.glossary import Term, normalised, one_slip_apart, typed_answer_matches


def matches(accepted: str, typed: str, *also: str) -> bool:
    return typed_answer_matches(Term("t", "c", accepted, "A definition.", also=also), typed)


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("Foundation model", "foundation model"),
        ("Foundation model", "  FOUNDATION   MODEL  "),
        ("Real-time inference", "real time inference"),
        ("Retrieval-augmented generation (RAG)", "retrieval augmented generation rag"),
        ("F1 score", "F1-Score."),
        ("Shapley values", "shapley value"),
        ("Hallucination", "halucination"),
        ("Hallucination", "hallucinatoin"),
        ("Amazon Comprehend", "amazon comprhend"),
        ("Fine-tuning", "fine tunning"),
        ("Data lake house", "datalake house"),
        ("Hyperparameter", "hyper parameter"),
        ("ﬁne-tuning", "fine-tuning"),
        ("Straße der Daten", "STRASSE DER DATEN"),
    ],
)
def test_the_term_in_another_spelling_or_with_one_slip_is_right(accepted: str, typed: str) -> None:
    assert matches(accepted, typed)


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("Supervised learning", "unsupervised learning"),
        ("Unsupervised learning", "supervised learning"),
        ("Labeled data", "unlabeled data"),
        ("Structured data", "unstructured data"),
        ("Asynchronous inference", "synchronous inference"),
        ("Synchronous inference", "asynchronous inference"),
        ("Symmetric encryption", "asymmetric encryption"),
        ("Encryption at rest", "decryption at rest"),
        ("Overfitting", "underfitting"),
        ("Batch inference", "batch interference"),
        ("Real-time inference", "real-time"),
        ("Amazon S3 Vectors", "Amazon S2 Vectors"),
        ("Version 10 of the guide", "version 11 of the guide"),
        ("Top-k", "top-p"),
        ("Recall", "recal"),
        ("ROUGE", "rogue"),
        ("Precision", ""),
        ("Precision", "   "),
        ("Precision", "..."),
        ("Zero-shot prompting", "few-shot prompting"),
        ("Internal endpoint", "external endpoint"),
    ],
)
def test_another_term_is_wrong_however_near_its_letters(accepted: str, typed: str) -> None:
    assert not matches(accepted, typed)


def test_every_accepted_spelling_counts() -> None:
    assert matches("Large language model", "LLM", "LLM", "L.L.M.")
    assert not matches("Large language model", "LM", "LLM")


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)


@given(words, words)
def test_the_term_itself_is_always_right_unless_nothing_of_it_can_be_typed(accepted: str, other: str) -> None:
    assert matches(accepted, accepted) == bool(normalised(accepted))
    assert matches(other, accepted, accepted) == bool(normalised(accepted))


@given(words)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert once == once.strip()
    assert "  " not in once


LONG = st.text("abcdefghijklmnopqrstuvwxyz", min_size=10, max_size=16)
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@given(LONG, st.integers(1, 9), LETTERS)
def test_one_slip_inside_a_long_word_is_forgiven(word: str, place: int, letter: str) -> None:
    assert matches(word, word[:place] + letter + word[place + 1 :])  # another letter
    assert matches(word, word[:place] + letter + word[place:])  # one too many
    swapped = word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    assert matches(word, swapped)


@given(LONG, st.integers(2, 6))
def test_letters_put_in_front_of_a_word_make_another_word(word: str, count: int) -> None:
    assert not matches(word, "x" * count + word)
    assert not matches(word, word[count:])


@given(LONG, LONG)
def test_a_slip_is_a_slip_in_both_directions(one: str, other: str) -> None:
    assert one_slip_apart(one, other) == one_slip_apart(other, one)


@given(words, words)
def test_any_two_texts_can_be_compared(accepted: str, typed: str) -> None:
    assert matches(accepted, typed) in (True, False)
