"""A small law library for tests: invented texts, real names where the names matter."""

from datetime import date

from law_library.law import Article, Law, LawText, Repeal, Version
from law_library.library import LawLibrary
from law_library.number import ArticleNumber

TODAY = date(2026, 11, 28)

LINES: dict[str, dict[str, tuple[str, ...]]] = {
    "minfadian/2020-05-28": {
        str(number): (f"第{number}条的内容。",) for number in (*range(1, 20), 584, 585, 1165, 1179, 1183)
    }
    | {
        "7": ("民事主体从事民事活动，应当遵循诚信原则，秉持诚实，恪守承诺。",),
        "8": ("民事主体从事民事活动，不得违反法律，不得违背公序良俗。",),
        "1079": (
            "夫妻一方要求离婚的，可以由有关组织进行调解。",
            "有下列情形之一，调解无效的，应当准予离婚：",
            "（一）重婚或者与他人同居；",
            "（二）实施家庭暴力；",
            "（三）其他情形。",
            "经人民法院判决不准离婚后，双方又分居满一年的，应当准予离婚。",
        ),
        "1254": ("禁止从建筑物中抛掷物品。", "物业服务企业应当采取必要的安全保障措施。"),
    },
    "xingfa/2023-12-29": {
        "120-1": ("资助恐怖活动组织的，处五年以下有期徒刑。",),
        "52": ("判处罚金。",),
        "53": ("罚金缴纳。",),
    },
    "laodongfa/2018-12-29": {"36": ("每日工作不超过八小时。",), "38": ("每周至少休息一日。",), "44": ("支付加班费。",)},
    "laodonghetongfa/2012-12-28": {
        "38": ("劳动者可以解除劳动合同。",),
        "39": ("用人单位可以解除劳动合同。",),
        "46": ("应当支付经济补偿。",),
        "47": ("经济补偿按年限计算。",),
    },
    "fanlongduanfa/2007-08-30": {"17": ("禁止具有市场支配地位的经营者搭售商品。",)},
    "fanlongduanfa/2022-06-24": {"17": ("禁止具有竞争关系的经营者达成垄断协议。",), "22": ("禁止搭售商品。",)},
    "jiaoyufa/2021-04-29": {"10": ("国家发展教育。",)},
    "gongsifa/2023-12-29": {"20": ("公司应当考虑社会公共利益。",), "23": ("股东不得滥用权利。",)},
    "xingzhengxieyi/2019-11-27": {"16": ("变更、解除行政协议。",), "17": ("请求解除行政协议。",)},
}
LAWS = (
    ("minfadian", "民法典", "中华人民共和国民法典", ()),
    ("xingfa", "刑法", "中华人民共和国刑法", ()),
    ("laodongfa", "劳动法", "中华人民共和国劳动法", ()),
    ("laodonghetongfa", "劳动合同法", "中华人民共和国劳动合同法", ()),
    ("fanlongduanfa", "反垄断法", "中华人民共和国反垄断法", ()),
    ("jiaoyufa", "教育法", "中华人民共和国教育法", ()),
    ("gongsifa", "公司法", "中华人民共和国公司法", ()),
    (
        "xingzhengxieyi",
        "最高人民法院关于审理行政协议案件若干问题的规定",
        "最高人民法院关于审理行政协议案件若干问题的规定",
        ("行政协议司法解释", "关于审理行政协议案件若干问题的规定"),
    ),
)
HISTORIES = {"fanlongduanfa": ("2007年8月30日 通过", "2022年6月24日 修正"), "minfadian": ("2020年5月28日 通过",)}


def small_library() -> LawLibrary:
    """Make the library; every law began on the day of its version, the Civil Code in 2021."""
    versions = {key: _version(*key.split("/")) for key in LINES}
    texts = {versions[key]: _text(versions[key], lines) for key, lines in LINES.items()}
    laws = [
        Law(slug, title, full, "", tuple(versions[key] for key in LINES if key.startswith(f"{slug}/")), short)
        for slug, title, full, short in LAWS
    ]
    contract = Law(
        "hetongfa", "合同法", "中华人民共和国合同法", "", (), (), Repeal(date(2021, 1, 1), "《民法典》第一千二百六十条")
    )
    return LawLibrary((*laws, contract), texts.__getitem__, as_of=date(2026, 11, 1))


def _version(slug: str, dated: str) -> Version:
    begins = date(2021, 1, 1) if slug == "minfadian" else date.fromisoformat(dated)
    return Version(slug, date.fromisoformat(dated), begins, HISTORIES.get(slug, ()))


def _text(version: Version, lines: dict[str, tuple[str, ...]]) -> LawText:
    return LawText(version, tuple(Article(ArticleNumber.parse(number), said) for number, said in lines.items()))
