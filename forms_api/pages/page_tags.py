"""What machines must know of the service's pages: column tags as in 国办发〔2017〕47号, and what may be indexed.

In: the endpoint that answers. Out: tags for the head, beside the site's own three, which the shell brings.
`page.py` puts them into each page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from content_model.site import Site

NOT_INDEXED = '<meta name="robots" content="noindex">\n'


@dataclass(frozen=True)
class Column:
    """The column that a page of the service is; only `indexed` pages are for search engines."""

    name: str
    description: str
    keywords: str
    type: str
    indexed: bool = False


CONSULTATION = Column("法律咨询", "有事先问，不收费；查询咨询办到哪一步。", "法律咨询,在线咨询", "咨询投诉", True)
RATING = Column("满意度评价", "网页和服务好不好，由您来说。", "满意度评价,意见", "征集调查")
COLUMNS: Mapping[str, Column] = {
    "form_list": Column("网上办理", "网上咨询、查询进度、评价。", "网上办理,法律咨询", "办事服务", True),
    "intake.form": CONSULTATION,
    "status.form": Column("查询进度", "凭受理编号和查询码，看咨询办到哪一步。", "查询进度,法律咨询", "咨询投诉"),
    "rating.form": RATING,
    "rating.thanks": RATING,
}
OTHER_COLUMN = Column("网上办理", "网上咨询、查询进度、评价、搜索。", "网上办理,搜索", "办事服务")


def page_tags(endpoint: str | None, site: Site, path: str) -> str:
    """Give the tags of the page of `endpoint` at `path`; None stands for a fault, which is no page of any column."""
    if endpoint is None:
        return NOT_INDEXED
    column = COLUMNS.get(endpoint, OTHER_COLUMN)
    tags = {
        "ColumnName": column.name,
        "ColumnDescription": column.description,
        "ColumnKeywords": column.keywords,
        "ColumnType": column.type,
        "description": column.description,
    }
    lines = [f'<meta name="{name}" content="{escape(content)}">' for name, content in tags.items()]
    if column.indexed:
        address = escape(f"{site.base_url}{site.base_path.rstrip('/')}{path}")
        return "\n".join([*lines, f'<link rel="canonical" href="{address}">', ""])
    return "\n".join([*lines, NOT_INDEXED])
