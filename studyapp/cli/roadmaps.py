"""`studyapp roadmap`: the roads to a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.opening import opened
from studyapp.cli.printing import bar, columns, counted, say, say_json, table
from studyapp.domain.days import medium_date
from studyapp.domain.standing import said
from studyapp.errors import NotFound

if TYPE_CHECKING:
    from studyapp.services.road_views import (
        CertificationStanding,
        RoadmapDetail,
        StageStanding,
        StepStanding,
    )

app = typer.Typer(help="Roadmaps: the certifications that lead to a role.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
RoadmapId = Annotated[str, typer.Argument(metavar="ID", help="Id, as 'roadmap list' prints it.")]
OrFollowed = Annotated[
    str, typer.Argument(metavar="[ID]", help="Id of a roadmap; without it, those that you follow.")
]
StageId = Annotated[str, typer.Argument(metavar="STAGE", help="Id of a stage, as 'roadmap show' prints it.")]
Back = Annotated[bool, typer.Option("--back", help="Take it back.")]


@app.command("list")
def list_roadmaps(json: Json = False) -> None:
    """List all roadmaps, whom each fits, and your standing; a star marks those that you follow."""
    with opened() as services:
        roadmaps = services.roadmaps.all()
    if json:
        say_json(roadmaps)
        return
    lines = columns(
        (
            "*" if r.followed else "", r.id, r.name, counted(r.stages, "stage"),
            f"{r.done} of {counted(r.of, 'step')} done",
        )
        for r in roadmaps
    )  # fmt: skip
    for told, roadmap in zip(lines, roadmaps, strict=True):
        print(told)
        if roadmap.fit:
            say(f"     {roadmap.fit}")


@app.command("show")
def show_roadmap(roadmap_id: OrFollowed = "", json: Json = False) -> None:
    """Show the stages of a roadmap with your standing as of today, and the next step."""
    with opened() as services:
        wanted = (roadmap_id,) if roadmap_id else services.roadmaps.all_followed()
        details = [services.roadmaps.roadmap(i) for i in wanted]
    if not details:
        raise NotFound("You follow no roadmap.", "Name one: 'studyapp roadmap list' has their ids.")
    if json:
        say_json(details[0] if roadmap_id else details)
        return
    for number, detail in enumerate(details):
        if number:
            say()
        _say_roadmap(detail)


@app.command("compare")
def compare_roadmaps(
    one: Annotated[str, typer.Argument(metavar="A", help="Id of a roadmap.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Id of another roadmap.")],
    json: Json = False,
) -> None:
    """Compare two roles: what each is, pays and asks, and how far you are on each."""
    from studyapp.cli.comparing import say_comparison

    with opened() as services:
        comparison = services.roles.compare(one, other)
    if json:
        say_json(comparison)
    else:
        say_comparison(comparison)


@app.command("terms")
def list_key_terms(roadmap_id: RoadmapId, json: Json = False) -> None:
    """List the key terms of a role and how well you know them; 'study --deck ID' studies them."""
    with opened() as services:
        deck = services.roles.profile(roadmap_id).deck
    if json:
        say_json(deck)
        return
    table((term.word, term.id, term.name) for term in deck.terms)
    say(f"{len(deck.terms)} terms, {deck.met} met, {deck.learned} learned.")


@app.command("follow")
def follow_roadmap(roadmap_id: RoadmapId, json: Json = False) -> None:
    """Follow a roadmap, beside others: Today then names the next step on the newest one."""
    with opened() as services:
        services.roadmaps.follow(roadmap_id)
        detail = services.roadmaps.roadmap(roadmap_id)
    if json:
        say_json(detail)
        return
    say(f"You follow {detail.roadmap.name}. {detail.next_step}")
    if detail.also_followed:
        say(f"You follow too: {', '.join(name for _id, name in detail.also_followed)}")


@app.command("leave")
def leave_roadmap(roadmap_id: RoadmapId) -> None:
    """Follow a roadmap no longer; what you learned and passed stays."""
    with opened() as services:
        services.roadmaps.follow(roadmap_id, on=False)
    say(f"You do not follow {roadmap_id}. What you learned and passed stays.")


@app.command("skip")
def skip_stage(roadmap_id: RoadmapId, stage_id: StageId, back: Back = False, json: Json = False) -> None:
    """Step past the gate of a stage: what it opens is open, and it counts for nothing."""
    with opened() as services:
        detail = services.roadmaps.skip(roadmap_id, stage_id, on=not back)
    if json:
        say_json(detail)
        return
    stage = next(s for s in detail.stages if s.stage_id == stage_id)
    say(f"{stage.name}: " + ("its gate counts again." if back else "stepped past; it does not count."))


@app.command("seen")
def acknowledge_changes(roadmap_id: RoadmapId) -> None:
    """Say that you have read what an edit of a roadmap changed."""
    with opened() as services:
        services.roadmaps.acknowledge(roadmap_id)
    say("Its changes are not shown again.")


def _say_roadmap(detail: RoadmapDetail) -> None:
    roadmap = detail.roadmap
    say(f"{roadmap.name}{' (you follow it)' if detail.followed else ''}")
    say(roadmap.tagline)
    waived = f", {detail.waived} waived" if detail.waived else ""
    done = f"{detail.done} of {counted(detail.of, 'step')} done"
    say(f"{done}{waived}  {bar(detail.progress)} {detail.progress:.0%}")
    for change in detail.changes:
        say(f"! {change}")
    for stage in detail.stages:
        say()
        _say_stage(stage)
    say()
    say(f"Next: {detail.next_step}")


def _say_stage(stage: StageStanding) -> None:
    marks = ["facts only"] if stage.facts_only else []
    marks += ["skipped"] if stage.skipped else []
    marks += ["past its gate"] if stage.stepped_past else []
    state = ", ".join([stage.state, *marks])
    say(f"{stage.name} [{stage.stage_id}] ({state}; {stage.done} of {stage.of} done): {stage.purpose}")
    if stage.opens_when:
        say(f"  Opens when it is done: {stage.opens_when}.")
    if stage.facts_only:
        say("  Nothing to study here: 'studyapp cert record' shows it, and nothing waits for it.")
    for step in stage.steps:
        _say_step(step)


def _say_step(step: StepStanding) -> None:
    names = " or ".join(_standing(certification) for certification in step.certifications)
    say(f"  - {names or step.step_id}: {step.why}")
    for unknown in step.unknown:
        say(f"    {unknown} stands on the road, and no file describes it.")
    if step.source is not None:
        to = f" -> {' or '.join(step.source.successor_codes)}" if step.source.successor_codes else ""
        say(f"    The source names {step.source.code} {step.source.name}: {step.source.life}{to}")
    if step.erratum:
        say(f"    ! {step.erratum}")


def _standing(certification: CertificationStanding) -> str:
    quiet = certification.state in ("open", "locked")
    standing = said(certification.called, "" if quiet else certification.told)
    text = f"{certification.code} {certification.name} [{standing}]"
    if certification.status != "active":
        text += f" [{certification.life}]"
    if certification.exam_on:
        text += f" [exam on {medium_date(certification.exam_on)}]"
    return text
