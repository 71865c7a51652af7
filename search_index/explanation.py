"""Why a hit was found: which of the words typed, which that they mean, which question asked before.

In: an answer and one of its hits. Out: `Why`, which the results page puts in citizens' words; Chinese lines with all
figures for `mingfa search --explain`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search_index.query import Answer, Hit, Scored
from search_index.wanted import Reason, Wanted

MOST_NAMED = 8
LIKE_ENOUGH = 0.4
"""How like a question asked before must be to be named to citizens: below, they would not see what it has to do."""
PARTS = {
    "words": "词",
    "meaning": "意思",
    "asked": "问过的话",
    "written": "附带的问题",
    "beside": "相邻的法条",
    "prior": "常被问到",
}


@dataclass(frozen=True)
class Why:
    """`typed`: words that stand in a hit. `meant`: what else was looked for, with as much of it as stands there.

    `asked`: a question that was asked before and answered by it, or "".
    """

    typed: tuple[str, ...] = ()
    meant: tuple[tuple[Reason, tuple[str, ...]], ...] = ()
    asked: str = ""


def why(answer: Answer, hit: Hit) -> Why:
    """Say what brought a hit, without figures; words within others are left out."""
    if answer.wanted is None or hit.scored is None:
        return Why()
    said, alike = hit.scored.document.said, hit.scored.alike
    typed = whole(joined(answer.wanted.words, said))
    reasons = dict.fromkeys(answer.wanted.reasons[word] for word in _added(answer.wanted, hit.scored))
    meant = {reason: standing for reason in reasons if (standing := _standing(reason.term, said))}
    return Why(
        tuple(word for word in typed if len(word) > 1) or typed,
        tuple(meant.items()),
        alike.known.question if alike and not alike.written and alike.likeness >= LIKE_ENOUGH else "",
    )


def explanation(answer: Answer, hit: Hit) -> Iterator[str]:
    """Tell how a hit came about, with the parts of its score."""
    if answer.wanted is None or hit.scored is None:
        return
    yield from _words(answer.wanted, hit.scored)
    alike = hit.scored.alike
    if alike:
        said = "可以这样问到" if alike.written else "有人这样问过"
        yield f"{said}：“{alike.known.question}”（像 {min(alike.likeness, 1.0):.0%}）"
    parts = ((PARTS[name], worth) for name, worth in hit.scored.parts.items())
    yield "得分：" + "，".join(f"{name} {worth:.1f}" for name, worth in parts if worth >= 0.05)


def _standing(term: str, said: str) -> tuple[str, ...]:
    """Give the parts of a term that stand in a text, if they are most of it: a half of it may mean anything."""
    parts, start = [], 0
    while start < len(term) - 1:
        end = next((end for end in range(len(term), start + 1, -1) if term[start:end] in said), start + 1)
        parts += [term[start:end]] if end > start + 1 else []
        start = end
    return tuple(parts) if 2 * sum(map(len, parts)) > len(term) else ()


def joined(cut: Iterable[str], said: str) -> list[str]:
    """Give the words that stand in a text; those cut apart that stand there side by side are one."""
    found: list[str] = []
    for word in cut:
        if found and found[-1] + word in said:
            found[-1] += word
        elif word in said:
            found.append(word)
    return found


def whole(several: Iterable[str]) -> tuple[str, ...]:
    """Leave out the words that are part of another one."""
    kept = tuple(dict.fromkeys(several))
    return tuple(word for word in kept if not any(word != other and word in other for other in kept))


def _words(wanted: Wanted, scored: Scored) -> Iterator[str]:
    """Name the words that stand in it: those typed, then those that were added, with their reasons."""
    typed = _typed(wanted, scored)
    if typed:
        yield f"有这些词：{'、'.join(typed)}"
    added = {word: wanted.reasons[word] for word in _added(wanted, scored)[:MOST_NAMED]}
    if added:
        named = (f"{word}（{reason.source}：{reason.said}）" for word, reason in added.items())
        yield f"还有这些词：{'、'.join(named)}"


def _typed(wanted: Wanted, scored: Scored) -> list[str]:
    return [word for word in wanted.words if word in scored.document.said]


def _added(wanted: Wanted, scored: Scored) -> list[str]:
    """Give the words that were not typed and stand in it, the weightiest first."""
    heaviest = sorted(wanted.reasons, key=lambda word: -wanted.weights[word])
    return [word for word in heaviest if word in scored.document.said]
