"""A report as lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from studyapp.content.lint.findings import Level
from studyapp.content.lint.guessing import Figures
from studyapp.content.lint.run import Report


def text_of(report: Report) -> Iterator[str]:
    """The report as lines: findings, waivers, figures, summary."""
    for f in report.findings:
        item = f" {f.item}:" if f.item else ""
        yield f"{f.path}:{f.line}:{f.column}: {f.level} {f.id}:{item} {f.message}. {f.hint}"
    if report.waived:
        yield ""
        yield f"Waived: {len(report.waived)}"
        for waived in report.waived:
            f = waived.finding
            yield f"  {f.path}:{f.line}: {f.id} {f.item}: {f.message}. Because: {waived.because}"
    for figures in report.figures:
        yield ""
        yield from _figures(figures)
    yield ""
    by_id = Counter(f.id for f in report.findings)
    if by_id:
        yield "By check: " + ", ".join(f"{check_id} {count}" for check_id, count in sorted(by_id.items()))
    yield (
        f"{report.items} items in {report.files} files: {report.count(Level.ERROR)} errors, "
        f"{report.count(Level.WARNING)} warnings, {report.count(Level.INFO)} infos, {len(report.waived)} waived"
    )


def _figures(figures: Figures) -> Iterator[str]:
    ranks = figures.ranks
    yield f"{figures.certification_id}: {figures.items} items with options"
    counts = ", ".join(f"{count:.1f}" for count in ranks.counts)
    fair = ", ".join(f"{count:.1f}" for count in ranks.expected)
    yield f"  length rank of the key, longest first: {counts} (fair: {fair}); p = {ranks.p_value:.3f}"
    yield (
        f"  strictly longest {ranks.strictly_longest:.1%}, strictly shortest {ranks.strictly_shortest:.1%}, "
        f"chance {ranks.chance:.1%}"
    )
    yield "  bot                        right   chance    bound   passes"
    for row in figures.bots:
        if not row.domain_id:
            passes = "-" if row.passes is None else f"{row.passes:.1%}"
            mark = " above the bound" if row.is_above_the_bound else ""
            yield f"  {row.bot:<25} {row.share:>6.1%}   {row.chance:>6.1%}   {row.bound:>6.1%}   {passes:>6}{mark}"
