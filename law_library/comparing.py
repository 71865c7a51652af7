"""Two texts of a law, compared: which articles were added, amended, renumbered, repealed.

In: the old text and the new. Out: `Change`s in the order of the new text. The commands and the content model use it.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz

from law_library.law import Article, LawText
from law_library.number import ArticleNumber

SAME_ARTICLE = 55.0  # per cent of alike characters from which two articles are one that was amended
SAME_PLACE = 35.0  # the same, where it stands under the same number
GROWN = 80.0  # per cent of the shorter text that stand together in the longer one
SHORTEST_GROWN = 20  # characters; in a long text anything shorter is found somewhere
SHORTEST_KEPT = 3  # characters between two changes that are worth showing as unchanged


class ChangeKind(StrEnum):
    """What happened to an article, in the words that editors read."""

    ADDED = "新增"
    AMENDED = "修改"
    RENUMBERED = "移动"
    REPEALED = "删去"


@dataclass(frozen=True)
class Change:
    """What happened to one article. RENUMBERED may have been amended too: compare the two texts."""

    kind: ChangeKind
    old: Article | None
    new: Article | None

    @property
    def reworded(self) -> bool:
        """Tell whether both stand and the words differ."""
        return bool(self.old and self.new and _words(self.old) != _words(self.new))


def compare(old: LawText, new: LawText) -> list[Change]:
    """Compare two texts of one law; unchanged articles are left out.

    Articles are paired by likeness, the likest first; of equals those that stand at the same place of their text.
    """
    pairs = _pairs(old.articles, new.articles)
    before = {after: number for number, after in pairs.items()}
    changes: list[tuple[int, float, Change]] = [
        (number.main, number.added, change) for number, change in _of_new(old, new, before)
    ]
    gone = [number for number in old.articles if number not in pairs]
    place = {number: _place(number, pairs) for number in gone}
    changes += [(*place[number], Change(ChangeKind.REPEALED, old.articles[number], None)) for number in gone]
    return [change for *_, change in sorted(changes, key=lambda entry: entry[:2])]


def _of_new(
    old: LawText, new: LawText, before: Mapping[ArticleNumber, ArticleNumber]
) -> Iterator[tuple[ArticleNumber, Change]]:
    for number, article in new.articles.items():
        former = old.articles[before[number]] if number in before else None
        if former is None:
            yield number, Change(ChangeKind.ADDED, None, article)
        elif former.number != number:
            yield number, Change(ChangeKind.RENUMBERED, former, article)
        elif _words(former) != _words(article):
            yield number, Change(ChangeKind.AMENDED, former, article)


def _pairs(
    old: Mapping[ArticleNumber, Article], new: Mapping[ArticleNumber, Article]
) -> dict[ArticleNumber, ArticleNumber]:
    """Pair old numbers with new ones: what stayed under its number, then the likest."""
    pairs = {number: number for number in old if number in new and _words(old[number]) == _words(new[number])}
    left = [number for number in old if number not in pairs]
    free = [number for number in new if number not in pairs]
    if not left or not free:
        return pairs
    places = _places(old), _places(new)
    candidates = [
        (-round(likeness, 1), abs(places[0][before] - places[1][after]), before, after)
        for before in left
        for after in free
        if (likeness := _likeness(old[before], new[after]))
    ]
    taken: set[ArticleNumber] = set()
    for *_, before, after in sorted(candidates):
        if before not in pairs and after not in taken:
            pairs[before] = after
            taken.add(after)
    return pairs


def _likeness(old: Article, new: Article) -> float:
    """Give 0 for two articles that have nothing to do with each other, up to 100 for the same words."""
    before, after = _words(old), _words(new)
    ratio = fuzz.ratio(before, after, score_cutoff=SAME_PLACE)
    if ratio >= SAME_ARTICLE or (ratio and old.number == new.number):
        return ratio
    long_enough = min(len(before), len(after)) >= SHORTEST_GROWN
    return SAME_ARTICLE if long_enough and fuzz.partial_ratio(before, after, score_cutoff=GROWN) else 0.0


def _words(article: Article) -> str:
    """Fold what is a matter of printing: widths and spaces."""
    return "".join(unicodedata.normalize("NFKC", article.text).split())


def _places(articles: Mapping[ArticleNumber, Article]) -> dict[ArticleNumber, float]:
    return {number: index / len(articles) for index, number in enumerate(articles)}


def _place(number: ArticleNumber, pairs: Mapping[ArticleNumber, ArticleNumber]) -> tuple[int, float]:
    """Say where a repealed article is told: after the new place of the nearest one before it."""
    before = [pairs[former] for former in pairs if former < number]
    nearest = max(before, default=ArticleNumber(0))
    return nearest.main, nearest.added + 0.5


def word_changes(old: str, new: str) -> str:
    """Show how a text was reworded: 〔-left out-〕 and 〔+put in+〕, with what stays shortened to its ends."""
    old, new = old.replace("\n", " "), new.replace("\n", " ")
    shown, a, c = "", 0, 0
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    for block in blocks:
        if block.size < SHORTEST_KEPT and block is not blocks[-1]:
            continue
        shown += f"〔-{old[a : block.a]}-〕" if a < block.a else ""
        shown += f"〔+{new[c : block.b]}+〕" if c < block.b else ""
        a, c = block.a + block.size, block.b + block.size
        shown += _shortened(old[block.a : a])
    return shown


def _shortened(text: str, ends: int = 12) -> str:
    return text if len(text) <= 2 * ends + 2 else f"{text[:ends]}……{text[-ends:]}"
