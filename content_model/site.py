"""The portal's own settings, from content/site.yml.

In: the path of the file. Out: a `Site`, or Problems. Generators and the service read it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from content_model import front_matter, values
from content_model.answer_limits import DEFAULT_LIMITS, Limit, answer_limits
from content_model.front_matter import Block, Text, Value
from content_model.problem import Problem, Unreadable, nearest

SITE_FILE = PurePosixPath("site.yml")


def base_url(value: Value) -> str:
    """Read the portal's scheme and host, such as https://sf.example.gov.cn."""
    typed = values.text(value).rstrip("/")
    parts = urlsplit(typed)
    if parts.scheme in ("http", "https") and parts.hostname and not parts.path:
        return typed
    raise Unreadable(f"网站地址“{typed}”不合格。", "请写成“https://域名”，路径写到“网站路径”一项。")


def base_path(value: Value) -> str:
    """Read the path under which the portal is mounted: "/" or "/fw/"."""
    typed = values.text(value)
    if typed.startswith("/") and " " not in typed:
        return typed.rstrip("/") + "/"
    raise Unreadable(f"网站路径“{typed}”不合格。", "请以“/”开头，如“/”或“/fw/”。")


def site_id_code(value: Value) -> str:
    """Read the 网站标识码: ten letters and digits (国办发〔2017〕47号)."""
    typed = values.text(value)
    if len(typed) == 10 and typed.isascii() and typed.isalnum():
        return typed
    raise Unreadable(f"网站标识码“{typed}”不合格。", "请填写十位标识码：六位行政区划代码加四位序号。")


def elsewhere(value: Value) -> str:
    """Read the whole address of a page on another site, such as https://weather.cma.cn/."""
    typed = values.text(value)
    parts = urlsplit(typed)
    if parts.scheme in ("http", "https") and parts.hostname and " " not in typed:
        return typed
    raise Unreadable(f"网页地址“{typed}”不合格。", "请写完整的地址，以“https://”开头。")


@dataclass(frozen=True)
class Way:
    """One way in from the home page: what it says and where it leads."""

    label: str
    note: str
    target: str


def ways(value: Value) -> tuple[Way, ...]:
    """Read ways in, each as “法律咨询 | 有事先问，不收费 | /forms/consultation”."""
    return values.each(value, _way)


def _way(value: Value) -> Way:
    parts = [part.strip() for part in values.text(value).split("|")]
    if len(parts) == 3 and all(parts):
        return Way(parts[0], parts[1], parts[2])
    raise Unreadable(f"“{values.text(value)}”无法识别。", "请写成“名称 | 一句说明 | 地址”。")


def yes_or_no(value: Value) -> bool:
    """Read 是 or 否."""
    typed = values.text(value)
    if typed in ("是", "否"):
        return typed == "是"
    raise Unreadable(f"“{typed}”无法识别。", "请写“是”或“否”。")


def web_address(value: Value) -> str:
    """Read an address on another site, with its scheme."""
    typed = values.text(value)
    parts = urlsplit(typed)
    if parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s\"<>]", typed):
        return typed
    raise Unreadable(f"“{typed}”不是网址。", "请写完整，以“https://”开头。")


def contact(value: Value) -> str:
    """Read where corrections go: an address on the web or on this site, an e-mail address or a telephone number."""
    typed = values.text(value)
    if re.fullmatch(r"/forms/[\w-]+", typed):
        return typed
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", typed):
        return f"mailto:{typed}"
    return web_address(value) if "://" in typed else f"tel:{values.telephone(value)}"


def police_number(value: Value) -> str:
    """Read the 公安备案号, such as 浙公网安备33010602000001号."""
    typed = values.text(value)
    if re.fullmatch(r"\S*公网安备\s*\d{14}\s*号", typed):
        return typed
    raise Unreadable(f"公安备案号“{typed}”不合格。", "请照备案时给的写全，如“浙公网安备33010602000001号”。")


@dataclass(frozen=True)
class FooterLink:
    """A link in the footer, such as the legal notice."""

    label: str
    target: str


def footer_links(value: Value) -> tuple[FooterLink, ...]:
    """Read links of the footer, each as “法律声明 | https://……” or “隐私说明 | 栏目/网址”."""
    return values.each(value, _footer_link)


