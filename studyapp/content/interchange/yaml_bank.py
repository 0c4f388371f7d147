"""Our own files as one of the formats: questions/1 and glossary/1.

A foreign item says neither why its options are right or wrong nor where that is written. What the loader
needs and the item does not have is written as a marked placeholder, and named as a loss: `bank lint` (F36)
then lists what is left to do. Read back, a placeholder is an empty field again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from studyapp.content.files import yaml_files
from studyapp.content.formatting import formatted
from studyapp.content.interchange.model import CannotConvert, Item, NotHeld, Read, Refused, Written, named
from studyapp.content.interchange.source import Source
from studyapp.content.load import LoadedFile, load_document, load_file
from studyapp.content.placeholders import NO_ADDRESS, NO_DAY, TO_WRITE
from studyapp.content.problems import Problem
from studyapp.content.questions import FIELDS_OF_KIND
from studyapp.content.reader import MAX_BYTES, Document, parse_document, read_document
from studyapp.domain.entries import shown
from studyapp.domain.glossary import Term
from studyapp.domain.questions import CHOICES, Entry, LetterCase, Mistake, Question, QuestionKind, Spacing

UNTOLD_DIFFICULTY = 3
UNTOLD = ("to be written: objective", "to be written: depth and difficulty")
"""What `entry_of` fills in with something that is not known by its look to be a placeholder."""

# Reading


def read(source: Source) -> Read:
    """The questions and terms of a file, or of all files of a folder."""
    found: list[Item | Refused] = []
    for path in yaml_files([source.path]):
        loaded = load_file(path)
        if loaded.kind not in ("questions", "glossary"):
            if not source.path.is_dir():
                told = (
                    str(loaded.problems[0])
                    if loaded.problems
                    else f"{path} holds neither questions nor terms."
                )
                raise CannotConvert(told, "See 'studyapp bank check'.")
            continue
        document = read_document(path)
        assert isinstance(document, Document)
        found += _items(loaded, document.root, "" if path == source.path else f"{path.name}, ")
    return found


def _items(loaded: LoadedFile, root: Node, prefix: str) -> Iterator[Item | Refused]:
    """Every entry of the list once: as loaded, or refused with the loader's first words on it."""
    kept: dict[int, Question | Term] = {placed.line: placed.value for placed in loaded.questions}
    kept |= {placed.line: placed.value for placed in loaded.terms}
    listed = _listed(root)
    if listed is None:
        told = next((p for p in loaded.problems if p.level == "error"), None)
        reason = f"the loader refuses it: {told.message}" if told else "it has no list of questions or terms"
        yield Refused(f"{prefix}line {told.line if told else 1}", "the whole file", reason)
        return
    for number, node in enumerate(listed):
        line = node.start_mark.line + 1
        end = listed[number + 1].start_mark.line if number + 1 < len(listed) else 10**9
        keys = {k.value: v.value for k, v in node.value} if isinstance(node, MappingNode) else {}
        name = str(keys.get("id", f"entry {number + 1}"))
        content = kept.get(line)
        if content is None:
            told = next((p for p in loaded.problems if line <= p.line <= end and p.level == "error"), None)
            reason = f"the loader refuses it: {told.message}" if told else "the loader refuses its file"
            yield Refused(f"{prefix}line {line}", name, reason)
            continue
        losses = ("lint waiver left out",) if "lint" in keys else ()
        yield Item(f"{prefix}line {line}", name, _without_placeholders(content), losses)


def question_of(entry: Any, cases: Any) -> Question:
    """The question of one entry, as the loader reads it. Raises NotHeld, and CannotConvert for worse."""
    document = parse_document(_raw("questions", "x", [entry], cases).encode(), "the entry")
    if isinstance(document, Problem):
        raise CannotConvert(str(document))
    loaded = load_document(document)
    for problem in loaded.problems:
        if problem.level == "error":
            raise NotHeld(f"our format cannot hold it: {problem.message}. {problem.hint}")
    (placed,) = loaded.questions
    question = _without_placeholders(placed.value)
    assert isinstance(question, Question)
    return question


def _listed(root: Node) -> list[Node] | None:
    """The entries of the file; None where there is no list of them."""
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if key.value in ("questions", "terms") and isinstance(value, SequenceNode):
            return list(value.value)
    return None


