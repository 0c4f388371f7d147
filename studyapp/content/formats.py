"""The formats that authors write, each declared once: validation, documentation and schemas follow.

A file says what it is in its first field: `format: questions/1`, `glossary/1`, `certification/1` or
`roadmap/1`. The number is the version of the format.
"""

from __future__ import annotations

from studyapp.content.schema import (
    Anything,
    Day,
    Field,
    Host,
    Identifier,
    ListOf,
    Number,
    OneOf,
    Record,
    Text,
    TextOr,
    Truth,
    Url,
)
from studyapp.domain.questions import Depth, LetterCase, QuestionKind, Spacing
from studyapp.domain.roadmaps import MoveOn
from studyapp.domain.vendors import NameState

LINE = Text(one_line=True, max_chars=400)
PROSE = Text()
URLS = ListOf(Url())
IDS = ListOf(Identifier())

OPTION = Record(
    "option",
    {
        "text": Field(Text(one_line=True, max_chars=400), "what the learner can choose", required=True),
        "correct": Field(Truth(), "true for a key; leave it out for a distractor"),
        "reason": Field(PROSE, "why it is right, or what it is the answer to instead", required=True),
        "excluded_by": Field(LINE, "the words of the stem that rule this distractor out"),
    },
)

LINT = Record(
    "lint waiver",
    {
        "waive": Field(ListOf(LINE, least=1), "ids of checks that this item is excused from", required=True),
        "because": Field(PROSE, "the reason, shown in the report", required=True),
    },
)

RETIRED = Record(
    "retirement",
    {
        "on": Field(Day(), "since when the item is out of circulation", required=True),
        "because": Field(PROSE, "why", required=True),
        "replaced_by": Field(Identifier(), "the id of the item that took its place"),
    },
)

QUARANTINE = Record(
    "quarantine",
    {
        "on": Field(Day(), "since when the key is in doubt", required=True),
        "because": Field(PROSE, "why, in words that learners read", required=True),
    },
)

STEP_IN_ORDER = Record(
    "step in order",
    {
        "text": Field(LINE, "what is done", required=True),
        "reason": Field(PROSE, "why it stands at this place", required=True),
    },
)

PAIR = Record(
    "pair",
    {
        "prompt": Field(LINE, "what a match is looked for", required=True),
        "match": Field(LINE, "the choice that belongs to it; prompts may share one", required=True),
        "reason": Field(PROSE, "why it belongs to it", required=True),
    },
)

WRONG = Record(
    "wrong answer",
    {
        "text": Field(LINE, "what a learner may answer instead", required=True),
        "reason": Field(PROSE, "what that is the answer to", required=True),
    },
)

TYPED_TEXT = Text(max_chars=400)
AMOUNT = Number(-1e15, 1e15, fraction=True)

ENTRY = Record(
    "answer",
    {
        "accepted": Field(ListOf(TYPED_TEXT, least=1), "every spelling that is right, the best first"),
        "letter_case": Field(OneOf(tuple(LetterCase)), "whether capitals count; ignore unless given"),
        "spacing": Field(OneOf(tuple(Spacing)), "how spaces count; collapse unless given"),
        "value": Field(AMOUNT, "the number, where one is asked for"),
        "tolerance": Field(AMOUNT, "how far from the value is still right, in its unit"),
        "tolerance_percent": Field(Number(0, 100, fraction=True), "the same in percent of the value"),
        "min": Field(AMOUNT, "in the place of a value: the smallest number that is right"),
        "max": Field(AMOUNT, "in the place of a value: the largest number that is right"),
        "unit": Field(LINE, "unit of the number; it is shown, and may be typed or left out"),
        "reason": Field(PROSE, "why it is right", required=True),
        "wrong": Field(ListOf(WRONG), "answers to expect that are wrong"),
    },
)

RUBRIC = Record(
    "rubric line",
    {
        "text": Field(LINE, "what must be so once the task is done", required=True),
        "reason": Field(PROSE, "why it matters", required=True),
    },
)

