"""Importing a roadmap: what it names must exist, and an edit must not pass unnoticed."""

from __future__ import annotations

from sqlmodel import Session

from studyapp.content.load import LoadedFile, unknown_certification
from studyapp.content.problems import Problem
from studyapp.domain.road_changes import outline_of
from studyapp.domain.roadmaps import Roadmap
from studyapp.services.roadmaps import keep_outline
from studyapp.store import importing
from studyapp.store.bodies import roadmap_from_json
from studyapp.store.tables import CertificationRow


def note_edit(session: Session, after: Roadmap) -> None:
    """Keep the outline of a road that is about to be replaced by another one."""
    body = importing.roadmap_body(session, after.id)
    if body is None:
        return
    before = outline_of(roadmap_from_json(body))
    now = outline_of(after)
    if (before.stages, before.steps) != (now.stages, now.steps):
        keep_outline(session, after.id, before)


def unknown_certifications(session: Session, loaded: LoadedFile) -> list[Problem]:
    """Every certification that a roadmap names and no file describes."""
    known = importing.holders(session, CertificationRow)
    missing = [named for named in loaded.leads_to if named.value not in known]
    return [unknown_certification(loaded.path, named, known) for named in missing]
