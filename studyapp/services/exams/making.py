"""Making forms: what a certification's bank offers, and the items that a mode or a quiz takes from it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.exams import rules as exam_rules
from studyapp.domain.exams.blueprint import Blueprint, Share, apportion, blueprint, missing
from studyapp.domain.exams.forms import BankTooSmall, Candidate, Enemies, Placed, assemble
from studyapp.domain.exams.hinges import Text, hinged
from studyapp.domain.exams.rules import NoExam, Rules, rules_of
from studyapp.domain.judging import key_of
from studyapp.domain.questions import CHOICES, Confidence, Question, QuestionKind, shown_order
from studyapp.services.context import Context
from studyapp.services.exams.views import QuizChoice
from studyapp.store import cards, exams
from studyapp.store.bodies import to_json


@dataclass(frozen=True, slots=True)
class Stock:
    """The questions of a certification with everything that decides whether a form takes them."""

    certification: Certification
    questions: Mapping[str, Question]
    hashes: Mapping[str, str]
    seen: Mapping[str, int]
    enemies: Enemies

    def domain_of(self, question: Question) -> str:
        """The domain of a question; the first one where the guide does not know its objective."""
        domain = self.certification.domain_of(question.objective_id)
        return domain.id if domain else self.certification.domains[0].id

    def candidates(
        self, kinds: Iterable[str] = (), among: Iterable[str] | None = None, blind: bool = False
    ) -> list[Candidate]:
        """The items that a form may take; `blind` forgets what was seen."""
        wanted = frozenset(kinds)
        chosen = self.questions.values() if among is None else (self.questions[key] for key in among)
        return [
            Candidate(
                q.id, self.domain_of(q), q.objective_id, q.difficulty,
                0 if blind else self.seen.get(q.id, 0), q.case.id if q.case else "",
            )
            for q in chosen
            if not wanted or q.kind in wanted
        ]  # fmt: skip


def stock_of(session: Session, certification: Certification) -> Stock:
    """The bank of a certification."""
    rows = exams.questions(session, certification.id)
    questions = {question.id: question for question, _digest in rows}
    return Stock(
        certification,
        questions,
        {question.id: digest for question, digest in rows},
        exams.last_seen(session, certification.id),
        hinged(text_of(question) for question in questions.values()),
    )


def text_of(question: Question) -> Text:
    """What an item shows, for finding out which ones give each other away."""
    if question.kind in CHOICES:
        keys = tuple(o.text for o in question.options if o.correct)
        wrong = tuple(o.text for o in question.options if not o.correct)
    elif question.kind in (QuestionKind.TYPED, QuestionKind.BLANKS):
        keys, wrong = key_of(question).texts, ()
    else:
        keys, wrong = (), ()
    if question.kind is QuestionKind.TRUE_FALSE:
        keys, wrong = (), ()
    return Text(question.id, question.stem, keys, wrong, frozenset(question.term_ids))


def exam_rules_or_practice(certification: Certification) -> tuple[Rules, str]:
    """The rules of the exam; for a certification without one those of practice, and why."""
    try:
        return rules_of(certification), ""
    except NoExam as none:
        return exam_rules.practice_rules(), str(none)


def blueprint_of(certification: Certification, items: int, unscored: int = 0) -> Blueprint:
    """The certification's blueprint for so many items."""
    names = {domain.id: domain.name for domain in certification.domains}
    return blueprint(certification.weights(), names, items, unscored)


def largest_form(stock: Stock, rules: Rules, seed: int, blind: bool) -> tuple[Rules, tuple[Placed, ...]]:
    """The full form, or the largest one that keeps the blueprint; no items where there is not even one."""
    candidates = stock.candidates(rules.kinds, blind=blind)
    available = Counter(candidate.domain_id for candidate in candidates)
    for size in range(min(rules.items, len(candidates)), 0, -1):
        held = rules.shortened(size)
        shares = blueprint_of(stock.certification, size, held.unscored)
        if missing(shares, available):
            continue
        try:
            return held, assemble(candidates, shares, seed, stock.enemies)
        except BankTooSmall:
            continue
    return rules.shortened(1), ()


def section_form(
    stock: Stock, rules: Rules, domain_id: str, items: int | None, seed: int, blind: bool
) -> tuple[Rules, tuple[Placed, ...]]:
    """One domain: as many items as the whole exam has of it, unless told otherwise."""
    share = next(s for s in blueprint_of(stock.certification, rules.items) if s.domain_id == domain_id)
    wanted = items or max(exam_rules.SECTION_LEAST, share.items)
    candidates = [c for c in stock.candidates(rules.kinds, blind=blind) if c.domain_id == domain_id]
    placed = _as_many_as_there_are(candidates, {domain_id: share.name}, wanted, seed, stock.enemies)
    return exam_rules.section_rules(rules, len(placed)), placed


