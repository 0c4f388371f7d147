"""From the store to the one view that every format is written from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from studyapp import __version__
from studyapp.domain.glossary import normalised
from studyapp.domain.log import CardId
from studyapp.domain.questions import CHOICES, Confidence, Question, QuestionKind
from studyapp.domain.responses import Response
from studyapp.export import view
from studyapp.export.chain import evidence_of
from studyapp.export.view import FORMAT, Privacy, ProgressExport
from studyapp.export.xapi import Answered, TakenBack, record_id
from studyapp.services.disputes import exported_disputes
from studyapp.services.mastery import domain_progress
from studyapp.services.sharing.request import Request
from studyapp.services.sharing.sources import Sources
from studyapp.services.views import DomainProgress, Goal
from studyapp.store import items, quarantine, sharing
from studyapp.store.bodies import question_from_json

VERSION_DIGITS = 12
"""Digits of the content hash by which versions of an item are told apart."""
CONFUSIONS = 50
LONGEST_OPTION = 160
BREAKS_BACK_DAYS = 60


class Gatherer:
    """Collects what a request asks for; one read transaction for all that comes from the log."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._context = sources.context
        self._goals = sources.goals
        self._progress = sources.progress

    def gather(self, request: Request, learner_id: str, stops: frozenset[int]) -> ProgressExport:
        """The export of now; `stops` are places of the log at which earlier exports stood."""
        context, today = self._context, self._context.today()
        has_domains, has_items = request.privacy is not Privacy.SUMMARY, request.privacy is Privacy.ITEMS
        overview, goals, records = self._progress.overview(), self._goals.all(), self._on_paper()
        with context.store.read() as session:
            chosen = self._chosen(session, request, goals, records)
            certifications = self._certifications(session, chosen, goals, records, has_domains)
            attempts, confusions = attempts_of(session, request.since, chosen) if has_items else ((), ())
            disputes = exported_disputes(session, chosen) if has_items and chosen else ()
            void = quarantine.since(session).keys() if has_items else set()
            mistakes = _mistakes(session, chosen) if has_domains else ()
            evidence = evidence_of(sharing.whole_log(session), stops)
        if has_items:
            terms = [pair for one in chosen for pair in self._sources.confused_terms(one)]
            # Where options are the names of terms, a mix-up is found twice.
            found = {_names_of(one) for one in terms}
            options = (one for one in confusions if _names_of(one) not in found)
            confusions = (*terms, *options)[:CONFUSIONS]
        off = sorted(day for day in self._goals.breaks() if day >= today - timedelta(BREAKS_BACK_DAYS))
        return ProgressExport(
            format=FORMAT,
            made_by=f"studyapp {__version__}",
            exported_at=context.now(),
            as_of=today,
            privacy=request.privacy,
            learner=view.Learner(learner_id, context.settings.learner_name),
            totals=self._totals(overview),
            since=request.since,
            only=request.certification_ids,
            recall=tuple(view.Recall(r.name, r.reviews, r.recalled) for r in overview.retention),
            activity=tuple(
                view.Day(day.day, day.answers, rounded(day.minutes))
                for day in sorted(overview.days, key=lambda day: day.day)
                if request.since is None or day.day >= request.since
            ),
            days_off=tuple(off),
            weekdays_off=tuple(sorted(context.settings.days_off)),
            roadmaps=self._roads(),
            certifications=certifications,
            mock_exams=self._sources.mock_exams(chosen, request.since, has_items) if has_domains else (),
            mistakes=mistakes,
            confusions=confusions,
            ahead=tuple(view.DayAhead(d.day, d.due, d.is_break) for d in overview.forecast)
            if has_domains
            else (),
            advice=self._progress.today().advice if has_domains else "",
            attempts=attempts,
            disputes=disputes,
            quarantined=tuple(sorted(void & {item for table in attempts for item in table.item})),
            evidence=evidence,
        )

    def _chosen(
        self, session: Session, request: Request, goals: list[Goal], records: Iterable[str]
    ) -> tuple[str, ...]:
        if request.certification_ids:
            return request.certification_ids
        aimed = [goal.certification_id for goal in goals]
        others = dict.fromkeys((*sharing.studied(session), *sorted(records)))
        return (*aimed, *(found for found in others if found not in aimed))

    def _totals(self, overview: Any) -> view.Totals:
        days = sorted(day.day for day in overview.days if day.answers)
        return view.Totals(
            answers=overview.total_answers,
            minutes=rounded(overview.total_minutes),
            days=len(days),
            streak=overview.streak,
            longest_streak=overview.longest_streak,
            target_retention=rounded(overview.target_retention),
            first_on=days[0] if days else None,
            last_on=days[-1] if days else None,
        )

    def _roads(self) -> tuple[view.Roadmap, ...]:
        details = [
            self._sources.roadmaps.roadmap(roadmap_id) for roadmap_id in self._sources.roadmaps.all_followed()
        ]
        return tuple(
            view.Roadmap(
                detail.roadmap.id,
                detail.roadmap.name,
                tuple(view.Stage(s.stage_id, s.name, s.state, s.done, s.of) for s in detail.stages),
            )
            for detail in details
        )

    def _on_paper(self) -> dict[str, tuple[view.Record, ...]]:
        """Exams and certificates by certification; why a step was waived stays here."""
        found: dict[str, tuple[view.Record, ...]] = {}
        for record in self._sources.records.all():
            said = view.Record(
                str(record.kind), record.on, record.score, record.expires_on, record_id(record.id)
            )
            found[record.subject] = (*found.get(record.subject, ()), said)
        return found

    def _certifications(
        self,
        session: Session,
        chosen: Iterable[str],
        goals: list[Goal],
        records: Mapping[str, tuple[view.Record, ...]],
        has_domains: bool,
    ) -> tuple[view.Certification, ...]:
        aims = {goal.certification_id: goal for goal in goals}
        said, recall = _calibration(session), _recall(session)
        found = []
        for certification_id in chosen:
            certification = items.certification(session, certification_id)
            if certification is None:
                continue
            standing = domain_progress(session, self._context, certification)
            readiness, expected = self._sources.readiness_of(certification_id)
            domains = tuple(
                replace(
                    _domain(
                        one, recall.get((certification_id, one.domain_id), (0, 0)), said, certification_id
                    ),
                    expected=expected.get(one.domain_id),
                )
                for one in standing
            )
            goal = aims.get(certification_id)
            tests, brier = self._sources.tests_of(certification_id)
            found.append(
                view.Certification(
                    id=certification_id,
                    code=certification.code,
                    name=certification.name,
                    items=sum(d.items for d in standing),
                    met=sum(d.seen for d in standing),
                    learned=sum(d.learned for d in standing),
                    mastery=rounded(sum(d.mastery * d.weight for d in standing)),
                    first_answers=sum(d.first_tries for d in standing),
                    first_right=sum(d.first_right for d in standing),
                    is_goal=goal is not None,
                    exam_on=goal.exam_on if goal else None,
                    minutes_a_day=goal.minutes_a_day if goal else None,
                    readiness=readiness,
                    forecast_tests=tests,
                    brier=brier,
                    records=records.get(certification_id, ()),
                    domains=domains if has_domains else (),
                )
            )
        return tuple(found)


