"""What each command prints, its JSON and its exit code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.days import long_date
from studyapp.paths import Home
from studyapp.services import road_views, views
from studyapp.services.facade import Services
from tests.banks import (
    CERTIFICATION,
    certification,
    question,
    questions_file,
    roadmap,
    write_bank,
    write_yaml,
)
from tests.cli.conftest import Studyapp

TODAY = datetime.now().astimezone().date()
FAR = (TODAY + timedelta(days=30)).isoformat()


def names(view: type) -> set[str]:
    return {field.name for field in fields(view)}


def test_a_goal_is_set_by_code_listed_changed_and_removed(studyapp: Studyapp) -> None:
    first = studyapp("goal", "set", "TST-101", "--exam", FAR, "--minutes", "30", "--roadmap", "tester")
    assert first.code == 0
    assert "30 minutes a day" in first.out
    [goal] = studyapp("goal", "list", "--json").json
    expected = {
        "certification_id": CERTIFICATION,
        "exam_on": FAR,
        "minutes_a_day": 30,
        "roadmap_id": "tester",
    }
    assert goal == expected
    studyapp("goal", "set", "tst-101", "--exam", "none")
    [goal] = studyapp("goal", "list", "--json").json
    assert goal == expected | {"exam_on": None}
    assert "no date" in studyapp("goal", "list").out
    assert studyapp("goal", "remove", "Tst-101").code == 0
    assert "No goal yet" in studyapp("goal", "list").out
    gone = studyapp("goal", "remove", "tst-101")
    assert (gone.code, gone.out) == (1, "")
    assert "is no goal of yours" in gone.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tst-101", "--exam", "31.12.2026"], "'31.12.2026' is not a day. Write it as 2026-12-31, or none."),
        (["tst-101", "--exam", "2020-01-01"], "2020-01-01 is in the past."),
        (["tst-101", "--minutes", "5000"], "5000 minutes a day."),
    ],
)
def test_a_goal_that_cannot_be_is_refused(studyapp: Studyapp, arguments: list[str], said: str) -> None:
    ran = studyapp("goal", "set", *arguments)
    assert ran.code == 2
    assert said in " ".join(ran.err.split("\n"))
    assert "No goal yet" in studyapp("goal", "list").out


def test_an_unknown_certification_or_roadmap_names_what_is_near(studyapp: Studyapp) -> None:
    ran = studyapp("goal", "set", "tst-102")
    assert ran.code == 1
    assert "There is no certification tst-102." in ran.err
    assert "Did you mean tst-101?" in ran.err
    assert "See 'studyapp roadmap list'" in studyapp("goal", "set", "tst-101", "--roadmap", "moon").err


def test_today_says_what_to_do(studyapp: Studyapp) -> None:
    assert "No goal yet." in studyapp("today").out
    studyapp("goal", "set", "tst-101", "--exam", FAR)
    printed = studyapp("today").out
    assert "TST-101 · exam on" in printed
    assert "new questions" in printed
    assert "Due this week: " in printed
    assert set(studyapp("today", "--json").json) == names(views.Today)


def test_the_plan_is_printed_with_reasons_and_numbers(studyapp: Studyapp) -> None:
    missing = studyapp("plan")
    assert missing.code == 1
    assert "studyapp goal set CERT" in missing.err
    studyapp("goal", "set", "tst-101", "--exam", FAR)
    plan = studyapp("plan", "--json").json
    assert set(plan) == names(views.DayPlan)
    assert len(plan["items"]) >= 12 + 6
    item = plan["items"][0]
    assert set(item) == names(views.RankedItem)
    assert item["reason"]
    assert item["index"] > 0
    assert "recall_on_exam_day" in item["numbers"]
    assert len(studyapp("plan", "--json", "--limit", "3").json["items"]) == 3
    printed = studyapp("plan").out
    assert "  1. " in printed
    assert " 18. " in printed
    assert " 2. " not in studyapp("plan", "--limit", "1").out
    assert "(card, by its name)" in printed


def test_the_plan_of_another_certification_needs_no_goal(studyapp: Studyapp) -> None:
    assert studyapp("plan", "--cert", "TST-101").code == 0


def test_roadmaps_are_listed_shown_and_followed(studyapp: Studyapp) -> None:
    [summary] = studyapp("roadmap", "list", "--json").json
    assert summary["followed"] is False
    assert "You follow Road of the tester." in studyapp("roadmap", "follow", "tester").out
    assert studyapp("roadmap", "list").out.startswith("*  tester")
    shown = studyapp("roadmap", "show", "tester").out
    assert "Stage 1 [stage-1] (open; 0 of 1 done): What stage 1 is for." in shown
    assert "TST-101 Certified Tester" in shown
    assert set(studyapp("roadmap", "show", "tester", "--json").json) == names(road_views.RoadmapDetail)
    assert studyapp("roadmap", "show", "nowhere").code == 1
    assert studyapp("roadmap", "show").out == shown
    assert [one["roadmap"]["id"] for one in studyapp("roadmap", "show", "--json").json] == ["tester"]
    studyapp("roadmap", "leave", "tester")
    assert "You follow no roadmap." in studyapp("roadmap", "show").err


def test_several_roads_are_followed_and_left(home: Home, studyapp: Studyapp) -> None:
    write_yaml(home.content / "roadmaps" / "other.yaml", roadmap("other", ((CERTIFICATION,),)))
    studyapp("roadmap", "follow", "tester")

    assert "You follow too: Road of the tester" in studyapp("roadmap", "follow", "other").out
    assert [r["followed"] for r in studyapp("roadmap", "list", "--json").json] == [True, True]
    assert studyapp("roadmap", "leave", "other").code == 0
    assert {r["id"]: r["followed"] for r in studyapp("roadmap", "list", "--json").json} == {
        "other": False,
        "tester": True,
    }


def test_the_json_of_a_road_names_codes_status_successors_and_progress(
    home: Home, studyapp: Studyapp
) -> None:
    write_bank(home.content, "old-101", questions=0, terms=0, status="retired", successors=[CERTIFICATION])
    step = {"named_in_source": "OLD-101", "source_certification": "old-101"}
    road = roadmap("tester", ((CERTIFICATION,),))
    road["stages"][0]["steps"][0] |= step
    write_yaml(home.content / "roadmaps" / "tester.yaml", road)
    studyapp("cert", "record", "TST-101", "passed", "--on", "2026-01-02", "--score", "812")

    shown = studyapp("roadmap", "show", "tester", "--json").json

    [stage] = shown["stages"]
    [found] = stage["steps"]
    [certification] = found["certifications"]
    assert (stage["state"], stage["done"], stage["progress"]) == ("passed", 1, 1.0)
    assert (certification["id"], certification["code"], certification["status"]) == (
        CERTIFICATION, "TST-101", "active",
    )  # fmt: skip
    assert (certification["state"], certification["progress"]) == ("passed", 1.0)
    assert (found["source"]["code"], found["source"]["status"], found["source"]["successors"]) == (
        "OLD-101", "retired", [CERTIFICATION],
    )  # fmt: skip
    text = studyapp("roadmap", "show", "tester").out
    assert "The source names OLD-101 Certified Tester old-101: retired -> TST-101" in text


def test_a_gate_is_stepped_past_and_shut_again(home: Home, studyapp: Studyapp) -> None:
    write_bank(home.content, "oth-201", questions=1, terms=0)
    write_yaml(home.content / "roadmaps" / "tester.yaml", roadmap("tester", ((CERTIFICATION,), ("oth-201",))))

    assert "does not count" in studyapp("roadmap", "skip", "tester", "stage-1").out
    shown = studyapp("roadmap", "show", "tester").out
    assert "(open, skipped; 0 of 1 done)" in shown
    assert "Stage 2 [stage-2] (open; 0 of 1 done)" in shown
    studyapp("roadmap", "skip", "tester", "stage-1", "--back")
    assert "Opens when it is done: Stage 1 has 1 step to go." in studyapp("roadmap", "show", "tester").out
    wrong = studyapp("roadmap", "skip", "tester", "stage-9")
    assert (wrong.code, "It has: stage-1, stage-2." in wrong.err) == (1, True)


def test_an_edit_of_a_road_is_told_until_it_was_read(home: Home, studyapp: Studyapp) -> None:
    write_bank(home.content, "oth-201", questions=1, terms=0)
    studyapp("roadmap", "follow", "tester")
    write_yaml(home.content / "roadmaps" / "tester.yaml", roadmap("tester", (("oth-201",),)))

    assert "! TST-101 is now OTH-201; what you learned of it stays." in studyapp(
        "roadmap", "show", "tester"
    ).out  # fmt: skip
    studyapp("roadmap", "seen", "tester")
    assert "!" not in studyapp("roadmap", "show", "tester").out


def test_exams_are_recorded_listed_and_taken_back(studyapp: Studyapp) -> None:
    assert "Nothing is recorded yet." in studyapp("cert", "records").out
    booked = studyapp("cert", "record", "tst-101", "booked", "--on", FAR).out
    assert "Your goal aims at that day now, with 20 minutes a day." in booked
    assert studyapp("goal", "list", "--json").json[0]["exam_on"] == FAR
    assert "Taken back: TST-101: booked for" in studyapp("cert", "undo", "tst-101").out
    assert studyapp("goal", "list", "--json").json == []

    held = ("cert", "record", "tst-101", "held", "--on", "2026-01-02", "--expires", "none", "--json")
    detail = studyapp(*held).json
    assert (detail["state"], detail["records"][0]["expires_on"]) == ("held", None)
    assert studyapp("cert", "records", "TST-101").out == "TST-101: held since 2 Jan 2026\n"
    assert "You: held since 2 Jan 2026" in studyapp("cert", "show", "tst-101").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("passd",), "Write one of: booked, passed, failed, held, waived"),
        (("skipped",), "Write one of"),
        (("waived",), "A waiver needs its reason."),
        (("booked", "--on", "2020-01-01"), "is in the past"),
        (("passed", "--on", "soon"), "is not a day"),
        (("passed", "--score", "100000"), "is not on the scale"),
    ],
)
def test_a_record_that_cannot_be_says_what_to_do(
    studyapp: Studyapp, arguments: tuple[str, ...], said: str
) -> None:
    ran = studyapp("cert", "record", "tst-101", *arguments)

    assert ran.code == 2
    assert said in ran.err
    assert studyapp("cert", "records", "--json").json == []


def test_an_unknown_certification_of_a_road_is_named_with_its_place(home: Home, studyapp: Studyapp) -> None:
    path = write_yaml(home.content / "roadmaps" / "typo.yaml", roadmap("typo", (("tst-10",),)))

    ran = studyapp("bank", "check", str(home.content))

    assert ran.code == 1
    assert f"{path}:13:7: error: there is no certification tst-10" in ran.out
    assert "Did you mean tst-101?" in ran.out
    assert ran.out.splitlines() == [
        line.replace(str(home.content), str(home.content.resolve()))
        for line in studyapp("bank", "problems").out.splitlines()
    ]
    assert len(studyapp("roadmap", "list", "--json").json) == 2, "both load"


def test_certifications_are_listed_and_shown_with_their_life_as_of_today(
    home: Home, studyapp: Studyapp
) -> None:
    write_yaml(
        home.content / CERTIFICATION / "certification.yaml",
        certification(
            life_cycle=[
                {"event": "retired", "on": str(TODAY - timedelta(days=3)), "note": "It ended."},
                {"event": "language-retires", "on": str(TODAY + timedelta(days=400))},
            ],
            successors=["tst-102"],
        ),
    )
    assert "12 questions, 6 terms" in studyapp("cert", "list").out
    shown = studyapp("cert", "show", "TST-101").out
    assert f"Status: retired on {long_date(TODAY - timedelta(days=3))}" in shown
    assert "(its facts still say active)" in shown
    assert "Replaced by: tst-102" in shown
    assert "past     retired           It ended." in shown
    assert "to come  language retires" in shown
    assert "700 on a scale of 100 to 1000" in shown
    assert set(studyapp("cert", "show", "tst-101", "--json").json) == names(views.CertificationDetail)
    assert set(studyapp("cert", "list", "--json").json[0]) == names(road_views.CertificationStanding)


@pytest.mark.parametrize("query", ['"', "*", "AND", "NEAR(", "a OR", "'; DROP TABLE card; --", "🙂"])
def test_odd_queries_of_the_glossary_are_no_error(studyapp: Studyapp, query: str) -> None:
    ran = studyapp("glossary", query)
    assert (ran.code, ran.err) == (0, "")


def test_the_glossary_finds_terms(studyapp: Studyapp) -> None:
    printed = studyapp("glossary", "copper harb").out
    assert printed.startswith("Copper Harbour Anchor tst-101 (also copper-harbour-anchor-tst-101) · TST-101")
    assert "What stands beside copper harbour anchor" in printed
    assert len(studyapp("glossary", "--json").json) == 6
    assert len(studyapp("glossary", "--json", "--limit", "2", "--cert", "tst-101").json) == 2
    assert "No term matches." in studyapp("glossary", "zebra").out


def test_progress_is_printed_before_and_after_answers(studyapp: Studyapp) -> None:
    assert "Nothing answered yet." in studyapp("progress").out
    assert set(studyapp("progress", "--json").json) == names(views.Progress)
    shown = studyapp("progress", "--cert", "tst-101").out
    assert "TST-101: mean recall" in shown
    assert "Foundations" in shown


def test_a_memory_trace_gives_the_intervals_of_the_published_vectors(studyapp: Studyapp) -> None:
    lines = studyapp("memory", "trace", "--grades", "3,3,3,3,3,3,1,1,3,3,3,3,3", "--json").json
    days = [line["interval_days"] for line in lines]
    assert days == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    assert set(lines[0]) == names(views.TraceLine)
    printed = studyapp("memory", "trace", "--grades", "3,3,4,1", "--retention", "0.8").out
    assert "stability" in printed
    assert "relearning" in printed


@pytest.mark.parametrize("grades", ["", "3,x", "0", "5", "3;3", "3,,3"])
def test_grades_that_are_none_are_refused(studyapp: Studyapp, grades: str) -> None:
    ran = studyapp("memory", "trace", "--grades", grades)
    assert ran.code == 2
    assert ran.out == ""


def test_a_fit_without_reviews_says_what_it_needs(studyapp: Studyapp) -> None:
    ran = studyapp("memory", "fit")
    assert ran.code == 0
    assert ran.out.startswith("0 reviews on later days so far; a fit needs ")
    assert studyapp("memory", "fit", "--json").json["reviews"] == 0


def test_a_goal_whose_files_are_gone_can_still_be_planned_and_removed(home: Home, studyapp: Studyapp) -> None:
    studyapp("goal", "set", "tst-101")
    for path in (home.content / CERTIFICATION).iterdir():
        path.unlink()
    assert studyapp("plan").code == 0
    assert "no longer in the content" in studyapp("today").out
    assert studyapp("goal", "remove", "tst-101").code == 0


def test_bank_check_prints_file_line_and_column(home: Home, studyapp: Studyapp) -> None:
    good = home.content / CERTIFICATION
    fine = studyapp("bank", "check", str(good))
    assert (fine.code, fine.out) == (0, "")
    assert "3 files checked: 0 errors, 0 warnings" in fine.err
    bad = write_yaml(
        good / "more.yaml",
        questions_file([question(1), question(40, objective="9.9"), question(41, difficulty=9)]),
    )
    ran = studyapp("bank", "check", str(good))
    assert ran.code == 1
    lines = [line for line in ran.out.splitlines() if line.startswith(f"{bad}:")]
    assert any("the id tst-101-q01 is already used" in line for line in ran.out.splitlines())
    assert any("unknown objective 9.9" in line for line in lines)
    assert any("difficulty is not a whole number from 1 to 5" in line for line in lines)
    assert all(line.removeprefix(f"{bad}:").split(":")[1].isdigit() for line in lines)
    found = studyapp("bank", "check", str(good), "--json")
    assert found.code == 1
    assert {"path", "line", "column", "message", "hint", "level"} == set(found.json[0])
    assert not home.database.exists()


def test_what_is_set_aside_is_listed_and_brought_back(
    home: Home, studyapp: Studyapp, connect_to: Callable[..., Services], clock: ManualClock
) -> None:
    empty = studyapp("card", "marked")
    assert (empty.code, empty.out) == (0, "Nothing is set aside, flagged or noted.\n")
    services = connect_to(home, clock)
    services.study.suspend("q:tst-101-q03")
    services.study.flag("q:tst-101-q03", True)
    services.study.suspend("t:tst-101-t02:definition")
    services.study.note("t:tst-101-t01:term", "first line\n\x1b[31msecond")

    listed = studyapp("card", "marked").out
    assert "q:tst-101-q03: set aside, flagged · TST-101" in listed
    assert "t:tst-101-t01:term: noted · TST-101" in listed
    assert "(card, by its definition)" in listed
    assert "  Note: first line" in listed
    assert "\x1b" not in listed
    assert set(studyapp("card", "marked", "--json").json[0]) == names(views.MarkedItem)

    back = studyapp("card", "resume", "q:tst-101-q03", "t:tst-101-t02:definition")
    assert (back.code, back.out.count("Back in study: ")) == (0, 2)
    assert [item["suspended"] for item in studyapp("card", "marked", "--json").json] == [False, False]


def test_what_is_not_set_aside_is_not_brought_back(studyapp: Studyapp) -> None:
    ran = studyapp("card", "resume", "q:tst-101-q03")
    assert (ran.code, ran.out) == (1, "")
    assert "q:tst-101-q03 is not set aside." in ran.err
    assert "studyapp card marked" in ran.err


def test_a_hint_that_ends_a_sentence_is_not_ended_twice(home: Home, studyapp: Studyapp) -> None:
    wrong = question(40) | {"objectiv": "1.1"}
    bad = write_yaml(home.content / CERTIFICATION / "more.yaml", questions_file([wrong]))
    ran = studyapp("bank", "check", str(bad))
    assert "Did you mean objective?\n" in ran.out
    assert "?." not in ran.out
    assert ".." not in ran.out.replace(str(bad), "")


def test_bank_check_of_nothing_is_said(studyapp: Studyapp) -> None:
    ran = studyapp("bank", "check", "/nowhere/at/all")
    assert ran.code == 1
    assert "There is no" in ran.err


def test_bank_problems_names_what_is_wrong_in_the_library(home: Home, studyapp: Studyapp) -> None:
    assert studyapp("bank", "problems").code == 0
    (home.content / "broken.yaml").write_text("format: questions/1\n\t- x", encoding="utf-8")
    ran = studyapp("bank", "problems")
    assert ran.code == 1
    assert "broken.yaml:2:1: error: not valid YAML" in ran.out
    assert studyapp("bank", "problems", "--json").json[0]["line"] == 2


def test_content_import_tells_what_it_read(home: Home, studyapp: Studyapp) -> None:
    report = studyapp("content", "import", "--json").json
    assert set(report) == names(views.ImportReport)
    assert report["changed_files"] == 4
    write_bank(home.content, "oth-201", terms=3)
    printed = studyapp("content", "import").out
    assert "7 files, 3 changed" in printed
    assert "24 questions, 9 terms, 2 certifications" in printed


def test_settings_are_listed_read_and_set(studyapp: Studyapp) -> None:
    assert set(studyapp("settings", "list", "--json").json) == names(views.Settings)
    assert "learning_steps" in studyapp("settings", "list").out
    changes = {
        "retention": ("0.85", "0.85"),
        "learning_steps": ("1, 5,15", "1,5,15"),
        "type_answers": ("on", "true"),
        "theme": ("studyapp-light", "studyapp-light"),
        "reminder_at": ("19:30", "19:30"),
        "days_off": ("6", "6"),
        "rollover_hour": ("3", "3"),
        "report_weekday": ("Monday", "0"),
    }
    for name, (given, shown) in changes.items():
        assert studyapp("settings", "set", name, given).code == 0
        assert studyapp("settings", "get", name).out == f"{shown}\n"
    assert studyapp("settings", "set", "days_off", "Sat, su").code == 0
    assert studyapp("settings", "get", "days_off", "--json").json == [5, 6]
    assert studyapp("settings", "set", "days_off", "").code == 0
    assert studyapp("settings", "get", "days_off", "--json").json == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nothing", "1"),
        ("retention", "2"),
        ("retention", "much"),
        ("type_answers", "perhaps"),
        ("rollover_hour", "4.5"),
        ("learning_steps", "a,b"),
        ("report_weekday", "Someday"),
        ("report_weekday", "7"),
        ("reminder_at", "25:00"),
        ("content_folders", "/nowhere/at/all"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(studyapp: Studyapp, name: str, value: str) -> None:
    ran = studyapp("settings", "set", name, value)
    assert ran.code == 2
    assert ran.err.startswith("That can't be used: ")


def test_a_content_folder_is_kept_as_an_absolute_path(
    home: Home, studyapp: Studyapp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.root)
    assert studyapp("settings", "set", "content_folders", "content").code == 0
    assert studyapp("settings", "get", "content_folders").out == f"{home.content}\n"


def test_study_in_a_pipe_is_plain(studyapp: Studyapp, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    ran = studyapp("study", "--scope", "try", "--cert", "TST-101")
    assert ran.code == 0
    assert "Question 1 of 5" in ran.out
    assert studyapp("study", "--scope", "everything").code == 2
