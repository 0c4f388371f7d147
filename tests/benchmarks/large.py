"""A home with 100,000 cards, about 10,000 due and about a million reviews, by the demo's simulation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from studyapp.bootstrap import connect
from studyapp.paths import Home
from studyapp.services.demo.making import DemoPlan, make_demo


def build_large_home(home: Home, quick: bool) -> str:
    """Fill the home and say what is in it."""
    services = connect(home)
    items, days, away = (5_000, 120, 4) if quick else (99_500, 475, 7)
    make_demo(services, DemoPlan(datetime.now(UTC).date(), days=days, items=items, away=away))
    with services.context.store.read() as session:
        cards = session.execute(text("SELECT count(*) FROM card")).scalar_one()
        answers = session.execute(text("SELECT count(*) FROM log_entry WHERE kind = 'answer'")).scalar_one()
        due = session.execute(
            text("SELECT count(*) FROM card WHERE due_on <= :today AND NOT suspended"),
            {"today": services.context.today()},
        ).scalar_one()
    services.close()
    size = Path(home.database).stat().st_size / 1e6
    return f"{cards:,} cards, {due:,} due, {answers:,} reviews, {size:.0f} MB"
