"""The second stage: candidates ordered by what they say, what was asked before, and what people need.

In: what is wanted, the numbers of candidates, how like each is in meaning, votes, what was learned. Out: a `Ranking`,
best first, with the parts of each score. `query.py` calls it; the same for both engines. The weights: decision 0019.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy

from search_index.bm25 import Worths, inverse_frequency, norms, saturated
from search_index.forward import Forward
from search_index.law_order import LawOrder
from search_index.pairs import PairTable
from search_index.postings import Numbers
from search_index.votes import Prior, Votes
from search_index.wanted import Wanted


@dataclass(frozen=True)
class Weights:
    """What each sign counts for, beside a BM25 of the words that counts 1; tuned on questions of other folds."""

    pairs: float = 1.0
    meaning: float = 110.0
    law_asked: float = 1.5
    nearby_asked: float = 3.0
    law_alike: float = 48.0
    nearby_alike: float = 6.0
    asked: float = 10.0
    written: float = 36.0


WEIGHTS = Weights()
PROMISING = 180
"""Candidates that are looked at closely."""
ENGINE_WORTH = 0.7
"""What the engine's word counts for until the words are counted: it knows nothing of pairs and of whole terms."""
SIGNS = ("asked", "written", "beside", "prior", "words", "meaning")
"""What speaks for a document; the score is the sum of what each is worth."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """Documents by number, best first: the score of each, and what each of `SIGNS` is worth for it."""

    numbers: Numbers
    scores: Worths
    worths: Worths

    def parts(self, at: int) -> Mapping[str, float]:
        """Give the parts of a score by their names."""
        return dict(zip(SIGNS, self.worths[at].tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Ground:
    """What stays the same for every question: what documents say, how articles stand, what people need."""

    forward: Forward
    order: LawOrder
    prior: Prior


@dataclass(frozen=True)
class Rarity:
    """How much each wanted word and pair says, and how long a text is on average."""

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    mean_length: float

    @classmethod
    def of(cls, wanted: Wanted, held: Mapping[str, int], size: int, pairs: PairTable, mean_length: float) -> "Rarity":
        """Reckon it from document counts."""
        words = {word: inverse_frequency(count, size) for word, count in held.items()}
        return cls(words, {pair: pairs.rarity(pair) for pair in wanted.pairs}, mean_length)

    def strongest(self, weights: Mapping[str, float], count: int) -> dict[str, float]:
        """Give the words that tell most, with their weights."""
        known = (word for word in weights if self.words.get(word))
        best = sorted(known, key=lambda word: -weights[word] * self.words[word] ** 2)[:count]
        return {word: weights[word] for word in best}


@dataclass(frozen=True, eq=False)
class Candidates:
    """Documents that may answer: what the engine says of each, how like it is in meaning, what its kind weighs."""

    numbers: Numbers
    engine: Worths
    meaning: Worths
    kinds: Worths


def rank(
    candidates: Candidates,
    wanted: Wanted,
    rarity: Rarity,
    votes: Votes,
    ground: Ground,
    weights: Weights = WEIGHTS,
) -> Ranking:
    """Score the most promising candidates, best first; of equal ones by their addresses.

    Promising by the engine's word for what they say: to count all words and pairs in all of them would take too long.
    """
    places = ground.forward.places[candidates.numbers]
    signs = numpy.array([*_signs(places, votes, ground, weights), weights.meaning * candidates.meaning])
    promise = candidates.kinds * (signs.sum(axis=0) + ENGINE_WORTH * candidates.engine)
    turns = ground.forward.turns[candidates.numbers]
    kept = numpy.lexsort((turns, -promise))[:PROMISING]
    numbers = candidates.numbers[kept]
    words = _counted(numbers, _worths(wanted, rarity, weights), rarity.mean_length, ground.forward)
    worths = numpy.insert(signs[:, kept], SIGNS.index("words"), words, axis=0).T
    scores = worths.sum(axis=1)
    best = numpy.lexsort((turns[kept], -scores))
    return Ranking(numbers[best], scores[best], worths[best])


def _worths(wanted: Wanted, rarity: Rarity, weights: Weights) -> Mapping[str, float]:
    """Give what each word and pair is worth; a pair that is a word is counted once, with the worth of both."""
    worths = {word: weight * rarity.words[word] for word, weight in wanted.weights.items() if rarity.words.get(word)}
    for pair, worth in rarity.pairs.items():
        worths[pair] = worths.get(pair, 0.0) + weights.pairs * worth
    return worths


def _counted(numbers: Numbers, worths: Mapping[str, float], mean_length: float, forward: Forward) -> Worths:
    """Reckon the BM25 of each document by counting."""
    counts = forward.count(numbers, list(worths))
    against = norms(forward.lengths(numbers), mean_length)
    found: Worths = saturated(counts, against[:, None]) @ list(worths.values())
    return found


def _signs(places: Numbers, votes: Votes, ground: Ground, weights: Weights) -> Iterator[Worths]:
    """Give what questions say for each place: those asked, those written, those for what stands beside, all."""
    steps, laws, prior = ground.order.steps[places], ground.order.laws[places], ground.prior
    listed = places.tolist()
    yield weights.asked * _of(votes.asked, listed)
    yield weights.written * _of(votes.written, listed)
    yield weights.nearby_alike * votes.beside[steps] + weights.law_alike * votes.laws[laws]
    yield weights.law_asked * prior.laws[laws] + weights.nearby_asked * prior.nearby[steps]


def _of(said: Mapping[int, float], places: Sequence[int]) -> Worths:
    """Give what is said for each place; nothing for those of which nothing is."""
    return numpy.array([said.get(place, 0.0) for place in places])
