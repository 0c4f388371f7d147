"""`python -m tests.docs`: write the generated parts of the documentation anew."""

from __future__ import annotations

import json
import sys

from studyapp.export.document import json_schema
from studyapp.tui.keys_page import keys_markdown
from tests.docs.made import all_blocks
from tests.docs.pages import DOCS, PAGES, ROOT, text_of, with_blocks

SCHEMA = ROOT / "studyapp/export/progress-1.schema.json"


def main() -> int:
    made = all_blocks()
    for page in PAGES:
        before = text_of(page)
        after = keys_markdown() if page == DOCS / "keys.md" else with_blocks(before, made)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(f"{page.name} was brought up to date")
    schema = json.dumps(json_schema(), indent=1) + "\n"
    if SCHEMA.read_text(encoding="utf-8") != schema:
        SCHEMA.write_text(schema, encoding="utf-8")
        print(f"{SCHEMA.name} was brought up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
