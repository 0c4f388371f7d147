"""From authors' files into the store: only what changed, all problems named, nothing lost."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session

from studyapp.content.load import LoadedFile, Placed, load_document
from studyapp.content.problems import Problem
from studyapp.content.reader import digest_of, read_document
from studyapp.domain.certifications import Certification
from studyapp.domain.content_change import Change, classify, content_hash, question_body, term_body
from studyapp.domain.glossary import Term
from studyapp.domain.log import EntryKind
from studyapp.domain.memory import CardState
from studyapp.domain.questions import Question
from studyapp.paths import bundled_content
from studyapp.services.context import Context
from studyapp.services.views import ContentProblem, ImportReport
from studyapp.store import cards, importing, items, journal
from studyapp.store.bodies import hashed_body, to_json
from studyapp.store.tables import CertificationRow, RoadmapRow

Progress = Callable[[int, int], None]
TITLE_LENGTH = 90


@dataclass(slots=True)
class _Found:
    """A file on disk and what it needs."""

    path: Path
    name: str
    size: int
    modified_ns: int


@dataclass(slots=True)
class _Batch:
    """What one import writes."""

    files: list[tuple[_Found, LoadedFile]] = field(default_factory=list)
    same: list[tuple[_Found, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


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
                changed_files=len(batch.files) + len(batch.gone),
                questions=sum(questions for questions, _terms in counted.values()),
                terms=sum(terms for _questions, terms in counted.values()),
                certifications=len(items.codes(session)),
                roadmaps=len(items.roadmaps(session)) if batch.files else 0,
                problems=tuple(all_problems(session)),
                seconds=time.perf_counter() - started,
            )

    def _files(self) -> Iterator[_Found]:
        folders = [*bundled_content(), self._context.home.content]
        folders += [Path(folder).expanduser() for folder in self._context.settings.content_folders]
        for folder in folders:
            for path in _yaml_files(folder):
                try:
                    stat = path.stat()
                except OSError:
                    continue
                yield _Found(path, _name(path, folder), stat.st_size, stat.st_mtime_ns)

    def _read_changed(self, found: list[_Found], known: dict[str, Any], progress: Progress | None) -> _Batch:
        batch = _Batch(gone=sorted(known.keys() - {str(f.path) for f in found}))
        stale = [f for f in found if _looks_changed(f, known.get(str(f.path)))]
        changed_facts = {f.path.parent for f in stale if f.path.name == "certification.yaml"}
        again = [f for f in found if f not in stale and changed_facts.intersection(f.path.parents)]
        for done, file in enumerate([*stale, *again], 1):
            before = known.get(str(file.path))
            loaded = _load(file, before.digest if before and file in stale else "")
            if isinstance(loaded, str):
                batch.same.append((file, loaded))
            else:
                batch.files.append((file, loaded))
            if progress is not None:
                progress(done, len(stale) + len(again))
            time.sleep(0)  # lets the screen's thread have the interpreter between files
        return batch

    def _write(self, session: Session, batch: _Batch) -> None:
        importing.withdraw(session, [*batch.gone, *(str(f.path) for f, _loaded in batch.files)])
        importing.forget_files(session, batch.gone)
        order = {"certification": 0, "roadmap": 1, "glossary": 2}
        for file, loaded in sorted(
            batch.files, key=lambda pair: (order.get(pair[1].kind, 3), str(pair[0].path))
        ):
            self._write_file(session, file, loaded)
            importing.put_file(
                session, path=str(file.path), kind=loaded.kind, digest=loaded.digest, size=file.size,
                modified_ns=file.modified_ns, problems=[_flat(p) for p in sorted(loaded.problems)],
            )  # fmt: skip
        known = importing.known_files(session) if batch.same else {}
        for file, digest in batch.same:
            row = known[str(file.path)]
            row.size, row.modified_ns, row.digest = file.size, file.modified_ns, digest
            session.add(row)
        if any(loaded.kind == "glossary" for _f, loaded in batch.files) or batch.gone:
            importing.reindex_terms(session)

    def _write_file(self, session: Session, file: _Found, loaded: LoadedFile) -> None:
        path = str(file.path)
        if loaded.certification is not None:
            self._write_certification(session, path, loaded, loaded.certification)
        elif loaded.roadmap is not None:
            roadmap = loaded.roadmap.value
            other = importing.holders(session, RoadmapRow).get(roadmap.id)
            if other is not None and other != path:
                loaded.problems.append(_duplicate(loaded, loaded.roadmap, roadmap.id, other))
                return
            importing.put_roadmap(session, id=roadmap.id, name=roadmap.name, body=to_json(roadmap), path=path)
        elif loaded.questions or loaded.terms or loaded.uses:
            certification = items.certification(session, loaded.certification_id)
            if certification is None:
                loaded.problems.append(
                    Problem(
                        loaded.path, 1, 1, f"there is no certification {loaded.certification_id}",
                        "Add its certification.yaml, or correct the id",
                    )
                )  # fmt: skip
                return
            self._write_questions(session, path, loaded, certification)
            self._write_terms(session, path, loaded, certification)

    def _write_certification(
        self, session: Session, path: str, loaded: LoadedFile, placed: Placed[Certification]
    ) -> None:
        value = placed.value
        other = importing.holders(session, CertificationRow).get(value.id)
        if other is not None and other != path:
            loaded.problems.append(_duplicate(loaded, placed, value.id, other))
            return
        importing.put_certification(
            session, id=value.id, code=value.code, name=value.name, vendor=value.vendor, level=value.level,
            status=str(value.status), body=to_json(value), path=path,
        )  # fmt: skip

    def _write_questions(
        self, session: Session, path: str, loaded: LoadedFile, certification: Certification
    ) -> None:
        domain_of = {o.id: d.id for d in certification.domains for o in d.objectives}
        existing = importing.existing_items(session, "question", [p.value.id for p in loaded.questions])
        rows, pairs = [], []
        for placed in loaded.questions:
            question = placed.value
            if question.objective_id not in domain_of:
                loaded.problems.append(_unknown_objective(loaded, placed, certification))
                continue
            if self._is_taken(loaded, placed, question.id, existing, path):
                continue
            rows.append(_question_row(placed, domain_of[question.objective_id], path))
            pairs += [{"question_id": question.id, "term_id": term_id} for term_id in question.term_ids]
        self._note_new_meanings(session, "question", rows, existing)
        importing.put_items(session, rows, cards.to_ms(self._context.now()) or 0)
        importing.put_uses(session, [row["id"] for row in rows], pairs)

    def _write_terms(
        self, session: Session, path: str, loaded: LoadedFile, certification: Certification
    ) -> None:
        domain_of = {o.id: d.id for d in certification.domains for o in d.objectives}
        existing = importing.existing_items(session, "term", [p.value.id for p in loaded.terms])
        rows, memberships = [], []
        for placed in loaded.terms:
            term = placed.value
            if self._is_taken(loaded, placed, term.id, existing, path):
                continue
            objective_id = next((o for o in term.objective_ids if o in domain_of), "")
            rows.append(_term_row(placed, objective_id, domain_of.get(objective_id, ""), path))
            memberships.append((term.id, objective_id))
        memberships += [(term_id, "") for term_id in loaded.uses]
        self._note_new_meanings(session, "term", rows, existing)
        importing.put_items(session, rows, cards.to_ms(self._context.now()) or 0)
        importing.put_memberships(
            session,
            [
                {
                    "certification_id": certification.id, "term_id": term_id,
                    "objective_id": objective_id, "path": path,
                }
                for term_id, objective_id in memberships
            ],
        )  # fmt: skip

    def _is_taken(
        self,
        loaded: LoadedFile,
        placed: Placed[Any],
        item_id: str,
        existing: dict[str, tuple[str, str, bool]],
        path: str,
    ) -> bool:
        other, _digest, present = existing.get(item_id, ("", "", False))
        if present and other != path:
            loaded.problems.append(_duplicate(loaded, placed, item_id, other))
            return True
        return False

    def _note_new_meanings(
        self,
        session: Session,
        kind: str,
        rows: list[dict[str, Any]],
        existing: dict[str, tuple[str, str, bool]],
    ) -> None:
        """A card whose item now means something else begins afresh; the log says when and why."""
        edited = {
            row["id"]: row
            for row in rows
            if row["id"] in existing and existing[row["id"]][1] != row["content_hash"]
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


def all_problems(session: Session) -> list[ContentProblem]:
    """Every recorded problem, and questions that name unknown terms."""
    found = [ContentProblem(*problem) for problem in importing.problems(session)]
    found += [
        ContentProblem(
            path, line, 1, f"{question_id} names the term {term_id}, which no glossary has",
            "Add the term, or correct the id", "warning",
        )
        for question_id, term_id, path, line in importing.unknown_terms(session)
    ]  # fmt: skip
    return found


def _yaml_files(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.rglob("*.y*ml") if p.suffix in (".yaml", ".yml") and p.is_file())


def _name(path: Path, folder: Path) -> str:
    return str(Path(folder.name) / path.relative_to(folder))


def _looks_changed(file: _Found, known: Any) -> bool:
    return known is None or (known.size, known.modified_ns) != (file.size, file.modified_ns)


def _load(file: _Found, known_digest: str) -> LoadedFile | str:
    """The loaded file, or its digest alone when only its time stamp changed."""
    if known_digest:
        try:
            digest = digest_of(file.path.read_bytes()) if file.size < 8_000_000 else ""
        except OSError:
            digest = ""
        if digest == known_digest:
            return digest
    document = read_document(file.path, str(file.path))
    if isinstance(document, Problem):
        return LoadedFile(document.path, problems=[document])
    return load_document(document)


def _question_row(placed: Placed[Question], domain_id: str, path: str) -> dict[str, Any]:
    question = placed.value
    return {
        "id": question.id, "kind": "question", "certification_id": question.certification_id,
        "domain_id": domain_id, "objective_id": question.objective_id, "title": _title(question.stem),
        "body": to_json(question), "content_hash": content_hash(question_body(question)),
        "retired": question.retired is not None, "path": path, "line": placed.line,
    }  # fmt: skip


def _term_row(placed: Placed[Term], objective_id: str, domain_id: str, path: str) -> dict[str, Any]:
    term = placed.value
    return {
        "id": term.id, "kind": "term", "certification_id": term.certification_id,
        "domain_id": domain_id, "objective_id": objective_id, "title": term.term,
        "body": to_json(term), "content_hash": content_hash(term_body(term)),
        "retired": False, "path": path, "line": placed.line,
    }  # fmt: skip


def _title(stem: str) -> str:
    flat = " ".join(stem.split())
    return flat if len(flat) <= TITLE_LENGTH else flat[: TITLE_LENGTH - 1].rstrip() + "…"


def _duplicate(loaded: LoadedFile, placed: Placed[Any], item_id: str, other: str) -> Problem:
    return Problem(
        loaded.path, placed.line, placed.column, f"the id {item_id} is already used in {other}",
        "Give this one a new id; the first one stays",
    )  # fmt: skip


def _unknown_objective(loaded: LoadedFile, placed: Placed[Question], certification: Certification) -> Problem:
    return Problem(
        loaded.path, placed.line, placed.column,
        f"{placed.value.id} names the objective {placed.value.objective_id}, unknown to {certification.code}",
        "Use an id from its certification.yaml",
    )  # fmt: skip


def _flat(problem: Problem) -> list[Any]:
    return [problem.path, problem.line, problem.column, problem.message, problem.hint, problem.level]
