"""`bank fmt`: one layout, the same meaning, every comment, and nothing more to do the second time."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.formatting import formatted
from studyapp.content.load import load_document
from studyapp.content.problems import Problem
from studyapp.content.reader import Document, parse_document
from studyapp.paths import bundled_content
from tests.banks import certification, glossary_file, question, questions_file, term

SHIPPED = sorted(path for folder in bundled_content() for path in folder.rglob("*.yaml"))


def laid_out(text: str) -> str:
    new = formatted(text.encode(), "x.yaml")
    assert isinstance(new, str), new
    again = formatted(new.encode(), "x.yaml")
    assert again == new, "a formatted file is a fixed point"
    return new


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_file_means_the_same_in_its_layout(path: Path) -> None:
    before = path.read_bytes()
    after = laid_out(before.decode()).encode()
    loaded = [
        load_document(document)
        for data in (before, after)
        if isinstance(document := parse_document(data, ""), Document)
    ]
    values = [
        [
            p.value
            for p in (f.certification, f.roadmap, f.vendor, *f.questions, *f.terms, *f.uses)
            if p is not None
        ]
        for f in loaded
    ]
    assert values[0] == values[1]
    assert [f.problems for f in loaded] == [[], []]


MESSY = """\
# yaml-language-server: $schema=x

format:   "questions/1"   # which format
certification: tst-101
questions:
- id: tst-101-1      # stable
  "objective": '1.10'
  kind: single
  # why choice: it needs a constraint
  depth: choice
  difficulty: 2
  stem: "A stem that is very long, because it tells of a baker, of letters, of a drawer and of ten years
    in which nobody may throw one away: why?"
  options:
      - {text: "yes", correct: true, reason: 'it''s so'}
      - text: 'no'    # norway
        reason: |
          first line

          second line
  explanation: >
    folded
    text
  terms:
    - b
    - a   # order matters
  references: [https://x.example/a]
  verified_on: 2026-11-20
  # behind the last field
- id: tst-101-2
  terms: [b, a]
# the end
"""

TIDY = """\
# yaml-language-server: $schema=x
format: questions/1  # which format
certification: tst-101
questions:
  - id: tst-101-1  # stable
    objective: '1.10'
    kind: single
    # why choice: it needs a constraint
    depth: choice
    difficulty: 2
    stem: >-
      A stem that is very long, because it tells of a baker, of letters, of a drawer and of ten
      years in which nobody may throw one away: why?
    options:
      - text: 'yes'
        correct: true
        reason: it's so
      - text: 'no'  # norway
        reason: |-
          first line

          second line
    explanation: folded text
    terms:
      - b
      - a  # order matters
    references:
      - https://x.example/a
    verified_on: 2026-11-20

  # behind the last field
  - id: tst-101-2
    terms: [b, a]
# the end
"""


def test_the_layout_is_the_documented_one() -> None:
    assert laid_out(MESSY) == TIDY


def test_line_ends_and_a_byte_order_mark_become_plain() -> None:
    assert formatted(("\ufeff" + MESSY).replace("\n", "\r\n").encode(), "x") == TIDY


@pytest.mark.parametrize("text", ["", "a: [", "\0", "a: &x 1\nb: *x\n"])
def test_what_cannot_be_read_is_told_and_left_alone(text: str) -> None:
    assert isinstance(formatted(text.encode(), "x.yaml"), Problem)


def test_what_the_format_does_not_know_stays_as_it_is() -> None:
    odd = (
        "odd:\n  deep: {a: '1', b: ' two  words ', c: '', d: null, e: 'null', f: [~, '~']}\n"
        "  list: [[1, 2], {x: y}, []]\n"
    )
    text = "format: questions/1\n" + odd
    new = laid_out(text)
    assert yaml.load(new, yaml.BaseLoader) == yaml.load(text, yaml.BaseLoader)


texts = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"
    ),
    max_size=120,
)
lines = st.lists(texts, max_size=4).map("\n".join)
values = st.recursive(
    texts
    | lines
    | st.sampled_from(["", "~", "null", "yes", "1.10", "12:30", "2026-01-01", "- x", "a: b", "#", "'", '"']),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts.filter(str.strip), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(texts.filter(str.strip), values, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_structure_keeps_its_meaning(value: dict[str, object]) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=60)
    new = laid_out(text)
    assert yaml.load(new, yaml.BaseLoader) == yaml.load(text, yaml.BaseLoader)


banks = st.lists(
    st.builds(
        lambda n, stem, reason: question(n, stem=stem or "x", explanation=reason or "x"),
        st.integers(1, 99), lines, lines,
    ),
    min_size=1, max_size=4,
)  # fmt: skip


@given(banks, st.lists(texts, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_comments_between_lines_are_all_kept(
    questions: list[dict[str, object]], remarks: list[str], rng: object
) -> None:
    text = yaml.safe_dump(
        questions_file(questions), allow_unicode=True, sort_keys=False, default_style='"', width=10**6
    )
    rows = text.splitlines()
    for remark in remarks:
        note = "# " + "".join(ch for ch in remark if ch.isprintable())
        rows.insert(rng.randrange(len(rows) + 1), note.rstrip())  # type: ignore[attr-defined]
    new = laid_out("\n".join(rows) + "\n")
    for remark in remarks:
        assert ("# " + "".join(ch for ch in remark if ch.isprintable())).rstrip() in new


@pytest.mark.parametrize(
    "value", [certification(), glossary_file([term(1), term(2)]), questions_file([question(1)])]
)
def test_every_format_has_a_layout(value: dict[str, object]) -> None:
    new = laid_out(yaml.safe_dump(value, sort_keys=False))
    assert yaml.load(new, yaml.BaseLoader) == yaml.load(yaml.safe_dump(value), yaml.BaseLoader)
