"""Profiles, comparisons and job descriptions over two small roles."""

from __future__ import annotations

import pytest

from studyapp.domain.dossier import Cover, EvidenceKind
from studyapp.domain.records import RecordKind
from studyapp.errors import InvalidInput, NotFound
from studyapp.paths import Home
from studyapp.services.documents import Form
from studyapp.services.facade import Services
from studyapp.services.role_views import AspectRow
from tests.banks import CERTIFICATION
from tests.roles import HOSTILE, write_roles


@pytest.fixture
def roles(home: Home, services: Services) -> Services:
    """Two roadmaps that share a competency."""
    write_roles(home)
    services.library.refresh()
    return services


def test_aspects_line_up_by_their_name_and_a_silent_source_is_empty(roles: Services) -> None:
    found = roles.roles.compare("builder", "watcher")
    assert AspectRow("Primary role", "builds.", "watches.") in found.aspects
    assert AspectRow("Cloud work", "much.", "") in found.aspects
    assert AspectRow("In one sentence", "Builds things.", "Watches things.") in found.aspects


def test_skills_are_shared_by_id_and_each_stands_once(roles: Services) -> None:
    roles.dossier.add(["python"], EvidenceKind.PROJECT, "A tool")
    found = roles.roles.compare("builder", "watcher")
    assert {(s.id, s.on, s.cover) for s in found.skills} == {
        ("deploy", "one", Cover.OPEN), ("python", "both", Cover.EVIDENCED), ("monitor", "other", Cover.OPEN),
    }  # fmt: skip
    assert len(found.skills) == 3
    assert found.shared_terms == 1


def test_a_comparison_says_how_far_the_learner_is_on_each(roles: Services) -> None:
    roles.records.put(CERTIFICATION, RecordKind.PASSED)
    roles.dossier.add(["python"], EvidenceKind.PROJECT, "A tool")
    found = roles.roles.compare("builder", "watcher")
    assert (found.one.done, found.one.of, found.one.evidenced, found.one.proven) == (1, 1, 1, 1)
    assert (found.other.done, found.other.evidenced, found.other.proven) == (1, 1, 0)
    assert [(exam.id, exam.on, exam.state) for exam in found.exams] == [(CERTIFICATION, "both", "passed")]
    assert found.one.fits == ("You like to build.",)
    assert found.other.fits == ()


def test_missing_pay_is_said_to_be_missing(roles: Services) -> None:
    found = roles.roles.compare("builder", "watcher")
    assert [(p.region, p.level, p.one, p.other) for p in found.pay] == [
        ("UK", "entry", "45,000–65,000 GBP", "not given"), ("UK", "senior", "from 100,000 GBP", "not given"),
    ]  # fmt: skip
    assert found.pay_notes == ("", "The figures are missing.")


def test_a_role_is_not_compared_with_itself_or_with_nothing(roles: Services) -> None:
    with pytest.raises(InvalidInput):
        roles.roles.compare("builder", "builder")
    with pytest.raises(NotFound):
        roles.roles.compare("builder", "nobody")


def test_the_profile_lists_the_key_terms_of_the_role_in_their_order(roles: Services) -> None:
    deck = roles.roles.profile("builder").deck
    assert [term.id for term in deck.terms] == ["drift", "canary", "tst-101-t01"]
    assert [term.word for term in deck.terms] == ["new", "new", "new"]
    roles.study.add_terms(["canary"])
    assert [term.word for term in roles.roles.profile("builder").deck.terms] == ["new", "in cards", "new"]


JOB = f"""We look for somebody who deploys models
Python, and a driving licence
{CERTIFICATION.upper()} is welcome
We pay well and the coffee is good
Watch for drift
"""


def test_of_alternatives_one_is_enough_and_the_one_that_is_there_stands_first(roles: Services) -> None:
    asked = roles.jobs.fit("Monitoring or Python").asked
    assert [(it.standing.id, [other.id for other in it.instead]) for it in asked] == [("monitor", ["python"])]

    roles.dossier.add(["python"], EvidenceKind.PROJECT, "A tool")

    (it,) = roles.jobs.fit("Monitoring or Python").asked
    assert (it.standing.id, it.standing.cover) == ("python", Cover.EVIDENCED)
    assert [other.id for other in it.instead] == ["monitor"]


def test_alternatives_of_which_one_is_asked_for_anyway_ask_for_nothing_more(roles: Services) -> None:
    asked = roles.jobs.fit("Python, Linux\nMonitoring or Python\nPython or monitoring").asked
    assert [(it.standing.id, it.instead, len(it.lines)) for it in asked] == [("python", (), 3)]


def test_a_job_description_is_held_against_the_evidence(roles: Services) -> None:
    roles.dossier.add(["python"], EvidenceKind.PROJECT, "A tool")
    found = roles.jobs.fit(JOB)
    assert {it.standing.id: it.standing.cover for it in found.asked} == {
        "python": Cover.EVIDENCED, "deploy": Cover.OPEN, "monitor": Cover.OPEN,
    }  # fmt: skip
    assert found.asked[0].standing.id == "python"
    assert found.asked[0].lines == ("Python, and a driving licence",)
    deploy = next(it.standing for it in found.asked if it.standing.id == "deploy")
    assert [proof.id for proof in deploy.proofs] == [CERTIFICATION]
    assert [term.id for term in deploy.terms] == ["drift"]
    assert [term.id for term in found.terms] == ["drift"]
    assert [proof.id for proof in found.certifications] == [CERTIFICATION]
    assert found.unread == ("We pay well and the coffee is good",)


def test_a_fit_is_written_into_a_new_file_each_time(roles: Services) -> None:
    found = roles.jobs.fit(JOB)

    first = roles.documents.export_job_fit(found)
    again = roles.documents.export_job_fit(found)

    today = roles.context.today()
    assert [path.name for path in first] == [f"job-fit-{today}.md", f"job-fit-{today}.html"]
    assert [path.name for path in again] == [f"job-fit-{today}-2.md", f"job-fit-{today}-2.html"]
    text = first[0].read_text(encoding="utf-8")
    assert f"\n{today}\n" in text, "a date needs no backslashes"
    assert "Evidence for 0 of 3 responsibilities and skills" in text
    assert "## Not recognised\n\n- We pay well and the coffee is good\n" in text


def test_hostile_text_in_a_job_description_is_only_text(roles: Services) -> None:
    found = roles.jobs.fit(f"{HOSTILE} and more of it\nPython")
    assert [it.standing.id for it in found.asked] == ["python"]
    assert "\x1b" not in found.unread[0]
    assert "<script>alert('x')</script>" in found.unread[0]


@pytest.mark.parametrize(
    ("text", "says"), [("", "empty"), (" \n\t", "empty"), ("a\x00b", "not text"), ("x" * 100_001, "100,001")]
)
def test_what_is_no_job_description_is_refused(roles: Services, text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        roles.jobs.fit(text)


def test_a_job_description_is_made_from_a_roadmap_and_gaps_are_marked(roles: Services) -> None:
    text = roles.documents.job_description("builder", Form.MARKDOWN)
    parts = ("Department", "Summary", "Responsibilities", "Skills", "Education", "Experience", "KPIs",
             "Work environment", "Why join us")  # fmt: skip
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(parts)
    assert "- Deploy models." in text
    assert "\\[Fill in: degree, theory, fields of contact\\]" in text
    assert "deploy" in {it.standing.id for it in roles.jobs.fit(roles.documents.job_text("builder")).asked}
