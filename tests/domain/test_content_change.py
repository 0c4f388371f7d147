"""What an edit did: nothing, the wording, or the meaning."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.content_change import Change, classify, content_hash, question_body, term_body
from studyapp.domain.glossary import Contrast, Term
from studyapp.domain.questions import Depth, Option, Question, QuestionKind, Retirement
from tests.kinds import built

QUESTION = Question(
    id="x-1",
    certification_id="x",
    objective_id="1.1",
    kind=QuestionKind.SINGLE,
    depth=Depth.CHOICE,
    difficulty=2,
    stem=(
        "A retailer scores tomorrow's demand for 40 shops once each night. No answer is needed before the "
        "morning, and the cost must stay low. Which inference type meets these requirements?"
    ),
    options=(
        Option("Asynchronous inference", False, "It answers single large requests."),
        Option("Batch inference", True, "It works through a stored data set at once."),
        Option("Real-time inference", False, "It answers within milliseconds."),
        Option("Serverless inference", False, "It suits traffic that comes and goes."),
    ),
    explanation="Work that can wait is done in one go.",
    term_ids=("batch-inference",),
    references=("https://docs.example.org/batch",),
    verified_on="2026-01-01",
)
TERM = Term(
    id="batch-inference",
    certification_id="x",
    term="Batch inference",
    definition="Running a model over a whole stored data set at once, with no answer needed at the moment.",
    also=("batch transform",),
    example="A shop scores all customers each night.",
    contrast=Contrast("real-time-inference", "That one answers while somebody waits."),
)


def edit_of(**changes: object) -> Change:
    return classify(question_body(QUESTION), question_body(replace(QUESTION, **changes)))  # type: ignore[arg-type]


def stem_edit(old: str, new: str) -> Change:
    assert QUESTION.stem.count(old) == 1
    return edit_of(stem=QUESTION.stem.replace(old, new))


def key_edit(old: str, new: str) -> Change:
    """The change of a key's text, the distractors staying."""
    before = replace(QUESTION, options=(Option(old, True, "Right."), *_distractors()))
    after = replace(QUESTION, options=(Option(new, True, "Right."), *_distractors()))
    return classify(question_body(before), question_body(after))


def _distractors() -> tuple[Option, ...]:
    return tuple(option for option in QUESTION.options if not option.correct)


def term_edit(**changes: object) -> Change:
    return classify(term_body(TERM), term_body(replace(TERM, **changes)))  # type: ignore[arg-type]


# -- questions ---------------------------------------------------------------------------------


def test_an_unchanged_question_did_not_change() -> None:
    assert edit_of() is Change.NONE


@pytest.mark.parametrize(
    "change",
    [
        {"references": ("https://docs.example.org/elsewhere",)},
        {"verified_on": "2026-11-11"},
        {"difficulty": 4},
        {"depth": Depth.DIAGNOSIS},
        {"objective_id": "1.2"},
        {"term_ids": ()},
        {"retired": Retirement("2026-01-01", "Out of date.")},
        {"certification_id": "y"},
    ],
)
def test_what_a_learner_is_not_shown_does_not_count_as_a_change(change: dict[str, object]) -> None:
    assert edit_of(**change) is Change.NONE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tomorrow's", "tomorrows"),
        ("retailer", "retialer"),
        ("requirements?", "requirements ?"),
        ("once each night", "once every night"),
        ("must stay low", "has to stay low"),
        ("No answer", "no answer"),
        ("A retailer scores", "A large retailer scores"),
    ],
)
def test_a_typo_or_a_better_word_in_the_stem_is_wording(old: str, new: str) -> None:
    assert stem_edit(old, new) is Change.WORDING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("40 shops", "400 shops"),
        ("No answer is needed", "An answer is needed"),
        ("meets these requirements", "does not meet these requirements"),
        ("meets these requirements", "doesn't meet these requirements"),
        ("meets these requirements", "doesn’t meet these requirements"),
        ("cost must stay low", "cost can't stay low"),
        ("cost must stay low", "cost need not stay low"),
        ("once each night", "once each night without a pause"),
    ],
)
def test_a_number_or_a_negation_that_came_or_went_is_a_new_meaning(old: str, new: str) -> None:
    assert stem_edit(old, new) is Change.MEANING