def _footer_link(value: Value) -> FooterLink:
    parts = [part.strip() for part in values.text(value).split("|")]
    if len(parts) == 2 and all(parts):
        return FooterLink(parts[0], web_address(Text(parts[1], 0)) if "://" in parts[1] else parts[1])
    raise Unreadable(f"“{values.text(value)}”无法识别。", "请写成“名称 | 地址”。")


def setting(key: str, read: Callable[[Value], Any] = values.text, default: Any = MISSING) -> Any:
    """Declare a setting by its Chinese key and its reader; without a default it is required."""
    metadata = {"key": key, "read": read, "required": default is MISSING}
    return field(metadata=metadata) if default is MISSING else field(metadata=metadata, default_factory=lambda: default)


@dataclass(frozen=True, kw_only=True)
class Site:
    """Who runs the portal and where it stands."""

    name: str = setting("网站名称")
    organiser: str = setting("主办单位")
    operator: str = setting("承办单位", default="")
    telephone: str = setting("联系电话", values.telephone)
    hotline: str = setting("热线", values.telephone)
    place: str = setting("地址", default="")
    email: str = setting("电子邮箱", default="")
    base_url: str = setting("网站地址", base_url)
    base_path: str = setting("网站路径", base_path, "/")
    site_id_code: str = setting("网站标识码", site_id_code)
    icp: str = setting("ICP备案号")
    police_number: str = setting("公安备案号", police_number, "")
    institution_mark: str = setting("党政机关标识", web_address, "")
    corrections: str = setting("网站找错", contact, "")
    ipv6: bool = setting("支持IPv6", yes_or_no, False)
    footer_links: tuple[FooterLink, ...] = setting("页脚链接", footer_links, ())
    towns: tuple[str, ...] = setting("乡镇", values.texts)
    ways: tuple[Way, ...] = setting("首页入口", ways)
    quick_exit_to: str = setting("快速离开去向", elsewhere, "")
    answer_limits: Mapping[str, Limit] = setting("答复期限", answer_limits, DEFAULT_LIMITS)
    days_off: tuple[date, ...] = setting("另定休息日", values.days, ())
    days_on: tuple[date, ...] = setting("另定上班日", values.days, ())
    lines: Mapping[str, int] = field(default_factory=dict)


def read_site(content: Path) -> tuple[Site | None, list[Problem]]:
    """Read content/site.yml; all its problems at once, no site if there are any."""
    try:
        block = front_matter.parse((content / SITE_FILE).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return None, [Problem(SITE_FILE, 1, "没有这个文件。", "请照示例写一份网站设置。")]
    except UnicodeDecodeError:
        return None, [Problem(SITE_FILE, 1, "文件不是 UTF-8 编码。", "请用记事本“另存为”，编码选“UTF-8”。")]
    except front_matter.BrokenFrontMatter as error:
        return None, [Problem(SITE_FILE, error.line, error.what, error.mend)]
    return _make(block)


def _make(block: Block) -> tuple[Site | None, list[Problem]]:
    declared = {item.metadata["key"]: item for item in fields(Site) if item.metadata}
    problems = [_unknown(key, line, list(declared)) for key, line in block.key_lines.items() if key not in declared]
    problems += [Problem(SITE_FILE, line, f"“{key}”写了两次。", "请只保留一处。") for key, line in block.doubles]
    read: dict[str, Any] = {}
    for key, item in declared.items():
        try:
            if key in block.entries:
                read[item.name] = item.metadata["read"](block.entries[key])
            elif item.metadata["required"]:
                problems.append(Problem(SITE_FILE, 1, f"缺少“{key}”。", f"请加一行“{key}: ……”。"))
        except Unreadable as error:
            line = error.line or block.key_lines[key]
            problems.append(Problem(SITE_FILE, line, f"“{key}”：{error.what}", error.mend))
    return (None, problems) if problems else (Site(**read, lines=dict(block.key_lines)), [])


def _unknown(key: str, line: int, known: list[str]) -> Problem:
    return Problem(SITE_FILE, line, f"没有“{key}”这一项设置。", nearest(key, known) or "请删去这一行。")
