"""The page as one self-contained HTML file: no network, no script, charts as inline SVG, light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from studyapp.export.blocks import (
    Bars,
    Block,
    Columns,
    Entry,
    Heading,
    Listing,
    Page,
    Paragraph,
    Table,
    is_web_address,
    line,
)  # fmt: skip
from studyapp.export.charts import bars_svg, columns_svg, text

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Content Security Policy: even if something slipped through, nothing is loaded and nothing runs."""

MANY_COLUMNS = 6
"""A table with more is wider than the text, where the window is; a column of sentences counts twice."""
STYLE = """
:root { color-scheme: light dark; --paper: #fcfcfb; --ink: #1c1e21; --dim: #5b626b; --line: #d8dade;
  --accent: #1f5fae; --track: #e7e9ec; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181b; --ink: #eceef0; --dim: #a3abb5;
  --line: #3a3f46; --accent: #7db4f0; --track: #2b2f35; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .4rem; border-top: 1px solid var(--line); padding-top: 1.2rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
p { margin: .4rem 0; } ul { margin: .4rem 0; padding-left: 1.3rem; } a { color: var(--accent); }
.sub, .small, figcaption span { color: var(--dim); }
.small { font-size: .875rem; margin-top: 2.2rem; }
.scroll { overflow-x: auto; margin: .9rem 0; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9375rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0;
  border-bottom: 1px solid var(--line); }
th, td { overflow-wrap: break-word; } thead th { color: var(--dim); font-weight: 500; }
tbody th { font-weight: 500; min-width: 9.5rem; max-width: 22rem; overflow-wrap: anywhere; }
.s { min-width: 15rem; }
.n { text-align: right; } tbody .n { white-space: nowrap; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; padding-bottom: .3rem; }
figcaption span { font-weight: 400; display: block; }
svg { display: block; width: 100%; height: auto; } svg text { fill: var(--dim); font-size: 12px; }
svg .value { fill: var(--accent); } svg .track { fill: var(--track); } svg .name { fill: var(--ink); }
@media (max-width: 34rem) { svg text { font-size: 17px; } tbody th { min-width: 7.6rem; }
  .s { min-width: 11.5rem; } }
@media screen and (min-width: 62rem) { .wide { margin-inline: calc(50% - min(48vw, 36rem)); } }
@media print { :root { --paper: #fff; --ink: #000; --dim: #444; --line: #bbb; --accent: #1f5fae;
  --track: #e7e9ec; }
  body { font-size: 11pt; } main { max-width: none; padding: 0; } h2, h3 { break-after: avoid; }
  figure, tr, li { break-inside: avoid; } a { color: inherit; } .scroll { overflow: visible; } }
""".strip()


def to_html(page: Page) -> bytes:
    """The page as UTF-8."""
    body = "\n".join(_block(block, number) for number, block in enumerate(page.blocks))
    subtitle = f'\n<p class="sub">{text(page.subtitle)}</p>' if line(page.subtitle) else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{text(page.title)}</title>
<style>
{STYLE}
</style>
</head>
<body>
<main>
<header>
<h1>{text(page.title)}</h1>{subtitle}
</header>
{body}
</main>
</body>
</html>
""".encode()


def _block(block: Block, number: int) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{text(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        kind = ' class="small"' if block.is_small else ""
        return f"<p{kind}>{text(block.text)}</p>"
    if isinstance(block, Listing):
        return "\n".join(_entries(block.entries))
    if isinstance(block, Table):
        return _table(block, number)
    return _figure(block, number)


def _entries(entries: Sequence[Entry]) -> Iterator[str]:
    yield "<ul>"
    for entry in entries:
        yield f"<li>{text(entry.text)}{_link(entry.link)}"
        if entry.below:
            yield from _entries(entry.below)
        yield "</li>"
    yield "</ul>"


def _link(link: str) -> str:
    shown = text(link)
    if not is_web_address(link):
        return f" {shown}" if shown else ""
    return f' <a href="{shown}" rel="noopener noreferrer">{shown}</a>'


def _table(table: Table, number: int) -> str:
    head = ""
    if any(table.head):
        cells = "".join(
            _cell("th", said, place, table, ' scope="col"') for place, said in enumerate(table.head)
        )
        head = f"<thead><tr>{cells}</tr></thead>"
    rows = "\n".join(f"<tr>{''.join(_row(row, table))}</tr>" for row in table.rows)
    # A table that is too wide for a phone scrolls by itself; it can be reached with the keyboard.
    kind = "scroll wide" if len(table.head) + len(table.sentences) > MANY_COLUMNS else "scroll"
    return (
        f'<div class="{kind}" role="region" aria-labelledby="table-{number}" tabindex="0">\n'
        f'<table><caption id="table-{number}">{text(table.caption)}</caption>{head}<tbody>\n{rows}\n'
        "</tbody></table></div>"
    )


def _row(row: Iterable[str], table: Table) -> Iterable[str]:
    for place, said in enumerate(row):
        yield _cell("td" if place else "th", said, place, table, "" if place else ' scope="row"')


def _cell(tag: str, said: str, place: int, table: Table, more: str) -> str:
    kind = "n" if place in table.right else "s" if place in table.sentences else ""
    told = f' class="{kind}"' if kind else ""
    return f"<{tag}{more}{told}>{text(said)}</{tag}>"


def _figure(chart: Columns | Bars, number: int) -> str:
    svg = (
        columns_svg(chart, f"chart-{number}")
        if isinstance(chart, Columns)
        else bars_svg(chart, f"chart-{number}")
    )
    caption = f"{text(chart.caption)}<span>{text(chart.said)}</span>"
    return f"<figure><figcaption>{caption}</figcaption>\n{svg}</figure>"
