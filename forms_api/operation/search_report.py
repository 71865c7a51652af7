"""What the searches of some days teach: what was not found, what was found and not opened, which words are new.

In: the counts of searches. Out: queries and words, ready to become 群众常这样问 and synonyms.
The command `mingfa report search` imports this. What was asked once is not told: nobody shall be singled out by it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from forms_api.store.searches import Searched
from forms_api.store.store import Store
from search_index.analyzer import question

LEAST = 2


@dataclass(frozen=True)
class Word:
    """A word with the number of searches that had it."""

    word: str
    times: int


@dataclass(frozen=True)
class SearchReport:
    """The most frequent first in each."""

    not_found: Sequence[Searched]
    not_opened: Sequence[Searched]
    new_words: Sequence[Word]


def search_report(store: Store, since: date, until: date, least: int = LEAST) -> SearchReport:
    """Report the days from `since` to `until`, both inclusive. Raises StoreUnavailable."""
    searched = store.searches.between(since, until, max(least, LEAST))
    known = set(_words(store.searches.before(since)))
    return SearchReport(
        not_found=[one for one in searched if not one.count.found],
        not_opened=[one for one in searched if one.count.found and not one.count.clicked],
        new_words=_new_words(searched, known),
    )


def _new_words(searched: Iterable[Searched], known: set[str]) -> Sequence[Word]:
    """Count the words of searches that were told of at least twice and never before."""
    counts: Counter[str] = Counter()
    for one in searched:
        for word in set(question(one.query)) - known:
            counts[word] += one.count.times
    return [Word(word, times) for word, times in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _words(queries: Iterable[str]) -> Iterator[str]:
    for query in queries:
        yield from question(query)
