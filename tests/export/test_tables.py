"""CSV: tidy tables that no spreadsheet executes."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.export.tables import cell, csv_bytes, to_csv_zip
from studyapp.sanitiser import BEGINS_A_FORMULA
from tests.export.examples import HOSTILE_NAMES, full_export


def read(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def test_every_table_is_there_with_its_rows() -> None:
    found = read(to_csv_zip(full_export()))

    assert len(found["activity.csv"]) == 30
    assert found["certifications.csv"][0]["p_pass"] == "0.71"
    assert [row["name"] for row in found["domains.csv"]] == ["Foundations", "Practice"]
    assert found["attempts.csv"][0]["item"] == "tst-101-q00"
    assert found["mock_exam_domains.csv"][0]["exam"] == "m1"
    assert [row["points"] for row in found["mock_exam_questions.csv"]] == ["1.0", "0.48"]
    assert all(found.values()), "the example has something for each table"


def test_equal_exports_are_equal_bytes_and_only_the_instant_stays_out() -> None:
    from datetime import timedelta

    export = full_export()
    later = full_export(exported_at=export.exported_at + timedelta(hours=1))

    assert to_csv_zip(export) == to_csv_zip(later)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_no_hostile_name_begins_a_formula(name: str) -> None:
    for rows in read(to_csv_zip(full_export(name))).values():
        for row in rows:
            for value in row.values():
                assert not value.lstrip().startswith(BEGINS_A_FORMULA)


@given(st.text(max_size=30))
def test_no_text_at_all_begins_a_formula(text: str) -> None:
    written = csv_bytes(["a"], [[text]]).decode("utf-8-sig")
    ((_head,), (value,)) = csv.reader(io.StringIO(written, newline=""))

    assert not value.startswith(BEGINS_A_FORMULA)
    assert not value.strip().startswith(BEGINS_A_FORMULA)
    assert not any(ord(letter) < 32 for letter in value)


def test_numbers_stay_numbers() -> None:
    assert cell(-3) == -3
    assert cell(0.5) == 0.5
    assert cell("-3") == "'-3"
    assert cell(None) == ""
    assert cell(True) == "true"
