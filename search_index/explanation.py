"""Why a hit was found, in words: which of the words typed, which that they mean, which question asked before.

In: an answer and one of its hits. Out: Chinese lines. `mingfa search --explain` prints them; the results page may.
"""

from collections.abc import Iterator

from search_index.query import Answer, Hit
from search_index.ranking import Scored
from search_index.wanted import Wanted

MOST_NAMED = 8
PARTS = {
    "words": "词",
    "meaning": "意思",
    "asked": "问过的话",
    "written": "附带的问题",
    "beside": "相邻的法条",
    "prior": "常被问到",
}


def explanation(answer: Answer, hit: Hit) -> Iterator[str]:
    """Tell how a hit came about."""
    if answer.wanted is None or hit.scored is None:
        return
    yield from _words(answer.wanted, hit.scored)
    alike = hit.scored.alike
    if alike:
        said = "可以这样问到" if alike.written else "有人这样问过"
        yield f"{said}：“{alike.known.question}”（像 {min(alike.likeness, 1.0):.0%}）"
    parts = ((PARTS[name], worth) for name, worth in hit.scored.parts.items())
    yield "得分：" + "，".join(f"{name} {worth:.1f}" for name, worth in parts if worth >= 0.05)


def _words(wanted: Wanted, scored: Scored) -> Iterator[str]:
    """Name the words that stand in it: those typed, then those that were added, with their reasons."""
    said = scored.document.said
    typed = [word for word in wanted.words if word in said]
    if typed:
        yield f"有这些词：{'、'.join(typed)}"
    heaviest = sorted(wanted.reasons, key=lambda word: -wanted.weights[word])
    added = [f"{word}（{wanted.reasons[word]}）" for word in heaviest if word in said]
    if added:
        yield f"还有这些词：{'、'.join(added[:MOST_NAMED])}"
