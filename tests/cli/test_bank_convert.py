"""`studyapp bank convert`, as an author types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studyapp.content.load import load_file
from tests.banks import glossary_file, question, questions_file, term, write_yaml
from tests.cli.conftest import Studyapp

GIFT = "::one::Which?{=a#yes ~b#no}\n\nOnly a text.\n"


def test_a_foreign_bank_becomes_ours_and_the_report_adds_up(tmp_path: Path, studyapp: Studyapp) -> None:
    (tmp_path / "quiz.gift").write_text(GIFT, "utf-8")
    target, report = tmp_path / "bank.yaml", tmp_path / "report.json"
    ran = studyapp("bank", "convert", str(tmp_path / "quiz.gift"), "-o", str(target), "--report", str(report))
    assert ran.code == 1
    assert ran.out.strip() == str(target)
    assert "line 3: Only a text.: refused: a description, no question." in ran.err
    assert "1 item: to be written: references" in ran.err
    assert "2 items: 0 converted, 1 converted with losses, 1 refused" in ran.err
    assert load_file(target).problems == []
    assert json.loads(report.read_text("utf-8"))["summary"]["items"] == 2
    assert studyapp("bank", "fmt", "--check", str(target)).code == 0


def test_our_bank_goes_out_and_comes_back(tmp_path: Path, studyapp: Studyapp) -> None:
    write_yaml(tmp_path / "bank.yaml", questions_file([question(n, terms=["t-1"]) for n in range(1, 4)]))
    assert (
        studyapp("bank", "convert", str(tmp_path / "bank.yaml"), "-o", str(tmp_path / "bank.gift")).code == 0
    )
    ran = studyapp(
        "bank",
        "convert",
        str(tmp_path / "bank.gift"),
        "-o",
        str(tmp_path / "again.yaml"),
        "--certification",
        "tst-101",
    )
    assert ran.code == 0
    before, after = (
        [
            (q.value.id, q.value.stem, q.value.objective_id, q.value.term_ids)
            for q in load_file(path).questions
        ]
        for path in (tmp_path / "bank.yaml", tmp_path / "again.yaml")
    )
    assert before == after


def test_what_cannot_be_told_or_found_says_what_to_do(tmp_path: Path, studyapp: Studyapp) -> None:
    (tmp_path / "notes.dat").write_text("nothing", "utf-8")
    (tmp_path / "quiz.gift").write_text(GIFT, "utf-8")
    for arguments, said in (
        (["nowhere.gift", "-o", "x.yaml"], "There is no"),
        ([str(tmp_path / "notes.dat"), "-o", str(tmp_path / "x.yaml")], "--from"),
        ([str(tmp_path / "quiz.gift"), "-o", str(tmp_path / "x.what")], "--to"),
        ([str(tmp_path / "quiz.gift"), "-o", str(tmp_path)], "is a folder"),
        (
            [str(tmp_path / "quiz.gift"), "-o", str(tmp_path / "x.yaml"), "--from", "latin"],
            "no format 'latin'",
        ),
    ):
        ran = studyapp("bank", "convert", *arguments)
        assert ran.code == 2
        assert said in ran.err
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("x.")) == []


def test_nothing_that_is_there_is_replaced_unless_told(tmp_path: Path, studyapp: Studyapp) -> None:
    source, target, report = tmp_path / "quiz.gift", tmp_path / "bank.yaml", tmp_path / "report.json"
    source.write_text("Which?{=a#yes ~b#no}\n", "utf-8")
    target.write_text("# a bank of 100 lines\n", "utf-8")
    arguments = ("bank", "convert", str(source), "-o", str(target))
    refused = studyapp(*arguments)
    assert refused.code == 2
    assert f"{target} is there already." in refused.err
    assert "--overwrite" in refused.err
    assert target.read_text("utf-8") == "# a bank of 100 lines\n"
    assert studyapp(*arguments, "--overwrite", "--report", str(report)).code == 0
    assert load_file(target).questions
    again = studyapp("bank", "convert", str(source), "-o", str(tmp_path / "b.yaml"), "--report", str(report))
    assert again.code == 2
    assert not (tmp_path / "b.yaml").exists()


def test_the_second_file_of_a_paper_replaces_nothing_either(tmp_path: Path, studyapp: Studyapp) -> None:
    source, key = tmp_path / "quiz.gift", tmp_path / "paper-key.md"
    source.write_text("Which?{=a#yes ~b#no}\n", "utf-8")
    key.write_text("mine", "utf-8")
    ran = studyapp("bank", "convert", str(source), "-o", str(tmp_path / "paper.md"))
    assert ran.code == 2
    assert "paper-key.md is there already." in ran.err
    assert key.read_text("utf-8") == "mine"
    assert not (tmp_path / "paper.md").exists()


def test_a_source_is_never_its_own_target(tmp_path: Path, studyapp: Studyapp) -> None:
    bank = tmp_path / "bank" / "q.yaml"
    bank.parent.mkdir()
    write_yaml(bank, questions_file([question(1)]))
    before = bank.read_bytes()
    (tmp_path / "link.yaml").symlink_to(bank)
    for source, target in ((bank, bank), (bank, tmp_path / "link.yaml"), (bank.parent, bank)):
        ran = studyapp("bank", "convert", str(source), "-o", str(target), "--overwrite")
        assert ran.code == 2
        assert "is read from" in ran.err
    report = studyapp(
        "bank", "convert", str(bank), "-o", str(tmp_path / "x.gift"), "--report", str(bank), "--overwrite"
    )
    assert report.code == 2
    assert bank.read_bytes() == before


def test_no_folder_is_made_by_a_slip(tmp_path: Path, studyapp: Studyapp) -> None:
    source = tmp_path / "quiz.gift"
    source.write_text("Which?{=a#yes ~b#no}\n", "utf-8")
    for target, said in (("no/x.yaml", "There is no folder"), ("new/", "is a folder")):
        ran = studyapp("bank", "convert", str(source), "-o", f"{tmp_path}/{target}", "--to", "yaml")
        assert ran.code == 2
        assert said in ran.err
    assert [path.name for path in tmp_path.iterdir() if path.name in ("no", "new")] == []


def test_hints_name_only_formats_that_fit(tmp_path: Path, studyapp: Studyapp) -> None:
    (tmp_path / "notes.dat").write_text("nothing", "utf-8")
    source = str(tmp_path / "notes.dat")
    for options in ((), ("--from", "latin")):
        ran = studyapp("bank", "convert", source, "-o", str(tmp_path / "x.yaml"), *options)
        assert "gift" in ran.err
        assert "html" not in ran.err


@pytest.mark.parametrize("name", ["q.gift", "q.xml", "q.csv", "q.tsv", "q.zip", "q.anki", "q.apkg"])
def test_the_certification_travels(name: str, tmp_path: Path, studyapp: Studyapp) -> None:
    is_of_cards = name in ("q.anki", "q.apkg")
    bank = glossary_file([term(1)]) if is_of_cards else questions_file([question(1)])
    write_yaml(tmp_path / "bank.yaml", bank)
    to = ("--to", "qti21") if name == "q.zip" else ()
    out = studyapp("bank", "convert", str(tmp_path / "bank.yaml"), "-o", str(tmp_path / name), *to)
    assert out.code == 0, out.err
    assert "certification" not in out.err
    back = studyapp("bank", "convert", str(tmp_path / name), "-o", str(tmp_path / "again.yaml"))
    assert back.code == 0, back.err
    assert load_file(tmp_path / "again.yaml").certification_id == "tst-101"


def test_where_the_certification_cannot_travel_its_loss_is_named(tmp_path: Path, studyapp: Studyapp) -> None:
    write_yaml(tmp_path / "bank.yaml", questions_file([question(1)]))
    out = studyapp("bank", "convert", str(tmp_path / "bank.yaml"), "-o", str(tmp_path / "q.aiken"))
    assert "1 item: certification left out" in out.err


def test_a_certification_that_is_given_goes_into_every_format(tmp_path: Path, studyapp: Studyapp) -> None:
    (tmp_path / "quiz.csv").write_text("question,option A,option B,correct\nWhich?,a,b,A\n", "utf-8")
    options = ("-o", str(tmp_path / "q.gift"), "--certification", "tst-101")
    assert studyapp("bank", "convert", str(tmp_path / "quiz.csv"), *options).code == 0
    assert "[tag:certification:tst-101]" in (tmp_path / "q.gift").read_text("utf-8")
    wrong = studyapp("bank", "convert", str(tmp_path / "quiz.csv"), *options[:3], "Not an id", "--overwrite")
    assert wrong.code == 2
    assert "is not an id" in wrong.err


def test_items_of_two_certifications_in_one_file_are_told(tmp_path: Path, studyapp: Studyapp) -> None:
    write_yaml(tmp_path / "bank" / "1.yaml", questions_file([question(1)]))
    write_yaml(tmp_path / "bank" / "2.yaml", questions_file([question(2)]) | {"certification": "tst-102"})
    out = studyapp("bank", "convert", str(tmp_path / "bank"), "-o", str(tmp_path / "all.yaml"))
    assert "1 item: certification tst-102: here tst-101" in out.err


def test_where_every_item_is_refused_all_reasons_are_told_and_the_report_is_there(
    tmp_path: Path, studyapp: Studyapp
) -> None:
    (tmp_path / "quiz.gift").write_text("Only a text.\n\nWhy?{}\n", "utf-8")
    target, report = tmp_path / "bank.yaml", tmp_path / "report.json"
    ran = studyapp("bank", "convert", str(tmp_path / "quiz.gift"), "-o", str(target), "--report", str(report))
    assert ran.code == 2
    assert not target.exists()
    assert "line 3: Why?: refused: an essay, which nobody can grade here." in ran.err
    assert "None of the 2 items could be converted" in ran.err
    told = json.loads(report.read_text("utf-8"))
    assert told["summary"] == {"items": 2, "converted": 0, "with_losses": 0, "refused": 2}
    assert told["target"]["files"] == []
