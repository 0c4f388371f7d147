"""Synthetic items of every kind, all on multiples: one of ten items of a synthetic bank."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

CASE_ID = "market-stall"
CASE: Mapping[str, str] = {
    "id": CASE_ID,
    "title": "A market stall (demo)",
    "text": "A stall sells fruit by the box. Boxes are never opened.\n\n"
    "| Fruit   | Pieces in a box | Price of a box |\n"
    "|---------|-----------------|----------------|\n"
    "| apples  | 12              | 6              |\n"
    "| oranges | 8               | 4              |\n"
    "| lemons  | 20              | 5              |",
}
"""The scenario that some of the items share."""

Made = Mapping[str, Any]
"""What an item has beside its head: kind, stem, the fields of its kind, explanation."""


def cases_head() -> str:
    """The `cases` of a file that holds such items."""
    return f"cases:\n  - {_json(CASE)}\n"


def entry(head: Mapping[str, Any], index: int) -> str:
    """One item of a file; which kind it is, its number decides."""
    made = MAKERS[index // 10 % len(MAKERS)](index)
    stem = f"Synthetic item {index + 1}: {made['stem']}"
    return f"  - {_json({**head, **made, 'stem': stem})}\n"


def _json(value: object) -> str:
    """JSON is YAML, and needs no care for quotes."""
    return json.dumps(value, ensure_ascii=False)


def _multiple(index: int) -> Made:
    factor, start = _factor(index), 2 + index % 11
    values = (factor * start, factor * start + 1, factor * (start + 3), factor * (start + 3) + 1)
    options = [
        {"text": str(value), "correct": True, "reason": f"{factor} × {value // factor} = {value}."}
        if value % factor == 0
        else {"text": str(value), "reason": f"It leaves {value % factor} when divided by {factor}."}
        for value in values
    ]
    return {
        "kind": "multiple",
        "stem": f"which two are multiples of {factor}?",
        "options": options,
        "explanation": f"A multiple of {factor} divides without a rest.",
    }


def _ordering(index: int) -> Made:
    factors = sorted({3 + index % 5, 9 + index % 7, 17 + index % 4, 24 + index % 9})
    steps = [
        {"text": f"{factor} × {4 + place % 2}", "reason": f"It is {factor * (4 + place % 2)}."}
        for place, factor in enumerate(factors)
    ]
    return {
        "kind": "ordering",
        "stem": "put the products into order, the smallest first.",
        "steps": steps,
        "explanation": "Estimate first: the larger factor decides.",
    }


def _matching(index: int) -> Made:
    factor = _factor(index)
    times = (3 + index % 3, 7 + index % 3, 11 + index % 3)
    return {
        "kind": "matching",
        "stem": "match each product with its result.",
        "pairs": [
            {
                "prompt": f"{factor} × {n}",
                "match": str(factor * n),
                "reason": f"{n} times {factor}, added up.",
            }
            for n in times
        ],
        "distractors": [
            {"text": str(factor * times[0] + 1), "reason": f"One more than {factor} × {times[0]}."}
        ],
        "explanation": "Break the larger factor into tens and ones.",
    }


def _typed(index: int) -> Made:
    numeral, wrong, value = (("XII", "XIIX", 12), ("XV", "VX", 15), ("XX", "VVVV", 20))[index % 3]
    return {
        "kind": "typed",
        "stem": f"how is {value}, a multiple of {4 if value % 4 == 0 else 5}, written in Roman numerals?",
        "answer": {
            "accepted": [numeral],
            "reason": "X is ten, V is five, I is one; the larger ones come first.",
            "wrong": [{"text": wrong, "reason": "Numerals are not put together like that."}],
        },
        "explanation": "Roman numerals are added from the largest to the smallest.",
    }


def _numeric(index: int) -> Made:
    factor, times = _factor(index), 12 + index % 9
    code = f"total = 0\nfor box in range({times}):\n    total += {factor}\nprint(total)"
    return {
        "kind": "numeric",
        "stem": f"what does this program print?\n\n```\n{code}\n```",
        "answer": {
            "value": factor * times,
            "unit": "points",
            "reason": f"{times} rounds of {factor} are {factor * times}.",
            "wrong": [{"text": str(factor * (times - 1)), "reason": f"range({times}) has {times} rounds."}],
        },
        "explanation": "A loop that adds the same number multiplies.",
    }


def _blanks(index: int) -> Made:
    factor = _factor(index)
    return {
        "kind": "blanks",
        "stem": f"the multiples of {factor} go on: {factor}, {factor * 2}, {{1}}, {factor * 4}, {{2}}.",
        "blanks": [
            {"value": factor * 3, "reason": f"3 × {factor} = {factor * 3}."},
            {"value": factor * 5, "reason": f"5 × {factor} = {factor * 5}."},
        ],
        "explanation": f"From one to the next it is always {factor}.",
    }


def _hands_on(index: int) -> Made:
    factor = _factor(index)
    limit = factor * 6
    return {
        "kind": "hands-on",
        "stem": f"find all multiples of {factor} below {limit} with a pencil.",
        "environment": "A sheet of paper and a pencil. No calculator.",
        "minutes": 2,
        "rubric": [
            {
                "text": "Five numbers are written down",
                "reason": f"There are five up to {limit}.",
            },
            {
                "text": f"The last one is {factor * 5}",
                "reason": f"{limit} itself is not below it.",
            },
        ],
        "solution": ", ".join(str(factor * n) for n in range(1, 6)),
        "explanation": "Count in steps, and look at the limit last.",
    }


def _in_case(index: int) -> Made:
    boxes = 2 + index % 7
    return {
        "kind": "single",
        "case": CASE_ID,
        "stem": f"somebody needs {boxes * 12} apples. What do they cost?",
        "options": [
            {"text": str(boxes * 6), "correct": True, "reason": f"{boxes} boxes at 6 each."},
            {"text": str(boxes * 4), "reason": "That is the price of as many boxes of oranges."},
            {"text": str(boxes * 12), "reason": "That is the number of apples."},
        ],
        "explanation": "Find the number of boxes first, then the price.",
    }


def _factor(index: int) -> int:
    return 3 + index % 7


MAKERS: tuple[Callable[[int], Made], ...] = (
    _multiple, _ordering, _matching, _typed, _numeric, _blanks, _hands_on, _in_case,
)  # fmt: skip