CASE = Record(
    "case",
    {
        "id": Field(Identifier(), "stable within the file; questions refer to it", required=True),
        "title": Field(LINE, "its heading", required=True),
        "text": Field(Text(max_chars=8000), "the scenario, shown above each of its questions", required=True),
    },
)

QUESTION = Record(
    "question",
    {
        "id": Field(Identifier(), "stable and never used again; history hangs on it", required=True),
        "objective": Field(LINE, "id of an objective in certification.yaml", required=True),
        "kind": Field(OneOf(tuple(QuestionKind)), "how it is answered", required=True),
        "depth": Field(OneOf(tuple(Depth)), "what it asks of the mind", required=True),
        "difficulty": Field(Number(1, 5), "1 most candidates know it, 5 hard", required=True),
        "stem": Field(PROSE, "situation and question", required=True),
        "case": Field(Identifier(), "id of a case of this file, shown above the stem"),
        "options": Field(
            ListOf(OPTION, least=2, most=8), "single, multiple, true-false: the options, shuffled when shown"
        ),
        "steps": Field(ListOf(STEP_IN_ORDER, least=2, most=8), "ordering: the steps in the right order"),
        "pairs": Field(ListOf(PAIR, least=2, most=8), "matching: the prompts, each with its choice"),
        "distractors": Field(ListOf(WRONG, most=6), "matching: choices that belong to no prompt"),
        "answer": Field(ENTRY, "typed, numeric: what is to be typed"),
        "blanks": Field(
            ListOf(ENTRY, least=2, most=8), "blanks: what belongs into {1}, {2} … of the stem, in this order"
        ),
        "environment": Field(PROSE, "hands-on: what is there to work with"),
        "rubric": Field(ListOf(RUBRIC, least=1, most=8), "hands-on: what learners check their work against"),
        "solution": Field(PROSE, "hands-on: one way to do it"),
        "minutes": Field(Number(1, 240), "hands-on: how long it takes about"),
        "explanation": Field(PROSE, "the principle to take away", required=True),
        "terms": Field(IDS, "ids of glossary terms that it rests on"),
        "references": Field(ListOf(Url(), least=1), "official documentation for the key", required=True),
        "verified_on": Field(Day(), "when every claim was last checked", required=True),
        "revision": Field(Number(1, 9999), "raise it when the meaning changes; 1 unless given"),
        "retired": Field(RETIRED, "takes the item out of circulation and keeps its history"),
        "quarantined": Field(
            QUARANTINE, "keeps the item out of practice, exams and scores while its key is in doubt"
        ),
        "lint": Field(LINT, "excuses this item from a check, with a reason"),
    },
)

CONTRAST = Record(
    "contrast",
    {
        "term": Field(Identifier(), "id of the term it is confused with", required=True),
        "because": Field(PROSE, "the difference in one sentence", required=True),
    },
)

TERM = Record(
    "term",
    {
        "id": Field(Identifier(), "stable; unique over all glossaries, so a term lives once", required=True),
        "term": Field(Text(one_line=True, max_chars=120), "the name as learners meet it", required=True),
        "also": Field(ListOf(LINE), "other spellings and abbreviations that count as right"),
        "objectives": Field(ListOf(LINE), "ids of objectives that need it"),
        "definition": Field(Text(max_words=60), "plain words, without the term itself", required=True),
        "example": Field(PROSE, "one concrete sentence"),
        "contrast": Field(CONTRAST, "not to be confused with"),
        "references": Field(URLS, "where it is defined"),
        "verified_on": Field(Day(), "when the definition was last checked"),
        "revision": Field(Number(1, 9999), "raise it when the meaning changes; 1 unless given"),
    },
)

OBJECTIVE = Record(
    "objective",
    {
        "id": Field(LINE, "the guide's number, quoted", required=True),
        "text": Field(PROSE, "what the candidate can do, in our words", required=True),
        "group": Field(LINE, "the guide's heading above it"),
    },
)

