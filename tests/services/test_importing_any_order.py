"""Whatever the order of edits, the store ends where a fresh import begins."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services.facade import Services
from tests import banks
from tests.banks import term_id, write_yaml
from tests.moments import START
from tests.services import evidence

# -- whatever the order of edits ---------------------------------------------------------------

FILES = ("a.yaml", "b/q.yaml", "c.yaml", "words.yaml", "b/words.yaml", "facts.yaml", "b/facts2.yaml")
QUESTION_SETS = st.sets(st.integers(1, 4), max_size=4).map(sorted)
CERTIFICATION_IDS = st.sampled_from(["tst-101", "oth-201"])
DOCUMENTS = st.one_of(
    st.builds(
        lambda c, numbers, objective: banks.questions_file(
            [banks.question(n, "tst-101", [term_id(n)], objective=objective) for n in numbers], c
        ),
        CERTIFICATION_IDS, QUESTION_SETS, st.sampled_from(["1.1", "2.1", "9.9"]),
    ),
    st.builds(
        # Which of two files holds a term decides where it belongs: only one certification defines any.
        lambda c, numbers, uses: banks.glossary_file(
            [banks.term(n) for n in numbers if c == "tst-101"], c, [term_id(n) for n in uses]
        ),
        CERTIFICATION_IDS, QUESTION_SETS, QUESTION_SETS,
    ),
    st.builds(
        lambda c, count: banks.certification(c, domains=banks.certification()["domains"][:count]),
        CERTIFICATION_IDS, st.sampled_from([1, 2]),
    ),
    st.just({"format": "questions/1", "wrong": "file"}),
)  # fmt: skip
EDITS = st.lists(
    st.lists(st.tuples(st.sampled_from(FILES), st.none() | DOCUMENTS), min_size=1, max_size=4), max_size=6
)


def standing(services: Services) -> dict[str, Any]:
    """What is in circulation, and how many problems of which kind; not which of two equals won."""
    rows = evidence.rows
    return {
        "items": rows(
            services,
            "SELECT id, kind, content_hash FROM item WHERE present ORDER BY 1, 2",
        ),
        "certifications": rows(services, "SELECT id FROM certification WHERE present ORDER BY 1"),
        "members": rows(
            services, "SELECT DISTINCT certification_id, term_id FROM term_membership ORDER BY 1, 2"
        ),
        "searchable": rows(services, "SELECT term_id FROM term_search ORDER BY 1"),
        "files": rows(services, "SELECT path, kind, digest FROM content_file ORDER BY 1"),
    }


@settings(max_examples=15)
@given(edits=EDITS)
def test_any_sequence_of_edits_ends_where_a_fresh_import_begins(
    edits: list[list[tuple[str, dict[str, Any] | None]]], connect_to: Callable[..., Services]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        content = root / "banks"
        content.mkdir()
        long_used, fresh = (connect_to(Home(root / name), ManualClock(START)) for name in ("used", "fresh"))
        for services in (long_used, fresh):
            services.settings.update(content_folders=[str(content)])
        long_used.library.refresh()
        for step in edits:
            for name, document in step:
                if document is None:
                    (content / name).unlink(missing_ok=True)
                else:
                    write_yaml(content / name, document)
            report = long_used.library.refresh()
            assert report.problems == long_used.library.refresh().problems
        fresh.library.refresh()
        assert standing(long_used) == standing(fresh)
        long_used.close()
        fresh.close()
