"""The second stage: candidates ordered by what they say, what was asked before, and what people need.

In: what is wanted, candidates with their meaning, questions alike, what was learned. Out: `Scored` documents, best
first, each with the parts of its score. `query.py` calls it; the same for both engines. The weights: decision 0019.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from operator import itemgetter
from typing import NamedTuple

from search_index.asked import Alike
from search_index.engines import Document
from search_index.law_order import LawOrder
from search_index.learned import Learned
from search_index.pairs import PairTable
from search_index.wanted import Wanted

K1, B = 1.2, 0.75
NEAR = tuple(exp(-distance / 3) for distance in range(1, 9))
"""What a voice for an article says for those one, two … articles away."""


@dataclass(frozen=True)
class Weights:
    """What each sign counts for, beside a BM25 of the words that counts 1; tuned on questions of other folds."""

    pairs: float = 1.0
    meaning: float = 92.0
    law_asked: float = 2.0
    nearby_asked: float = 2.0
    law_alike: float = 26.0
    nearby_alike: float = 14.0
    asked: float = 28.0
    written: float = 36.0


WEIGHTS = Weights()


class Scored(NamedTuple):  # hundreds for each question: a dataclass takes several times as long
    """A document with its score and the parts of that; `alike`: the question that speaks for it most."""

    document: Document
    score: float
    parts: Mapping[str, float]
    alike: Alike | None


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
    best: dict[str, Alike] = {}
    for one in alike:
        voice = one.likeness**2
        for place in one.known.places:
            (written if one.written else asked)[place] += voice
            if place not in best or one.likeness > best[place].likeness:
                best[place] = one
            if not one.written:
                share = voice / len(one.known.places)
                laws[_law(place)] += share
                for near, distance in order.beside(place, len(NEAR)):
                    beside[near] += share * NEAR[distance - 1]
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
            for other, distance in order.beside(address, 12):
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
        words = {word: log(1 + (size - count + 0.5) / (count + 0.5)) for word, count in held.items()}
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
    looked_for = list(_worths(wanted, rarity, weights).items())
    scored = []
    for document, meaning in candidates:
        address = document.address
        norm = K1 * (1 - B + B * len(document.said) / rarity.mean_length)
        parts = _signs(address, votes, prior, weights)
        parts["words"] = _counted(document.said, looked_for, norm)
        parts["meaning"] = weights.meaning * meaning
        scored.append((-sum(parts.values()), address, parts, document))
    scored.sort(key=itemgetter(0, 1))
    return [Scored(document, -least, parts, votes.best.get(address)) for least, address, parts, document in scored]


def _worths(wanted: Wanted, rarity: Rarity, weights: Weights) -> Mapping[str, float]:
    """Give what each word and pair is worth; a pair that is a word is counted once, with the worth of both."""
    worths = {word: weight * rarity.words[word] for word, weight in wanted.weights.items() if rarity.words.get(word)}
    for pair, worth in rarity.pairs.items():
        worths[pair] = worths.get(pair, 0.0) + weights.pairs * worth
    return worths


def _counted(said: str, looked_for: Iterable[tuple[str, float]], norm: float) -> float:
    """Reckon BM25 by counting."""
    whole = 0.0
    for part, worth in looked_for:
        count = said.count(part)
        if count:
            whole += worth * count * (K1 + 1) / (count + norm)
    return whole


def _signs(address: str, votes: Votes, prior: Prior, weights: Weights) -> dict[str, float]:
    law = _law(address)
    asked = weights.asked * votes.asked.get(address, 0.0)
    written = weights.written * votes.written.get(address, 0.0)
    prior_worth = weights.law_asked * prior.laws.get(law, 0.0) + weights.nearby_asked * prior.nearby.get(address, 0.0)
    beside = weights.nearby_alike * votes.beside.get(address, 0.0)
    if law:
        beside += weights.law_alike * votes.laws.get(law, 0.0)
    return {"asked": asked, "written": written, "beside": beside, "prior": prior_worth}


def _law(address: str) -> str:
    """Give the law of an article's address; "" for a page."""
    return address[5 : address.index("/", 5)] if address.startswith("laws/") else ""
