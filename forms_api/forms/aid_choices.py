"""What applicants for legal aid choose from, in plain words, and what the law says of their choice.

In: nothing. Out: choices; for grounds, the sentences of the fast lane 绿色通道. The form and the receipt import this.
The words follow 法律援助法 art. 31, 32, 42, 44 as in force since 2022-01-01; what the law says is said in its words.
"""

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from content_model.vocabulary import Language
from forms_api.forms.fields import Choice

MATTERS: list[Choice] = [  # art. 31 items 5, 7, 4, 2, 3, 1, 6, 8; then what else people come with
    ("劳动报酬或劳动关系", lazy_gettext("要工资，或者确认劳动关系")),
    ("人身损害赔偿", lazy_gettext("工伤、交通、食品药品安全、医疗事故里受了伤，要赔偿")),
    ("赡养费、抚养费、扶养费", lazy_gettext("要赡养费、抚养费或者扶养费")),
    ("社会保险或社会救助", lazy_gettext("要社会保险待遇，或者社会救助")),
    ("抚恤金", lazy_gettext("要抚恤金")),
    ("国家赔偿", lazy_gettext("要国家赔偿")),
    ("认定民事行为能力", lazy_gettext("请法院认定家人没有或者只有部分民事行为能力")),
    ("环境污染、生态破坏赔偿", lazy_gettext("环境污染、生态破坏，要赔偿")),
    ("虐待、遗弃或家庭暴力", lazy_gettext("受到虐待、遗弃或者家庭暴力")),
    ("刑事案件", lazy_gettext("刑事案件：我或家人被抓、被起诉，或者是受害人")),
    ("其他", lazy_gettext("别的事，或者说不准")),
]
STAGES: list[Choice] = [
    ("还没有办", lazy_gettext("还没有去哪里办")),
    ("调解", lazy_gettext("正在调解")),
    ("仲裁", lazy_gettext("正在仲裁")),
    ("一审", lazy_gettext("法院一审")),
    ("二审", lazy_gettext("上诉，法院二审")),
    ("执行", lazy_gettext("判了或者调解好了，对方没有照办")),
    ("再审", lazy_gettext("申请再审、申诉")),
    ("刑事", lazy_gettext("刑事案件，公安、检察院或者法院在办")),
    ("行政复议", lazy_gettext("行政复议")),
    ("说不准", lazy_gettext("说不准")),
]
NO_LIMIT: list[Choice] = [  # art. 32: 不受经济困难条件的限制
    ("虐待、遗弃或家庭暴力", lazy_gettext("受到虐待、遗弃或者家庭暴力，要维护自己的权益")),
    ("见义勇为", lazy_gettext("因为见义勇为，要维护自己的民事权益")),
    ("英雄烈士近亲属", lazy_gettext("是英雄烈士的近亲属，要维护英雄烈士的人格权益")),
    ("再审改判无罪", lazy_gettext("再审改判无罪，要国家赔偿")),
]
NO_CHECK: list[Choice] = [  # art. 42: 有材料证明……免予核查经济困难状况
    ("进城务工人员", lazy_gettext("进城打工，要工资，或者工伤要赔偿")),
    ("无固定生活来源", lazy_gettext("未成年人、老年人、残疾人等，没有固定的生活来源")),
    ("社会救助对象", lazy_gettext("社会救助对象，如低保、特困")),
    ("司法救助对象", lazy_gettext("司法救助对象")),
    ("优抚对象", lazy_gettext("优抚对象，如烈属、伤残军人")),
]
GROUNDS: list[Choice] = [*NO_LIMIT, *NO_CHECK]
MEANS: list[Choice] = [
    ("没有收入", lazy_gettext("没有收入")),
    ("收入少", lazy_gettext("收入少，付不起律师费")),
    ("开支大", lazy_gettext("家里有人看病、上学等，入不敷出")),
    ("说不准", lazy_gettext("说不准，请帮我看看够不够条件")),
]
PAPERS: list[Choice] = [
    ("身份证明", lazy_gettext("身份证；丢了，可以先带户口簿")),
    ("经济状况或免予核查的材料", lazy_gettext("经济困难状况说明表；或者低保证、工牌等免予核查的材料")),
    ("与案件有关的材料", lazy_gettext("和这件事有关的：合同、欠条、病历、判决书等")),
    ("代办材料", lazy_gettext("替别人办的：委托书，或者监护关系的材料")),
]
# The vocabulary once more, so that gettext finds it; a test compares.
LANGUAGE_LABELS = {
    Language.MANDARIN: lazy_gettext("普通话"),
    Language.LOCAL: lazy_gettext("本地方言"),
    Language.SIGN: lazy_gettext("手语"),
    Language.CANTONESE: lazy_gettext("粤语"),
    Language.MIN: lazy_gettext("闽南语"),
    Language.HAKKA: lazy_gettext("客家话"),
    Language.MONGOLIAN: lazy_gettext("蒙古语"),
    Language.TIBETAN: lazy_gettext("藏语"),
    Language.UYGHUR: lazy_gettext("维吾尔语"),
    Language.KAZAKH: lazy_gettext("哈萨克语"),
    Language.KOREAN: lazy_gettext("朝鲜语"),
    Language.YI: lazy_gettext("彝语"),
    Language.ZHUANG: lazy_gettext("壮语"),
    Language.ENGLISH: lazy_gettext("英语"),
}
LANGUAGES: list[Choice] = [(language.value, label) for language, label in LANGUAGE_LABELS.items()]


def fast_lane(grounds: Collection[str]) -> tuple[str, ...]:
    """Say what the law gives to somebody with these grounds, one sentence for each of its two articles."""
    said = []
    if unlimited := _named(NO_LIMIT, grounds):
        said.append(_("您选了“%(grounds)s”：不受经济困难条件的限制（《法律援助法》第三十二条）。", grounds=unlimited))
    if unchecked := _named(NO_CHECK, grounds):
        said.append(
            _(
                "您选了“%(grounds)s”：有材料证明的，免予核查经济困难状况（《法律援助法》第四十二条）。"
                "材料不在手边也请先提交，以后再补。",
                grounds=unchecked,
            )
        )
    return tuple(str(sentence) for sentence in said)


def _named(choices: list[Choice], chosen: Collection[str]) -> str:
    return str(_("；")).join(str(label) for value, label in choices if value in chosen)
