"""Whatever stands in a page is read as letters, in each kind of block, in HTML and in Markdown."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from studyapp.export.blocks import Bars, Columns, Entry, Heading, Listing, Page, Paragraph, Table
from studyapp.export.markdown import to_markdown
from studyapp.export.page import to_html
from studyapp.export.pdf import to_pdf
from studyapp.sanitiser import clean

HOSTILE = "<script>alert('x')</script> [a](javascript:alert(1)) **b** `c` # d &amp; \x1b[31m www.a.example #"
PLACES = 14
"""Places of `page_of` at which the text stands as it is."""
MARKDOWN_TAGS = {
    "h1", "h2", "h3", "p", "ul", "li", "em", "strong", "code", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
texts = st.one_of(
    st.text(max_size=100),
    st.text(alphabet="#*_`~-+=>|<[]()!&\\.:/@ 1w\t\n", max_size=24),
    st.sampled_from((HOSTILE, "www.example.org", "a ##", "1.", "12) x", "---", "===", "mailto:a@b.example")),
)


class Reader(HTMLParser):
    """Collects tags with their attributes, and the text between one tag and the next."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = [""]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.text.append("")

    def handle_endtag(self, tag: str) -> None:
        self.text.append("")

    def handle_data(self, data: str) -> None:
        self.text[-1] += data

    @property
    def names(self) -> list[str]:
        return [tag for tag, _attributes in self.tags]

    def count(self, text: str) -> int:
        return sum(flat(part) == text for part in self.text)


def page_of(text: str, link: str = "") -> Page:
    """A page in which the text stands at `PLACES` places, and in a chart."""
    return Page(
        text,
        text,
        (
            Heading(text), Heading(text, 3), Paragraph(text), Paragraph(text, is_small=True),
            Listing((Entry(text, link, (Entry(text),)),)),
            Table(text, (text, "n"), ((text, text),), (1,)),
            Bars(text, "said", ((text, 0.5, text),)),
            Columns("days", text, (date(2026, 11, 1), date(2026, 11, 2)), (1, 2), "min"),
        ),
    )  # fmt: skip


def flat(text: str) -> str:
    return " ".join(clean(text, keep_lines=False).split())


def html_of(page: Page) -> str:
    return to_html(page).decode()


def markdown_of(page: Page, kind: str = "commonmark") -> Reader:
    parser = MarkdownIt(kind, {"linkify": False} if kind == "gfm-like" else {})
    return Reader(parser.render(to_markdown(page).decode()))


@given(texts)
def test_any_text_comes_out_of_the_html_as_it_went_in_and_adds_no_tag(text: str) -> None:
    reader = Reader(html_of(page_of(text)))
    plain = Reader(html_of(page_of("x" if flat(text) else "")))

    assert reader.names == plain.names
    # The caption of the table, that of the bars (twice: for the eye and for a screen reader) and the numbers
    # of the bars; a long name is cut in the chart only.
    if flat(text) and len(flat(text)) <= 60:
        assert reader.count(flat(text)) == plain.count("x")


@given(texts)
def test_any_text_comes_out_of_the_markdown_as_it_went_in(text: str) -> None:
    reader, plain = (markdown_of(page_of(said), "gfm-like") for said in (text, "x"))

    assert set(reader.names) <= MARKDOWN_TAGS
    if flat(text):
        assert reader.names == plain.names
        assert reader.count(flat(text)) == plain.count("x") >= PLACES


@given(texts)
def test_readers_without_tables_see_the_same_letters(text: str) -> None:
    page = Page(text, "", (Heading(text), Paragraph(text), Listing((Entry(text, "", (Entry(text),)),))))
    reader = markdown_of(page)

    assert set(reader.names) <= {"h1", "h2", "h3", "p", "ul", "li"}
    if flat(text):
        assert reader.count(flat(text)) == 5


@given(texts)
def test_any_text_makes_a_pdf(text: str) -> None:
    assert to_pdf(page_of(text)).startswith(b"%PDF")


def test_a_hostile_text_is_shown_as_text() -> None:
    page = html_of(page_of(HOSTILE, "javascript:alert(1)"))
    reader = Reader(page)
    markdown = markdown_of(page_of(HOSTILE, "javascript:alert(1)"))

    assert not {"script", "a", "img"} & {*reader.names, *markdown.names}
    assert "<script>alert('x')</script>" in " ".join(reader.text)
    assert "**b** `c` # d &amp;" in " ".join(markdown.text)
    assert "\x1b" not in page


def test_nothing_that_looks_like_an_address_becomes_a_link_by_itself() -> None:
    made = to_markdown(page_of("www.example.org http://example.org me@example.org")).decode()

    assert "www\\.example.org http:\\//example.org me\\@example.org" in made


def test_only_web_addresses_become_links() -> None:
    quoted = page_of("x", "https://example.org/a?b=1&c='")
    assert "a" not in Reader(html_of(quoted)).names, "a quote is no part of an address"
    assert "a" not in markdown_of(quoted).names

    for reader in (Reader(html_of(found)) for found in (page_of("x", "https://example.org/a?b=1&c=2"),)):
        (link,) = [attributes for tag, attributes in reader.tags if tag == "a"]
        assert link["href"] == "https://example.org/a?b=1&c=2"
    (link,) = [a for tag, a in markdown_of(page_of("x", "https://example.org/a?b=1&c=2")).tags if tag == "a"]
    assert link["href"] == "https://example.org/a?b=1&c=2"


def test_a_page_without_a_line_under_its_title_has_none() -> None:
    bare = Page("Title", "", (Paragraph("Text."),))

    assert 'class="sub"' not in html_of(bare)
    assert to_markdown(bare) == b"# Title\n\nText.\n"


def test_the_pdf_shows_lists_too() -> None:
    import io

    from pypdf import PdfReader

    listed = Page("Title", "", (Listing((Entry("First", "https://example.org/1", (Entry("below"),)),)),))
    text = PdfReader(io.BytesIO(to_pdf(listed))).pages[0].extract_text()

    assert "First https://example.org/1" in text
    assert "below" in text
