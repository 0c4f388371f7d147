"""The dossier: evidence is kept in the log, counts wherever its competency stands, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from studyapp.domain.dossier import Cover, EvidenceKind
from studyapp.domain.records import RecordKind
from studyapp.errors import InvalidInput, NotFound
from studyapp.paths import Home
from studyapp.services.documents import Form
from studyapp.services.facade import Services
from studyapp.store import dossier as stored
from tests.banks import CERTIFICATION, write_yaml
from tests.roles import HOSTILE, builder, write_roles

PROJECT = EvidenceKind.PROJECT


@pytest.fixture
def roles(home: Home, services: Services) -> Services:
    """Two roadmaps that share a competency."""
    write_roles(home)
    services.library.refresh()
    assert services.library.problems() == []
    return services


def _covers(services: Services, roadmap_id: str) -> dict[str, Cover]:
    return {it.id: it.cover for it in services.dossier.of(roadmap_id).competencies}


def test_without_evidence_everything_is_open(roles: Services) -> None:
    assert _covers(roles, "builder") == {"deploy": Cover.OPEN, "python": Cover.OPEN}


def test_evidence_counts_on_every_roadmap_that_asks_for_its_competency(roles: Services) -> None:
    roles.dossier.add(["python"], PROJECT, "A tool", link="https://example.org/tool", note="Small.")
    assert _covers(roles, "builder")["python"] is Cover.EVIDENCED
    assert _covers(roles, "watcher") == {"python": Cover.EVIDENCED, "monitor": Cover.OPEN}
    standing = next(it for it in roles.dossier.of("watcher").competencies if it.id == "python")
    assert standing.text == "Good Python"
    assert standing.roads == ("builder", "watcher") or len(standing.roads) == 2


def test_a_certification_that_is_held_proves_and_is_told_apart_from_evidence(roles: Services) -> None:
    roles.records.put(CERTIFICATION, RecordKind.HELD)
    assert _covers(roles, "builder") == {"deploy": Cover.PROVEN, "python": Cover.OPEN}
    roles.dossier.add(["deploy"], PROJECT, "A service")
    assert _covers(roles, "builder")["deploy"] is Cover.EVIDENCED


def test_evidence_is_rebuilt_from_the_log(roles: Services) -> None:
    kept = roles.dossier.add(["deploy", "python"], EvidenceKind.TRAINING, "A course", on=date(2026, 5, 3))
    gone = roles.dossier.add(["deploy"], PROJECT, "A mistake")
    roles.dossier.remove(gone.id)
    with roles.context.store.write() as session:
        stored.remove(session, kept.id)
    assert [check.ok for check in roles.health.check() if check.name == "dossier"] == [False]
    roles.health.rebuild()
    assert roles.dossier.all() == [kept]
    assert [check.ok for check in roles.health.check() if check.name == "dossier"] == [True]


def test_evidence_is_taken_back_by_the_end_of_its_id(roles: Services) -> None:
    piece = roles.dossier.add(["python"], PROJECT, "A tool")
    assert roles.dossier.remove(piece.id[-8:]) == piece
    assert roles.dossier.all() == []
    for unknown in ("", "nothing", piece.id):
        with pytest.raises(NotFound):
            roles.dossier.remove(unknown)


def test_an_unknown_competency_is_refused_with_what_is_near(roles: Services) -> None:
    with pytest.raises(NotFound) as error:
        roles.dossier.add(["pyton"], PROJECT, "A tool")
    assert error.value.advice == "Did you mean python?"
    assert roles.dossier.all() == []


@pytest.mark.parametrize(
    ("kind", "title", "more", "says"),
    [
        (PROJECT, "  ", {}, "no title"),
        (PROJECT, "x" * 201, {}, "201 characters"),
        (PROJECT, "A tool", {"link": "javascript:alert(1)"}, "not a web address"),
        (PROJECT, "A tool", {"link": "https://a b"}, "not a web address"),
        (EvidenceKind.LINK, "A tool", {}, "has none"),
        (PROJECT, "A tool", {"on": date(2031, 1, 1)}, "2031-01-01"),
        (PROJECT, "A tool", {"note": "x" * 2001}, "2001 characters"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    roles: Services, kind: EvidenceKind, title: str, more: dict[str, object], says: str
) -> None:
    with pytest.raises(InvalidInput, match=says):
        roles.dossier.add(["python"], kind, title, **more)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="shows nothing"):
        roles.dossier.add([], PROJECT, "A tool")


def test_evidence_for_a_competency_that_vanished_is_kept_and_shown_apart(roles: Services, home: Home) -> None:
    piece = roles.dossier.add(["deploy"], PROJECT, "A service")
    write_yaml(home.content / "roadmaps" / "builder.yaml", builder(sections=[]))
    roles.library.refresh()
    assert roles.dossier.of("builder").competencies == ()
    assert roles.dossier.of("builder").kept == (piece,)


def test_an_exported_dossier_shows_hostile_text_as_text(roles: Services) -> None:
    roles.dossier.add(["python"], PROJECT, HOSTILE, note=HOSTILE)
    page = roles.documents.dossier("builder", Form.HTML, HOSTILE)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    markdown = roles.documents.dossier("builder", Form.MARKDOWN)
    assert "\\<script\\>" in markdown
    assert "1 of 2 responsibilities and skills have evidence" in markdown
    assert "No evidence yet." in markdown


def test_the_dossier_is_written_in_both_forms_into_the_home(roles: Services, home: Home) -> None:
    paths = roles.documents.export_dossier("builder")
    assert [path.name for path in paths] == [
        "dossier-builder-2026-07-01.md",
        "dossier-builder-2026-07-01.html",
    ]
    assert all(path.parent == home.exports and path.stat().st_size > 200 for path in paths)
