"""The check of what machines read on every built page: 国办发〔2017〕47号, address, structured data.

In: the library and the heads of a rendered edition. Out: nothing, or BuildFailed that names page and missing tag.
`build.py` calls this after rendering: what the templates were meant to write is looked for in what they wrote.
"""

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from content_model import Library
from content_model.edition import ENGLISH, TRADITIONAL
from site_gen.aliases import alias_files
from site_gen.faults import BuildFailed
from site_gen.head import Head
from site_gen.metadata import COLUMN_TYPES

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
PUB_DATE = re.compile(r"\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d")
HOME, SHELL = PurePosixPath("index.html"), PurePosixPath("404.html")
SHOWN = 5


def check_conventions(library: Library, heads: Mapping[PurePosixPath, Head]) -> None:
    """Raise BuildFailed unless every page of the site has the tags that its class of page must have."""
    articles = {PurePosixPath(page.url) / "index.html" for page in library.pages if page.published_on}
    bare_pages = {*alias_files(library), SHELL}
    root = library.site.base_url + library.site.base_path
    found = []
    for path, head in heads.items():
        original = _original(path)
        bare = original in bare_pages
        wanted = required_tags(home=original == HOME, bare=bare, article=path in articles)
        found += [f"{path}：{fault}" for fault in page_faults(head, wanted, "" if bare else root + _address(path))]
    if found:
        more = f" 等 {len(found)} 处" if len(found) > SHOWN else ""
        raise BuildFailed(f"网页标签不符合规范（国办发〔2017〕47号）：{'；'.join(found[:SHOWN])}{more}。")


def required_tags(*, home: bool, bare: bool, article: bool) -> tuple[str, ...]:
    """Give the tags that a page must have: home and bare pages 3, columns 7, articles 10."""
    if home or bare:
        return SITE_TAGS
    return (*SITE_TAGS, *COLUMN_TAGS, *(ARTICLE_TAGS if article else ()))


def page_faults(head: Head, wanted: tuple[str, ...], address: str) -> list[str]:
    """Name what is wrong with one page; `address` is where it must say that it stands, "" if nowhere."""
    faults = [f"缺少 {tag}" for tag in wanted if not head.metas.get(tag)]
    if (kind := head.metas.get("ColumnType")) and kind not in COLUMN_TYPES:
        faults.append(f"ColumnType“{kind}”不在规定的类别里")
    if (date := head.metas.get("PubDate")) and not PUB_DATE.fullmatch(date):
        faults.append(f"PubDate“{date}”不是“年-月-日 时:分”")
    if "/" in head.metas.get("SiteDomain", ""):
        faults.append("SiteDomain 只写域名")
    if address and unquote(head.canonical) != address:
        faults.append(f"规范地址（canonical）应当是 {address}")
    return faults + ["结构化数据（JSON-LD）无法识别" for data in head.data if not _is_json(data)]


def _is_json(data: str) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def _original(path: PurePosixPath) -> PurePosixPath:
    """Give the page of which this one is a twin in another script or language, else itself."""
    return PurePosixPath(*path.parts[1:]) if path.parts[0] in (TRADITIONAL, ENGLISH) else path


def _address(path: PurePosixPath) -> str:
    folder = path.parent.as_posix()
    return "" if folder == "." else f"{folder}/"
