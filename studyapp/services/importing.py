"""From authors' files into the store: only what changed, all problems named, nothing lost."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from studyapp.content.files import yaml_files
from studyapp.content.load import LoadedFile, Placed, load_document
from studyapp.content.problems import Problem
from studyapp.content.reader import MAX_BYTES, digest_of, read_document
from studyapp.domain.certifications import Certification
from studyapp.domain.content_change import Change, classify, content_hash, question_body, term_body
from studyapp.domain.glossary import Term
from studyapp.domain.log import EntryKind
from studyapp.domain.memory import CardState
from studyapp.domain.questions import Question
from studyapp.domain.roadmaps import Roadmap
from studyapp.paths import bundled_content
from studyapp.prose import title_of
from studyapp.services.context import Context
from studyapp.services.importing_roads import note_edit, unknown_certifications
from studyapp.services.problems import all_problems
from studyapp.services.views import ImportReport
from studyapp.store import cards, importing, items, journal, mistakes
from studyapp.store.bodies import hashed_body, to_json
from studyapp.store.tables import CertificationRow, ContentFile, RoadmapRow

Progress = Callable[[int, int], None]
TITLE_LENGTH = 90
TOO_LARGE = "too large"
"""The digest of a file that is not read for its size; "" is a file that can't be read, and is tried again."""
KINDS = ("certification", "roadmap", "glossary", "questions", "")
"""In this order: questions need their certification, and "" are files that say nothing."""


@dataclass(slots=True)
class _Found:
    """A file on disk; `key` is its path as text that can be stored, whatever bytes it is made of."""

    path: Path
    key: str
    size: int
    modified_ns: int