WEIGHT = Number(0, 100, fraction=True)

DOMAIN = Record(
    "domain",
    {
        "id": Field(LINE, "the guide's number, quoted", required=True),
        "name": Field(LINE, "the guide's title", required=True),
        "weight": Field(WEIGHT, "published share of the exam in percent"),
        "weight_min": Field(WEIGHT, "lower end of a published range"),
        "weight_max": Field(WEIGHT, "upper end of a published range"),
        "objectives": Field(ListOf(OBJECTIVE, least=1), "its objectives", required=True),
    },
)

COUNT = Number(0, 10_000)

EXAM = Record(
    "exam",
    {
        "questions": Field(COUNT, "number of questions, where one is published"),
        "questions_min": Field(COUNT, "lower end of a published range"),
        "questions_max": Field(COUNT, "upper end of a published range"),
        "questions_note": Field(PROSE, "what to know about that number"),
        "scored_questions": Field(COUNT, "questions that count"),
        "unscored_questions": Field(COUNT, "questions on trial that do not count"),
        "question_types": Field(ListOf(LINE), "kinds of questions, in the vendor's words"),
        "minutes": Field(COUNT, "time for the questions"),
        "seat_minutes": Field(COUNT, "time in the seat, with introduction and survey"),
        "passing_score": Field(COUNT, "on the vendor's scale; left out where none is published"),
        "score_min": Field(COUNT, "lowest score of the scale"),
        "score_max": Field(COUNT, "highest score of the scale"),
        "score_note": Field(PROSE, "how the score is made"),
        "changes_allowed": Field(Truth(), "whether an answer may be changed until the end, where known"),
        "pause_allowed": Field(Truth(), "whether the clock can be stopped for a break, where known"),
        "price_usd": Field(Number(0, 100_000, fraction=True), "list price in US dollars"),
        "validity_years": Field(Number(1, 50), "years until it expires; left out where it does not"),
        "renewal": Field(PROSE, "what a holder does to renew"),
        "partial_credit": Field(
            ListOf(OneOf(tuple(QuestionKind))), "kinds of items of which each right part earns credit"
        ),
    },
)

LIFE_EVENTS = (
    "released", "beta-opens", "beta-closes", "general-availability", "version-change", "last-booking",
    "last-exam", "retired", "language-retires", "renamed", "other",
)  # fmt: skip

LIFE_EVENT = Record(
    "life-cycle event",
    {
        "event": Field(OneOf(LIFE_EVENTS), "what happens", required=True),
        "on": Field(Day(), "when", required=True),
        "note": Field(PROSE, "one sentence"),
    },
)

FORMAT = Field(LINE, "what the file is, and the version of the format", required=True)

CERTIFICATION = Record(
    "certification",
    {
        "format": FORMAT,
        "id": Field(Identifier(), "the name of its folder", required=True),
        "code": Field(LINE, "the vendor's code", required=True),
        "name": Field(LINE, "the official name of the exam", required=True),
        "certification_name": Field(LINE, "the credential's name, where it differs"),
        "vendor": Field(LINE, "who awards it", required=True),
        "level": Field(LINE, "the vendor's level", required=True),
        "kind": Field(OneOf(("exam", "credential", "standard")), "what it is", required=True),
        "status": Field(OneOf(("active", "beta", "retiring", "retired")), "where it is", required=True),
        "status_detail": Field(PROSE, "one sentence on the status"),
        "version": Field(LINE, "the version of the guide that the facts follow"),
        "life_cycle": Field(ListOf(LIFE_EVENT), "dated events, oldest first"),
        "successors": Field(IDS, "ids of what replaces it"),
        "successor_note": Field(PROSE, "what to know about the choice"),
        "predecessors": Field(IDS, "ids of what it replaced"),
        "exam": Field(EXAM, "the exam", required=True),
        "prerequisites": Field(PROSE, "what is needed first"),
        "recommended_experience": Field(PROSE, "what the vendor recommends"),
        "guide_url": Field(Url(), "the official exam guide"),
        "page_url": Field(Url(), "the official page"),
        "domains": Field(ListOf(DOMAIN), "sections of the guide", required=True),
        "sources": Field(URLS, "where the facts come from"),
        "checked_as_of": Field(Day(), "date of the newest evidence"),
        "review_months": Field(
            Number(1, 120), "months after which a claim has to be checked anew; 12 unless given"
        ),
        "notes": Field(ListOf(PROSE), "what else a candidate should know"),
        "recheck": Field(ListOf(LINE), "fields that rest on weaker evidence"),
        "technical": Field(Anything(), "technical facts of a digital credential"),
    },
)

