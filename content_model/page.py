"""The kinds of page and their closed vocabularies: every front-matter entry is declared here, once.

In: nothing. Out: frozen dataclasses; `entry()` ties a field to the keys an editor may write and to its reader.
Everyone imports the kinds; only `library.py` makes them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, ClassVar

from content_model import values
from content_model.front_matter import Value
from content_model.section import Section, plain, sections
from content_model.values import Change, Target, TimeLimit
from content_model.vocabulary import (
    Audience,
    Channel,
    Kind,
    Language,
    Level,
    OnlineForm,
    PersonCategory,
    ServiceCategory,
    StationLevel,
    Topic,
)

REQUIRED: Any = object()


def entry(*keys: str, read: Callable[[Value], Any], default: Any = REQUIRED) -> Any:
    """Declare a front-matter entry by its Chinese keys; the field's own name is accepted as a key too."""
    metadata = {"keys": keys, "read": read, "required": default is REQUIRED}
    return field(metadata=metadata) if default is REQUIRED else field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every kind has. `path` is relative to the content folder.

    `lines` maps the names of fields, and of items of lists such as basis.0, to their lines.
    """

    kind: ClassVar[Kind]
    required_sections: ClassVar[tuple[str, ...]] = ()

    path: PurePosixPath
    body: str
    body_line: int
    lines: Mapping[str, int] = field(compare=False)
    title: str = entry("标题", "事项名称", "产品名称", "站点名称", "姓名", read=values.text)
    slug: str = entry("网址", read=values.slug)
    summary: str = entry("摘要", read=values.text, default="")
    published_on: date | None = entry("发布日期", read=values.day)
    source: str = entry("来源", read=values.text, default="")
    audiences: tuple[Audience, ...] = entry("适用人群", read=values.terms(Audience), default=())
    tags: tuple[str, ...] = entry("标签", read=values.texts, default=())
    asked: tuple[str, ...] = entry("群众常这样问", read=values.texts, default=())
    related: tuple[str, ...] = entry("相关", read=values.references, default=())
    quick_exit: bool = entry("快速离开", read=values.yes_no, default=False)
    aliases: tuple[str, ...] = entry("旧网址", read=values.old_addresses, default=())

    @property
    def address(self) -> str:
        """The page's name across the portal, such as services/falv-yuanzhu."""
        return f"{self.kind}/{self.slug}"

    @property
    def url(self) -> str:
        """The page's address below the site's base path."""
        return f"{self.address}/"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The body's sections in order."""
        return sections(self.body)

    @property
    def lead(self) -> str:
        """The summary, or what the first words of the body say, in at most 90 characters."""
        if self.summary:
            return self.summary
        first = next((plain(section.text) for section in self.sections if plain(section.text)), "")
        line = first.splitlines()[0] if first else self.title
        return line if len(line) <= 90 else line[:89] + "…"

    def line_of(self, name: str) -> int:
        """Give the line on which the field `name` is written, else the first line."""
        return self.lines.get(name, 1)


@dataclass(frozen=True, kw_only=True)
class Service(Page):
    """服务事项: one entry of the service catalogue with every element of a 办事指南."""

    kind: ClassVar[Kind] = Kind.SERVICE
    required_sections: ClassVar[tuple[str, ...]] = ("申请条件", "办理材料", "办理流程", "常见问题")

    summary: str = entry("摘要", read=values.text)
    category: ServiceCategory = entry("类别", read=values.term(ServiceCategory))
    topics: tuple[Topic, ...] = entry("主题", read=values.terms(Topic))
    basis: tuple[str, ...] = entry("设定依据", read=values.texts)
    served: str = entry("服务对象", read=values.text)
    place: str = entry("办理地点", read=values.text)
    hours: str = entry("办理时间", read=values.text)
    time_limit: TimeLimit = entry("办理时限", read=values.time_limit)
    fee: str = entry("收费", read=values.text)
    telephones: tuple[str, ...] = entry("联系电话", read=values.telephones)
    channels: tuple[Channel, ...] = entry("服务方式", read=values.terms(Channel))
    levels: tuple[Level, ...] = entry("层级", read=values.terms(Level))
    law_checked_on: date = entry("法律核对日期", read=values.day)
    online_form: OnlineForm | None = entry("在线办理", read=values.term(OnlineForm), default=None)


