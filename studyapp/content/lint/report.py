"""A report in the forms that people and programs read: text, JSON, SARIF, GitHub annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from studyapp.content.foreign import passed_over_line
from studyapp.content.lint.findings import Finding, Level
from studyapp.content.lint.guessing import Figures
from studyapp.content.lint.registry import load_checks
from studyapp.content.lint.run import Report

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_GITHUB_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
_SHOWN_CHARS = 100


def text_of(report: Report) -> Iterator[str]:
    """Lines for people: findings with the offending text, waivers with their reasons, figures, counts."""
    for f in report.findings:
        item = f"{f.item}: " if f.item else ""
        yield f"{f.path}:{f.line}:{f.column}: {f.level} {f.id}: {item}{_sentence(f.message)}"
        if f.text and f.text not in f.message:
            yield f"    | {_shortened(f.text)}"
        yield f"    {_sentence(f.hint)}"
    if report.waived:
        yield ""
        yield "Waived:"
        for waived in report.waived:
            f = waived.finding
            yield f"  {f.path}:{f.line}: {f.id}: {f.item}: {_sentence(f.message)} Because: {waived.because}"
    for figures in report.figures:
        yield ""
        yield from _figures(figures)
    if report.findings or report.figures or report.waived:
        yield ""
    by_id = Counter(f.id for f in report.findings)
    if by_id:
        checks = load_checks()
        for check_id, count in sorted(by_id.items()):
            yield f"{count:>5}  {check_id}  {checks[check_id].title}"
    if report.passed_over:
        yield passed_over_line(report.passed_over)
    yield summary_line(report)


def summary_line(report: Report) -> str:
    """How many items and files, and how many findings of each level."""
    counts = (
        _counted(report.count(Level.ERROR), "error"),
        _counted(report.count(Level.WARNING), "warning"),
        _counted(report.count(Level.INFO), "info"),
        f"{len(report.waived)} waived",
    )
    return f"{_counted(report.items, 'item')} in {_counted(report.files, 'file')}: {', '.join(counts)}"


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else text + "."


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN_CHARS else flat[: _SHOWN_CHARS - 1].rstrip() + "…"


def _figures(figures: Figures) -> Iterator[str]:
    ranks = figures.ranks
    yield f"{figures.certification_id}: {_counted(figures.items, 'item')} with a key among options"
    if ranks.items:
        counts = ", ".join(f"{count:.0f}" for count in ranks.counts)
        fair = ", ".join(f"{count:.0f}" for count in ranks.expected)
        yield f"  length of single keys, longest first: {counts} (equal: {fair}; p = {ranks.p_value:.2f})"
        yield (
            f"  the key is strictly longest in {ranks.strictly_longest:.0%}, strictly shortest in "
            f"{ranks.strictly_shortest:.0%}; chance gives {ranks.chance:.0%}"
        )
    if figures.bots:
        yield f"  {'guesser bot':<26}{'right':>8}{'chance':>8}{'bound':>8}{'passes':>8}"
    for row in figures.bots:
        if row.domain_id and not row.is_above_the_bound:
            continue
        name = f"{row.bot}, domain {row.domain_id}" if row.domain_id else row.bot
        passes = "-" if row.passes is None else f"{row.passes:.1%}"
        beaten = "  beats the bank" if row.is_above_the_bound else ""
        yield f"  {name:<26}{row.share:>8.1%}{row.chance:>8.1%}{row.bound:>8.1%}{passes:>8}{beaten}"
    if figures.exam is not None and figures.bots:
        ours = " (assumed: none is published)" if figures.assumed_pass_mark else ""
        yield (
            f"  'passes': share of drawn mock exams of {figures.exam.length} items with "
            f"{figures.exam.pass_share:.0%}{ours} right or more; '-': too few items for one"
        )


def json_of(report: Report) -> dict[str, Any]:
    """Findings as a list of {id, level, path, line, column, item, message, hint, text}, waivers, summary."""
    return {
        "findings": [_plain(f) for f in report.findings],
        "waived": [_plain(w.finding) | {"because": w.because} for w in report.waived],
        "summary": {
            "files": report.files,
            "passed_over": report.passed_over,
            "items": report.items,
            "errors": report.count(Level.ERROR),
            "warnings": report.count(Level.WARNING),
            "infos": report.count(Level.INFO),
            "waived": len(report.waived),
            "by_check": dict(sorted(Counter(f.id for f in report.findings).items())),
            "banks": [_plain_figures(figures) for figures in report.figures],
        },
    }


def _plain(f: Finding) -> dict[str, Any]:
    return {
        "id": f.id, "level": f.level.value, "path": f.path, "line": f.line, "column": f.column,
        "item": f.item, "message": f.message, "hint": f.hint, "text": f.text,
    }  # fmt: skip


def _plain_figures(figures: Figures) -> dict[str, Any]:
    ranks, positions = figures.ranks, figures.positions
    return {
        "certification": figures.certification_id,
        "items": figures.items,
        "mock_exam": None
        if figures.exam is None
        else {
            "items": figures.exam.length,
            "pass_share": round(figures.exam.pass_share, 4),
            "pass_mark_is_assumed": figures.assumed_pass_mark,
        },
        "key_length_ranks": {
            "counts": [round(count, 2) for count in ranks.counts],
            "expected": [round(count, 2) for count in ranks.expected],
            "p_value": round(ranks.p_value, 6),
            "strictly_longest": round(ranks.strictly_longest, 4),
            "strictly_shortest": round(ranks.strictly_shortest, 4),
            "chance": round(ranks.chance, 4),
        },
        "key_positions": {"counts": list(positions.counts), "p_value": round(positions.p_value, 6)},
        "bots": [
            {
                "bot": row.bot, "domain": row.domain_id or None, "items": row.items,
                "right": round(row.share, 4), "chance": round(row.chance, 4), "bound": round(row.bound, 4),
                "above_bound": row.is_above_the_bound, "passes": row.passes,
            }
            for row in figures.bots
        ],
    }  # fmt: skip


def github_of(report: Report) -> Iterator[str]:
    """Workflow commands, by which GitHub shows findings beside the lines of a change."""
    for f in report.findings:
        title = _escaped(f"{f.id} {f.item}".strip(), ",:")
        place = f"file={_escaped(f.path, ',:')},line={f.line},col={f.column},title={title}"
        told = _escaped(f"{_sentence(f.message)} {_sentence(f.hint)}")
        yield f"::{_GITHUB_LEVELS[f.level]} {place}::{told}"
    yield summary_line(report)


def _escaped(text: str, more: str = "") -> str:
    for ch in "%\r\n" + more:
        text = text.replace(ch, f"%{ord(ch):02X}")
    return text


def sarif_of(report: Report, version: str) -> dict[str, Any]:
    """SARIF 2.1.0 (OASIS), as code scanning services take it; waived findings come as suppressed."""
    rules = [
        {
            "id": check.id,
            "name": check.title,
            "shortDescription": {"text": check.title},
            "fullDescription": {"text": check.rule},
            "help": {"text": f"{check.why} {check.do}"},
            "defaultConfiguration": {"level": _SARIF_LEVELS[check.levels[0]]},
        }
        for check in load_checks().values()
    ]
    results = [_sarif_result(f, "") for f in report.findings]
    results += [_sarif_result(w.finding, w.because) for w in report.waived]
    driver = {"name": "studyapp bank lint", "version": version, "rules": rules}
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _sarif_result(f: Finding, because: str) -> dict[str, Any]:
    path = PurePath(f.path)
    uri = Path(path).as_uri() if path.is_absolute() else quote(path.as_posix())
    result: dict[str, Any] = {
        "ruleId": f.id,
        "level": _SARIF_LEVELS[f.level],
        "message": {"text": f"{f'{f.item}: ' if f.item else ''}{_sentence(f.message)} {_sentence(f.hint)}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri},
                    "region": {"startLine": f.line, "startColumn": f.column},
                }
            }
        ],
        "partialFingerprints": {"itemAndCheck/v1": f"{f.item or f.path}:{f.id}:{f.text}"},
    }
    if because:
        result["suppressions"] = [{"kind": "inSource", "justification": because}]
    return result


def explanation_of(check_id: str) -> Iterator[str]:
    """What a check looks for, why, and what to do."""
    check = load_checks()[check_id]
    yield f"{check.id}  {check.title} ({' or '.join(level.value for level in check.levels)})"
    yield ""
    yield f"Rule: {check.rule}"
    yield f"Why:  {check.why}"
    yield f"Do:   {check.do}"
    if check.kinds:
        yield f"For:  {', '.join(check.kinds)}"
    if check_id == "B03":
        from studyapp.domain.guessers import PICKS

        yield "Bots, and what each picks (of a tie its fair share; as many options as there are keys):"
        yield from (f"  {bot:<26}{picks}" for bot, picks in PICKS.items())