def diagnostic_form(stock: Stock, rules: Rules, seed: int, blind: bool) -> tuple[Rules, tuple[Placed, ...]]:
    """The same few items of every domain."""
    candidates = stock.candidates(rules.kinds, blind=blind)
    placed: list[Placed] = []
    for domain in stock.certification.domains:
        blocked = {other for item in placed for other in stock.enemies.get(item.id, ())}
        own = [c for c in candidates if c.domain_id == domain.id and c.id not in blocked]
        wanted = exam_rules.DIAGNOSTIC_PER_DOMAIN
        placed += _as_many_as_there_are(own, {domain.id: domain.name}, wanted, seed, stock.enemies)
    random.Random(f"placement/1:{seed}").shuffle(placed)
    return exam_rules.diagnostic_rules(rules, len(placed)), tuple(placed)


def custom_form(
    stock: Stock, rules: Rules, choice: QuizChoice, found: Sequence[str], seed: int, blind: bool
) -> tuple[Rules, tuple[Placed, ...]]:
    """Items of a choice, over the domains in proportion to what was found in them."""
    candidates = stock.candidates(among=found, blind=blind)
    names = {domain.id: domain.name for domain in stock.certification.domains}
    placed = _as_many_as_there_are(candidates, names, choice.items, seed, stock.enemies)
    return exam_rules.custom_rules(rules, len(placed), choice.minutes), placed


def found_by(session: Session, context: Context, stock: Stock, choice: QuizChoice) -> list[str]:
    """Ids of the questions that a choice finds."""
    rows = {row.item_id: row for row in cards.rows_of_certification(session, stock.certification.id)}
    answers = exams.last_answers(session, stock.certification.id)
    now, today = context.now(), context.today()
    found = []
    for question in stock.questions.values():
        row, last = rows.get(question.id), answers.get(question.id)
        missed_since = now - timedelta(days=choice.missed_days or 0)
        since_ms = cards.to_ms(missed_since) or 0
        keeps = (
            (not choice.domain_ids or stock.domain_of(question) in choice.domain_ids)
            and (not choice.objective_ids or question.objective_id in choice.objective_ids)
            and (not choice.kinds or question.kind in choice.kinds)
            and (not choice.difficulties or question.difficulty in choice.difficulties)
            and (not choice.never_seen or question.id not in stock.seen)
            and (not choice.flagged or (row is not None and row.flagged))
            and (not choice.due or (row is not None and row.due_on is not None and row.due_on <= today))
        )
        if choice.missed_days is not None:
            keeps = keeps and last is not None and last.correct is False and last.at >= since_ms
        if choice.confident_wrong:
            keeps = keeps and last is not None and not last.correct and last.confidence == Confidence.SURE
        if keeps:
            found.append(question.id)
    return found


def _as_many_as_there_are(
    candidates: Sequence[Candidate], names: Mapping[str, str], wanted: int, seed: int, enemies: Enemies
) -> tuple[Placed, ...]:
    """Up to so many items, over the domains in proportion to the candidates."""
    counts = Counter(candidate.domain_id for candidate in candidates)
    weights = {key: float(counts[key]) for key in names if counts[key]}
    for size in range(min(wanted, len(candidates)), 0, -1):
        given = apportion(weights, size)
        shares = tuple(Share(key, names[key], weights[key], given[key]) for key in weights)
        try:
            return assemble(candidates, shares, seed, enemies)
        except BankTooSmall:
            continue
    return ()


def as_placed(shares: Blueprint, placed: Sequence[Placed]) -> Blueprint:
    """The domains of a form that follows no blueprint, with the numbers that it has."""
    counts = Counter(item.domain_id for item in placed)
    return tuple(
        replace(share, scored=counts[share.domain_id], unscored=0)
        for share in shares
        if counts[share.domain_id]
    )


def rows_of_form(stock: Stock, placed: Sequence[Placed], seed: int, shuffle: bool) -> list[dict[str, object]]:
    """The rows of a form: every item as it is now, with its own order of options."""
    rows: list[dict[str, object]] = []
    for place, item in enumerate(placed):
        question = stock.questions[item.id]
        order = shown_order(question, f"exam:{seed}", shuffle=shuffle)
        rows.append(
            {
                "place": place, "question_id": item.id, "content_hash": stock.hashes[item.id],
                "body": to_json(question), "option_order": ",".join(map(str, order)),
                "domain_id": item.domain_id, "objective_id": item.objective_id, "scored": item.scored,
                "seen": place == 0, "response": "", "whole": False, "confidence": "",
                "flagged": False, "spent_ms": 0, "given": "[]",
            }
        )  # fmt: skip
    return rows


def objective_texts(certification: Certification) -> dict[str, str]:
    """Texts of the objectives by id."""
    return {
        objective.id: objective.text for domain in certification.domains for objective in domain.objectives
    }