@dataclass(frozen=True, kw_only=True)
class Product(Page):
    """产品: one line of the 公共法律服务产品清单, with targets that can be counted."""

    kind: ClassVar[Kind] = Kind.PRODUCT

    category: ServiceCategory = entry("类别", read=values.term(ServiceCategory))
    served: str = entry("服务对象", read=values.text)
    content: str = entry("服务内容", read=values.text)
    channels: tuple[Channel, ...] = entry("服务方式", read=values.terms(Channel))
    targets: tuple[Target, ...] = entry("目标", read=values.targets)
    fee: str = entry("收费", read=values.text)
    responsible: str = entry("责任单位", read=values.text)
    basis: tuple[str, ...] = entry("依据", read=values.texts)
    levels: tuple[Level, ...] = entry("层级", read=values.terms(Level))
    changes: tuple[Change, ...] = entry("调整记录", read=values.changes, default=())
    law_checked_on: date | None = entry("法律核对日期", read=values.day, default=None)


@dataclass(frozen=True, kw_only=True)
class Case(Page):
    """以案释法: a case told for lay readers in six parts, or another authority's text reprinted as it stands."""

    kind: ClassVar[Kind] = Kind.CASE
    required_sections: ClassVar[tuple[str, ...]] = (
        "基本案情",
        "争议焦点",
        "处理结果",
        "法律依据",
        "以案说法",
        "温馨提示",
    )

    topics: tuple[Topic, ...] = entry("主题", read=values.terms(Topic))
    reprinted_from: str = entry("转载自", read=values.text, default="")
    law_checked_on: date | None = entry("法律核对日期", read=values.day, default=None)
    law_as_of: date | None = entry("裁判日期", read=values.day, default=None)
    """The day of the judgement: its article numbers are those of the law of that day."""


@dataclass(frozen=True, kw_only=True)
class Notice(Page):
    """通知公告: a dated announcement, perhaps of an event."""

    kind: ClassVar[Kind] = Kind.NOTICE

    begins_at: datetime | None = entry("活动时间", read=values.moment, default=None)
    ends_at: datetime | None = entry("活动结束", read=values.moment, default=None)
    venue: str = entry("活动地点", read=values.text, default="")


@dataclass(frozen=True, kw_only=True)
class Guide(Page):
    """指南: the way through a life event, from the trouble to the service."""

    kind: ClassVar[Kind] = Kind.GUIDE

    summary: str = entry("摘要", read=values.text)
    topics: tuple[Topic, ...] = entry("主题", read=values.terms(Topic))
    law_checked_on: date = entry("法律核对日期", read=values.day)


@dataclass(frozen=True, kw_only=True)
class Station(Page):
    """服务站点: a place of the county, town or village level where citizens are received."""

    kind: ClassVar[Kind] = Kind.STATION

    published_on: date | None = entry("发布日期", read=values.day, default=None)
    level: StationLevel = entry("层级", read=values.term(StationLevel))
    town: str = entry("乡镇", read=values.text)
    place: str = entry("地址", read=values.text)
    telephones: tuple[str, ...] = entry("电话", read=values.telephones)
    hours: str = entry("服务时间", read=values.text)
    offers: tuple[ServiceCategory, ...] = entry("服务内容", read=values.terms(ServiceCategory))
    spot: tuple[float, float] | None = entry("坐标", read=values.place_on_map, default=None)
    appointments: int = entry("预约名额", read=values.count, default=0)
    """Places for each half-day that are given away on the web; 0: none."""


@dataclass(frozen=True, kw_only=True)
class Person(Page):
    """法律服务人员: one entry of the public directory; what stands here of a person is public by their profession."""

    kind: ClassVar[Kind] = Kind.PERSON

    published_on: date | None = entry("发布日期", read=values.day, default=None)
    category: PersonCategory = entry("类别", read=values.term(PersonCategory))
    institution: str = entry("执业机构", read=values.text)
    licence: str = entry("执业证号", read=values.text, default="")
    specialities: tuple[Topic, ...] = entry("专长", read=values.terms(Topic))
    town: str = entry("乡镇", read=values.text)
    languages: tuple[Language, ...] = entry("语言", read=values.terms(Language))
    chosen_for_aid: bool = entry("接受点援", read=values.yes_no, default=False)
    telephones: tuple[str, ...] = entry("电话", read=values.telephones, default=())
