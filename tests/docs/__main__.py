"""`python -m tests.docs`: write the generated parts of the documentation anew."""

from __future__ import annotations

import sys

from studyapp.tui.keys_page import keys_markdown
from tests.docs.made import all_blocks
from tests.docs.pages import DOCS, PAGES, text_of, with_blocks


def main() -> int:
    made = all_blocks()
    for page in PAGES:
        before = text_of(page)
        after = keys_markdown() if page == DOCS / "keys.md" else with_blocks(before, made)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(f"{page.name} was brought up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