def test_the_same_negation_in_another_form_is_wording() -> None:
    before = replace(QUESTION, stem="Which service does not keep data and cannot be paused by a learner?")
    after = replace(QUESTION, stem="Which service doesn't keep data and can't be paused by a learner?")
    assert classify(question_body(before), question_body(after)) is Change.WORDING


def test_another_stem_is_a_new_meaning() -> None:
    other = "A bank wants to see at once whether a payment is a fraud. Which inference type does it need?"
    assert edit_of(stem=other) is Change.MEANING


def test_another_stem_over_long_options_is_a_new_meaning() -> None:
    long = tuple(
        replace(o, text=o.text + " that is described at great length in the guide") for o in QUESTION.options
    )
    before = replace(QUESTION, options=long, stem="Which of these keeps photos for a year?")
    after = replace(QUESTION, options=long, stem="Who may turn the logging off again?")
    assert classify(question_body(before), question_body(after)) is Change.MEANING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What is S3?", "What is Amazon S3?"),
        ("Which one fits?", "Which one fits best?"),
        ("S3 is a stroe.", "S3 is a store."),
    ],
)
def test_a_word_more_in_a_short_stem_is_wording(old: str, new: str) -> None:
    before, after = replace(QUESTION, stem=old), replace(QUESTION, stem=new)
    assert classify(question_body(before), question_body(after)) is Change.WORDING


def test_options_in_another_order_are_wording() -> None:
    assert edit_of(options=tuple(reversed(QUESTION.options))) is Change.WORDING


def test_a_better_reason_or_explanation_is_wording() -> None:
    assert edit_of(explanation="Whoever can wait pays less.") is Change.WORDING
    reworded = tuple(replace(option, reason="Said in another way altogether.") for option in QUESTION.options)
    assert edit_of(options=reworded) is Change.WORDING


def test_a_key_that_moved_to_another_option_is_a_new_meaning() -> None:
    moved = tuple(replace(o, correct=o.text == "Real-time inference") for o in QUESTION.options)
    assert edit_of(options=moved) is Change.MEANING


@pytest.mark.parametrize(
    ("one", "other"), [("p < 0.05", "p > 0.05"), ("C++", "C#"), ("+1", "-1"), ("≥ 5", "≤ 5")]
)
def test_a_key_that_moved_between_options_of_equal_letters_is_a_new_meaning(one: str, other: str) -> None:
    def asked(key: str) -> dict[str, object]:
        options = tuple(Option(text, text == key, "So.") for text in (one, other))
        return question_body(replace(QUESTION, options=options))

    assert classify(asked(one), asked(other)) is Change.MEANING


def test_a_second_key_is_a_new_meaning() -> None:
    more = tuple(replace(o, correct=o.correct or o.text.startswith("Real")) for o in QUESTION.options)
    assert edit_of(options=more, kind=QuestionKind.MULTIPLE) is Change.MEANING


