"""One stem must not give another item's key away."""

from __future__ import annotations

from studyapp.domain.exams.hinges import Text, content_words, gives_away, hinged

ASKS = Text(
    "asks",
    "A bank answers customers from its manuals. Which technique looks passages up at query time?",
    ("Retrieval-augmented generation",),
    ("Fine-tuning", "Prompt chaining"),
)
TELLS = Text(
    "tells",
    "With retrieval augmented generation: it looks up passages in manuals for customers. What splits them?",
    ("Chunking",),
    ("Hashing",),
)


def test_a_stem_that_names_the_key_of_an_item_on_the_same_thing_is_hinged_with_it() -> None:
    assert gives_away(TELLS, ASKS)
    assert not gives_away(ASKS, TELLS)
    assert hinged([ASKS, TELLS]) == {"asks": frozenset({"tells"}), "tells": frozenset({"asks"})}


def test_a_stem_that_names_a_distractor_too_gives_nothing_away() -> None:
    both = Text("both", TELLS.stem + " Fine-tuning was rejected.", TELLS.keys)
    assert not gives_away(both, ASKS)


def test_a_key_in_a_stem_about_something_else_gives_nothing_away() -> None:
    other = Text("other", "What does the abbreviation of retrieval augmented generation begin with?", ("R",))
    assert not gives_away(other, ASKS)


def test_a_shared_term_is_the_same_thing() -> None:
    one = Text("one", "Retrieval-augmented generation was rejected. Why?", ("Cost",), (), frozenset({"rag"}))
    asks = Text(ASKS.id, ASKS.stem, ASKS.keys, ASKS.distractors, frozenset({"rag"}))
    assert gives_away(one, asks)


def test_a_stem_that_names_its_own_key_cannot_be_given_away() -> None:
    own = Text(
        "own", "Retrieval-augmented generation of passages for customers: which letter is first?", ASKS.keys
    )
    assert not gives_away(TELLS, own)


def test_nearly_equal_stems_are_kept_apart() -> None:
    twin = Text("twin", ASKS.stem.replace("bank", "museum"), ("Something else",))
    assert hinged([ASKS, twin])["asks"] == frozenset({"twin"})


def test_endings_and_fillers_do_not_matter() -> None:
    assert content_words("The embeddings of the policies") == content_words("Embedding policy")


def test_of_a_long_key_most_words_are_enough() -> None:
    asks = Text(
        "asks",
        "A bank must limit what a function may invoke in production. What should it attach?",
        ("A role with a policy that names those two models",),
        ("A user with keys",),
    )
    tells = Text(
        "tells",
        "A function in production has a role whose policy names two models of a bank. What may it invoke?",
        ("Those",),
    )
    assert gives_away(tells, asks)
