"""`python -m tests.content.interchange.fuzz [COUNT]`: converts COUNT mutated files of each format."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studyapp.content.interchange.convert import fitted_item, scrubbed_item, with_ids
from studyapp.content.interchange.model import CannotConvert, Item, NotHeld
from studyapp.content.interchange.registry import FORMATS
from studyapp.content.interchange.source import Archive, Source, zipped
from studyapp.content.load import load_document
from studyapp.content.reader import Document, parse_document
from studyapp.domain.glossary import Term
from studyapp.domain.questions import QuestionKind
from tests.kinds import built

PIECES = (
    b"{", b"}", b"~", b"=", b"#", b"::", b"\\", b"\n\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"\x1b[31m",
    b"%50%", b"<", b">", b"&amp;", b"&x;", b"]]>", b"<![CDATA[", b"\"", b"'", b"\t", b",", b"- [x] ",
    b"ANSWER: A\n", b"->", b"1e999", b"-0", b"9" * 400, "\u202e".encode(), "\ue000".encode(),
    b"{1:SA:=x}", b"..", b"nan",
)  # fmt: skip
QTI_1 = b"""<questestinterop><section><item ident="q1" title="First"><presentation>
<material><mattext texttype="text/html">&lt;p&gt;Which?&lt;/p&gt;</mattext></material>
<response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="A"><material><mattext>this</mattext></material></response_label>
<response_label ident="B"><material><mattext>that</mattext></material></response_label>
</render_choice></response_lid></presentation>
<resprocessing><respcondition><conditionvar><varequal respident="r">B</varequal></conditionvar>
<setvar action="Set">100</setvar><displayfeedback linkrefid="fb"/></respcondition></resprocessing>
<itemfeedback ident="fb"><flow_mat><material><mattext>Because.</mattext></material></flow_mat></itemfeedback>
</item><item ident="q2"><presentation><material><mattext>Who?</mattext></material>
<response_str ident="s"><render_fib/></response_str></presentation>
<resprocessing><respcondition><conditionvar><varequal respident="s" case="No">Ada</varequal></conditionvar>
<setvar>100</setvar></respcondition></resprocessing></item>
<item ident="q3"><presentation><material><mattext>Write.</mattext></material>
<response_str ident="s"><render_fib/></response_str></presentation></item></section></questestinterop>
"""
SLOW = 5.0


def _sample(name: str) -> bytes:
    """What we write of an item of each kind, or a few lines of a format that we only read."""
    if name == "checkboxes":
        return b"## Which?\n- [ ] a\n  why\n- [x] b\n\n> So.\n\nTwo?\n- [x] a\n- [x] b\n- [ ] c\n"
    if name == "qti12":
        return QTI_1
    made = FORMATS[name]
    if not made.holds:
        items = [Item("", f"t-{n}", Term(f"t-{n}", "x", f"term {n}", "What it is.")) for n in range(4)]
        assert made.write is not None
        return made.write(items, "x").files[""]
    items = [Item("", "t-1", Term("t-1", "x", "term", "What it is."))] if name in ("anki", "apkg") else []
    for number, kind in enumerate(QuestionKind, 1):
        try:
            items.append(fitted_item(Item("", "", replace(built(kind), id=f"q-{number}")), made))
        except NotHeld:
            continue
    assert made.write is not None
    return made.write(items, "x").files[""]


SAMPLES: dict[str, Callable[[], bytes]] = {
    name: (lambda name=name: _sample(name)) for name, made in FORMATS.items() if made.read
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few cuts, doublings, swaps and strange pieces."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        to = min(len(changed), at + chance.randint(0, 30))
        kind = chance.randrange(5)
        if kind == 0:
            del changed[at:to]
        elif kind == 1:
            changed[at:at] = changed[at:to]
        elif kind == 2:
            changed[at:at] = chance.choice(PIECES)
        elif kind == 3:
            changed[at:to] = chance.choice(PIECES)
        elif chance.random() < 0.2:
            del changed[at:]
    return bytes(changed)


def mutated_file(data: bytes, chance: random.Random) -> bytes:
    """The same; of a package mostly what is in it, which is packed again."""
    if not data.startswith(b"PK") or chance.random() < 0.25:
        return mutated(data, chance)
    archive = Archive(data, "sample")
    entries = {name: archive.read(name) for name in archive.entries}
    name = chance.choice(sorted(entries))
    return zipped(entries | {name: mutated(entries[name], chance)})


def run(name: str, count: int, folder: Path, seed: int = 0) -> Counter[str]:
    """How many conversions ended in which way; anything but a report or CannotConvert is raised."""
    made = FORMATS[name]
    sample = SAMPLES[name]()
    chance = random.Random(f"{name} {seed}")
    ended: Counter[str] = Counter()
    path = folder / f"sample{(*made.suffixes, '.txt')[0]}"
    for _ in range(count):
        path.write_bytes(mutated_file(sample, chance))
        begun = time.process_time()
        try:
            assert made.read is not None
            found = made.read(Source(path))
            _write([scrubbed_item(item) for item in found if isinstance(item, Item)], chance)
            ended["converted" if any(isinstance(item, Item) for item in found) else "refused"] += 1
        except CannotConvert:
            ended["not converted"] += 1
        except Exception:
            (Path(tempfile.gettempdir()) / f"fuzz-{name}").write_bytes(path.read_bytes())
            raise
        assert time.process_time() - begun < SLOW, "it hung"
    return ended


def _write(items: list[Item], chance: random.Random) -> None:
    """As our YAML, which has to load, and in one other format."""
    others = [made for made in FORMATS.values() if made.write]
    for made in (FORMATS["yaml"], chance.choice(others)):
        going = []
        for item in with_ids(items, "aif-c01") if made.name == "yaml" else items:
            assert isinstance(item, Item)
            try:
                going.append(fitted_item(item, made))
            except NotHeld:
                continue
        assert made.write is not None
        written = made.write(going, "x")
        assert len(written.outcomes) == len(going)
        if made.name == "yaml":
            for data in written.files.values():
                document = parse_document(data, "written")
                assert isinstance(document, Document), document
                assert [p for p in load_document(document).problems if p.level == "error"] == []


if __name__ == "__main__":
    COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as place:
        for each in sorted(SAMPLES):
            print(each, dict(run(each, COUNT, Path(place), seed=1)))
