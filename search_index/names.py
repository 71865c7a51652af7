"""Words of a text that are people's names, as far as a dictionary of words can tell.

In: any text. Out: the words. Whoever must not keep names asks here; a name too many is better than one too few.
"""

from search_index.analyzer import clean, cutter

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱"
    "夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
NO_NAMES = frozenset(("许可", "钱财", "洪水", "方便", "高额", "高空", "高价", "石头", "金额", "武器"))
"""Beginnings of everyday words that the dictionary takes for names."""


def names_in(text: str) -> list[str]:
    """Give the words that are tagged as names and begin as Chinese names do, in their order."""
    tagged = cutter().tag(clean(text))
    return [word for word, tag in tagged if tag.startswith("nr") and _like_a_name(word)]


def _like_a_name(word: str) -> bool:
    return word[0] in SURNAMES and 2 <= len(word) <= 4 and word[:2] not in NO_NAMES