QUESTIONS = Record(
    "questions file",
    {
        "format": FORMAT,
        "certification": Field(Identifier(), "id of the certification", required=True),
        "cases": Field(ListOf(CASE, drop_broken=True), "scenarios that several questions share"),
        "questions": Field(ListOf(QUESTION, drop_broken=True), "the items", required=True),
    },
)

GLOSSARY = Record(
    "glossary file",
    {
        "format": FORMAT,
        "certification": Field(Identifier(), "id of the certification; left out for the terms of roles"),
        "terms": Field(ListOf(TERM, drop_broken=True), "the terms that are defined here", required=True),
        "uses": Field(IDS, "ids of terms defined elsewhere that belong to this glossary too"),
    },
)

PAY = Record(
    "pay row",
    {
        "region": Field(LINE, "where", required=True),
        "currency": Field(LINE, "currency code", required=True),
        "level": Field(LINE, "experience", required=True),
        "min": Field(Number(0, 10_000_000, fraction=True), "lower end a year"),
        "max": Field(Number(0, 10_000_000, fraction=True), "upper end a year"),
        "unit": Field(LINE, "unit of the amounts where it is not one, such as lakh"),
    },
)

MOVE_ON = OneOf(tuple(MoveOn))
SCORE = Number(0, 1, fraction=True)

STEP = Record(
    "step",
    {
        "id": Field(Identifier(), "stable within the roadmap", required=True),
        "certifications": Field(ListOf(Identifier(), least=1), "one id, or alternatives", required=True),
        "why": Field(PROSE, "what it gives on this road", required=True),
        "named_in_source": Field(LINE, "what the source document names here"),
        "source_certification": Field(Identifier(), "id of the exam that the source document names"),
        "erratum": Field(PROSE, "what the source document got wrong"),
        "move_on": Field(MOVE_ON, "what satisfies the step; that of its stage unless given"),
        "mastery_score": Field(SCORE, "bar of predicted recall; that of its stage unless given"),
        "weight": Field(WEIGHT, "share of the stage in percent; on all steps of a stage or on none"),
        "was": Field(IDS, "ids that it had before, or of the step that it was split from"),
    },
)

STAGE = Record(
    "stage",
    {
        "id": Field(Identifier(), "stable within the roadmap", required=True),
        "name": Field(LINE, "its name", required=True),
        "purpose": Field(PROSE, "what it is for", required=True),
        "steps": Field(ListOf(STEP, least=1), "certifications in order", required=True),
        "requires": Field(IDS, "ids of the stages that open it; the one before it unless given"),
        "needs": Field(Number(1, 1000), "how many of its steps must be satisfied; all unless given"),
        "move_on": Field(MOVE_ON, "what satisfies its steps; CompletedOrPassed unless given"),
        "mastery_score": Field(SCORE, "bar of predicted recall, 0.8 unless given"),
        "was": Field(IDS, "ids that it had before"),
    },
)

