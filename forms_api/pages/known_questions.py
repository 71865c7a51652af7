"""Known questions: which curated answer fits a query, and what somebody meant who wrote one sign wrong.

In: an open edition, a query. Out: a `PublishedAnswer`, or other words to search for. The search page imports this.
"""

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from content_model.answer import PublishedAnswer
from forms_api.guard.anonymous import folded
from forms_api.pages.shell import OpenEdition
from search_index.analyzer import question, words

MOST_OF_ITS_WORDS = 0.75
ALIKE = 60
SHORTEST, LONGEST = 3, 20  # signs of a query in which one wrong sign can be told


def curated_answer(opened: OpenEdition, query: str) -> PublishedAnswer | None:
    """Find the answer one of whose questions is the query, or shares most of the words with it."""
    asked = folded(query)
    said = frozenset(question(query))
    best, found = 0.0, None
    for answer in opened.answers:
        for known in (answer.question, *answer.asked):
            likeness = 1.0 if folded(known) == asked else _likeness(said, _words(known))
            if likeness > best:
                best, found = likeness, answer
    return found if best >= MOST_OF_ITS_WORDS else None


def meant(opened: OpenEdition, query: str) -> str:
    """Give the query with its one wrong, missing or needless sign put right by a title or a known question, or ""."""
    asked = folded(query)
    if not SHORTEST <= len(asked) <= LONGEST:
        return ""
    phrases = tuple(_phrases(opened))
    if any(asked in phrase for phrase in phrases):
        return ""
    alike = [phrase for phrase in phrases if fuzz.partial_ratio(asked, phrase, score_cutoff=ALIKE)]
    near = (part for length in (0, 1, -1) for phrase in alike for part in _parts(phrase, len(asked) + length))
    known = {word for phrase in alike for word in words(phrase)}
    return next((part for part in near if _one_wrong(asked, part) and known.issuperset(words(part))), "")


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Compare two questions by the words they share (Dice), two at the least."""
    shared = len(one & other)
    return 2 * shared / (len(one) + len(other)) if shared > 1 else 0.0


@lru_cache(maxsize=4096)
def _words(known: str) -> frozenset[str]:
    return frozenset(question(known))


def _parts(phrase: str, length: int) -> Iterator[str]:
    return (phrase[start : start + length] for start in range(len(phrase) - length + 1))


def _one_wrong(asked: str, part: str) -> bool:
    """Say whether one sign differs; one too many or too few stands inside, else any longer query would be wrong."""
    framed = len(asked) == len(part) or (asked[0], asked[-1]) == (part[0], part[-1])
    return framed and Levenshtein.distance(asked, part, score_cutoff=1) == 1


def _phrases(opened: OpenEdition) -> Iterator[str]:
    for answer in opened.answers:
        for known in (answer.question, *answer.asked):
            yield folded(known)
    for published in opened.pages.values():
        yield folded(published.title)
