"""What is looked for: a citizen's words, and what they mean in the words of the law, each with its reason.

In: typed words, synonyms, what was learned. Out: `Wanted`. `query.py` makes one, engines and ranking use it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from search_index.analyzer import QUERY_LIMIT, clean, question, question_pairs
from search_index.learned import Learned
from search_index.synonyms import Synonyms

MEANT_WORTH = 0.5
LEARNED_WORTH = 2.3
MOST_LEARNED, LEARNED_EACH = 10, 4


class Source(StrEnum):
    """Whence a word comes that was not typed; the value says it."""

    SLIP = "可能是想写"
    SYNONYM = "同义词"
    LEARNED = "从问题学到"


@dataclass(frozen=True)
class Reason:
    """Why a word that was not typed is looked for: what was typed, and the whole term that it means."""

    source: Source
    said: str
    term: str


@dataclass(frozen=True)
class Wanted:
    """`words` as cut; `weights` of them and of what they mean; `reasons` for the words that were not typed."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    weights: Mapping[str, float]
    reasons: Mapping[str, Reason]

    @property
    def all_words(self) -> tuple[str, ...]:
        """The words typed and those that they mean."""
        return (*self.words, *self.reasons)


def wanted(typed: str, synonyms: Synonyms, learned: Learned, corrected: Mapping[str, str]) -> Wanted:
    """Say what is looked for; `corrected`: words that were probably meant, with what was written."""
    words = question(typed)
    weights: defaultdict[str, float] = defaultdict(float, dict.fromkeys(words, 1.0))
    reasons: dict[str, Reason] = {}
    for word, said in corrected.items():
        weights[word] += 1.0
        reasons.setdefault(word, Reason(Source.SLIP, said, word))
    for word, (said, term) in synonyms.meant_by(clean(typed[:QUERY_LIMIT])).items():
        if word not in words:
            weights[word] += MEANT_WORTH
            reasons.setdefault(word, Reason(Source.SYNONYM, said, term))
    for word, (worth, said) in _learned(words, learned).items():
        weights[word] += LEARNED_WORTH * worth
        if word not in words:
            reasons.setdefault(word, Reason(Source.LEARNED, said, word))
    pairs = (*question_pairs(typed), *(pair for word in corrected for pair in question_pairs(word)))
    return Wanted(tuple(words), tuple(dict.fromkeys(pairs)), weights, reasons)


def _learned(words: Sequence[str], learned: Learned) -> Mapping[str, tuple[float, str]]:
    """Give the words that the table says are likeliest, with the word that brought most of each."""
    rows = [(word, learned.translation.get(word, ())) for word in words]
    whole: defaultdict[str, float] = defaultdict(float)
    for _, row in rows:
        for said, worth in row:
            whole[said] += worth
    best = sorted(whole, key=whole.__getitem__, reverse=True)[: min(MOST_LEARNED, LEARNED_EACH * len(words))]
    most = dict.fromkeys(best, (0.0, ""))
    for word, row in rows:
        for said, worth in row:
            if said in most:
                most[said] = max(most[said], (worth, word))
    return {said: (whole[said], word) for said, (_, word) in most.items()}
