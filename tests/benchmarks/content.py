"""Import: 10,000 questions against what libyaml's loader alone needs, and content that did not change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import yaml

from studyapp.bootstrap import connect
from studyapp.paths import Home, bundled_content
from tests.benchmarks.measure import Figure, median_of, timed_ms

PER_FILE = 1000


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Figures of importing."""
    count = 1_000 if quick else 10_000
    bank = folder / "import-bank"
    write_bank(bank, count)
    files = sorted(bank.glob("*.yaml"))
    parse = timed_ms(lambda: [yaml.load(f.read_text(), Loader=yaml.CSafeLoader) for f in files])
    services = connect(Home(folder / "import-home"))
    services.library.refresh()
    services.settings.update(content_folders=[str(bank)])
    started = time.perf_counter()
    report = services.library.refresh()
    ours = (time.perf_counter() - started) * 1000
    assert not [p for p in report.problems if p.level == "error"], report.problems[:3]
    yield Figure(
        f"import of {count} questions / CSafeLoader alone",
        ours / parse,
        "x",
        1.5,
        f"{ours:.0f} ms / {parse:.0f} ms",
    )
    unchanged = median_of(5, lambda: timed_ms(services.library.refresh))
    yield Figure(
        "unchanged content", unchanged, "ms", 100, f"{report.files} files, {report.questions} questions"
    )
    services.close()


def write_bank(folder: Path, count: int) -> None:
    """A bank of the shipped AIF-C01 items over and over, with ids of its own."""
    folder.mkdir(parents=True)
    source = bundled_content()[0] / "aif-c01" / "questions"
    bodies = [path.read_text().split("questions:\n", 1)[1] for path in sorted(source.glob("*.yaml"))]
    items = [item for body in bodies for item in body.split("\n\n")]
    for start in range(0, count, PER_FILE):
        numbers = range(start, min(start + PER_FILE, count))
        text = "\n".join(
            items[n % len(items)].replace("- id: aif-c01-", f"- id: aif-c01-b{n}-", 1).rstrip()
            for n in numbers
        )
        header = "format: questions/1\ncertification: aif-c01\nquestions:\n"
        (folder / f"part-{start}.yaml").write_text(header + text + "\n")
