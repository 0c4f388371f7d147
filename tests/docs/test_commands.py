"""docs/commands.md: every command, every option."""

from __future__ import annotations

from typing import Any

import pytest

from tests.docs import made
from tests.docs.pages import DOCS, anchors, blocks, text_of

TEXT = text_of(DOCS / "commands.md")


@pytest.mark.parametrize(("name", "command"), list(made.commands()), ids=lambda value: str(value)[:30])
def test_every_command_has_its_place_and_every_option_its_line(name: str, command: Any) -> None:
    block = blocks(TEXT)[f"command {name}"]
    if name != "studyapp":
        assert name.replace(" ", "-") in anchors(TEXT)
    if made.only_leads_on(command):
        return
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            typed = (parameter.metavar or parameter.name.upper()).replace("|", "\\|")
            assert f"| `{typed}` |" in block
        else:
            assert all(f"`{form}" in block for form in (*parameter.opts, *parameter.secondary_opts))


def test_every_command_and_option_explains_itself() -> None:
    for name, command in made.commands():
        assert command.help, name
        assert all(parameter.help for parameter in command.params), name
