"""One bank as the checks see it: its items, its certification and what is known beside the files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from studyapp.content.lint.source import Item, Source
from studyapp.domain.certifications import Certification
from studyapp.domain.item_analysis import MeasuredItem
from studyapp.domain.vendors import OldName, Vendor

if TYPE_CHECKING:
    from studyapp.content.lint.guessing import Figures


@dataclass
class Bank:
    """All questions files of one certification; retired items are left out of `items`."""

    certification_id: str
    sources: Sequence[Source]
    today: date
    certification: Certification | None = None
    vendor: Vendor | None = None
    since: str = "HEAD"
    """The commit that changes are counted from."""
    measured: Mapping[str, MeasuredItem] = field(default_factory=dict)

    @cached_property
    def items(self) -> list[Item]:
        """The items in circulation, in the order of the files."""
        return [item for source in self.sources for item in source.items if not item.retired]

    @cached_property
    def counted(self) -> list[Item]:
        """The items that learners meet and that count: those in quarantine are left out."""
        return [item for item in self.items if not item.quarantine]

    @cached_property
    def source_of(self) -> Mapping[str, Source]:
        """The files by path."""
        return {source.path: source for source in self.sources}

    def domain_of(self, item: Item) -> str:
        """The id of an item's domain, empty where it is not known."""
        domain = self.certification.domain_of(item.objective.text) if self.certification else None
        return domain.id if domain else ""

    @cached_property
    def committed(self) -> Mapping[str, Item]:
        """The items of changed files as they were in the commit `since`, by id."""
        from studyapp.content.lint.committed import committed_items

        return committed_items((Path(source.path) for source in self.sources), self.since)

    @cached_property
    def old_names(self) -> list[tuple[OldName, re.Pattern[str]]]:
        """The vendor's old names with their patterns."""
        from studyapp.content.lint.references import compiled

        return compiled(self.vendor.old_names) if self.vendor else []

    @cached_property
    def figures(self) -> Figures:
        """What the guesser bots measured."""
        from studyapp.content.lint.guessing import Figures

        return Figures(self)