COMPETENCY = Record(
    "competency",
    {
        "id": Field(
            Identifier(), "stable; the same id on another roadmap is the same competency", required=True
        ),
        "text": Field(PROSE, "the line as learners read it", required=True),
        "also": Field(ListOf(LINE), "words by which job descriptions ask for it"),
        "terms": Field(IDS, "ids of glossary terms that it rests on"),
        "certifications": Field(IDS, "ids of certifications that prove it"),
    },
)

SECTION = Record(
    "section",
    {
        "id": Field(Identifier(), "stable within the roadmap", required=True),
        "title": Field(LINE, "heading", required=True),
        "entries": Field(
            ListOf(TextOr(PROSE, COMPETENCY), least=1),
            "its lines; one that learners can have evidence for is a competency",
            required=True,
        ),
    },
)

FAQ = Record(
    "question and answer",
    {
        "question": Field(PROSE, "what people ask", required=True),
        "answer": Field(PROSE, "the answer", required=True),
    },
)

MOMENT = Record(
    "moment",
    {
        "time": Field(LINE, "HH:MM, quoted", required=True),
        "text": Field(PROSE, "what happens", required=True),
    },
)

YEARS = Record(
    "span of years",
    {
        "min": Field(Number(0, 50, fraction=True), "lower end", required=True),
        "max": Field(Number(0, 50, fraction=True), "upper end", required=True),
    },
)

ROADMAP = Record(
    "roadmap",
    {
        "format": FORMAT,
        "id": Field(Identifier(), "stable id", required=True),
        "name": Field(LINE, "name in lists", required=True),
        "role": Field(LINE, "the role it leads to", required=True),
        "tagline": Field(PROSE, "the role in one sentence", required=True),
        "fits_if": Field(LINE, "whom it fits, as the end of: Fits you if ..."),
        "about": Field(ListOf(PROSE), "paragraphs"),
        "titles": Field(ListOf(LINE), "job titles"),
        "version": Field(Number(1, 9999), "raise it when stages or steps change; 1 unless given"),
        "years_to_first_role": Field(YEARS, "time to a first role"),
        "years_note": Field(PROSE, "what the figure is, or that it is missing"),
        "pay": Field(ListOf(PAY), "pay a year by region and level"),
        "pay_note": Field(PROSE, "what the figures are, or that they are missing"),
        "sections": Field(ListOf(SECTION), "responsibilities, skills, tools and other lists"),
        "faq": Field(ListOf(FAQ), "questions and answers"),
        "day": Field(ListOf(MOMENT), "a day in the life"),
        "key_terms": Field(IDS, "ids of glossary terms of the role"),
        "stages": Field(ListOf(STAGE, least=1), "the road", required=True),
        "sources": Field(ListOf(LINE), "where the facts come from"),
        "checked_as_of": Field(Day(), "when the facts were last checked"),
    },
)

HOST = Host()

OLD_NAME = Record(
    "old name",
    {
        "name": Field(LINE, "the name that is no longer current", required=True),
        "state": Field(OneOf(tuple(NameState)), "renamed, closed to new customers, or gone", required=True),
        "now": Field(LINE, "what it is called now, or what to use instead"),
        "on": Field(Day(), "since when"),
        "also": Field(ListOf(LINE), "other spellings of the old name"),
        "except_in": Field(ListOf(LINE), "current names in which it still stands"),
        "references": Field(URLS, "where the vendor says so"),
    },
)

VENDOR = Record(
    "vendor file",
    {
        "format": FORMAT,
        "vendor": Field(LINE, "its name, as certifications give it", required=True),
        "also": Field(ListOf(LINE), "other names that certifications give it"),
        "hosts": Field(
            ListOf(HOST, least=1),
            "hosts of official documentation; `.x.org` is x.org and all below",
            required=True,
        ),
        "old_names": Field(ListOf(OLD_NAME), "names that questions should not teach any more"),
    },
)

FORMATS = {
    "questions/1": QUESTIONS,
    "glossary/1": GLOSSARY,
    "certification/1": CERTIFICATION,
    "roadmap/1": ROADMAP,
    "vendor/1": VENDOR,
}
