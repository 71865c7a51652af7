"""Learning from the bureau's own questions: a translation table and a prior (decision 0019).

In: known questions, the words of the articles that answer them. Out: `Learned`. The command and the bench call `learn`.
The table is IBM model 1 (Brown and others, 1993): each word of an article comes from a question's word or from none.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from law_library.library import LawLibrary
from search_index.analyzer import is_asking, question, words
from search_index.known import Known
from search_index.learned import Learned, next_lesson
from search_index.passages import articles

ROUNDS = 5
NOBODY = 3.0  # how strongly a word of the law may come from no word of the question
MOST_WORDS = 150  # of an article
MOST_PLACES = 4  # a question with more answers says little about each
LEAST_WORTH = 0.004
ROW = 20
COMMON = 0.1  # share of articles in which a word says nothing
RARE = 3

Table = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Lexis:
    """The words of articles: `of` an address, and in how many articles each stands."""

    of: Mapping[str, Sequence[str]]
    held: Mapping[str, int]
    size: int

    def telling(self, address: str) -> list[str]:
        """Give the words of an article that say something, each once."""
        words = dict.fromkeys(self.of.get(address, ()))
        return [word for word in words if self._tells(word)][:MOST_WORDS]

    def _tells(self, word: str) -> bool:
        return len(word) > 1 and RARE <= self.held.get(word, 0) <= COMMON * self.size and not is_asking(word)


def learn(
    known: Sequence[Known],
    lexis: Lexis,
    today: date,
    former: Learned | None = None,
    written: Sequence[Known] = (),
) -> Learned:
    """Learn a table from questions whose places are articles; a prior only from `known`, which people really asked."""
    told = [one for one in known if any(place in lexis.of for place in one.places)]
    pairs = [
        (question(one.question), lexis.telling(place))
        for one in (*told, *written)
        for place in one.places[:MOST_PLACES]
        if place in lexis.of
    ]
    places = Counter(place for one in told for place in set(one.places) if place in lexis.of)
    laws = Counter(place.split("/")[1] for one in told for place in set(one.places) if place in lexis.of)
    lesson = next_lesson(former or Learned(), today, len(told), _digest(told))
    return Learned(lesson, translation(pairs), dict(laws), dict(places))


def translation(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Learn the table from pairs of a question's words and an article's words."""
    table = _even(pairs)
    total = Counter(said for _, article in pairs for said in article)
    whole = sum(total.values()) or 1
    by_chance = {said: NOBODY * count / whole for said, count in total.items()}
    for _ in range(ROUNDS):
        table = _round(table, pairs, by_chance)
    return {word: row for word in sorted(table) if (row := _best(table[word]))}


def _even(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Table:
    """Begin with every word of an article as likely for every word of its questions."""
    met: defaultdict[str, set[str]] = defaultdict(set)
    for asked, article in pairs:
        for word in asked:
            met[word].update(article)
    return {word: dict.fromkeys(said, 1 / len(said)) for word, said in met.items() if said}


def _round(table: Table, pairs: Iterable[tuple[Sequence[str], Sequence[str]]], by_chance: Mapping[str, float]) -> Table:
    """Share each word of an article among the words that may have brought it, and reckon the table anew."""
    shares: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for asked, article in pairs:
        rows = [(shares[word], table[word]) for word in asked if word in table]
        for said in article:
            worths = [row.get(said, 0.0) for _, row in rows]
            whole = by_chance[said] + sum(worths)
            for (share, _), worth in zip(rows, worths, strict=True):
                share[said] += worth / whole
    reckoned: Table = {}
    for word, share in shares.items():
        whole = sum(share.values()) or 1.0
        reckoned[word] = {said: worth / whole for said, worth in share.items() if worth > whole * 1e-4}
    return reckoned


def _best(row: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    likely = ((said, round(worth, 4)) for said, worth in row.items() if worth >= LEAST_WORTH)
    return tuple(sorted(likely, key=lambda pair: (-pair[1], pair[0]))[:ROW])


def _digest(known: Iterable[Known]) -> str:
    return hashlib.sha256("\n".join(map(repr, known)).encode("utf-8", "replace")).hexdigest()[:16]


def lexis_of(laws: LawLibrary, today: date) -> Lexis:
    """Cut all articles in force into words."""
    of = {
        passage.address: words(passage.said)
        for law in laws.laws
        if (version := law.in_force(today))
        for passage in articles(law, laws.text(version))
    }
    return Lexis(of, Counter(word for cut in of.values() for word in set(cut)), len(of))
