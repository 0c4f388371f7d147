"""`make bench [ARGS=--quick]`: run every benchmark and print one table, with JSON on request."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import cohort, content, exams, lint, screen, store
from tests.benchmarks.measure import Figure

GROUPS = {
    "screen": screen,
    "exams": exams,
    "content": content,
    "lint": lint,
    "cohort": cohort,
    "store": store,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the data and of the runs")
    parser.add_argument("--only", choices=tuple(GROUPS), help="one group")
    parser.add_argument("--json", metavar="FILE", help="also write the figures to a file")
    args = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="studyapp-bench-") as folder:
        for name, group in GROUPS.items():
            if args.only in (None, name):
                for figure in group.measure(Path(folder), quick=args.quick):
                    print(figure, flush=True)
                    figures.append(figure)
    if args.json:
        Path(args.json).write_text(json.dumps([figure.as_dict() for figure in figures], indent=2))
    missed = [figure for figure in figures if not figure.within]
    print(f"{len(figures) - len(missed)} of {len(figures)} within their aim")
    return 0


if __name__ == "__main__":
    sys.exit(main())
