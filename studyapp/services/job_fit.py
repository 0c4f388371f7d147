"""Job descriptions: one held against the learner's evidence, and one made from a roadmap."""

from __future__ import annotations

from studyapp.domain.dossier import Cover
from studyapp.domain.glossary import Term
from studyapp.domain.job_fit import MOST_CHARS, ReadLine, Wanted, read_lines
from studyapp.errors import InvalidInput
from studyapp.sanitiser import clean
from studyapp.services.competencies import Holdings, proof_of
from studyapp.services.context import Context
from studyapp.services.decks import term_standings
from studyapp.services.papers import papers
from studyapp.services.role_views import AskedCompetency, JobFit
from studyapp.store import items

TEMPLATE_ROAD = "job-ready-ai-ml-engineer"
"""The roadmap that reads a role as an employer describes it; it fills the built-in job description."""
_ORDER = (Cover.EVIDENCED, Cover.PROVEN, Cover.OPEN)


class JobFitService:
    """Reads job descriptions with the words of all roadmaps."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def fit(self, text: str) -> JobFit:
        """What a text asks for and what the learner has of it; raises InvalidInput for what is no text.

        The text is looked at and not kept.
        """
        cleaned = checked_text(text)
        today = self._context.today()
        with self._context.store.read() as session:
            # Its words are those of job descriptions, so they are shown where roadmaps differ.
            roads = sorted(items.roadmaps(session), key=lambda road: road.id != TEMPLATE_ROAD)
            holdings = Holdings(session, roads, today)
            terms = items.terms(session, {i for road in roads for i in road.key_terms})
            facts = items.certifications(session)
            lines = read_lines(
                cleaned,
                [Wanted(i, tuple(asked.also)) for i, asked in holdings.asked.items()],
                [Wanted(i, _wordings(term)) for i, term in terms.items()],
                [Wanted(i, (it.code, it.name)) for i, it in facts.items()],
            )
            named_terms = dict.fromkeys(i for line in lines for i in line.term_ids)
            known = term_standings(session, list(named_terms))
            held = {i for i, paper in papers(session, today).items() if paper.proof is not None}
            codes = items.codes(session)
        named = dict.fromkeys(i for line in lines for i in line.certification_ids)
        return JobFit(
            _asked(lines, holdings),
            tuple(known[i] for i in named_terms if i in known),
            tuple(proof_of(facts[i], i in held, today, codes) for i in named),
            tuple(line.text for line in lines if line.is_unknown),
            len(lines),
        )


def checked_text(text: str) -> str:
    """A job description fit to be read; raises InvalidInput for an empty, overlong or binary one."""
    if "\x00" in text:
        raise InvalidInput(
            "That is not text.", "Copy the words out of the document, and save them as a text file."
        )
    if len(text) > MOST_CHARS:
        raise InvalidInput(
            f"The text has {len(text):,} characters.", f"Give one job description, at most {MOST_CHARS:,}."
        )
    cleaned = clean(text)
    if not cleaned.strip():
        raise InvalidInput("The job description is empty.", "Paste its text, or use the built-in template.")
    return cleaned


def _wordings(term: Term) -> tuple[str, ...]:
    """A name with a qualifier in brackets is too general without it: `Deployment (Kubernetes)`."""
    return term.also if " (" in term.term else (term.term, *term.also)


def _asked(lines: tuple[ReadLine, ...], holdings: Holdings) -> tuple[AskedCompetency, ...]:
    """What is asked for, by cover; a choice that holds what is asked for anyway asks for nothing more."""
    alone = {ids[0] for line in lines for ids in line.asks if len(ids) == 1}
    said: dict[frozenset[str], dict[str, None]] = {}
    for line in lines:
        for ids in line.asks:
            enough = next((frozenset([i]) for i in ids if i in alone), frozenset(ids))
            said.setdefault(enough, {})[line.text] = None
    named = list(dict.fromkeys(i for line in lines for i in line.competency_ids))
    found = []
    for wanted, texts in said.items():
        standings = [holdings.standing(i) for i in sorted(wanted, key=named.index)]
        first, *instead = sorted(standings, key=lambda it: _ORDER.index(it.cover))
        found.append(AskedCompetency(first, tuple(texts), tuple(instead)))
    return tuple(sorted(found, key=lambda it: _ORDER.index(it.standing.cover)))
