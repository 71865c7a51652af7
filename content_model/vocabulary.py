"""The closed vocabularies of the field: kinds of page, topics, groups, kinds of service, levels.

In: nothing. Out: enumerations whose value is the word on the page and whose name makes its address.
Everyone imports them; a new term is one line here.
"""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of page; the value is the folder under content/ and the first part of the address."""

    SERVICE = "services"
    PRODUCT = "products"
    CASE = "cases"
    NOTICE = "notices"
    GUIDE = "guides"
    STATION = "stations"
    WAY = "ways"
    PERSON = "people"

    @property
    def label(self) -> str:
        """The column's Chinese name."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.SERVICE: "服务事项",
    Kind.PRODUCT: "产品清单",
    Kind.CASE: "以案释法",
    Kind.NOTICE: "通知公告",
    Kind.GUIDE: "遇事指南",
    Kind.STATION: "服务站点",
    Kind.WAY: "我该找谁",
    Kind.PERSON: "人员名录",
}


class Vocabulary(StrEnum):
    """A closed list of terms: the value is the term on the page, the name makes its address."""

    @property
    def slug(self) -> str:
        """The term in an address."""
        return self.name.lower().replace("_", "-")


class Topic(Vocabulary):
    """What a citizen's trouble is about 主题."""

    LABOUR = "劳动工资"
    FAMILY = "婚姻家庭"
    INHERITANCE = "继承"
    DEBT = "借贷债务"
    TRAFFIC = "交通事故"
    CONSUMER = "消费购物"
    HOUSING = "房屋物业"
    LAND = "土地征收"
    INJURY = "人身损害"
    MINORS = "未成年人"
    ELDERS = "老年人"
    ONLINE = "网络与个人信息"
    CRIMINAL = "刑事"
    ADMINISTRATIVE = "行政争议"
    OTHER = "其他"


class Audience(Vocabulary):
    """For whom a page is written in particular 适用人群."""

    MIGRANT_WORKERS = "农民工"
    ELDERS = "老年人"
    WOMEN = "妇女"
    MINORS = "未成年人"
    DISABLED = "残疾人"
    SOLDIERS = "军人军属"
    COMPANIES = "企业"
    POOR = "经济困难群众"


class ServiceCategory(Vocabulary):
    """The kinds of public legal service 类别."""

    CONSULTATION = "法律咨询"
    LEGAL_AID = "法律援助"
    MEDIATION = "人民调解"
    NOTARY = "公证"
    FORENSICS = "司法鉴定"
    LAWYERS = "律师服务"
    GRASSROOTS = "基层法律服务"
    ARBITRATION = "仲裁"
    RECONSIDERATION = "行政复议"
    EDUCATION = "法治宣传教育"
    VILLAGE_ADVISERS = "村（居）法律顾问"
    RESETTLEMENT = "安置帮教"
    CORRECTION = "社区矫正"
    COMPLAINT = "法律服务投诉"


class Channel(Vocabulary):
    """How a service is given 服务方式."""

    WINDOW = "窗口"
    HOTLINE = "热线"
    ONLINE = "网络"
    VISIT = "上门"


class Level(Vocabulary):
    """The level that gives a product 层级."""

    CITY = "市"
    COUNTY = "县"
    TOWN = "乡"
    VILLAGE = "村"


class StationLevel(Vocabulary):
    """The three levels of the 实体平台: 公共法律服务中心, 工作站, 工作室."""

    COUNTY = "县"
    TOWN = "乡镇"
    VILLAGE = "村"


class PersonCategory(Vocabulary):
    """What somebody in the directory of people is 类别."""

    LAWYER = "律师"
    GRASSROOTS = "基层法律服务工作者"
    NOTARY = "公证员"
    MEDIATOR = "人民调解员"
    VILLAGE_ADVISER = "村（居）法律顾问"

    @property
    def conducts_aid(self) -> bool:
        """Whether such a person is assigned to legal-aid cases (法律援助法 art. 12), and so can be chosen 点援."""
        return self in (PersonCategory.LAWYER, PersonCategory.GRASSROOTS)


class Language(Vocabulary):
    """The languages in which somebody of the directory can be spoken to 语言."""

    MANDARIN = "普通话"
    LOCAL = "本地方言"
    SIGN = "手语"
    CANTONESE = "粤语"
    MIN = "闽南语"
    HAKKA = "客家话"
    MONGOLIAN = "蒙古语"
    TIBETAN = "藏语"
    UYGHUR = "维吾尔语"
    KAZAKH = "哈萨克语"
    KOREAN = "朝鲜语"
    YI = "彝语"
    ZHUANG = "壮语"
    ENGLISH = "英语"


class OnlineForm(Vocabulary):
    """The forms that a service page can lead to 在线办理; a test compares them with the service's forms."""

    CONSULTATION = "法律咨询"
    LEGAL_AID = "法律援助申请"
    APPOINTMENT = "预约"
    MEDIATION = "人民调解申请"
    NOTARY = "公证咨询"
    COMPLAINT = "投诉"

    @property
    def target(self) -> str:
        """Where the form is, such as /forms/legal-aid."""
        return f"/forms/{self.slug}"

    @property
    def invitation(self) -> str:
        """What stands on the button."""
        return _INVITATIONS[self]


_INVITATIONS = {
    OnlineForm.CONSULTATION: "网上咨询",
    OnlineForm.LEGAL_AID: "网上申请",
    OnlineForm.APPOINTMENT: "网上预约",
    OnlineForm.MEDIATION: "网上申请",
    OnlineForm.NOTARY: "网上咨询",
    OnlineForm.COMPLAINT: "网上投诉",
}
