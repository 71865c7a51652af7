"""The closed lists that citizens choose from: the word that is stored, in Chinese, and its label in their language.

In: nothing. Out: choices. The forms and the pages import this. A test compares the topics with the vocabulary.
"""

from flask_babel import lazy_gettext

from content_model.vocabulary import Topic
from forms_api.forms.fields import Choice

NO_TOWN = "其他/不便说明"

# The vocabulary once more, so that gettext finds it; a test compares.
TOPIC_LABELS = {
    Topic.LABOUR: lazy_gettext("劳动工资"),
    Topic.FAMILY: lazy_gettext("婚姻家庭"),
    Topic.INHERITANCE: lazy_gettext("继承"),
    Topic.DEBT: lazy_gettext("借贷债务"),
    Topic.TRAFFIC: lazy_gettext("交通事故"),
    Topic.CONSUMER: lazy_gettext("消费购物"),
    Topic.HOUSING: lazy_gettext("房屋物业"),
    Topic.LAND: lazy_gettext("土地征收"),
    Topic.INJURY: lazy_gettext("人身损害"),
    Topic.MINORS: lazy_gettext("未成年人"),
    Topic.ELDERS: lazy_gettext("老年人"),
    Topic.ONLINE: lazy_gettext("网络与个人信息"),
    Topic.CRIMINAL: lazy_gettext("刑事"),
    Topic.ADMINISTRATIVE: lazy_gettext("行政争议"),
    Topic.OTHER: lazy_gettext("其他"),
}
TOPICS: list[Choice] = [(topic.value, label) for topic, label in TOPIC_LABELS.items()]
SOMEBODY_ELSE = "替别人"
FOR_WHOM: list[Choice] = [("本人", lazy_gettext("我自己的事")), (SOMEBODY_ELSE, lazy_gettext("替别人办"))]
RELATIONS: list[Choice] = [
    ("配偶", lazy_gettext("配偶")),
    ("子女", lazy_gettext("我是他/她的子女")),
    ("父母", lazy_gettext("我是他/她的父母")),
    ("其他亲属", lazy_gettext("其他亲属")),
    ("邻居或朋友", lazy_gettext("邻居或朋友")),
    ("村（居）干部", lazy_gettext("村（居）干部")),
    ("其他", lazy_gettext("其他")),
]
CALL_AT: list[Choice] = [
    ("都可以", lazy_gettext("工作时间都可以")),
    ("上午", lazy_gettext("上午")),
    ("下午", lazy_gettext("下午")),
    ("中午", lazy_gettext("中午十二点前后")),
    ("请先发短信", lazy_gettext("请先发短信约时间")),
]
HELP_NEEDED: list[Choice] = [
    ("手语", lazy_gettext("手语")),
    ("方言", lazy_gettext("说本地话")),
    ("外语翻译", lazy_gettext("外语翻译")),
    ("大字材料", lazy_gettext("大字材料")),
    ("念给我听", lazy_gettext("不识字，请念给我听")),
]
