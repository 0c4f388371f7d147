"""Styles stay where they belong: once a screen was opened its sheet holds for every other one, too."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

TUI = Path(__file__).parents[2] / "studyapp" / "tui"
SHARED = {"app.tcss", "widgets.tcss", "lists.tcss"}
"""Sheets that are meant for all screens, or for all with a list."""
SAME_EVERYWHERE = {"#opening"}
"""Only as high as its words; that holds wherever it stands."""


def test_an_id_that_several_screens_have_is_styled_with_the_name_of_one() -> None:
    modules = [*(TUI / "screens").glob("*.py"), *(TUI / "widgets").glob("*.py")]
    owners = Counter(
        name for module in modules for name in set(re.findall(r'\bid="([\w-]+)"', module.read_text("utf-8")))
    )
    leaking = []
    for sheet in sorted((TUI / "styles").glob("*.tcss")):
        if sheet.name in SHARED:
            continue
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"[^{},]+(?=[,{])", text):
            found = re.match(r"\s*(#([\w-]+))", selector)
            if found and owners[found[2]] > 1 and found[1] not in SAME_EVERYWHERE:
                leaking.append(f"{sheet.name}: {selector.strip()}")
    assert not leaking, "these hold on screens that they are not meant for"