def _without_placeholders(content: Question | Term) -> Question | Term:
    if isinstance(content, Term):
        return replace(content, definition=_told(content.definition))
    return replace(
        content,
        options=tuple(replace(o, reason=_told(o.reason)) for o in content.options),
        steps=tuple(replace(s, reason=_told(s.reason)) for s in content.steps),
        pairs=tuple(replace(p, reason=_told(p.reason)) for p in content.pairs),
        distractors=tuple(replace(d, reason=_told(d.reason)) for d in content.distractors),
        entries=tuple(
            replace(
                e,
                reason=_told(e.reason),
                mistakes=tuple(replace(m, reason=_told(m.reason)) for m in e.mistakes),
            )
            for e in content.entries
        ),
        explanation=_told(content.explanation),
        references=tuple(address for address in content.references if address != NO_ADDRESS),
        verified_on="" if content.verified_on == NO_DAY else content.verified_on,
    )


def _told(text: str) -> str:
    return "" if text == TO_WRITE else text


# Writing


def write(items: Sequence[Item], certification: str) -> Written:
    """A questions file and a glossary, as far as there is something for each; a fixed point of `bank fmt`."""
    questions = [i for i, item in enumerate(items) if isinstance(item.content, Question)]
    terms = [i for i, item in enumerate(items) if isinstance(item.content, Term)]
    outcomes: list[tuple[str, ...] | str] = [()] * len(items)
    files = {}
    for kind, chosen in (("questions", questions), ("glossary", terms)):
        if not chosen and (kind == "glossary" or terms):
            continue
        entries = []
        for i in chosen:
            entry, losses = entry_of(items[i].content)
            entries.append(entry)
            outcomes[i] = losses
        cases = cases_of([items[i].content for i in chosen])
        for i, reason in _refused(kind, certification, entries, cases).items():
            outcomes[chosen[i]] = reason
        sound = [e for e, i in zip(entries, chosen, strict=True) if not isinstance(outcomes[i], str)]
        text = formatted(_raw(kind, certification, sound, cases).encode(), "the new file")
        if isinstance(text, Problem):  # what was refused above leaves nothing that could not be read
            raise CannotConvert(str(text))
        if len(text.encode()) > MAX_BYTES:
            raise CannotConvert(f"The {kind} file would have more than 8 MB.", "Convert it in parts.")
        files["-glossary" if kind == "glossary" and questions else ""] = text.encode()
    return Written(files, outcomes)


def _raw(kind: str, certification: str, entries: Sequence[Any], cases: Sequence[Any]) -> str:
    """The file as JSON, which is YAML, with entry `i` on line `i + 4`."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    of_cases = f"cases: {json.dumps(cases, ensure_ascii=False)}\n" if cases else "\n"
    name = "terms" if kind == "glossary" else "questions"
    listed = f"{name}: [\n{lines}\n]\n" if entries else f"{name}: []\n"
    return f"format: {kind}/1\ncertification: {certification}\n{of_cases}{listed}"


def _refused(kind: str, certification: str, entries: Sequence[Any], cases: Sequence[Any]) -> dict[int, str]:
    """What the loader says against entries, by their number."""
    document = parse_document(_raw(kind, certification, entries, cases).encode(), "the new file")
    if isinstance(document, Problem):
        raise CannotConvert(str(document))
    reasons: dict[int, str] = {}
    for problem in load_document(document).problems:
        if problem.level != "error":
            continue
        if not 0 <= problem.line - 5 < len(entries):
            raise CannotConvert(str(problem))
        reasons.setdefault(problem.line - 5, f"our format cannot hold it: {problem.message}. {problem.hint}")
    return reasons


def cases_of(contents: Sequence[Question | Term]) -> list[dict[str, str]]:
    """The cases that some questions share, as a file lists them."""
    cases = {c.case.id: c.case for c in contents if isinstance(c, Question) and c.case}
    return [{"id": case.id, "title": case.title, "text": case.text} for case in cases.values()]


def entry_of(content: Question | Term) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The entry of a questions file or a glossary, and what is to be written in it."""
    missing: list[str] = []

    def told(text: str, what: str) -> str:
        if not text:
            missing.append(f"to be written: {what}")
        return text or TO_WRITE

    entry = (
        _term_entry(content, told) if isinstance(content, Term) else _question_entry(content, told, missing)
    )
    return entry, tuple(missing)