def test_a_statement_that_turned_false_is_a_new_meaning() -> None:
    def statement(truth: bool) -> dict[str, object]:
        options = (Option("True", truth, "So."), Option("False", not truth, "Not so."))
        return question_body(replace(QUESTION, kind=QuestionKind.TRUE_FALSE, options=options))

    assert classify(statement(True), statement(False)) is Change.MEANING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Batch inferense", "Batch inference"),
        ("Amazon Comprhend", "Amazon Comprehend"),
        ("Amazon Sagemkaer", "Amazon SageMaker"),
        ("IAM roles", "IAM role"),
        ("Batch inference.", "Batch inference"),
        ("batch-inference", "Batch inference"),
    ],
)
def test_a_typo_in_the_key_is_wording(old: str, new: str) -> None:
    assert key_edit(old, new) is Change.WORDING


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Supervised learning", "Unsupervised learning"),
        ("Synchronous calls", "Asynchronous calls"),
        ("Symmetric keys", "Asymmetric keys"),
        ("Encryption at rest", "Decryption at rest"),
        ("Amazon S3", "Amazon S4"),
        ("Amazon SQS", "Amazon SNS"),
        ("Ten shards", "Two shards"),
        ("Wait 10000 ms", "Wait 20000 ms"),
        ("AWS CloudTrail", "AWS CloudWatch"),
        ("Fine-tuning", "Fine-tuning of a model"),
    ],
)
def test_another_key_is_a_new_meaning_however_near_its_letters(old: str, new: str) -> None:
    assert key_edit(old, new) is Change.MEANING


def test_a_raised_revision_is_believed() -> None:
    assert edit_of(revision=2) is Change.MEANING
    assert edit_of(revision=2, explanation="Another one.") is Change.MEANING


# -- terms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"also": ("batch transform", "offline inference")},
        {"example": "Another example."},
        {"contrast": None},
        {"contrast": Contrast("real-time-inference", "Somebody waits for that one.")},
        {"definition": TERM.definition.replace("whole stored", "complete stored")},
        {"term": "Batch Inference"},
    ],
)
def test_more_spellings_and_better_words_of_a_term_are_wording(change: dict[str, object]) -> None:
    assert term_edit(**change) is Change.WORDING


@pytest.mark.parametrize(
    "change",
    [
        {"term": "Stream inference"},
        {"definition": "Answering one request at a time while somebody waits for the answer."},
        {"definition": TERM.definition.replace("with no answer", "with an answer")},
        {"revision": 2},
    ],
)
def test_another_name_or_definition_of_a_term_is_a_new_meaning(change: dict[str, object]) -> None:
    assert term_edit(**change) is Change.MEANING


@pytest.mark.parametrize("change", [{"references": ("https://x.org",)}, {"verified_on": "2026-11-11"}])
def test_where_a_term_was_checked_does_not_count(change: dict[str, object]) -> None:
    assert term_edit(**change) is Change.NONE


# -- hashes and odd input ----------------------------------------------------------------------

texts = st.text(max_size=60)
bodies = st.builds(
    lambda stem, option, other: question_body(
        replace(QUESTION, stem=stem, options=(Option(option, True, "r"), Option(other, False, "r")))
    ),
    texts, texts, texts,
)  # fmt: skip


@given(bodies, bodies)
def test_equal_hashes_and_no_change_go_together(one: dict[str, object], other: dict[str, object]) -> None:
    same = content_hash(one) == content_hash(other)
    assert same == (one == other) == (classify(one, other) is Change.NONE)


def test_the_hash_does_not_depend_on_the_order_of_fields() -> None:
    body = question_body(QUESTION)
    assert content_hash(body) == content_hash(dict(reversed(body.items())))


@given(bodies)
def test_the_hash_is_32_hexadecimal_digits(body: dict[str, object]) -> None:
    assert len(content_hash(body)) == 32
    assert int(content_hash(body), 16) >= 0


def test_the_longest_texts_are_compared_in_a_moment() -> None:
    long_stem = " ".join(f"word{n % 97} is not {n % 13}" for n in range(250))[:4000]
    shuffled = " ".join(reversed(long_stem.split()))
    start = perf_counter()
    assert edit_of(stem=long_stem) is Change.MEANING
    before = question_body(replace(QUESTION, stem=long_stem))
    assert classify(before, question_body(replace(QUESTION, stem=shuffled))) in Change
    assert perf_counter() - start < 5.0


# The other kinds


