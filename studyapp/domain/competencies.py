"""What a role asks of a person: responsibilities and skills, each with a stable id."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Competency:
    """A responsibility or skill that a learner can have evidence for.

    The same id on another roadmap is the same competency: evidence counts on both. `also` are words by
    which job descriptions ask for it, `terms` glossary terms that it rests on, `certifications` what proves
    it.
    """

    id: str
    text: str
    also: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    certifications: tuple[str, ...] = ()
