"""A few laws by hand, one for each thing that a law can be: in force, an excerpt, changed, to come, repealed, outdated.

In: nothing. Out: a `LawLibrary`. All but two articles of the Civil Code are of no country; tests of pages use it.
"""

from collections.abc import Mapping
from datetime import date

from law_library.law import Article, Heading, Law, LawText, Part, Prose, Repeal, Version
from law_library.library import LawLibrary, Outdated
from law_library.number import ArticleNumber

TODAY = date(2026, 3, 5)
AS_OF = date(2025, 4, 30)

CODE = Version("minfadian", date(2020, 5, 28), date(2021, 1, 1), ("2020年5月28日 通过",), excerpt=True)
OLD = Version("shiyanfa", date(2010, 1, 2), date(2010, 6, 1), ("1995年6月7日 通过", "2010年1月2日 修订"))
NOW = Version("shiyanfa", date(2020, 3, 4), date(2020, 7, 1), ("1995年6月7日 通过", "2020年3月4日 修订"))
COMING = Version("shiyanfa", date(2026, 2, 1), date(2027, 1, 1), (*NOW.history, "2026年2月1日 修订"))
GONE = Version("jiufa", date(1990, 5, 6), None)
LAGGING = Version("luohoufa", date(2012, 10, 26), date(2013, 1, 1))


def article(number: int, *lines: str, added: int = 0) -> Article:
    """Make an article."""
    return Article(ArticleNumber(number, added), lines)


TEXTS: Mapping[Version, tuple[Part, ...]] = {
    CODE: (
        Heading(1, "第七编 侵权责任"),
        article(
            1179,
            "侵害他人造成人身损害的，应当赔偿医疗费、护理费、交通费、营养费、住院伙食补助费等为治疗和康复支出的合理费用，以及因误工减少的收入。造成残疾的，还应当赔偿辅助器具费和残疾赔偿金；造成死亡的，还应当赔偿丧葬费和死亡赔偿金。",
        ),
        article(
            1254,
            "禁止从建筑物中抛掷物品。从建筑物中抛掷物品或者从建筑物上坠落的物品造成他人损害的，由侵权人依法承担侵权责任；经调查难以确定具体侵权人的，除能够证明自己不是侵权人的外，由可能加害的建筑物使用人给予补偿。可能加害的建筑物使用人补偿后，有权向侵权人追偿。",
            "物业服务企业等建筑物管理人应当采取必要的安全保障措施防止前款规定情形的发生；未采取必要的安全保障措施的，应当依法承担未履行安全保障义务的侵权责任。",
            "发生本条第一款规定的情形的，公安等机关应当依法及时调查，查清责任人。",
        ),
    ),
    OLD: (article(1, "旧的第一条。"), article(2, "旧的第二条。"), article(3, "旧的第三条。")),
    NOW: (
        Heading(1, "第一章 总则"),
        article(1, "试验应当*安全*。"),
        Heading(1, "第二章 试验"),
        article(2, "试验要做三件事：", "（一）准备；", "（二）1.动手；", "（三）收拾。"),
        article(2, "补上的一条。", added=1),
        Heading(1, "第三章 附则"),
        article(3, "本法自2020年7月1日起施行。"),
        Prose("附件"),
    ),
    COMING: (article(1, "将来的第一条。"),),
    GONE: (article(1, "废了的第一条。"),),
    LAGGING: (article(1, "落后的第一条。"),),
}
LAWS = (
    Law("minfadian", "民法典", "中华人民共和国民法典", "民法商法", (CODE,), ("民典",)),
    Law("shiyanfa", "试验法", "中华人民共和国试验法", "行政法", (OLD, NOW, COMING), ("验法",)),
    Law("jiufa", "旧事法", "中华人民共和国旧事法", "行政法", (GONE,), (), Repeal(date(2021, 1, 1), "民法典")),
    Law("wubenfa", "无本法", "中华人民共和国无本法", "行政法", (), (), Repeal(date(2001, 1, 1), "民法典")),
    Law("luohoufa", "落后法", "中华人民共和国落后法", "行政法", (LAGGING,)),
)


def sample_laws() -> LawLibrary:
    """Give the library, its texts taken on AS_OF."""
    outdated = (Outdated("落后法", "2025 年修订，2026 年 1 月 1 日起施行。"),)
    return LawLibrary(LAWS, lambda version: LawText(version, TEXTS[version]), AS_OF, outdated)