def kind_edit(kind: QuestionKind, in_case: bool = False, **changes: object) -> Change:
    before = built(kind, in_case=in_case)
    return classify(question_body(before), question_body(replace(before, **changes)))  # type: ignore[arg-type]


def test_steps_in_another_order_are_a_new_meaning_and_other_reasons_are_not() -> None:
    steps = built(QuestionKind.ORDERING).steps
    assert kind_edit(QuestionKind.ORDERING, steps=steps[::-1]) is Change.MEANING
    assert kind_edit(QuestionKind.ORDERING, steps=steps[:3]) is Change.MEANING
    reworded = (replace(steps[0], reason="Another reason."), *steps[1:])
    assert kind_edit(QuestionKind.ORDERING, steps=reworded) is Change.WORDING


def test_a_prompt_with_another_match_is_a_new_meaning_and_pairs_may_change_places() -> None:
    one, two, three = built(QuestionKind.MATCHING).pairs
    swapped = (replace(one, match=two.match), replace(two, match=one.match), three)
    assert kind_edit(QuestionKind.MATCHING, pairs=swapped) is Change.MEANING
    assert kind_edit(QuestionKind.MATCHING, pairs=(three, one, two)) is Change.WORDING
    assert kind_edit(QuestionKind.MATCHING, distractors=()) is Change.WORDING


def test_more_accepted_spellings_keep_the_meaning_and_another_first_one_does_not() -> None:
    [entry] = built(QuestionKind.TYPED).entries
    more = replace(entry, accepted=(*entry.accepted, "git stash save"))
    other = replace(entry, accepted=("git Stash", *entry.accepted))
    assert kind_edit(QuestionKind.TYPED, entries=(more,)) is Change.WORDING
    assert kind_edit(QuestionKind.TYPED, entries=(other,)) is Change.MEANING


def test_another_number_or_another_number_of_blanks_is_a_new_meaning() -> None:
    [number] = built(QuestionKind.NUMERIC).entries
    assert number.quantity is not None
    other = replace(number, quantity=replace(number.quantity, value=2.0))
    assert kind_edit(QuestionKind.NUMERIC, entries=(other,)) is Change.MEANING
    assert kind_edit(QuestionKind.NUMERIC, entries=(replace(number, reason="R."),)) is Change.WORDING
    blanks = built(QuestionKind.BLANKS).entries
    assert kind_edit(QuestionKind.BLANKS, entries=blanks[:1]) is Change.MEANING


def test_another_case_is_a_new_meaning_and_another_comma_in_it_is_not() -> None:
    case = built(QuestionKind.SINGLE, in_case=True).case
    assert case is not None
    comma = replace(case, text=case.text.replace("never", "never,"))
    other = replace(case, text="Quite another story about a library that lends boats.")
    assert kind_edit(QuestionKind.SINGLE, in_case=True, case=comma) is Change.WORDING
    assert kind_edit(QuestionKind.SINGLE, in_case=True, case=other) is Change.MEANING
    assert kind_edit(QuestionKind.SINGLE, in_case=True, case=None) is Change.MEANING


def test_a_task_with_a_clearer_rubric_keeps_its_meaning_and_another_task_does_not() -> None:
    task = built(QuestionKind.HANDS_ON).task
    assert task is not None
    clearer = replace(task, environment=task.environment + " Or more.")
    other = replace(task, environment="A cluster of 3 nodes.", solution="kubectl drain node-1")
    assert kind_edit(QuestionKind.HANDS_ON, task=clearer) is Change.WORDING
    assert kind_edit(QuestionKind.HANDS_ON, task=other) is Change.MEANING


def test_an_item_that_is_answered_in_another_way_has_a_new_meaning() -> None:
    single, typed = built(QuestionKind.SINGLE), built(QuestionKind.TYPED)
    assert classify(question_body(single), question_body(typed)) is Change.MEANING
    assert classify(question_body(typed), question_body(single)) is Change.MEANING
