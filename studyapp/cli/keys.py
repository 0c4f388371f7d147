"""`studyapp key`: the key that signs your passports, and the keys of those who hand you theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studyapp.cli.opening import opened
from studyapp.cli.printing import say, say_json, table

app = typer.Typer(help="The key that signs your passports, and the keys of others.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Key = Annotated[str, typer.Argument(metavar="KEY", help="A did:key, six letters of one, or its name.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A file.")]


@app.command("show")
def show_key(json: Json = False) -> None:
    """Print this installation's public key, which others know you by."""
    with opened(read_content=False) as services:
        did, path = services.sharing.keys.did(), services.sharing.keys.path
    if json:
        say_json({"did": did, "private_key": str(path) if did else ""})
    elif did:
        say(did)
        say(f"Its private half is in {path}; only you can read it. Whoever has it can sign as you.")
    else:
        say("There is no key yet. The first passport makes one.")


@app.command("export")
def export_key(file: File) -> None:
    """Copy the private key to a file, for another installation of yours or for safe keeping."""
    with opened(read_content=False) as services:
        services.sharing.keys.export(file)
    say(f"{file}: keep it where nobody else can read it.")


@app.command("import")
def import_key(file: File) -> None:
    """Sign with a key that was exported elsewhere; the present one is kept aside."""
    with opened(read_content=False) as services:
        services.sharing.keys.put(file, services.context.now())
        say(f"Signing as {services.sharing.keys.did()} from now on.")


@app.command("replace")
def replace_key() -> None:
    """Begin a new key, if the old one may be in other hands. Mentors will be told that it changed."""
    with opened(read_content=False) as services:
        services.sharing.keys.replace(services.context.now())
        say(f"Signing as {services.sharing.keys.did()} from now on. Tell your mentor.")


@app.command("known")
def known_keys(json: Json = False) -> None:
    """List the keys that signed files which you looked at."""
    with opened(read_content=False) as services:
        known = list(services.cohort.keys.all().values())
    if json:
        say_json(known)
    elif known:
        table((key.did, key.name or "(no name)", key.first_seen_on, key.learner_id) for key in known)
    else:
        say("No key was seen yet. 'studyapp progress verify FILE' looks at a passport.")


@app.command("name")
def name_key(key: Key, name: Annotated[str, typer.Argument(metavar="NAME", help="Whose it is.")]) -> None:
    """Give a known key a name."""
    with opened(read_content=False) as services:
        named = services.cohort.keys.name(key, name)
    say(f"{named.did} is {named.name}.")


@app.command("accept")
def accept_key(file: File) -> None:
    """Take the new key of a learner whose key changed, or begin anew where a log was, after asking them."""
    with opened(read_content=False) as services:
        taken = services.cohort.accept(file)
    say(f"{taken.did} is known as this learner's from now on.")


@app.command("forget")
def forget_key(key: Key) -> None:
    """Forget a known key."""
    with opened(read_content=False) as services:
        gone = services.cohort.keys.forget(key)
    say(f"{gone.did} is forgotten.")