def _term_entry(term: Term, told: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": term.id, "term": term.term, "also": list(term.also)}
    entry["objectives"] = list(term.objective_ids)
    entry["definition"] = told(term.definition, "definition")
    entry["example"] = term.example
    if term.contrast:
        entry["contrast"] = {"term": term.contrast.term_id, "because": term.contrast.because}
    entry["references"] = list(term.references)
    entry["verified_on"] = term.verified_on
    if term.revision != 1:
        entry["revision"] = term.revision
    return {key: value for key, value in entry.items() if value not in ("", [])}


def _question_entry(q: Question, told: Any, missing: list[str]) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": q.id, "objective": told(q.objective_id, "objective"), "kind": str(q.kind)}
    entry |= {"depth": str(q.depth), "difficulty": q.difficulty or UNTOLD_DIFFICULTY, "stem": q.stem}
    if not q.difficulty:
        missing.append("to be written: depth and difficulty")
    if q.case:
        entry["case"] = q.case.id
    entry |= _parts(q, told)
    entry["explanation"] = told(q.explanation, "explanation")
    if q.term_ids:
        entry["terms"] = list(q.term_ids)
    entry["references"] = list(q.references) or [NO_ADDRESS]
    entry["verified_on"] = q.verified_on or NO_DAY
    missing += ["to be written: references"] if not q.references else []
    missing += ["to be written: verified_on"] if not q.verified_on else []
    if q.revision != 1:
        entry["revision"] = q.revision
    if q.retired:
        entry["retired"] = {"on": q.retired.on, "because": q.retired.because} | (
            {"replaced_by": q.retired.replaced_by} if q.retired.replaced_by else {}
        )
    if q.quarantined:
        entry["quarantined"] = {"on": q.quarantined.on, "because": q.quarantined.because}
    return entry


def _parts(q: Question, told: Any) -> dict[str, Any]:
    """The fields that belong to the kind."""
    if q.kind in CHOICES:
        return {"options": [_option(q, i, told) for i in range(len(q.options))]}
    if q.kind is QuestionKind.ORDERING:
        steps = [
            {"text": s.text, "reason": told(s.reason, f"reason (step {i})")} for i, s in enumerate(q.steps, 1)
        ]
        return {"steps": steps}
    if q.kind is QuestionKind.MATCHING:
        pairs = [
            {"prompt": p.prompt, "match": p.match, "reason": told(p.reason, f"reason (pair {i})")}
            for i, p in enumerate(q.pairs, 1)
        ]
        wrong = _wrong(q.distractors, "reason (distractor)", told)
        return {"pairs": pairs, "distractors": wrong} if wrong else {"pairs": pairs}
    if q.task is not None:
        rubric = [
            {"text": line.text, "reason": told(line.reason, "reason (check)")} for line in q.task.rubric
        ]
        minutes = {"minutes": q.task.minutes} if q.task.minutes else {}
        return {"environment": q.task.environment, **minutes, "rubric": rubric, "solution": q.task.solution}
    listed = [_entry(e, told) for e in q.entries]
    needed = FIELDS_OF_KIND[q.kind][0][0]
    return {needed: listed if needed == "blanks" else listed[0]}


def _option(q: Question, at: int, told: Any) -> dict[str, Any]:
    option = q.options[at]
    entry: dict[str, Any] = {"text": option.text}
    if option.correct:
        entry["correct"] = True
    entry["reason"] = told(option.reason, f"reason (option {chr(ord('A') + at)})")
    return entry | ({"excluded_by": option.excluded_by} if option.excluded_by else {})


def _wrong(mistakes: Sequence[Mistake], what: str, told: Any) -> list[dict[str, str]]:
    return [{"text": m.text, "reason": told(m.reason, what)} for m in mistakes]


def _entry(entry: Entry, told: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if entry.quantity is None:
        made["accepted"] = list(entry.accepted)
        if entry.letter_case is not LetterCase.IGNORE:
            made["letter_case"] = str(entry.letter_case)
        if entry.spacing is not Spacing.COLLAPSE:
            made["spacing"] = str(entry.spacing)
    else:
        made |= _numbers(entry)
    made["reason"] = told(entry.reason, "reason (answer)")
    wrong = _wrong(entry.mistakes, "reason (wrong answer)", told)
    return made | ({"wrong": wrong} if wrong else {})


def _numbers(entry: Entry) -> Mapping[str, Any]:
    quantity = entry.quantity
    assert quantity is not None
    numbers = {
        "value": quantity.value,
        "tolerance": quantity.tolerance or None,
        "tolerance_percent": quantity.tolerance_percent or None,
        "min": quantity.least,
        "max": quantity.most,
    }
    made: dict[str, Any] = {name: shown(number) for name, number in numbers.items() if number is not None}
    return made | ({"unit": quantity.unit} if quantity.unit else {})


def name_of(content: Question | Term) -> str:
    """How people know an item: its id, or the beginning of its text."""
    return content.id or named(content.term if isinstance(content, Term) else content.stem)