def rounded(number: float) -> float:
    """Four digits after the point: enough for any share, and equal on every machine."""
    return round(float(number), 4)


_CONFIDENCES = tuple(str(confidence) for confidence in Confidence)


def _calibration(session: Session) -> dict[tuple[str, str], dict[str, tuple[int, int]]]:
    found: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for certification_id, domain_id, confidence, answers, right in sharing.calibration(session):
        found.setdefault((certification_id, domain_id), {})[confidence] = (answers, right)
    return found


def _recall(session: Session) -> dict[tuple[str, str], tuple[int, int]]:
    return {(where, domain): (n, recalled) for where, domain, n, recalled in sharing.recall(session)}


def _domain(
    standing: DomainProgress,
    recall: tuple[int, int],
    said: dict[tuple[str, str], dict[str, tuple[int, int]]],
    certification_id: str,
) -> view.Domain:
    counted = said.get((certification_id, standing.domain_id), {})
    return view.Domain(
        standing.domain_id,
        standing.name,
        rounded(standing.weight),
        standing.items,
        standing.seen,
        standing.learned,
        rounded(standing.mastery),
        standing.first_tries,
        standing.first_right,
        *recall,
        tuple(view.Calibration(name, *counted[name]) for name in _CONFIDENCES if name in counted),
    )


def _mistakes(session: Session, chosen: Iterable[str]) -> tuple[view.Mistakes, ...]:
    wanted = set(chosen)
    return tuple(
        view.Mistakes(certification_id, domain_id, confidence, answers - right)
        for certification_id, domain_id, confidence, answers, right in sharing.calibration(session)
        if certification_id in wanted and answers > right
    )


