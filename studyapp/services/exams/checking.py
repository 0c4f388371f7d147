"""What the exam services check before they do anything: answers, choices, seeds, and the size of a bank."""

from __future__ import annotations

from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.exams.attempts import AttemptError, PlaceUnknown
from studyapp.domain.exams.blueprint import missing
from studyapp.domain.exams.responses import is_complete, judged
from studyapp.domain.exams.rules import Rules
from studyapp.domain.questions import CHOICES, QuestionKind
from studyapp.domain.responses import Response
from studyapp.errors import InvalidInput, NotFound
from studyapp.services.exams import making
from studyapp.services.exams.views import QuizChoice
from studyapp.store import exams

MOST_ITEMS = 500
MOST_MINUTES = 960
HIGHEST_SEED = 2**31 - 1


def is_whole(session: Session, attempt_id: str, place: int, response: Response, rules: Rules) -> bool:
    """Whether a response is all that its item asks for; raises AttemptError for one that does not fit it."""
    found = exams.shown(session, attempt_id, place)
    if found is None:
        raise PlaceUnknown(f"There is no item {place + 1} in this form.")
    question, _order = found
    whole = is_complete(question, response)
    try:
        # What is not whole yet may have any length; its positions are looked at all the same.
        if whole or question.kind in CHOICES:
            judged(question, response.encode(), rules.partial_credit)
    except ValueError as error:
        raise AttemptError(f"{error}.") from error
    return whole


def too_small(stock: making.Stock, rules: Rules, largest: int) -> tuple[str, str]:
    """What is missing per domain, and the largest form that there is."""
    certification = stock.certification
    candidates = stock.candidates(rules.kinds)
    if not candidates:
        return (
            f"{certification.code} has no questions for an exam yet.",
            "'studyapp cert list' says what has.",
        )
    available = {d.id: sum(c.domain_id == d.id for c in candidates) for d in certification.domains}
    shares = making.blueprint_of(certification, rules.items, rules.unscored)
    names = {domain.id: domain.name for domain in certification.domains}
    told = [
        f"{key} {names[key]}: {found} of {needed}"
        for key, (needed, found) in missing(shares, available).items()
    ]
    why = "; ".join(told) or "too many of them give each other away"
    message = (
        f"A form of {rules.items} items for {certification.code} needs more questions than there are ({why})."
    )
    if not largest:
        return message, "Add questions, or take a section or a quiz instead."
    return (
        message,
        f"The largest form that keeps the blueprint has {largest}: 'studyapp exam CERT --items {largest}'.",
    )


def known_domain(certification: Certification, domain_id: str) -> None:
    """Raise NotFound for a domain that the guide does not have."""
    known = [domain.id for domain in certification.domains]
    if domain_id not in known:
        raise NotFound(
            f"{certification.code} has no domain {domain_id[:40]!r}.", f"Its domains: {', '.join(known)}."
        )


def checked_seed(seed: int) -> int:
    """The seed as it is; raises InvalidInput for one out of bounds."""
    if not 0 <= seed <= HIGHEST_SEED:
        raise InvalidInput(f"The seed {seed}.", f"Give a whole number from 0 to {HIGHEST_SEED}.")
    return seed


def checked_choice(choice: QuizChoice) -> QuizChoice:
    """The choice as it is; raises InvalidInput for numbers and kinds that make no sense."""
    if not 1 <= choice.items <= MOST_ITEMS:
        raise InvalidInput(f"{choice.items} items.", f"Give 1 to {MOST_ITEMS}.")
    if choice.minutes is not None and not 1 <= choice.minutes <= MOST_MINUTES:
        raise InvalidInput(f"{choice.minutes} minutes.", f"Give 1 to {MOST_MINUTES}, or none.")
    if choice.missed_days is not None and not 1 <= choice.missed_days <= 3650:
        raise InvalidInput(f"{choice.missed_days} days.", "Give 1 to 3650.")
    unknown = [kind for kind in choice.kinds if kind not in set(QuestionKind)]
    if unknown:
        raise InvalidInput(f"There is no kind {unknown[0][:40]!r}.", f"Known: {', '.join(QuestionKind)}.")
    if any(not 1 <= difficulty <= 5 for difficulty in choice.difficulties):
        raise InvalidInput("A difficulty is 1 to 5.", "Give one or several of them.")
    return choice
