"""`studyapp roadmap`: the roads to a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.opening import opened
from studyapp.cli.printing import counted, say, say_json, table

if TYPE_CHECKING:
    from studyapp.services.views import CertificationSummary, RoadmapDetail

app = typer.Typer(help="Roadmaps: the certifications that lead to a role.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
RoadmapId = Annotated[str, typer.Argument(metavar="ID", help="Id, as 'roadmap list' prints it.")]


@app.command("list")
def list_roadmaps(json: Json = False) -> None:
    """List all roadmaps; a star marks the one that you follow."""
    with opened() as services:
        roadmaps = services.roadmaps.all()
    if json:
        say_json(roadmaps)
        return
    table(
        ("*" if r.followed else "", r.id, r.name, f"{r.stages} stages, {r.certifications} steps")
        for r in roadmaps
    )


@app.command("show")
def show_roadmap(roadmap_id: RoadmapId, json: Json = False) -> None:
    """Show the stages of a roadmap with your standing, and the next step."""
    with opened() as services:
        detail = services.roadmaps.roadmap(roadmap_id)
    if json:
        say_json(detail)
    else:
        _say_roadmap(detail)


@app.command("follow")
def follow_roadmap(roadmap_id: RoadmapId) -> None:
    """Follow a roadmap: Today then names the next step on it."""
    with opened() as services:
        services.roadmaps.follow(roadmap_id)
        detail = services.roadmaps.roadmap(roadmap_id)
    say(f"You follow {detail.roadmap.name}. {detail.next_step}")


def _say_roadmap(detail: RoadmapDetail) -> None:
    roadmap = detail.roadmap
    say(f"{roadmap.name}{' (you follow it)' if detail.followed else ''}")
    say(roadmap.tagline)
    for stage in detail.stages:
        say()
        say(f"{stage.name} ({stage.state}): {stage.purpose}")
        for step in stage.steps:
            names = " or ".join(_standing(certification) for certification in step.certifications)
            say(f"  - {names or step.step_id}: {step.why}")
            if step.erratum:
                say(f"    The source names {step.named_in_source}: {step.erratum}")
    say()
    say(detail.next_step)


def _standing(certification: CertificationSummary) -> str:
    text = f"{certification.code} {certification.name}"
    if certification.status != "active":
        text += f" [{certification.status}]"
    if certification.seen:
        text += f" [{counted(certification.mastered, 'item')} learned]"
    return text
