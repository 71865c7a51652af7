"""What machines must know of a page: the tags of 国办发〔2017〕47号, feeds, structured data.

In: the library and a page or a column. Out: entries of the staged front matter, for partials/meta.html.
`markdown.py` puts them into each page; `conventions.py` checks what came out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content_model import Kind, Library, Page, Topic
from site_gen.linked_data import linked_data

# ColumnType's closed list, a line for each group.
COLUMN_TYPES = frozenset(
    (
        *("概况信息", "机构职能", "负责人信息", "工作动态", "政策文件", "政策解读", "回应关切"),
        *("信息公开指南", "信息公开目录", "信息公开年报", "依申请公开", "数据发布", "数据开放"),
        *("办事服务", "咨询投诉", "征集调查", "在线访谈"),
    )
)


@dataclass(frozen=True)
class ColumnTags:
    """What the tags of a column say."""

    type: str
    description: str
    keywords: tuple[str, ...]


COLUMNS: Mapping[Kind, ColumnTags] = {
    Kind.SERVICE: ColumnTags("办事服务", "能办什么、谁能办、带什么、多久办好。", ("办事指南", "公共法律服务")),
    Kind.PRODUCT: ColumnTags("信息公开目录", "提供哪些服务、达到什么目标、由谁负责。", ("公共法律服务", "服务清单")),
    Kind.CASE: ColumnTags("政策解读", "别人遇到过的事、怎么处理的、您可以怎么办。", ("以案释法", "典型案例", "普法")),
    Kind.NOTICE: ColumnTags("工作动态", "活动、值班、清单调整等通知。", ("通知公告", "普法活动")),
    Kind.GUIDE: ColumnTags("办事服务", "遇到事情先做什么、找谁、多久、要花多少钱。", ("遇事指南", "法律常识")),
    Kind.WAY: ColumnTags("办事服务", "回答几个问题，就知道该找谁。", ("办事指引", "公共法律服务")),
    Kind.PERSON: ColumnTags("办事服务", "律师、公证员等法律服务人员，可以按专长、乡镇、语言找。", ("找律师", "名录")),
    Kind.STATION: ColumnTags("机构职能", "县、乡镇、村三级站点的地址、电话和服务时间。", ("服务站点", "联系方式")),
}
FEEDS = {Kind.CASE, Kind.NOTICE}


def column_metadata(kind: Kind) -> dict[str, Any]:
    """Give the entries of every page of a column, lists and articles alike."""
    tags = COLUMNS[kind]
    found: dict[str, Any] = {
        "column_type": tags.type,
        "column_description": tags.description,
        "column_keywords": ",".join(dict.fromkeys((kind.label, *tags.keywords))),
    }
    if kind in FEEDS:
        found["feeds"] = [feed_entry(kind, f"{kind}/feed.atom.xml")]
    return found


def feed_entry(kind: Kind, url: str, about: str = "") -> dict[str, str]:
    """Name a feed: of a whole column, or of what a list is `about`."""
    return {"title": f"{kind.label}·{about}" if about else kind.label, "url": url}


def home_feeds() -> list[dict[str, str]]:
    """Name the columns' feeds for the home page."""
    return [feed_entry(kind, f"{kind}/feed.atom.xml") for kind in Kind if kind in FEEDS]


def page_metadata(library: Library, page: Page) -> dict[str, Any]:
    """Give the entries of one page; a page without a date is no article and gets its column's only."""
    topics: tuple[Topic, ...] = getattr(page, "topics", ())
    found = column_metadata(page.kind)
    found["keywords"] = ",".join(dict.fromkeys((*topics, *page.tags)))
    if page.published_on:
        found["pub_date"] = f"{page.published_on:%Y-%m-%d} 00:00"
    found["linked_data"] = linked_data(library, page)
    return found
