"""Words as the checks compare them: tokens, never substrings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|[*`]+|(?<!\w)_+|_+(?!\w)")
_NO_WORD = re.compile(r"[^\w%+#$€£]+|(?<!\w)_+|_+(?!\w)")
_CODE = re.compile(r"`[^`]*`")


def vocabulary(words: str) -> frozenset[str]:
    """A set of words out of a text that lists them."""
    return frozenset(words.split())


STOP_WORDS = vocabulary(
    """
    a about above after again against all also although am among an and another any anybody anyone anything
    are around as at be because been before being below between both but by can cannot could did do does
    doing done down during each either else enough etc even ever every everybody everyone everything few
    first for from further get gets getting give given gives go goes had has have having he her here hers
    him his how however i if in instead into is it its itself just keep keeps kept last least less let lets
    like made make makes making many may me might more most much must my need needed needing needs neither
    new next no nobody none nor not nothing now of off on once one only onto or other others our out over
    own per please rather same several shall she should since so some somebody someone something still such
    take taken takes than that the their theirs them then there these they thing things this those three
    through thus to together too toward towards two under until up upon us use used user users uses using
    very via want wanted wants was way ways we well were what when where whether which while who whole whom
    whose why will with within without would yet you your yours able across already always best better
    biggest certain company team four five six different good great help helps high later long low main meet
    meets met new number often old part possible question requirement requirements right set sets show shows
    solution solutions today uses wish wishes work works
    """
)
"""Words that say nothing of a subject: closed classes, and the furniture of every stem."""


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """The text in one normal form (NFKC), without markup, spaces collapsed; letter case stays."""
    return " ".join(_MARKUP.sub("", unicodedata.normalize("NFKC", text)).split())


@lru_cache(maxsize=20_000)
def normalised(text: str) -> str:
    """Casefolded, in one normal form, without markup and punctuation, spaces collapsed."""
    return " ".join(_NO_WORD.sub(" ", plain(text).replace("'", "").replace("’", "")).casefold().split())


def tokens(text: str) -> tuple[str, ...]:
    """The words of the normalised text; hyphens split."""
    return tuple(normalised(text).split())


@lru_cache(maxsize=20_000)
def compounds(text: str) -> tuple[str, ...]:
    """Casefolded words in which hyphens do not split: `read-only` is one, `--all` and code are none."""
    flat = _CODE.sub(" ", unicodedata.normalize("NFKC", text)).casefold()
    return tuple(re.findall(r"(?<![\w-])[\w%]+(?:[-'’/][\w%]+)*", flat))


def stem_of(word: str) -> str:
    """The stem of an English word (Porter's second algorithm)."""
    return _stemmed(word)


@lru_cache(maxsize=50_000)
def _stemmed(word: str) -> str:
    if not word.isascii() or not word.isalpha() or len(word) <= 3:
        return word
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    import snowballstemmer

    return snowballstemmer.stemmer("english")


_NAME_LINKS = frozenset(["and", "for", "of", "the", "on", "in", "to", "a", "an", "&"])


def is_name(text: str) -> bool:
    """Whether a text is a proper name: every word but the small ones begins with a capital or a digit."""
    words = re.findall(r"[\w.&+/-]+", plain(text))
    return (
        bool(words)
        and all(word[0].isupper() or word[0].isdigit() or word in _NAME_LINKS for word in words)
        and (words[0][0].isupper() or words[0][0].isdigit())
    )


def related(a: str, b: str) -> bool:
    """Whether two stems belong to one family: equal, or alike but for their ends (transcrib, transcript)."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    shared = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if shared == len(short):
        return shared >= 6 and len(long) - shared <= 4
    return shared >= 7 and shared >= 0.75 * len(long)


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry the subject; single letters and bare numbers are left out."""
    return frozenset(
        stem_of(word)
        for word in tokens(text)
        if word not in STOP_WORDS and len(word) > 1 and not word.isdigit()
    )