class _Bodies:
    """The versions of the questions that were answered, each read once."""

    def __init__(self, session: Session) -> None:
        self._texts = sharing.question_bodies(session)
        self._read: dict[tuple[str, str], Question | None] = {}

    def of(self, item_id: str, content_hash: str) -> Question | None:
        """The question as it was answered, if that version is known and is answered by choosing."""
        at = (item_id, content_hash)
        if at not in self._read:
            text = self._texts.get(at)
            question = question_from_json(text) if text else None
            self._read[at] = question if question and question.kind in CHOICES else None
        return self._read[at]


def attempts_of(
    session: Session, since: date | None, chosen: tuple[str, ...]
) -> tuple[tuple[view.Attempts, ...], tuple[view.Confusion, ...]]:
    """Every first answer by certification (of all for none chosen), and what was taken for what in them."""
    bodies, void = _Bodies(session), quarantine.since(session)
    columns: dict[str, list[tuple[Any, ...]]] = {}
    mixed: Counter[tuple[str, str, str]] = Counter()
    for row in sharing.answers(session, since, chosen):
        item_id = CardId.parse(row.card_id).item_id
        question = bodies.of(item_id, row.content_hash)
        key = [place for place, option in enumerate(question.options) if option.correct] if question else []
        right = bool(row.correct)
        columns.setdefault(row.certification_id, []).append(
            (
                item_id, row.content_hash[:VERSION_DIGITS], row.domain_id, row.day, right, row.confidence,
                row.chosen if question else "", ",".join(map(str, key)), round(row.elapsed_ms / 1000, 1),
            )
        )  # fmt: skip
        if question and not right and item_id not in void:
            for pair in _mixed_up(row.chosen, question, key):
                mixed[row.certification_id, *pair] += 1
    tables = tuple(
        view.Attempts(certification_id, *map(tuple, zip(*rows, strict=True)))
        for certification_id, rows in sorted(columns.items())
    )
    ranked = sorted(mixed.items(), key=lambda entry: (-entry[1], entry[0]))[:CONFUSIONS]
    return tables, tuple(
        view.Confusion(where, right[:LONGEST_OPTION], taken[:LONGEST_OPTION], times)
        for (where, right, taken), times in ranked
    )


def _names_of(one: view.Confusion) -> tuple[str, frozenset[str]]:
    """What was mixed up, whichever of the two was right and however it is spelled."""
    return one.certification, frozenset((normalised(one.right), normalised(one.taken_for)))


def _mixed_up(chosen: str, question: Question, key: Sequence[int]) -> list[tuple[str, str]]:
    """The texts of the one key and of the one option chosen instead; not of true and false."""
    if question.kind is QuestionKind.TRUE_FALSE or len(key) != 1:
        return []
    if not chosen.isdecimal() or int(chosen) >= len(question.options):
        return []
    return [(question.options[key[0]].text, question.options[int(chosen)].text)]


def answered(session: Session, request: Request) -> Iterator[Answered]:
    """Every answer to a question whose version is known, oldest first."""
    texts = sharing.question_bodies(session)
    questions: dict[tuple[str, str], Question] = {}
    for row in sharing.answers(session, request.since, request.certification_ids, first_sight=False):
        version = (CardId.parse(row.card_id).item_id, row.content_hash)
        if version not in texts:
            continue
        question = questions.get(version) or questions.setdefault(version, question_from_json(texts[version]))
        try:
            response = Response.decode(question.kind, row.chosen)
        except ValueError:
            continue
        at = datetime.fromtimestamp(row.at / 1000, UTC)
        seconds = row.elapsed_ms / 1000
        yield Answered(row.id, at, question, response, bool(row.correct), row.confidence, seconds)


def taken_back(session: Session, request: Request) -> list[TakenBack]:
    """Every result of an exam that was undone, and at the level `items` every answer to a question."""
    rows = [(*row, True) for row in sharing.results_taken_back(session, request.certification_ids)]
    if request.privacy is Privacy.ITEMS:
        answers = sharing.taken_back(session, request.since, request.certification_ids)
        rows += [(*row, False) for row in answers]
    return [
        TakenBack(entry, undo, datetime.fromtimestamp(at / 1000, UTC), is_result)
        for entry, undo, at, is_result in rows
    ]


def exported_positions(text: str) -> frozenset[int]:
    """Places of the log at which earlier exports stood, from their row in the settings."""
    try:
        said = json.loads(text)
    except ValueError:
        return frozenset()
    return (
        frozenset(place for place in said if isinstance(place, int))
        if isinstance(said, list)
        else frozenset()
    )