@dataclass(slots=True)
class _Batch:
    """What one import writes."""

    files: list[tuple[_Found, LoadedFile]] = field(default_factory=list)
    same: list[tuple[_Found, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changed: int = 0
    terms_changed: bool = False


def _changed_paths(batch: _Batch) -> set[str]:
    """Files that are gone or were read anew."""
    return {*batch.gone, *(file.key for file, _loaded in batch.files)}


class Importer:
    """Reads the bundled content and the learner's own folders."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def refresh(self, progress: Progress | None = None) -> ImportReport:
        """Import what changed since the last time; every problem is in the report."""
        started = time.perf_counter()
        found = list(self._files())
        with self._context.store.read() as session:
            known = importing.known_files(session)
        with _collector_paused():
            batch = self._read_changed(found, known, progress)
        if batch.files or batch.gone or batch.same:
            self._context.device_id  # noqa: B018  made before the write lock is taken
            with self._context.store.write() as session:
                self._write(session, batch)
        with self._context.store.read() as session:
            counted = items.counts(session)
            return ImportReport(
                files=len(found),
                changed_files=batch.changed,
                questions=sum(questions for questions, _terms in counted.values()),
                terms=sum(terms for _questions, terms in counted.values()),
                certifications=len(importing.holders(session, CertificationRow)),
                roadmaps=len(importing.holders(session, RoadmapRow)),
                problems=tuple(all_problems(session)),
                seconds=time.perf_counter() - started,
            )

    def _files(self) -> Iterator[_Found]:
        """Bundled files first, so that they keep their ids; each file once, whatever ways lead to it."""
        folders = [*bundled_content(), self._context.home.content]
        folders += [Path(folder).expanduser() for folder in self._context.settings.content_folders]
        seen: set[tuple[int, int]] = set()
        for folder in folders:
            for path in _yaml_files(folder.resolve()):
                try:
                    stat = path.stat()
                except OSError:
                    continue
                identity = (stat.st_dev, stat.st_ino)
                if stat.st_ino and identity in seen:
                    continue
                seen.add(identity)
                key = str(path).encode("utf-8", "backslashreplace").decode()
                yield _Found(path, key, stat.st_size, stat.st_mtime_ns)

    def _read_changed(
        self, found: list[_Found], known: dict[str, ContentFile], progress: Progress | None
    ) -> _Batch:
        batch = _Batch(gone=sorted(known.keys() - {f.key for f in found}))
        stale = [f for f in found if _looks_changed(f, known.get(f.key))]
        for done, file in enumerate(stale, 1):
            before = known.get(file.key)
            loaded = _load(file, before.digest if before else "")
            if isinstance(loaded, str):
                batch.same.append((file, loaded))
            else:
                batch.files.append((file, loaded))
            _tell(progress, done, len(stale))
        batch.changed = len(batch.files) + len(batch.gone)
        again = self._affected(found, known, batch) if batch.changed else []
        for done, file in enumerate(again, len(stale) + 1):
            batch.files.append((file, _read(file)))
            _tell(progress, done, len(stale) + len(again))
        kinds = {known[path].kind for path in known.keys() & _changed_paths(batch)}
        batch.terms_changed = "glossary" in kinds | {loaded.kind for _file, loaded in batch.files}
        place = {file.key: number for number, file in enumerate(found)}
        batch.files.sort(key=lambda pair: place[pair[0].key])
        return batch

    def _affected(self, found: list[_Found], known: dict[str, ContentFile], batch: _Batch) -> list[_Found]:
        """Unchanged files that mean something else because of what changed around them.

        Those with problems, which may be healed now: an id became free, a certification came. Those of
        a certification whose facts changed. And glossaries that share terms with a changed one.
        """
        changed = _changed_paths(batch)
        facts = {loaded.certification.value.id for _f, loaded in batch.files if loaded.certification}
        with self._context.store.read() as session:
            paths = importing.paths_of_certifications(session, facts, changed)
            if any(known[path].kind in ("certification", "glossary") for path in batch.gone):
                paths |= {path for path, row in known.items() if row.kind == "roadmap"}
            paths |= importing.paths_of_glossaries_beside(session, changed)
        paths |= {path for path, row in known.items() if row.problems != "[]"}
        return [file for file in found if file.key in paths - changed]

    def _write(self, session: Session, batch: _Batch) -> None:
        again = frozenset(file.key for file, _loaded in batch.files)
        importing.withdraw(session, [*batch.gone, *again])
        importing.forget_files(session, batch.gone)
        for kind in KINDS:
            files = [(file, loaded) for file, loaded in batch.files if loaded.kind == kind]
            # Who held an id takes it again first; what nobody took again is free in the second round.
            for reserved in (again, frozenset[str]()):
                for file, loaded in files:
                    self._write_file(session, file.key, loaded, reserved)
        for file, loaded in batch.files:
            loaded.problems += _unknown_uses(session, loaded)
            importing.put_file(
                session, path=file.key, kind=loaded.kind, digest=loaded.digest, size=file.size,
                modified_ns=file.modified_ns, problems=[_flat(p) for p in sorted(loaded.problems)],
            )  # fmt: skip
        known = importing.known_files(session) if batch.same else {}
        for file, digest in batch.same:
            row = known.get(file.key)  # None: another process has just found it gone
            if row is not None:
                row.size, row.modified_ns, row.digest = file.size, file.modified_ns, digest
                session.add(row)
        if batch.terms_changed:
            importing.reindex_terms(session)

    def _write_file(self, session: Session, path: str, loaded: LoadedFile, reserved: Collection[str]) -> None:
        """Write what a file holds; what stays in `loaded` was held by one of the `reserved` files before."""
        if loaded.certification is not None:
            self._write_certification(session, path, loaded, loaded.certification, reserved)
        elif loaded.roadmap is not None:
            self._write_roadmap(session, path, loaded, loaded.roadmap, reserved)
        elif loaded.questions or loaded.terms or (loaded.uses and reserved):
            certification = items.certification(session, loaded.certification_id)
            if certification is None and loaded.certification_id:
                loaded.problems.append(
                    Problem(
                        loaded.path, *loaded.certification_at,
                        f"there is no certification {loaded.certification_id}",
                        "Add its certification.yaml, or correct the id",
                    )
                )  # fmt: skip
                loaded.questions, loaded.terms, loaded.uses = [], [], []
                return
            if certification is not None:
                self._write_questions(session, path, loaded, certification, reserved)
            self._write_terms(session, path, loaded, certification, reserved)

    def _write_roadmap(
        self,
        session: Session,
        path: str,
        loaded: LoadedFile,
        placed: Placed[Roadmap],
        reserved: Collection[str],
    ) -> None:
        value = placed.value
        holder = importing.holder(session, RoadmapRow, value.id)
        if holder.path in reserved and holder.path != path:
            return
        loaded.roadmap = None
        if holder.present and holder.path != path:
            loaded.problems.append(_duplicate(loaded, placed, value.id, holder.path))
            return
        note_edit(session, value)
        loaded.problems += unknown_certifications(session, loaded)
        importing.put_roadmap(session, id=value.id, name=value.name, body=to_json(value), path=path)

    def _write_certification(
        self,
        session: Session,
        path: str,
        loaded: LoadedFile,
        placed: Placed[Certification],
        reserved: Collection[str],
    ) -> None:
        value = placed.value
        holder = importing.holder(session, CertificationRow, value.id)
        if holder.path in reserved and holder.path != path:
            return
        loaded.certification = None
        if holder.present and holder.path != path:
            loaded.problems.append(_duplicate(loaded, placed, value.id, holder.path))
            return
        importing.put_certification(
            session, id=value.id, code=value.code, name=value.name, vendor=value.vendor, level=value.level,
            status=str(value.status), body=to_json(value), path=path,
        )  # fmt: skip

    def _write_questions(
        self,
        session: Session,
        path: str,
        loaded: LoadedFile,
        certification: Certification,
        reserved: Collection[str],
    ) -> None:
        domain_of = {o.id: d.id for d in certification.domains for o in d.objectives}
        holders = importing.item_holders(session, "question", [p.value.id for p in loaded.questions])
        rows, pairs, left = [], [], []
        for placed in loaded.questions:
            question, holder = placed.value, holders.get(placed.value.id, importing.NOBODY)
            if question.objective_id not in domain_of:
                loaded.problems.append(
                    _unknown_objective(loaded, placed, question.objective_id, certification)
                )
                continue
            if holder.path in reserved and holder.path != path:
                left.append(placed)
                continue
            if holder.present and holder.path != path:
                loaded.problems.append(_duplicate(loaded, placed, question.id, holder.path))
                continue
            row = _question_row(placed, domain_of[question.objective_id], path)
            since = holder.quarantined_on or self._context.today()
            rows.append(row | {"quarantined_on": since if question.quarantined else None})
            pairs += [{"question_id": question.id, "term_id": term_id} for term_id in question.term_ids]
        loaded.questions = left
        self._note_new_meanings(session, "question", rows, holders)
        importing.put_items(session, rows, cards.to_ms(self._context.now()) or 0)
        importing.put_uses(session, [row["id"] for row in rows], pairs)

    def _write_terms(
        self,
        session: Session,
        path: str,
        loaded: LoadedFile,
        certification: Certification | None,
        reserved: Collection[str],
    ) -> None:
        """Write terms; those of roles belong to no certification, roadmaps name them."""
        domains = certification.domains if certification else ()
        domain_of = {o.id: d.id for d in domains for o in d.objectives}
        holders = importing.item_holders(session, "term", [p.value.id for p in loaded.terms])
        rows, memberships, left = [], [], []
        for placed in loaded.terms:
            term, holder = placed.value, holders.get(placed.value.id, importing.NOBODY)
            if holder.path in reserved and holder.path != path:
                left.append(placed)
                continue
            if holder.present and holder.path != path:
                loaded.problems.append(_duplicate(loaded, placed, term.id, holder.path))
                continue
            loaded.problems += [
                replace(_unknown_objective(loaded, placed, objective_id, certification), level="warning")
                for objective_id in term.objective_ids
                if certification is not None and objective_id not in domain_of
            ]
            objective_id = next((o for o in term.objective_ids if o in domain_of), "")
            rows.append(_term_row(placed, objective_id, domain_of.get(objective_id, ""), path))
            memberships.append((term.id, objective_id))
        loaded.terms = left
        memberships += [(use.value, "") for use in loaded.uses]
        self._note_new_meanings(session, "term", rows, holders)
        importing.put_items(session, rows, cards.to_ms(self._context.now()) or 0)
        importing.put_memberships(
            session,
            [
                {
                    "certification_id": certification.id, "term_id": term_id,
                    "objective_id": objective_id, "path": path,
                }
                for term_id, objective_id in memberships
                if certification is not None
            ],
        )  # fmt: skip

    def _note_new_meanings(
        self,
        session: Session,
        kind: str,
        rows: list[dict[str, Any]],
        holders: dict[str, importing.Holder],
    ) -> None:
        """A card whose item now means something else begins afresh; the log says when and why."""
        edited = {
            row["id"]: row
            for row in rows
            if row["id"] in holders and holders[row["id"]].content_hash != row["content_hash"]
        }
        if not edited:
            return
        now, today = self._context.now(), self._context.today()
        for card in importing.cards_of_items(session, edited):
            row = edited.get(card.item_id)
            if card.kind != kind or row is None or card.content_hash == row["content_hash"]:
                continue
            old = items.version(session, kind, card.item_id, card.content_hash)
            if (
                old is None
                or classify(hashed_body(kind, old), hashed_body(kind, row["body"])) is not Change.MEANING
            ):
                continue
            journal.append(
                session, self._context.device_id, EntryKind.MEANING_CHANGED, now, today,
                card_id=card.id, certification_id=card.certification_id, content_hash=row["content_hash"],
                before=cards.state_of(card),
            )  # fmt: skip
            cards.set_many(session, {card.id: CardState()})
            if kind == "question":
                mistakes.remove(session, card.item_id)


@contextmanager
def _collector_paused() -> Iterator[None]:
    # Parsing makes millions of live objects and no garbage; collecting between them costs a quarter.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _unknown_uses(session: Session, loaded: LoadedFile) -> list[Problem]:
    known = importing.item_holders(session, "term", [use.value for use in loaded.uses])
    return [
        Problem(
            loaded.path, use.line, use.column,
            f"the {loaded.kind} {'names' if loaded.kind == 'roadmap' else 'uses'} the term {use.value}, "
            "which none defines",
            "Add the term, or correct the id", "warning",
        )
        for use in loaded.uses
        if not known.get(use.value, importing.NOBODY).present
    ]  # fmt: skip


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
    time.sleep(0)  # lets the screen's thread have the interpreter between files


def _yaml_files(folder: Path) -> Iterable[Path]:
    """Every YAML file below a folder; none where there is no folder."""
    return yaml_files([folder]) if folder.is_dir() else ()


def _looks_changed(file: _Found, known: ContentFile | None) -> bool:
    if known is None or not known.digest:
        return True
    return (known.size, known.modified_ns) != (file.size, file.modified_ns)


def _load(file: _Found, known_digest: str) -> LoadedFile | str:
    """The loaded file, or its digest alone when only its time stamp changed."""
    if known_digest and _digest(file) == known_digest:
        return known_digest
    return _read(file)


def _read(file: _Found) -> LoadedFile:
    document = read_document(file.path, file.key)
    if isinstance(document, Problem):
        return LoadedFile(document.path, _digest(file), problems=[document])
    return load_document(document)


def _digest(file: _Found) -> str:
    if file.size > MAX_BYTES:
        return TOO_LARGE
    try:
        return digest_of(file.path.read_bytes())
    except OSError:
        return ""


def _question_row(placed: Placed[Question], domain_id: str, path: str) -> dict[str, Any]:
    question = placed.value
    return {
        "id": question.id, "kind": "question", "certification_id": question.certification_id,
        "domain_id": domain_id, "objective_id": question.objective_id,
        "title": _title(title_of(question.asked)),
        "body": to_json(question), "content_hash": content_hash(question_body(question)),
        "retired": not question.is_asked, "path": path, "line": placed.line,
    }  # fmt: skip


def _term_row(placed: Placed[Term], objective_id: str, domain_id: str, path: str) -> dict[str, Any]:
    term = placed.value
    return {
        "id": term.id, "kind": "term", "certification_id": term.certification_id,
        "domain_id": domain_id, "objective_id": objective_id, "title": term.term,
        "body": to_json(term), "content_hash": content_hash(term_body(term)),
        "retired": False, "path": path, "line": placed.line, "quarantined_on": None,
    }  # fmt: skip


def _title(stem: str) -> str:
    flat = " ".join(stem.split())
    return flat if len(flat) <= TITLE_LENGTH else flat[: TITLE_LENGTH - 1].rstrip() + "…"


def _duplicate(loaded: LoadedFile, placed: Placed[Any], item_id: str, other: str) -> Problem:
    return Problem(
        loaded.path, placed.line, placed.column, f"the id {item_id} is already used in {other}",
        "Give this one a new id; the first one stays",
    )  # fmt: skip


def _unknown_objective(
    loaded: LoadedFile, placed: Placed[Any], objective_id: str, certification: Certification
) -> Problem:
    return Problem(
        loaded.path, placed.line, placed.column,
        f"{placed.value.id} names the objective {objective_id}, unknown to {certification.code}",
        "Use an id from its certification.yaml",
    )  # fmt: skip


def _flat(problem: Problem) -> list[Any]:
    return [problem.path, problem.line, problem.column, problem.message, problem.hint, problem.level]
