"""Which laws a text repeals: 《中华人民共和国合同法》……同时废止。

In: the parts of a law. Out: names, with the day where the same article says it. `law_file` imports this.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from law_library.law import Article, Heading, Part
from law_library.reading.dating import BEGINS_ON
from law_library.reading.layout import dates_in

NAME = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
REPEALED = re.compile(r"[^。；\n]*同时(?:予以)?废止")
BETWEEN = re.compile(
    r"(?:[、，,和及与以同时]|[（(][^）)]*[）)]|\d{4}年\d{1,2}月\d{1,2}日|[^、，。；《》]{0,24}?(?:公布|发布|批准|通过|印发|颁布|颁发|制定|施行|实施|修订|修正)的?"
    r"|原|予以)*"
)


@dataclass(frozen=True)
class NamedRepeal:
    """A law that a text repeals, by its name as written; `effective_on` where the article says the day."""

    name: str
    effective_on: date | None
    article: str = ""


def repeals_in(parts: Sequence[Part]) -> Iterator[NamedRepeal]:
    """Yield the laws that are repealed whole; one of which an article or a part is repealed stays."""
    for part in parts:
        if isinstance(part, Heading) or "同时" not in part.text:
            continue
        begins = BEGINS_ON.search(part.text)
        day = next(iter(dates_in(begins[0])), None) if begins else None
        article = part.number.chinese if isinstance(part, Article) else ""
        for sentence in REPEALED.findall(part.text):
            yield from (NamedRepeal(name, day, article) for name in _whole_laws(sentence))


def _whole_laws(sentence: str) -> Iterator[str]:
    """Go back from the end: names count as long as nothing stands between them but commas, dates and issuers."""
    end = len(re.sub("同时(?:予以)?废止$", "", sentence))
    for match in reversed(list(NAME.finditer(sentence))):
        if not BETWEEN.fullmatch(sentence[match.end() : end]):
            return
        yield match[1]
        end = match.start()
