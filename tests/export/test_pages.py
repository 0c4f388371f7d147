"""The page for a person as HTML, Markdown and PDF."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from studyapp.export.markdown import escaped, to_markdown
from studyapp.export.page import to_html
from studyapp.export.pdf import printable, to_pdf
from studyapp.export.report import page
from studyapp.export.view import Day, Readiness
from tests.export.examples import HOSTILE_NAMES, full_export

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Elements(HTMLParser):
    """Every element with its attributes, in order; unclosed ones are remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(text)
    assert not parser.open
    return parser.seen


def test_the_page_is_self_contained() -> None:
    seen = elements(to_html(page(full_export())).decode())

    assert not {tag for tag, _attributes in seen} & {"script", "link", "img", "iframe", "object", "form", "a"}
    for _tag, attributes in seen:
        assert not set(attributes) & {"src", "href", "onerror", "onload", "onclick", "style"}
    policies = [a["content"] for tag, a in seen if tag == "meta" and a.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]


def test_a_screen_reader_finds_language_headings_tables_and_words_for_each_chart() -> None:
    text = to_html(page(full_export())).decode()
    seen = elements(text)
    tags = [tag for tag, _attributes in seen]

    assert ("html", {"lang": "en"}) in seen
    assert tags.count("h1") == 1
    assert tags.count("caption") == tags.count("table")
    assert all("scope" in attributes for tag, attributes in seen if tag == "th")
    ids = {attributes["id"] for _tag, attributes in seen if "id" in attributes}
    charts = [attributes for tag, attributes in seen if tag == "svg"]
    assert charts
    for chart in charts:
        assert chart["role"] == "img"
        assert set((chart["aria-labelledby"] or "").split()) <= ids
    assert len(ids) == sum("id" in attributes for _tag, attributes in seen), "ids are unique"


def test_light_dark_and_print_are_cared_for() -> None:
    text = to_html(page(full_export())).decode()

    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert 'name="viewport"' in text


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_is_only_ever_text(name: str) -> None:
    plain = elements(to_html(page(full_export("Ada"))).decode())
    hostile = elements(to_html(page(full_export(name))).decode())

    assert [tag for tag, _ in hostile] == [tag for tag, _ in plain]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", to_html(page(full_export(name))).decode())


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_can_do_nothing_in_markdown(name: str) -> None:
    first = to_markdown(page(full_export(name))).decode().splitlines()[0]

    assert first.startswith("# Study progress of ")
    assert not re.search(r"(?<!\\)[<\[`]", first)
    assert "://" not in first


def test_markdown_tables_hold_what_the_export_says() -> None:
    text = to_markdown(page(full_export())).decode()

    assert "| 1 Foundations | 40 % | 30 of 40 | 71 % | 18 of 25 | 51 of 60 |" in text
    assert "71 % (54–84) from 96 first answers" in text
    assert "26 Nov 2026" in text


def test_a_line_that_would_be_a_list_or_a_heading_is_text() -> None:
    assert escaped("# x") == "\\# x"
    assert escaped("12. x") == "12\\. x"
    assert escaped("a | b") == "a \\| b"


def test_the_pdf_says_what_the_page_says() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(page(full_export("Ada & Co")))))
    text = "\n".join(one.extract_text() for one in reader.pages)

    assert reader.metadata is not None
    assert reader.metadata.title == "Study progress of Ada & Co"
    for said in ("Ada & Co", "71 % (54–84)", "Foundations", "18 of 25", "Mock exams", "a lantern"):
        assert said in text


def test_equal_exports_are_equal_pdfs() -> None:
    assert to_pdf(page(full_export())) == to_pdf(page(full_export()))


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_makes_a_pdf_all_the_same(name: str) -> None:
    reader = PdfReader(io.BytesIO(to_pdf(page(full_export(name)))))

    assert "Study progress" in reader.pages[0].extract_text()
    assert "/JavaScript" not in str(reader.trailer["/Root"])


def test_letters_that_the_font_lacks_become_a_question_mark() -> None:
    assert printable("Zoë 日本") == "Zoë ??"


def test_no_forecast_and_not_enough_evidence_are_said_in_words() -> None:
    from dataclasses import replace

    (it,) = full_export().certifications
    few = replace(it, readiness=Readiness(None, None, None, 9, 16))

    without = to_markdown(page(full_export(certifications=(replace(it, readiness=None),)))).decode()
    little = to_markdown(page(full_export(certifications=(few,)))).decode()

    assert "no forecast in this export" in without
    assert "not enough evidence yet (9 first answers, 16 more needed)" in little


def test_no_chance_is_told_as_none_or_as_certain() -> None:
    from dataclasses import replace

    (it,) = full_export().certifications
    sure, hopeless = Readiness(0.999, 0.997, 1.0, 200), Readiness(0.001, 0.0, 0.004, 200)

    for readiness, said in ((sure, "99 % (99–99)"), (hopeless, "1 % (1–1)")):
        told = to_markdown(page(full_export(certifications=(replace(it, readiness=readiness),))))
        assert f"{said} from 200 first answers" in told.decode()


def test_a_certification_without_an_answer_has_no_share_of_none() -> None:
    from dataclasses import replace

    (it,) = full_export().certifications
    told = to_markdown(page(full_export(certifications=(replace(it, first_answers=0, first_right=0),))))

    assert "No question answered yet." in told.decode()
    assert "0 of 0 questions" not in told.decode()


def test_days_are_counted_as_the_cohort_counts_them() -> None:
    today = full_export().as_of
    told = to_markdown(
        page(full_export(activity=tuple(Day(today - timedelta(n), 9, 9.0) for n in range(20))))
    )

    assert "| Of the 14 days before | 14 with study, 2 h 06 min |" in told.decode()


def test_an_export_of_nothing_is_a_page_all_the_same() -> None:
    empty = full_export(
        recall=(), activity=(), roadmaps=(), certifications=(), mock_exams=(), mistakes=(), confusions=(),
        ahead=(), advice="", attempts=(), evidence=None,
    )  # fmt: skip

    assert b"At a glance" in to_html(page(empty))
    assert to_pdf(page(empty)).startswith(b"%PDF")
