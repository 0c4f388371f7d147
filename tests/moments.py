"""When tests take place."""

from __future__ import annotations

from datetime import UTC, datetime

START = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
"""A Wednesday evening."""
