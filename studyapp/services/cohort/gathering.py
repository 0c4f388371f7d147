"""From files that count to the cohort: a row for each learner, and the sums over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from studyapp.domain.cohorts import Standing, WeakDomain, need, reasons, talking_points
from studyapp.domain.days import medium_date
from studyapp.domain.item_statistics import Tally, statistics_of
from studyapp.export.chain import extends
from studyapp.export.view import Privacy
from studyapp.services.cohort.cache import Point, Tallies
from studyapp.services.cohort.reading import Counted
from studyapp.services.cohort.snapshots import Snapshot
from studyapp.services.cohort.view import CohortDomain, CohortMix, DomainLine, ItemLine, LearnerRow

TREND_POINTS = 12
REWRITTEN = "rewritten"
NO_EXAM = 10**6
CONFUSED_PAIRS = 40
WEAKEST_DOMAINS = 40


def latest(found: Sequence[Counted]) -> list[Counted]:
    """The newest export of each learner; `found` is sorted, oldest first."""
    return list({one.snapshot.learner_id: one for one in found}.values())


def rows_of(found: Sequence[Counted], history: dict[str, list[Point]], today: date) -> tuple[LearnerRow, ...]:
    """A row for each learner, those first who need attention most; then by name.

    `found` are all files that count, oldest first; where they are, the trend has their figures as they are
    now, without what is in quarantine, and where they are gone it has what they said.
    """
    files: dict[str, dict[datetime, Counted]] = {}
    for one in found:
        files.setdefault(one.snapshot.learner_id, {})[one.snapshot.exported_at] = one
    rows = [
        _row(one, history.get(learner, []), files[learner], today)
        for learner, one in ((one.snapshot.learner_id, one) for one in latest(found))
    ]
    return tuple(sorted(rows, key=_order))


def _order(row: LearnerRow) -> tuple[int, int, str, str]:
    """Need first; among equals the next exam."""
    left = NO_EXAM if row.days_left is None or row.days_left < 0 else row.days_left
    return -row.need, left, row.name.casefold(), row.learner_id


def _row(
    one: Counted, history: Sequence[Point], files: Mapping[datetime, Counted], today: date
) -> LearnerRow:
    it = one.snapshot
    trend, trend_of, said = _trend(it, history, files)
    weakest = max(it.domains, key=lambda d: d.lost, default=None)
    days_left = (it.exam_on - today).days if it.exam_on and not it.has_result else None
    accepted_at = one.meeting.key.accepted_at if one.meeting else ""
    rewritten, untold = _broken(it, [p for p in history if p.exported_at.isoformat() >= accepted_at])
    standing = replace(
        _standing(it, weakest, days_left, trend, today),
        was_signed=any(point.is_signed for point in history),
        rewritten_since=medium_date(rewritten.exported_at.date()) if rewritten else "",
        untold_since=medium_date(untold.exported_at.date()) if untold else "",
    )
    found = reasons(standing)
    mixes = tuple(m.mix for m in it.mixes if m.certification == it.certification)
    return LearnerRow(
        learner_id=it.learner_id,
        name=it.name,
        signed=REWRITTEN if rewritten else one.signed,
        key_name=one.meeting.key.name if one.meeting else "",
        path=one.path,
        exported_at=it.exported_at,
        as_of=it.as_of,
        privacy=it.privacy,
        certification=it.certification,
        code=it.code,
        last_on=it.last_on,
        active_days=it.active_days,
        planned_days=it.planned_days,
        kept_days=it.kept_days,
        streak=it.streak,
        p_pass=it.p_pass,
        low=it.low,
        high=it.high,
        first_answers=it.first_answers,
        first_right=it.first_right,
        missing=it.missing,
        mastery=it.mastery,
        exam_on=it.exam_on,
        days_left=days_left,
        weakest=weakest,
        trend=trend,
        trend_of=trend_of,
        need=need(found),
        reasons=tuple(reason.text for reason in found),
        points=talking_points(standing, [(m.right, m.taken_for, m.times) for m in mixes]),
        domains=it.domains,
        mixes=mixes[:10],
        minutes=it.minutes,
        mock_exams=it.mock_exams,
        mocks_passed=it.mocks_passed,
        left_out=one.left_out,
        as_said=_as_said(one, said) if one.doubtful and (it.first_answers or one.left_out) else (),
    )


def _as_said(one: Counted, points: int) -> tuple[str, ...]:
    """The figures that may count what is in quarantine, for the files do not show single answers."""
    it = one.snapshot
    if it.privacy != Privacy.ITEMS:
        return (f"every figure, for the level {it.privacy} shows no single answers",)
    found = []
    if it.since is not None:
        found.append(f"first answers before {medium_date(it.since)}")
    if one.left_out:
        found.append("mean recall")
    if it.mocks_closed:
        found.append(f"{it.mocks_closed} mock exam{'s' * (it.mocks_closed != 1)}")
    if points:
        found.append(f"{points} earlier point{'s' * (points != 1)} of the trend")
    return tuple(found)


def _trend(
    it: Snapshot, history: Sequence[Point], files: Mapping[datetime, Counted]
) -> tuple[tuple[float, ...], str, int]:
    """P(pass) over the exports where all have it, else mean recall; and how many earlier P(pass) are as their
    files said them, which are gone or show no single answers.
    """
    points = [p for p in history if p.certification == it.certification and p.exported_at <= it.exported_at]
    points = points[-TREND_POINTS:]
    there = [files.get(point.exported_at) for point in points]
    forecasts = [
        file.snapshot.p_pass if file else point.p_pass for point, file in zip(points, there, strict=True)
    ]
    known = [p_pass for p_pass in forecasts if p_pass is not None]
    if points and len(known) == len(points):
        said = [file is None or file.snapshot.privacy != Privacy.ITEMS for file in there]
        return tuple(known), "P(pass)", sum(said)
    return tuple(point.mastery for point in points) or (it.mastery,), "mean recall", 0


def _broken(it: Snapshot, history: Sequence[Point]) -> tuple[Point | None, Point | None]:
    """The first export whose log the newest no longer holds, and the last of which that can't be told."""
    rewritten, untold = None, None
    for point in history:
        if it.evidence is None or point.evidence is None or point.exported_at >= it.exported_at:
            continue
        holds = extends(it.evidence, point.evidence)
        rewritten = point if holds is False and rewritten is None else rewritten
        untold = point if holds is None else None
    return rewritten, untold


