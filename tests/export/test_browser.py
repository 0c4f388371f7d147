"""The page in a real browser, at the width of a phone and of a desk; without Chromium this is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from studyapp.export.page import to_html
from studyapp.export.report import page
from tests.export.examples import HOSTILE_NAMES, full_export

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
PAPER, INK = (252, 252, 251), (28, 30, 33)

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no Chromium here: apt-get install chromium shows the page in a real browser"
)


def browse(tmp_path: Path, *arguments: str) -> str:
    """Run Chromium without a window on `page.html` in the folder, with the network unplugged."""
    root = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    command = [
        CHROMIUM, "--headless=new", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage", *root,
        "--proxy-server=127.0.0.1:9", f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=3000",
        *arguments, (tmp_path / "page.html").as_uri(),
    ]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout


def written(tmp_path: Path, name: str = "Ada") -> Path:
    (tmp_path / "page.html").write_bytes(to_html(page(full_export(name))))
    return tmp_path


MEASURE = """
<script>
addEventListener("load", () => {
  const wide = [...document.querySelectorAll("main *")].filter(e => !e.closest(".scroll") && !e.closest("svg")
    && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName);
  const charts = [...document.querySelectorAll("svg")].map(e => e.getBoundingClientRect().width);
  const names = [...document.querySelectorAll("tbody th")].map(e => e.getBoundingClientRect().width);
  const page = document.documentElement.scrollWidth;
  document.title = JSON.stringify({inner: innerWidth, page, wide, charts, names});
});
</script>
"""


@pytest.mark.parametrize("width", [500, 1280])
def test_nothing_sticks_out_at_the_width_of_a_phone_and_of_a_desk(tmp_path: Path, width: int) -> None:
    import json
    import re

    # The measuring script stands in the copy that is measured only; the page itself allows none.
    text = to_html(page(full_export("a" * 300))).decode()
    text = text.replace("default-src &#x27;none&#x27;;", "default-src &#x27;unsafe-inline&#x27;;")
    text = text.replace("</head>", MEASURE + "</head>")
    (tmp_path / "page.html").write_text(text, encoding="utf-8")

    shown = browse(tmp_path, f"--window-size={width},900", "--dump-dom")

    found = json.loads(re.search(r"<title>(\{.*?\})</title>", shown)[1].replace("&quot;", '"'))  # type: ignore[index]
    assert found["wide"] == []
    assert found["page"] <= found["inner"]
    assert min(found["names"]) >= 120, "names of rows are not squeezed letter by letter"
    assert found["charts"]
    assert all(0 < chart <= found["inner"] for chart in found["charts"])


@pytest.mark.parametrize("width", [500, 1280])
def test_the_page_is_drawn_with_words_and_charts(tmp_path: Path, width: int) -> None:
    picture = tmp_path / "page.png"
    browse(written(tmp_path), f"--window-size={width},1600", f"--screenshot={picture}")

    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    assert image.width == width
    colours = {colour for _count, colour in image.getcolors(10_000_000) or ()}
    assert PAPER in colours or (22, 24, 27) in colours
    assert len(colours) > 20, "letters and bars, not an empty page"


@pytest.mark.parametrize("name", HOSTILE_NAMES[:2])
def test_no_script_of_a_learner_runs(tmp_path: Path, name: str) -> None:
    hostile = name.replace("alert(1)", "document.title='owned'")

    shown = browse(written(tmp_path, hostile), "--dump-dom")

    assert "<title>owned" not in shown
    assert "Study progress of" in shown


def test_the_page_prints(tmp_path: Path) -> None:
    target = tmp_path / "page.pdf"
    browse(written(tmp_path), f"--print-to-pdf={target}", "--no-pdf-header-footer")

    assert target.read_bytes().startswith(b"%PDF")
