"""What a source may do to us: encodings, sizes, archives that lie, control characters, ids of others."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from studyapp.content.interchange import source as sources
from studyapp.content.interchange.convert import convert, replace_files, shipped_ids
from studyapp.content.interchange.model import CannotConvert, Refused
from studyapp.content.interchange.registry import FORMATS, detected
from studyapp.content.interchange.report import Fate, Report
from studyapp.content.interchange.source import Archive, Source
from studyapp.content.load import load_file

GIFT = "::one::Which?{=a ~b}\n\n::two::Which?{=c ~d}\n"


def to_yaml(tmp_path: Path, data: bytes, name: str = "bank.gift", certification: str = "") -> Report:
    path = tmp_path / name
    path.write_bytes(data)
    source = Source(path)
    return convert(
        source, detected(source), tmp_path / "out.yaml", FORMATS["yaml"], certification, overwrite=True
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, line_end: str) -> None:
    report = to_yaml(tmp_path, GIFT.replace("\n", line_end).encode(encoding))
    assert report.counts[Fate.REFUSED] == 0
    assert [p.value.id for p in load_file(tmp_path / "out.yaml").questions] == ["one", "two"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Wor\n\xfflich?{T}", r":2: the text is not UTF-8"),
        (b"a\n\0{T}", r":2: the file is binary"),
        (b"", "holds no items"),
    ],
)
def test_what_is_no_text_is_told_with_its_line(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(CannotConvert, match=said):
        to_yaml(tmp_path, data)
    assert not (tmp_path / "out.yaml").exists()


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    with pytest.raises(CannotConvert, match="has 0 MB"):
        to_yaml(tmp_path, GIFT.encode())


def test_control_characters_and_escapes_never_arrive(tmp_path: Path) -> None:
    report = to_yaml(tmp_path, "Which \x1b[31mone\x07?{=a\x1b]0;x\x07 ~b\u202e}".encode())
    assert "control characters" in report.outcomes[0].losses
    assert all(ch.isprintable() or ch == "\n" for ch in (tmp_path / "out.yaml").read_text("utf-8"))


def test_ids_that_stand_twice_or_belong_to_a_shipped_bank_get_another(tmp_path: Path) -> None:
    shipped = load_file(next(Path("question_banks/aif-c01/questions").glob("*.yaml"))).questions[0].value.id
    text = f"// [id:q1]\nA?{{=1 ~2}}\n\n// [id:q1]\nB?{{=1 ~2}}\n\n// [id:{shipped}]\nC?{{=1 ~2}}\n"
    report = to_yaml(tmp_path, text.encode())
    ids = [outcome.id for outcome in report.outcomes]
    assert ids[0] == "q1"
    assert len({*ids}) == 3
    assert shipped not in ids
    assert any("stands twice" in loss for loss in report.outcomes[1].losses)
    assert any("belongs to the shipped bank aif-c01" in loss for loss in report.outcomes[2].losses)
    again = to_yaml(tmp_path, text.encode(), certification="aif-c01")
    assert shipped in [outcome.id for outcome in again.outcomes]


def test_the_same_source_gives_the_same_ids_in_any_order(tmp_path: Path) -> None:
    one = {o.id for o in to_yaml(tmp_path, b"A?{=1 ~2}\n\nB?{=1 ~2}\n").outcomes}
    assert one == {o.id for o in to_yaml(tmp_path, b"B?{=1 ~2}\n\nA?{=1 ~2}\n").outcomes}


@pytest.mark.parametrize(
    ("stem", "kept"),
    [
        ("Is \x1b[31mred\x1b[0m a colour?", "Is red a colour?"),
        ("Is \x9b1;31mred\x9b0m a colour?", "Is red a colour?"),
        ("A \x1b]0;title\x07colour?", "A colour?"),
        ("A \x1b]8;;https\\://x.example\x1b\\\\colour\x1b]8;;\x1b\\\\?", "A colour?"),
        ("A \x1bccolour?", "A colour?"),
    ],
)
def test_terminal_escapes_go_as_a_whole_and_are_named(tmp_path: Path, stem: str, kept: str) -> None:
    report = to_yaml(tmp_path, f"{stem}{{=yes ~no}}".encode())
    assert "terminal escapes" in report.outcomes[0].losses
    assert load_file(tmp_path / "out.yaml").questions[0].value.stem == kept


def test_a_sequence_that_never_ends_costs_no_text(tmp_path: Path) -> None:
    to_yaml(tmp_path, b"A \x1b]title of a colour?{=yes ~no}")
    assert load_file(tmp_path / "out.yaml").questions[0].value.stem.endswith("title of a colour?")


def test_the_report_adds_up(tmp_path: Path) -> None:
    report = to_yaml(tmp_path, (GIFT + "\nText.\n\nB?{=1\n").encode())
    data = report.as_data()
    assert data["summary"] == {"items": 4, "converted": 0, "with_losses": 2, "refused": 2}
    assert [item["fate"] for item in data["items"]] == ["with_losses", "with_losses", "refused", "refused"]
    assert all(item["reason"] for item in data["items"] if item["fate"] == "refused")


def test_nothing_is_replaced_where_one_file_cannot_be_written(tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text("old", "utf-8")
    blocked = tmp_path / "file" / "new.yaml"
    blocked.parent.write_text("no folder", "utf-8")
    with pytest.raises(CannotConvert, match="can't be written"):
        replace_files({old: b"new", blocked: b"new"})
    assert old.read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "old.yaml"]


def _zip(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_zip(**{"../evil.xml": b"x"}), "leads out of the archive"),
        (_zip(**{"/etc/evil": b"x"}), "leads out of the archive"),
        (_zip(**{"C:\\evil": b"x"}), "leads out of the archive"),
        (_zip(big=b"0" * 8_000_000), "times its size"),
        (b"PK\x03\x04 no", "no sound ZIP"),
    ],
    ids=["up", "absolute", "drive", "bomb", "broken"],  # an archive holds its time: its bytes are no name
)
def test_archives_that_lie_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(CannotConvert, match=said):
        Archive(data, "bank.zip")


@pytest.mark.parametrize("listed", ["{a: b}", "text", "{id: x-1}"])
def test_our_yaml_without_a_list_is_refused_with_the_loaders_words(listed: str, tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_text(f"format: questions/1\ncertification: x\nquestions: {listed}\n", encoding="utf-8")

    read = FORMATS["yaml"].read
    assert read is not None
    (refused,) = read(Source(path))

    assert isinstance(refused, Refused)
    assert "questions" in refused.reason


def test_only_questions_and_terms_of_shipped_banks_take_an_id() -> None:
    banks = set(shipped_ids("x").values())
    assert "cdl" in banks
    assert not [bank for bank in banks if bank.endswith(".yaml")], "stages of roadmaps are no items"
