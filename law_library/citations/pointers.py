"""Pointers: 第十条第二款第（三）项, lists and ranges of them, after a law's name or alone.

In: a folded text and a place in it. Out: one `Pointer` for each article, paragraph or item that is named.
`reader` imports this.
"""

import re
from dataclasses import dataclass, replace

from law_library.number import NUMERAL, ArticleNumber, read_numeral

N = NUMERAL
GAP = r"[ *_]*"
AND = r"(?:[、，]|和|及|至|到|[-－—–~～])"
FIRST = re.compile(rf"第{GAP}(?={N})")
ARTICLES = re.compile(
    rf"(?:第{GAP}|(?=\d))(?P<numbers>{N}(?:{GAP}{AND}{GAP}第?{GAP}{N})*){GAP}条"
    rf"(?:之(?P<added>{N}(?:(?:[、和]|至)之{N})*)(?![款项]))?"
)
LOOSE = re.compile(rf"(?P<numbers>{N}(?:-{N})?)条")
PARAGRAPHS = re.compile(rf"{GAP}的?(?:第|(?=\d))(?P<numbers>{N}(?:{AND}第?{N})*)款")
ITEM = rf"(?:第?{GAP}[(]{N}[)]|第{N})"
ITEMS = re.compile(
    rf"{GAP}的?(?:(?P<items>{ITEM}(?:(?:{AND}|或)?(?:{ITEM}|[(]{N}[)]|(?<=[、和及至到]){N}))*)项|(?P<bare>[(]{N}[)])项)"
)
JOIN = re.compile(rf"{GAP}(?:[、]|以及|以?及|或者?|和|与){GAP}")
TO = re.compile(rf"{GAP}(?:至|到|[-－—–~～]){GAP}")
LONGEST_RANGE = 60


@dataclass(frozen=True)
class Pointer:
    """Where in a law: `start` and `end` in the text, and what is named; a paragraph or item None where none is."""

    start: int
    end: int
    article: ArticleNumber
    paragraph: int | None = None
    item: int | None = None


def read_pointers(text: str, start: int) -> list[Pointer]:
    """Read the pointers that begin at `start`, with all that is joined to them; empty if none begins there.

    What a range or one list of numbers names has one span: 第十至十二条 are three pointers with the same words.
    """
    found = articles_of(text, start, ARTICLES)
    while found:
        if ranged := _range_from(text, found[-1]):
            found[-1:] = ranged
        elif joined := _joined(text, found[-1]):
            found += joined
        else:
            break
    return found


def _joined(text: str, last: Pointer) -> list[Pointer]:
    """Read what a conjunction adds: another article, or another paragraph or item of the last one."""
    join = JOIN.match(text, last.end)
    if join is None:
        return []
    place = join.end()
    return (
        articles_of(text, place, ARTICLES)
        or parts_of(text, place, place, last)
        or (articles_of(text, place, LOOSE) if "、" in join[0] else [])
    )


def _range_from(text: str, first: Pointer) -> list[Pointer]:
    """Read 第十条至第十二条, or 第一项至第三项, of which the beginning is read already."""
    to = TO.match(text, first.end)
    if to is None:
        return []
    ends = articles_of(text, to.end(), ARTICLES) or parts_of(text, to.end(), to.end(), first)
    if not ends:
        return []
    last = replace(ends[0], start=first.start)
    if first.item is None and _is_range(first.article, last.article):
        filled = [
            replace(last, article=ArticleNumber(main), paragraph=None, item=None)
            for main in range(first.article.main, last.article.main)
        ]
    elif first.item and last.item and first.article == last.article and 0 < last.item - first.item <= LONGEST_RANGE:
        filled = [replace(last, item=item) for item in range(first.item, last.item)]
    else:
        return []
    return [*filled, last, *ends[1:]]


def _is_range(first: ArticleNumber, last: ArticleNumber) -> bool:
    return not first.added and not last.added and first.main < last.main <= first.main + LONGEST_RANGE


def articles_of(text: str, start: int, pattern: re.Pattern[str]) -> list[Pointer]:
    """Read articles, with the paragraphs and items of the last one."""
    match = pattern.match(text, start)
    if match is None:
        return []
    numbers = _numbers(match["numbers"])
    added = match.groupdict().get("added")
    articles = [ArticleNumber(number) for number in numbers]
    if added:
        articles[-1:] = [ArticleNumber(articles[-1].main, number) for number in _numbers(added)]
    whole = [Pointer(start, match.end(), article) for article in articles]
    return [*whole[:-1], *(parts_of(text, start, match.end(), whole[-1]) or whole[-1:])]


def parts_of(text: str, start: int, place: int, last: Pointer) -> list[Pointer]:
    """Read paragraphs and items at `place`; what is not named again is the last pointer's."""
    paragraphs = PARAGRAPHS.match(text, place)
    if paragraphs:
        of_article = replace(last, start=start, end=paragraphs.end(), item=None)
        named = [replace(of_article, paragraph=number) for number in _numbers(paragraphs["numbers"])]
        return [*named[:-1], *(_items(text, start, paragraphs.end(), named[-1]) or named[-1:])]
    return _items(text, start, place, last)


def _items(text: str, start: int, place: int, of: Pointer) -> list[Pointer]:
    match = ITEMS.match(text, place)
    if match is None:
        return []
    numbers = _numbers(match["items"] or match["bare"])
    return [replace(of, start=start, end=match.end(), item=number) for number in numbers]


def _numbers(written: str) -> list[int]:
    """Read 十、十二, 十至十二, (一)(三): each number, ranges filled."""
    found: list[int] = []
    ranged = False
    for token in re.finditer(rf"{N}|至|到|[-－—–~～]", written):
        if not re.fullmatch(N, token[0]):
            ranged = True
            continue
        number = read_numeral(token[0])
        if ranged and found and found[-1] < number <= found[-1] + LONGEST_RANGE:
            found += range(found[-1] + 1, number)
        found.append(number)
        ranged = False
    return found
