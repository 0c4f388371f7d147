"""QTI 2.1, 2.2 and 3.0: reading items, as single files and as packages with a manifest."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from studyapp.content.interchange import qti1
from studyapp.content.interchange.labels import labelled
from studyapp.content.interchange.markup import text_of_html
from studyapp.content.interchange.model import (
    CannotConvert,
    Item,
    NotHeld,
    Read,
    Refused,
    blank_question,
    named,
)
from studyapp.content.interchange.qti_feedback import BUTTON, DEPENDS, Beside, beside, losses_beside, unseen
from studyapp.content.interchange.qti_names import as_version_2
from studyapp.content.interchange.qti_responses import Declared, declarations, entry_of, processing_losses
from studyapp.content.interchange.source import Archive, Source
from studyapp.content.interchange.xml_source import inner_xml, local, parsed
from studyapp.domain.questions import Entry, Mistake, Option, Pair, Question, QuestionKind, Step

_ROOTS = ("assessmentItem", "qti-assessment-item")
_INLINE = frozenset({"textEntryInteraction", "inlineChoiceInteraction"})
MANIFEST = "imsmanifest.xml"


def read(source: Source) -> Read:
    """The item of a file, or all items that the manifest of a package lists."""
    if source.data.startswith(b"PK"):
        return _package(Archive(source.data, source.name))
    root = parsed(source.data, source.name)
    if local(root) not in _ROOTS:
        raise CannotConvert(f"{source.name} is no QTI item: its root is <{local(root)[:40]}>.")
    return [_item(root, source.path.name, ())]


def _package(archive: Archive) -> list[Item | Refused]:
    manifests = [entry for entry in archive.entries if posixpath.basename(entry) == MANIFEST]
    manifest = MANIFEST if MANIFEST in manifests else manifests[0] if len(manifests) == 1 else ""
    if not manifest:
        raise CannotConvert(f"{archive.name} has no {MANIFEST}.", "Is it a QTI package?")
    folder = posixpath.dirname(manifest)  # a folder was zipped, not what is in it
    found: list[Item | Refused] = []
    for resource in parsed(archive.read(manifest), f"{archive.name}: {manifest}").iter():
        if local(resource) != "resource" or not re.search("item|xmlv1p2", resource.get("type", "")):
            continue
        files = [e.get("href", "") for e in resource.iter() if local(e) == "file"]
        named_file = posixpath.join(folder, resource.get("href") or next(iter(files), ""))
        entry = posixpath.normpath(named_file)
        if entry not in archive.entries:
            entry = posixpath.normpath(unquote(named_file))  # addresses write a space as %20
        keywords = [_text(e) for e in resource.iter() if local(e) in ("langstring", "string", "keyword")]
        try:
            root = parsed(archive.read(entry), f"{archive.name}: {entry}")
        except KeyError:
            found.append(Refused(entry, entry, "the manifest lists it, and the package does not hold it"))
            continue
        except CannotConvert as error:
            found.append(Refused(entry, entry, error.message.rstrip(".")))
            continue
        if local(root) == qti1.ROOT:
            found += qti1.items_of(root, f"{entry}, ")
            continue
        found.append(_item(root, entry, [word for word in keywords if word]))
    return found


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _item(root: Element, place: str, keywords: object) -> Item | Refused:
    item = as_version_2(root)
    name = item.get("title") or item.get("identifier") or place
    reader = _Reader(item)
    try:
        if item.tag != "assessmentItem":
            raise NotHeld(f"its root is <{item.tag[:40]}>, no item")
        question, losses = labelled(reader.question(), keywords)  # type: ignore[arg-type]
    except NotHeld as error:
        return Refused(place, name, str(error))
    question = replace(question, id=item.get("identifier", ""))
    return Item(place, name, question, (*dict.fromkeys(reader.losses), *losses))


class _Reader:
    """One item on its way; what cannot be kept gathers in `losses`."""

    def __init__(self, item: Element) -> None:
        self._item = item
        self.losses: list[str] = []
        self._declared: Mapping[str, Declared] = {}
        self._beside = Beside()

    def question(self) -> Question:
        """The question. Raises NotHeld."""
        body = self._item.find("itemBody")
        if body is None:
            raise NotHeld("it has no body")
        if self._item.find("templateProcessing") is not None:
            raise NotHeld("its values are drawn anew each time (a template), which has no counterpart here")
        self._declared = declarations(self._item)
        found = [e for e in body.iter() if e.tag.endswith("Interaction") and e.tag != BUTTON]
        kinds = {e.tag for e in found}
        if not found:
            raise NotHeld("it asks nothing: there is no interaction")
        self._beside = beside(self._item, body)
        if kinds <= _INLINE:
            question = self._inline(body, found)
        elif len(found) > 1:
            raise NotHeld(f"it asks several things in one item ({len(found)} interactions)")
        else:
            question = self._block(body, found[0])
        self.losses += [*losses_beside(self._item, body), *processing_losses(self._item)]
        return replace(question, explanation=self._explanation())

    def _explanation(self) -> str:
        told = [self._prose(inner_xml(e)) for e in self._beside.for_all]
        some = [text for e in self._beside.for_some if (text := self._prose(inner_xml(e)))]
        self.losses += [DEPENDS] if some else []
        return "\n\n".join(dict.fromkeys(text for text in [*told, *some] if text))

    def _block(self, body: Element, interaction: Element) -> Question:
        if interaction.tag not in _BLOCKS:
            known = "an essay, which nobody can grade here"
            reason = f"{interaction.tag} has no counterpart here"
            raise NotHeld(known if interaction.tag == "extendedTextInteraction" else reason)
        if interaction.tag == "gapMatchInteraction":
            return self._gap_match(body, interaction)
        prompt = interaction.find("prompt")
        asked = self._told(prompt) if prompt is not None else ""
        around = self._around(body, {id(interaction): ""})
        # Some programs write the same text into the body and into the prompt.
        stem = "\n\n".join(dict.fromkeys(part for part in (around, asked) if part))
        if not stem:
            raise NotHeld("there are answers and no question")
        return _BLOCKS[interaction.tag](self, stem, interaction)

    def _told(self, element: Element) -> str:
        """The text of an element without the feedback that stands inside it."""
        inside = {id(e): "" for e in element.iter() if e.tag.startswith("feedback")}
        return self._prose(_markup(element, inside))

    def _around(self, body: Element, instead: Mapping[int, str]) -> str:
        """The text of a body without what is no part of the question, and with marks for what is asked."""
        return self._prose(_markup(body, {id(e): "" for e in unseen(body)} | dict(instead)))

    def _prose(self, markup: str) -> str:
        text, losses = text_of_html(markup)
        self.losses += losses
        return text

    def _feedback(self, element: Element) -> str:
        found = [e for e in element.iter() if e.tag.startswith("feedback")]
        found += self._beside.of_choice.get(element.get("identifier", ""), [])
        return " ".join(self._prose(inner_xml(e)) for e in found)

    def _answer(self, interaction: Element) -> Declared:
        name = interaction.get("responseIdentifier", "RESPONSE")
        declared = self._declared.get(name)
        if declared is None or not (declared.values or declared.mapped):
            raise NotHeld(f"the answer to {name[:40]} is not given")
        return declared

    def _choice(self, stem: str, interaction: Element) -> Question:
        right = set(self._answer(interaction).right)
        choices = [e for e in interaction.iter() if e.tag == "simpleChoice"]
        options = tuple(
            Option(self._told(e), e.get("identifier") in right, self._feedback(e)) for e in choices
        )
        keys = sum(option.correct for option in options)
        if tuple(option.text for option in options) == ("True", "False") and keys == 1:
            return blank_question(QuestionKind.TRUE_FALSE, stem, options=options)
        several = keys > 1
        if not several and interaction.get("maxChoices", "1") not in ("", "1"):
            self.losses.append("several options could be marked, of which one is right: now single choice")
        return blank_question(
            QuestionKind.MULTIPLE if several else QuestionKind.SINGLE, stem, options=options
        )

    def _order(self, stem: str, interaction: Element) -> Question:
        texts = {e.get("identifier"): e for e in interaction.iter() if e.tag == "simpleChoice"}
        order = self._answer(interaction).values
        if sorted(order) != sorted(str(name) for name in texts):
            raise NotHeld("its order does not name each step once")
        steps = tuple(Step(self._told(texts[name]), self._feedback(texts[name])) for name in order)
        return blank_question(QuestionKind.ORDERING, stem, steps=steps)

    def _match(self, stem: str, interaction: Element) -> Question:
        sets = [list(s) for s in interaction.findall("simpleMatchSet")]
        choices = [e for e in interaction.iter() if e.tag == "simpleAssociableChoice"]
        names = {e.get("identifier", ""): e for e in choices}
        pairs = [value.split() for value in self._answer(interaction).right]
        if any(len(pair) != 2 or not set(pair) <= names.keys() for pair in pairs):
            raise NotHeld("its pairs name choices that are not there")
        if len(sets) != 2:
            self.losses.append("pairs of one list: the first of each is now the prompt")
        if len({left for left, _right in pairs}) < len(pairs):
            raise NotHeld("a prompt has several matches")
        matched = {name for pair in pairs for name in pair}
        left_over = [e for e in (sets[0] if len(sets) == 2 else []) if e.get("identifier") not in matched]
        if left_over:
            raise NotHeld("a prompt has no match")
        made = tuple(
            Pair(self._told(names[a]), self._told(names[b]), self._feedback(names[a])) for a, b in pairs
        )
        rest = [e for e in choices if e.get("identifier") not in matched]
        distractors = tuple(Mistake(self._told(e), self._feedback(e)) for e in rest)
        return blank_question(QuestionKind.MATCHING, stem, pairs=made, distractors=distractors)

    def _gap_match(self, body: Element, interaction: Element) -> Question:
        texts = {e.get("identifier", ""): self._told(e) for e in interaction.iter() if e.tag == "gapText"}
        filled = {v.split()[1]: v.split()[0] for v in self._answer(interaction).right if len(v.split()) == 2}
        gaps = [e for e in interaction.iter() if e.tag == "gap"]
        if not gaps or any(texts.get(filled.get(g.get("identifier", ""), ""), "") == "" for g in gaps):
            raise NotHeld("a gap has no text that belongs into it")
        marks = {id(gap): f"{{{number}}}" for number, gap in enumerate(gaps, 1)}
        marks |= {id(e): "" for e in interaction.iter() if e.tag == "gapText"}
        self.losses.append("texts to choose from for the gaps: now they are typed")
        entries = tuple(Entry("", (texts[filled[g.get("identifier", "")]],)) for g in gaps)
        return self._with_gaps(self._around(body, marks), entries)

    def _inline(self, body: Element, found: list[Element]) -> Question:
        if len(found) == 1 and found[0].tag == "inlineChoiceInteraction":
            right = set(self._answer(found[0]).right)
            choices = found[0].findall("inlineChoice")
            options = tuple(Option(self._told(e), e.get("identifier") in right, "") for e in choices)
            stem = self._around(body, {id(found[0]): "_____"})
            return blank_question(QuestionKind.SINGLE, stem, options=options)
        entries = []
        for interaction in found:
            declared = self._answer(interaction)
            if interaction.tag == "inlineChoiceInteraction":
                self.losses.append("a gap with a list to choose from: now it is typed")
                texts = {e.get("identifier"): self._told(e) for e in interaction.findall("inlineChoice")}
                entries.append(Entry("", tuple(texts.get(name, "") for name in declared.right)))
            else:
                entries.append(entry_of(declared, self._item))
        marks = {id(e): f"{{{number}}}" for number, e in enumerate(found, 1)}
        return self._with_gaps(self._around(body, marks), tuple(entries))

    def _with_gaps(self, stem: str, entries: tuple[Entry, ...]) -> Question:
        if len(entries) > 1:
            return blank_question(QuestionKind.BLANKS, stem, entries=entries)
        alone = stem.removesuffix("{1}").rstrip().replace("{1}", "_____")
        if not alone.strip():
            raise NotHeld("there is a field and no question")
        kind = QuestionKind.NUMERIC if entries[0].quantity else QuestionKind.TYPED
        return blank_question(kind, alone, entries=entries)


_BLOCKS: Mapping[str, Callable[[_Reader, str, Element], Question]] = {
    "choiceInteraction": _Reader._choice,
    "orderInteraction": _Reader._order,
    "matchInteraction": _Reader._match,
    "associateInteraction": _Reader._match,
    "gapMatchInteraction": lambda _reader, _stem, e: blank_question(QuestionKind.BLANKS, named(e.tag)),
}


def _markup(element: Element, instead: Mapping[int, str]) -> str:
    """The inside of an element as HTML, with other text in the place of some elements."""
    from xml.sax.saxutils import escape, quoteattr

    parts = [escape(element.text or "")]
    for child in element:
        if id(child) in instead:
            parts.append(escape(instead[id(child)]))
        else:
            given = "".join(f" {k}={quoteattr(v)}" for k, v in child.attrib.items() if not k.startswith("{"))
            parts.append(f"<{child.tag}{given}>{_markup(child, instead)}</{child.tag}>")
        parts.append(escape(child.tail or ""))
    return "".join(parts)
