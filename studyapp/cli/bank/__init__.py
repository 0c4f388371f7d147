"""`studyapp bank`: the tools of authors. Each command has a module; here they come together."""

from __future__ import annotations

import typer

from studyapp.cli.bank import (
    adding,
    checking,
    converting,
    covering,
    disputing,
    formatting,
    linting,
    measuring,
    previewing,
    quarantining,
    schemas,
    starting,
)

app = typer.Typer(help="Check question banks, glossaries, facts and roadmaps.", no_args_is_help=True)
app.command("problems")(checking.problems)
app.command("check")(checking.check)
app.command("new")(starting.new)
app.command("add")(adding.add)
app.command("preview")(previewing.preview)
app.command("lint")(linting.lint)
app.command("stats")(measuring.stats)
app.command("quarantine")(quarantining.quarantine)
app.command("disputes")(disputing.disputes)
app.command("coverage")(covering.coverage)
app.command("fmt")(formatting.fmt)
app.command("schema")(schemas.schema)
app.command("convert")(converting.convert)
