"""The numbers of a law's articles, checked: gaps, doubles, steps back.

In: articles in their order. Out: (line, what, mend) for each fault. `law_file` and `tree` import this.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from law_library.law import Article
from law_library.number import ArticleNumber

COMPARE = "请与官方文本核对。"


def check_numbering(articles: Sequence[Article], begins_at_one: bool = True) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with the order of the numbers."""
    if articles and begins_at_one and articles[0].number != ArticleNumber(1):
        yield articles[0].line, f"开头是{articles[0].number.chinese}，前面的条文缺失。", COMPARE
    for before, after in pairwise(articles):
        what = _fault(before.number, after.number)
        if what:
            yield after.line, what, COMPARE


def _fault(before: ArticleNumber, after: ArticleNumber) -> str:
    if after == before:
        return f"{after.chinese}出现了两次。"
    if after < before:
        return f"{before.chinese}之后是{after.chinese}，条号倒退。"
    expected = before.main + 1 if after.main > before.main else before.main
    if after.main == before.main:
        missing = after.added - before.added - 1
    else:
        missing = after.main - before.main - 1 + after.added
    if not missing:
        return ""
    first = ArticleNumber(expected, 0 if after.main > before.main else before.added + 1)
    return f"{before.chinese}之后是{after.chinese}，从{first.chinese}起缺 {missing} 条。"
