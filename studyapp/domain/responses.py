"""What a learner gives as an answer, for every kind of item, and its form in the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studyapp.domain.questions import ENTRIES, QuestionKind

UNMATCHED = -1
"""In the positions of a matching item: no choice was given to this prompt."""


class ResponseNotInItem(ValueError):
    """A response names something that the item does not have, or not as many as it asks for."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer in stored positions (not places on screen) or in typed texts; nothing at all is an answer.

    `positions` by kind: the marked options, ascending; the steps from first to last; for each prompt its
    choice or UNMATCHED; the lines of the rubric that were met, ascending. `texts` is one for each entry.
    """

    positions: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    @classmethod
    def choice(cls, positions: Iterable[int]) -> Response:
        """Marked options, or met lines of a rubric."""
        return cls(tuple(sorted(set(positions))))

    @classmethod
    def sequence(cls, positions: Iterable[int]) -> Response:
        """Steps from first to last, or for each prompt its choice."""
        return cls(tuple(positions))

    @classmethod
    def typed(cls, *texts: str) -> Response:
        """One text for each entry."""
        return cls(texts=texts)

    @property
    def chosen(self) -> frozenset[int]:
        """The positions without their order."""
        return frozenset(self.positions)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return not any(self.texts) and all(position == UNMATCHED for position in self.positions)

    def says_as_much_as(self, other: Response) -> bool:
        """Whether both give the same; nothing is the same in whichever form a kind has it."""
        return self == other or (self.is_empty and other.is_empty)

    def encode(self) -> str:
        """The text of the log: `0,2` for positions, a JSON list for texts."""
        if self.texts:
            return json.dumps(list(self.texts), ensure_ascii=False, separators=(",", ":"))
        return ",".join(map(str, self.positions))

    @classmethod
    def decode(cls, kind: QuestionKind, text: str) -> Response:
        """Read what `encode` wrote for an item of this kind; raises ValueError for anything else."""
        if not text:
            return cls()
        if kind not in ENTRIES:
            return cls(tuple(int(part) for part in text.split(",")))
        texts = json.loads(text)
        if not isinstance(texts, list) or not all(isinstance(entry, str) for entry in texts):
            raise ValueError(f"not the answer to a {kind} item: {text[:80]!r}")
        return cls(texts=tuple(texts))


def option_letter(place: int) -> str:
    """The letter on screen of a place counted from 0: a, b, c ..."""
    return "abcdefghijklmnopqrstuvwxyz"[place]


def chosen_from_letters(letters: Sequence[str], order: Sequence[int]) -> frozenset[int]:
    """Stored positions behind letters typed by the learner.

    Raises ResponseNotInItem for a letter that is not on the screen.
    """
    return frozenset(positions_of_letters(letters, order))


def positions_of_letters(letters: Sequence[str], order: Sequence[int]) -> tuple[int, ...]:
    """The same in the order in which they were typed."""
    places = {option_letter(place): position for place, position in enumerate(order)}
    unknown = [letter for letter in letters if letter not in places]
    if unknown:
        raise ResponseNotInItem(f"no option {', '.join(unknown)}; there are {', '.join(places)}")
    return tuple(places[letter] for letter in letters)
