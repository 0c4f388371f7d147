"""Documents: whatever stands in them is read as letters, in Markdown and in HTML."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studyapp.export.documents import (
    Document,
    Entry,
    Heading,
    Listing,
    Paragraph,
    to_html,
    to_markdown,
)
from studyapp.sanitiser import clean

HOSTILE = "<script>alert('x')</script> [a](javascript:alert(1)) **b** `c` # d &amp; \x1b[31m"
TAGS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "a",
}  # fmt: skip


class Reader(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def _document(text: str, link: str = "") -> Document:
    entry = Entry(text, link, (Entry(text),))
    return Document(text, text, (Heading(text), Heading(text, 3), Paragraph(text), Listing((entry,))))


def _flat(text: str) -> str:
    return " ".join(clean(text, keep_lines=False).split())


@given(st.text(max_size=200))
def test_any_text_comes_out_of_the_page_as_it_went_in_and_adds_no_tag(text: str) -> None:
    reader = _read(to_html(_document(text)))
    assert {tag for tag, _attributes in reader.tags} <= TAGS
    assert len(reader.tags) == len(_read(to_html(_document("x"))).tags) - ("subtitle" not in to_html(
        _document(text)).partition("</style>")[2])  # fmt: skip
    if _flat(text):
        assert reader.text.count(_flat(text)) >= 1


def test_hostile_text_is_shown_as_text_in_the_page() -> None:
    page = to_html(_document(HOSTILE, "javascript:alert(1)"))
    reader = _read(page)
    assert not [tag for tag, _ in reader.tags if tag in ("script", "a", "img")]
    assert "<script>alert('x')</script>" in " ".join(reader.text)
    assert "\x1b" not in page


def test_only_web_addresses_become_links() -> None:
    links = [a for t, a in _read(to_html(_document("x", "https://example.org/a?b=1&c='"))).tags if t == "a"]
    assert links == []  # a quote is no part of an address
    (link,) = [a for t, a in _read(to_html(_document("x", "https://example.org/a?b=1&c=2"))).tags if t == "a"]
    assert link["href"] == "https://example.org/a?b=1&c=2"


def test_the_page_needs_nothing_else() -> None:
    page = to_html(_document("x"))
    assert "default-src 'none'" in page
    assert "@media print" in page
    assert not [a for _t, a in _read(page).tags if "src" in a or a.get("rel") == "stylesheet"]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=100))
def test_any_text_comes_out_of_the_markdown_as_it_went_in(text: str) -> None:
    rendered = MarkdownIt("commonmark").render(to_markdown(_document(text)))
    reader = _read(rendered)
    assert {tag for tag, _ in reader.tags} <= {"h1", "h2", "h3", "p", "ul", "li"}
    if _flat(text).strip():
        assert _flat(text) in {_flat(part) for part in reader.text} | {_flat("".join(reader.text))}


def test_hostile_text_is_shown_as_text_in_the_markdown() -> None:
    reader = _read(MarkdownIt("commonmark").render(to_markdown(_document(HOSTILE, "javascript:alert(1)"))))
    assert not [tag for tag, _ in reader.tags if tag in ("script", "a", "strong", "code")]
    assert "**b** `c` # d &amp;" in " ".join(reader.text)