def _standing(
    it: Snapshot,
    weakest: DomainLine | None,
    days_left: int | None,
    trend: tuple[float, ...],
    today: date,
) -> Standing:
    return Standing(
        idle_days=(it.as_of - it.last_on).days if it.last_on else None,
        active_days=it.active_days,
        planned_days=it.planned_days,
        kept_days=it.kept_days,
        has_goal=it.is_goal,
        exam_in=days_left,
        p_pass=it.p_pass,
        has_forecast=it.has_forecast,
        missing=it.missing,
        first_answers=it.first_answers,
        weakest=WeakDomain(weakest.id, weakest.name, weakest.weight, weakest.expected, weakest.first_answers)
        if weakest
        else None,
        sure=it.sure,
        sure_wrong=it.sure_wrong,
        trend=trend,
        export_age=(today - it.as_of).days,
        is_signed=bool(it.did),
        planned_minutes=it.planned_minutes,
        done_minutes=it.done_minutes,
        has_begun=it.has_begun,
        code=it.code,
    )


def domains_of(found: Sequence[Counted]) -> tuple[CohortDomain, ...]:
    """Domains over those who have begun their certification; first what costs the cohort most.

    The cost is the sum over the learners of the share of the exam's points that it is expected to cost.
    """
    sums: dict[tuple[str, str, str], list[DomainLine]] = {}
    names: dict[tuple[str, str, str], str] = {}
    for one in latest(found):
        for certification in one.snapshot.all_domains:
            if not any(domain.mastery or domain.first_answers for domain in certification.domains):
                continue
            for domain in certification.domains:
                at = (certification.certification, certification.code, domain.id)
                sums.setdefault(at, []).append(domain)
                names[at] = domain.name
    lines = [
        CohortDomain(
            *at, names[at], len(group), sum(d.mastery for d in group) / len(group),
            sum(d.first_answers for d in group), sum(d.first_right for d in group),
            round(sum(d.expected for d in group) / len(group), 4), round(sum(d.lost for d in group), 4),
        )
        for at, group in sums.items()
    ]  # fmt: skip
    lines.sort(key=lambda line: (-line.cost, line.certification, line.id))
    return tuple(lines[:WEAKEST_DOMAINS])


def mixes_of(found: Sequence[Counted]) -> tuple[CohortMix, ...]:
    """What most learners mix up, by the number of learners."""
    times: dict[tuple[str, str, str], dict[str, int]] = {}
    for one in latest(found):
        for line in one.snapshot.mixes:
            # Files of earlier versions may name a pair twice, as terms and as options.
            by_learner = times.setdefault((line.code, line.mix.right, line.mix.taken_for), {})
            learner = one.snapshot.learner_id
            by_learner[learner] = max(line.mix.times, by_learner.get(learner, 0))
    lines = [CohortMix(*at, len(group), sum(group.values())) for at, group in times.items()]
    lines.sort(key=lambda line: (-line.learners, -line.times, line.code, line.right, line.taken_for))
    return tuple(lines[:CONFUSED_PAIRS])


def items_of(tallies: Tallies, quarantined: Mapping[str, str]) -> tuple[tuple[ItemLine, ...], int]:
    """Statistics of every item, suspect keys first, then the least discriminating; and how many answers.

    `quarantined` says why items count nowhere: they have statistics, stand last, and are no part of the score
    that others are compared with.
    """
    count = sum(tally.attempts for by_item in tallies.values() for tally in by_item.values())
    lines = []
    for certification, by_item in tallies.items():
        for (item, version), tally in by_item.items():
            lines.append(_line(certification, item, version, tally, quarantined.get(item, "")))
    lines.sort(
        key=lambda line: (
            bool(line.quarantined), line.rival is None, _discrimination(line), line.certification, line.item,
        )
    )  # fmt: skip
    return tuple(lines), count


def _discrimination(line: ItemLine) -> float:
    return 2.0 if line.discrimination is None else line.discrimination


def _line(certification: str, item: str, version: str, tally: Tally, quarantined: str) -> ItemLine:
    found = statistics_of(tally)
    measured = found.measured
    enough = measured.is_measured
    return ItemLine(
        certification=certification,
        item=item,
        version=version,
        attempts=measured.attempts,
        facility=round(measured.facility, 4),
        discrimination=_rounded(measured.point_biserial) if enough else None,
        efficiency=_rounded(found.efficiency) if enough else None,
        key=tally.key,
        rival=measured.rival if enough and measured.keys else None,
        quarantined=quarantined,
    )


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
