"""FSRS-6 for the scheduler: the one place that touches the Rust library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import fsrs_rs_python as rust

from studyapp.domain.memory import DEFAULT_PARAMETERS, Grade, MemoryState

_ANY_RETENTION = 0.9  # only scales the intervals of the library, which are not used

History = Sequence[tuple[int, int]]
"""A card's reviews up to one of them: grade and learner days since the review before (0 for the first)."""


class Fsrs:
    """A `MemoryModel` over fsrs-rs; `parameters` are 17, 19 or 21 numbers."""

    def __init__(self, parameters: Sequence[float] = DEFAULT_PARAMETERS) -> None:
        self.parameters: Sequence[float] = tuple(parameters)
        self._model = rust.FSRS(list(parameters))

    def next_states(self, state: MemoryState | None, days_elapsed: int) -> Mapping[Grade, MemoryState]:
        """The state after each of the four grades, `days_elapsed` learner days after the last review."""
        current = None if state is None else rust.MemoryState(state.stability, state.difficulty)
        states = self._model.next_states(current, _ANY_RETENTION, days_elapsed)
        return {
            Grade.AGAIN: _state(states.again),
            Grade.HARD: _state(states.hard),
            Grade.GOOD: _state(states.good),
            Grade.EASY: _state(states.easy),
        }

    def log_loss(self, histories: Sequence[History]) -> float:
        """Mean log loss of the predictions for the last review of each history; lower is better."""
        return float(self._model.evaluate([_item(history) for history in histories]).log_loss)

    def fitted(self, histories: Sequence[History]) -> Fsrs:
        """A model whose parameters were fitted to the last reviews of the histories."""
        parameters = self._model.compute_parameters([_item(history) for history in histories])
        return Fsrs(parameters)


def _state(item: rust.ItemState) -> MemoryState:
    return MemoryState(item.memory.stability, item.memory.difficulty)


def _item(history: History) -> rust.FSRSItem:
    return rust.FSRSItem([rust.FSRSReview(grade, days) for grade, days in history])
