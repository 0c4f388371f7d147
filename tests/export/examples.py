"""An export with something in every part of it, and with a learner who means no good."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from studyapp.export import view
from studyapp.export.view import FORMAT, Privacy, ProgressExport

LEARNER_ID = "3f0f7f0e-6b1c-4b54-9d52-0c6c8f3e9d11"
AS_OF = date(2026, 11, 27)
HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://example.com\";\"click\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\x1b]0;owned\x07\x1b[31mred",
    "[click](javascript:alert(1))",
    "\u202egnp.exe",
    "a" * 3000,
    "<!--", "]]>", "&amp;", "{{7*7}}", "日本語の名前", "\x00nul",
)  # fmt: skip


def domain(domain_id: str = "1", **changes: object) -> view.Domain:
    """A domain with numbers that differ from each other."""
    made = view.Domain(
        domain_id, "Foundations", 0.4, 40, 30, 20, 0.71, 25, 18, 60, 51,
        tuple(view.Calibration(*said) for said in (("sure", 12, 11), ("think-so", 8, 5), ("guess", 5, 2))),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def attempts(count: int = 3) -> view.Attempts:
    """First answers to that many questions: every third wrong."""
    rows = [
        (
            f"tst-101-q{n:02}", "abcdef012345", "1", AS_OF - timedelta(n), n % 3 != 0, "sure",
            "1" if n % 3 else "2", "1", 12.5,
        )
        for n in range(count)
    ]  # fmt: skip
    return view.Attempts("tst-101", *map(tuple, zip(*rows, strict=True)))


def full_export(name: str = "Ada", **changes: object) -> ProgressExport:
    """Every part filled, at the level `items`."""
    made = ProgressExport(
        format=FORMAT,
        made_by="studyapp 0.0.1",
        exported_at=datetime(2026, 11, 27, 18, 30, 15, tzinfo=UTC),
        as_of=AS_OF,
        privacy=Privacy.ITEMS,
        learner=view.Learner(LEARNER_ID, name),
        totals=view.Totals(900, 480.25, 30, 4, 12, 0.9, AS_OF - timedelta(60), AS_OF - timedelta(1)),
        recall=(view.Recall("last 7 days", 60, 51),),
        activity=tuple(view.Day(AS_OF - timedelta(back), 30, 16.5) for back in range(30, 0, -1)),
        days_off=(AS_OF + timedelta(3),),
        weekdays_off=(6,),
        roadmaps=(view.Roadmap("road", "The road", (view.Stage("s1", "First", "in progress", 1, 3),)),),
        certifications=(
            view.Certification(
                "tst-101", "TST-101", "Certified Tester", 100, 70, 40, 0.62, 50, 36, True,
                AS_OF + timedelta(23), 25, view.Readiness(0.71, 0.54, 0.84, 96),
                (view.ForecastTest(AS_OF - timedelta(5), "mock", 0.65, True),), 0.1225,
                (view.Record("booked", AS_OF - timedelta(9)),),
                (domain("1"), domain("2", name="Practice", mastery=0.31)),
            ),
        ),
        mock_exams=(
            view.MockExam(
                "m1", "tst-101", "Mock exam", AS_OF - timedelta(5), 60, 58, 71.5, 90.0, 720, 700, 0.74, True,
                (view.DomainScore("1", 30, 40),), 0.7, ("tst-101-q01", "tst-101-q02"), (1.0, 0.48),
            ),
        ),
        mistakes=(view.Mistakes("tst-101", "1", "sure", 3),),
        confusions=(view.Confusion("tst-101", "a lantern", "a candle", 2),),
        ahead=tuple(view.DayAhead(AS_OF + timedelta(n), 9 - n) for n in range(7)),
        advice="You will meet everything.",
        attempts=(attempts(),),
        disputes=(
            view.Dispute(
                "tst-101", "tst-101-q02", "ab" * 16, AS_OF, "The page says otherwise.", "1", "a candle", False
            ),
        ),
        evidence=view.Evidence(1200, "ab" * 32, 1100, 2, 4, (view.Checkpoint(600, "cd" * 32),)),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]
