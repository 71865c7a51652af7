"""The second stage: candidates ordered by what they say, what was asked before, and what people need.

In: what is wanted, candidates with their meaning, questions alike, what was learned. Out: `Scored` documents, best
first, each with the parts of its score. `query.py` calls it; the same for both engines. The weights: decision 0019.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from search_index.asked import Alike
from search_index.counting import count_parts
from search_index.engines import Document
from search_index.law_order import LawOrder, law_of
from search_index.learned import Learned
from search_index.pairs import PairTable
from search_index.postings import inverse_frequency
from search_index.wanted import Wanted

K1, B = 1.2, 0.75
Worths = NDArray[numpy.float64]
NEAR = tuple(exp(-distance / 3) for distance in range(1, 9))
"""What a voice for an article says for those one, two … articles away."""


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


SIGNS = ("asked", "written", "beside", "prior", "words", "meaning")
"""What speaks for a document; the score is the sum of what each is worth."""


class Scored(NamedTuple):  # hundreds for each question: a dataclass takes several times as long
    """A document with its score and what each of `SIGNS` is worth; `alike`: the question that speaks for it most."""

    document: Document
    score: float
    worths: Sequence[float]
    alike: Alike | None

    @property
    def parts(self) -> Mapping[str, float]:
        """The parts of the score by their names."""
        return dict(zip(SIGNS, self.worths, strict=True))


@dataclass(frozen=True)
class Votes:
    """What questions alike say for places; those that people asked also for what stands beside, and for laws."""

    asked: Mapping[str, float]
    written: Mapping[str, float]
    best: Mapping[str, Alike]
    beside: Mapping[str, float]
    laws: Mapping[str, float]


def vote(alike: Sequence[Alike], order: LawOrder) -> Votes:
    """Count what the questions alike vote for: the likelier, the more by far.

    What we wrote says which article answers, not what people need: it has no voice for laws and what stands beside.
    """
    asked: defaultdict[str, float] = defaultdict(float)
    written: defaultdict[str, float] = defaultdict(float)
    beside: defaultdict[str, float] = defaultdict(float)
    laws: defaultdict[str, float] = defaultdict(float)
    shares: defaultdict[str, float] = defaultdict(float)
    best: dict[str, Alike] = {}
    for one in alike:
        voice = one.likeness**2
        for place in one.known.places:
            (written if one.written else asked)[place] += voice
            if place not in best or one.likeness > best[place].likeness:
                best[place] = one
            if not one.written:
                shares[place] += voice / len(one.known.places)
    for place, share in shares.items():
        laws[law_of(place)] += share
        for listed in order.beside(place, len(NEAR)):
            for near, worth in zip(listed, NEAR, strict=False):  # a law may end before
                beside[near] += share * worth
    whole = sum(laws.values()) or 1.0
    return Votes(asked, written, best, beside, {law: share / whole for law, share in laws.items()})


@dataclass(frozen=True)
class Prior:
    """What people need, whatever they ask: questions known for a law, and for what stands near an article."""

    laws: Mapping[str, float]
    nearby: Mapping[str, float]

    @classmethod
    def of(cls, learned: Learned, order: LawOrder) -> "Prior":
        """Reckon it from what was learned."""
        near: defaultdict[str, float] = defaultdict(float)
        for address, count in learned.articles.items():
            for listed in order.beside(address, 12):
                for distance, other in enumerate(listed, start=1):
                    near[other] += count * exp(-distance / 4)
        laws = {law: log(1 + count) for law, count in learned.laws.items()}
        return cls(laws, {address: log(1 + count) for address, count in near.items()})


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


def rank(
    candidates: Iterable[tuple[Document, float]],
    wanted: Wanted,
    rarity: Rarity,
    votes: Votes,
    prior: Prior,
    weights: Weights = WEIGHTS,
) -> list[Scored]:
    """Score the candidates, each with how like it is in meaning, best first."""
    listed = list(candidates)
    documents = [document for document, _ in listed]
    places = [document.address for document in documents]
    words = _counted(documents, _worths(wanted, rarity, weights), rarity.mean_length)
    meant = weights.meaning * numpy.array([meaning for _, meaning in listed])
    signs = numpy.array([*_signs(places, votes, prior, weights), words, meant]).T
    scores, worths = signs.sum(axis=1).tolist(), signs.tolist()
    best = sorted(range(len(places)), key=lambda at: (-scores[at], places[at]))
    return [Scored(documents[at], scores[at], worths[at], votes.best.get(places[at])) for at in best]


def _worths(wanted: Wanted, rarity: Rarity, weights: Weights) -> Mapping[str, float]:
    """Give what each word and pair is worth; a pair that is a word is counted once, with the worth of both."""
    worths = {word: weight * rarity.words[word] for word, weight in wanted.weights.items() if rarity.words.get(word)}
    for pair, worth in rarity.pairs.items():
        worths[pair] = worths.get(pair, 0.0) + weights.pairs * worth
    return worths


def _counted(documents: Sequence[Document], worths: Mapping[str, float], mean_length: float) -> Worths:
    """Reckon the BM25 of each document by counting."""
    counts = count_parts([document.signs for document in documents], list(worths))
    lengths = numpy.array([len(document.said) for document in documents])
    norms = K1 * (1 - B + B * lengths / mean_length)
    found: Worths = counts * (K1 + 1) / (counts + norms[:, None]) @ list(worths.values())
    return found


def _signs(places: Sequence[str], votes: Votes, prior: Prior, weights: Weights) -> Iterator[Worths]:
    """Give what questions say for each place: those asked, those written, those for what stands beside, all."""
    laws = list(map(law_of, places))
    yield weights.asked * _of(votes.asked, places)
    yield weights.written * _of(votes.written, places)
    yield weights.nearby_alike * _of(votes.beside, places) + weights.law_alike * _of(votes.laws, laws)
    yield weights.law_asked * _of(prior.laws, laws) + weights.nearby_asked * _of(prior.nearby, places)


def _of(said: Mapping[str, float], names: Iterable[str]) -> Worths:
    """Give what is said for each of several names; nothing for what has none."""
    return numpy.array([said.get(name, 0.0) if name else 0.0 for name in names])
