"""Two roles side by side: what each is, pays and asks, and how far the learner is on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studyapp.domain.dossier import Cover
from studyapp.domain.pay import side_by_side
from studyapp.domain.roadmaps import Roadmap
from studyapp.errors import InvalidInput
from studyapp.services.competencies import Holdings
from studyapp.services.context import Context
from studyapp.services.decks import deck_standing
from studyapp.services.dossier import dossier_of
from studyapp.services.kept import kept, reading
from studyapp.services.road_views import CertificationStanding, RoadmapDetail
from studyapp.services.roadmaps import RoadmapsService
from studyapp.services.role_views import (
    AspectRow,
    ComparedExam,
    ComparedSkill,
    Comparison,
    PayRow,
    RoleProfile,
    Side,
)
from studyapp.store import items

ASPECTS = "aspects"
"""Id of the section whose lines read `Aspect: what the role is there`, made to be compared."""
FIT = "fit"
"""Id of the section that says whom a role fits."""


class RolesService:
    """The profile of a role, and the comparison of two."""

    def __init__(self, context: Context, roadmaps: RoadmapsService) -> None:
        self._context = context
        self._roadmaps = roadmaps

    def profile(self, roadmap_id: str) -> RoleProfile:
        """A role with its road, key terms and dossier; raises NotFound."""
        detail = self._roadmaps.roadmap(roadmap_id)
        with reading(self._context) as session:
            holdings = kept(
                session,
                "holdings",
                lambda: Holdings(session, items.roadmaps(session), self._context.today()),
            )
            deck = deck_standing(session, detail.roadmap.key_terms)
        return RoleProfile(detail, deck, dossier_of(detail.roadmap, holdings))

    def compare(self, one_id: str, other_id: str) -> Comparison:
        """Two roles side by side; raises NotFound, and InvalidInput for a role and itself."""
        if one_id == other_id:
            raise InvalidInput("A role is compared with another one.", "Name two roadmaps.")
        one, other = self.profile(one_id), self.profile(other_id)
        roads = one.detail.roadmap, other.detail.roadmap
        return Comparison(
            _side(one),
            _side(other),
            tuple(_aspects(*roads)),
            tuple(PayRow(*row) for row in side_by_side(roads[0].pay, roads[1].pay)),
            (roads[0].pay_note, roads[1].pay_note),
            tuple(_exams(one.detail, other.detail)),
            tuple(_skills(one, other)),
            len(set(roads[0].key_terms) & set(roads[1].key_terms)),
        )


def _side(profile: RoleProfile) -> Side:
    detail, dossier = profile.detail, profile.dossier
    road = detail.roadmap
    fits = next((section.entries for section in road.sections if section.id == FIT), ())
    return Side(
        road.id, road.name, road.role, road.tagline, detail.done, detail.waived, detail.of, detail.progress,
        dossier.count(Cover.EVIDENCED), dossier.count(Cover.PROVEN), len(dossier.competencies),
        profile.deck.met, len(profile.deck.terms), fits, detail.next_step,
    )  # fmt: skip


def _aspects(one: Roadmap, other: Roadmap) -> Iterator[AspectRow]:
    yield AspectRow("In one sentence", one.tagline, other.tagline)
    ours, theirs = _lines_of(one), _lines_of(other)
    for aspect in dict.fromkeys((*ours, *theirs)):
        yield AspectRow(aspect, ours.get(aspect, ""), theirs.get(aspect, ""))
    yield AspectRow("Job titles", ", ".join(one.titles), ", ".join(other.titles))
    yield AspectRow("Time to a first role", _years(one), _years(other))
    yield AspectRow("Stages", _stages(one), _stages(other))


def _lines_of(road: Roadmap) -> Mapping[str, str]:
    """Aspects by name: the lines made for comparing, then every other list that is not compared by itself."""
    found: dict[str, str] = {}
    for section in road.sections:
        if section.id == ASPECTS:
            for entry in section.entries:
                name, colon, text = entry.partition(": ")
                found[name if colon else section.title] = text if colon else entry
        elif not section.competencies and section.id != FIT:
            found[section.title] = "; ".join(entry.rstrip(".") for entry in section.entries)
    return found


def _years(road: Roadmap) -> str:
    if road.years_to_first_role is None:
        return ""
    least, most = road.years_to_first_role
    return f"{least:g}–{most:g} years"


def _stages(road: Roadmap) -> str:
    return " → ".join(stage.name for stage in road.stages)


def _exams(one: RoadmapDetail, other: RoadmapDetail) -> Iterator[ComparedExam]:
    ours, theirs = _on_road(one), _on_road(other)
    for i in dict.fromkeys((*ours, *theirs)):
        it = ours.get(i) or theirs[i]
        on = "both" if i in ours and i in theirs else "one" if i in ours else "other"
        life = it.life if it.status != "active" else ""
        yield ComparedExam(i, it.code, it.name, on, it.state, it.reason, life)


def _on_road(detail: RoadmapDetail) -> dict[str, CertificationStanding]:
    return {it.id: it for stage in detail.stages for step in stage.steps for it in step.certifications}


def _skills(one: RoleProfile, other: RoleProfile) -> Iterator[ComparedSkill]:
    ours = {it.id: it for it in one.dossier.competencies}
    theirs = {it.id: it for it in other.dossier.competencies}
    for i in dict.fromkeys((*ours, *theirs)):
        it = ours.get(i) or theirs[i]
        on = "both" if i in ours and i in theirs else "one" if i in ours else "other"
        yield ComparedSkill(i, it.text, on, it.cover)
