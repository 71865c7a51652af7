"""Why a hit was found, in a citizen's words, and what each word of a question finds by itself.

In: an answer, its hits, the index. Out: sentences such as 因为您写了：……; counts for the way on.
The search page imports this; what brought a hit says the search itself (search_index/explanation.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from flask_babel import gettext as _

from search_index import Answer, Hit, Reason, Source, search, whole, why

MOST_PARTS = 6
MOST_WORDS = 6
BETWEEN = "、"


@dataclass(frozen=True)
class Part:
    """A word of the question with the number of pages that it finds by itself."""

    word: str
    found: int


def reasons(answer: Answer, hit: Hit) -> Iterator[str]:
    """Say which words stand in a hit, which words they mean, and which question it answered before."""
    told = why(answer, hit)
    if told.typed:
        yield _("因为您写了：%(words)s", words=BETWEEN.join(told.typed[:MOST_WORDS]))
    if told.meant:
        first, _terms = told.meant[0]
        of_it = (terms for reason, terms in told.meant if (reason.source, reason.said) == (first.source, first.said))
        yield _meant(first, BETWEEN.join(whole(chain(*of_it))[:MOST_WORDS]))
    if told.asked:
        yield _("因为有人这样问过：%(question)s", question=told.asked)


def _meant(reason: Reason, terms: str) -> str:
    """Say what a word stands for; synonyms are related words, not always the same thing, and are called so."""
    match reason.source:
        case Source.SLIP:
            return str(_("您写的“%(said)s”，可能是想写：%(terms)s", said=reason.said, terms=terms))
        case Source.SYNONYM:
            return str(_("您写的“%(said)s”，法律里有关的说法是：%(terms)s", said=reason.said, terms=terms))
        case Source.LEARNED:
            return str(_("问到“%(said)s”的，答案里常写：%(terms)s", said=reason.said, terms=terms))


def parts(index: Path, words: Sequence[str], hits: Iterable[Hit]) -> tuple[Part, ...]:
    """Take a question apart when not each of its words stands in the hits; none when they say it all."""
    said = {
        word for hit in hits for word in words if word in f"{hit.title}\n{hit.heading}\n{hit.plain_snippet}".lower()
    }
    asked = whole(words)[:MOST_PARTS]
    if all(word in said for word in asked):
        return ()
    return tuple(Part(word, search(index, word, limit=1).total) for word in asked)
