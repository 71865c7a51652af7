"""The rules that content must keep before it may be built.

In: a `Library`. Out: `Problem`s, from checks that each know one rule; nothing is printed here.
The front door and the site's build run `check`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from content_model.aliases import check_aliases
from content_model.answer import law_checked_on
from content_model.answer_rules import check_answers
from content_model.law_rules import check_laws
from content_model.library import Library
from content_model.links import SERVICE_PATHS, check_links
from content_model.page import Case, Notice, Page, Person, Service
from content_model.problem import Problem, nearest
from content_model.section import CODE_FENCE, COMMENT, Section
from content_model.site import SITE_FILE
from content_model.vocabulary import Kind, PersonCategory, Topic
from content_model.way_rules import check_guided_ways

RESERVED_SLUG = re.compile(r"index|page|tags?|topics?|years?|feed|all|for|about|by|at|speaking|\d{4}")
HTML_TAG = re.compile(r"</?[a-zA-Z][^>\n]*>?")
AUTOLINK = re.compile(r"<(?:https?://|mailto:|tel:)[^>\s]+>")
BEIJING = ZoneInfo("Asia/Shanghai")
SUMMARY_LIMIT = 120


def check(library: Library, today: date | None = None) -> list[Problem]:
    """List every problem of the library, sorted by file and line; if none blocks, it may be built."""
    found = list(library.unread)
    for rule in RULES:
        found.extend(rule(library))
    day = today or datetime.now(BEIJING).date()
    found.extend(check_dates(library, day))
    found.extend(check_laws(library, day))
    return sorted(set(found))


def check_slugs(library: Library) -> Iterator[Problem]:
    """Find pages with the same address, or with a name that the lists take."""
    owners: dict[str, list[Page]] = defaultdict(list)
    for page in library.pages:
        owners[page.address.lower()].append(page)
        if RESERVED_SLUG.fullmatch(page.slug):
            yield _at(page, "slug", f"网址“{page.slug}”是网站自己要用的。", "请在信息区写“网址: ”换一个名字。")
        if not page.slug:
            yield _at(page, "slug", "文件名不能用作网址。", "请在信息区加一行“网址: ”，用小写字母和短横线。")
    for pages in owners.values():
        for page in pages[1:]:
            what = f"网址“{page.slug}”与 {pages[0].path} 重复。"
            yield _at(page, "slug", what, "请改文件名，或在信息区写“网址: ”换一个名字。")


def check_required_sections(library: Library) -> Iterator[Problem]:
    """Find services without every element of a 办事指南 and own cases without the six parts."""
    for page in _own(library):
        headings = {section.heading: section for section in page.sections if section.level == 2}
        for name in page.required_sections:
            if name not in headings:
                yield _missing_section(page, name, list(headings))


def _missing_section(page: Page, name: str, headings: list[str]) -> Problem:
    mend = f"请在正文里加一节“## {name}”。"
    similar = [heading for heading in headings if heading not in page.required_sections]
    if close := nearest(name, similar):
        mend = close.replace("您是不是想写", "是不是写成了") + mend
    if isinstance(page, Case):
        mend += "如果是转载的案例，请在信息区写“转载自: 发布机关”，可以不分这六节。"
    return Problem(page.path, page.body_line, f"正文缺少“{name}”一节。", mend)


def check_sections_say_something(library: Library) -> Iterator[Problem]:
    """Find headings that stand over nothing, and second titles in a body."""
    for page in _own(library):
        for section, following in pairwise((*page.sections, None)):
            if not section or not section.level:
                continue
            has_children = following is not None and following.level > section.level
            if not has_children and not COMMENT.sub("", section.text).strip():
                yield _in_body(page, section, f"“{section.heading}”下面没有内容。", "请补上内容，或删去这个小标题。")
            if section.level == 1:
                yield _in_body(page, section, "正文里又有一个大标题（一个 #）。", "请改成小标题“## ”。")


def check_questions(library: Library) -> Iterator[Problem]:
    """Find a 常见问题 that holds no question as a heading of its own."""
    for page in library.of(Service):
        for section, following in pairwise((*page.sections, None)):
            asked = following is not None and following.level == 3
            if section and section.level == 2 and section.heading == "常见问题" and not asked:
                mend = "请把每个问题写成一行“### 问题？”，下面写回答。"
                yield _in_body(page, section, "“常见问题”里没有问题。", mend)


def check_html(library: Library) -> Iterator[Problem]:
    """Find tags: editors write Markdown, and a tag would be shown as code, or run."""
    for page in library.written:
        text = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), page.body)
        fenced = False
        for number, line in enumerate(text.split("\n")):
            fenced ^= bool(CODE_FENCE.match(line))
            tag = None if fenced else HTML_TAG.search(AUTOLINK.sub("", line))
            if tag:
                what = f"正文里有网页代码“{tag[0]}”。"
                yield Problem(page.path, page.body_line + number, what, "请删去它；要加粗请用 **文字**。")


def check_law_dates(library: Library) -> Iterator[Problem]:
    """Find own cases that do not say as of when their law was checked; elsewhere the entry is required."""
    for page in library.of(Case):
        if not page.law_checked_on and not page.reprinted_from:
            mend = "请在信息区写“法律核对日期: 2026-03-05”这样的一行；转载的案例请写“转载自: 发布机关”。"
            yield _at(page, "law_checked_on", "缺少“法律核对日期”。", mend)


def check_summaries(library: Library) -> Iterator[Problem]:
    """Find summaries of more than one or two sentences."""
    for page in library.pages:
        if len(page.summary) > SUMMARY_LIMIT:
            what = f"摘要有 {len(page.summary)} 个字，太长了。"
            yield _at(page, "summary", what, f"请压缩到 {SUMMARY_LIMIT} 字以内。")


def check_related(library: Library) -> Iterator[Problem]:
    """Find related pages that do not exist."""
    for page in library.pages:
        for address in page.related:
            if address not in library.by_address and address not in library.unread_addresses:
                mend = nearest(address, list(library.by_address)) or "请改成已有网页的“栏目/网址”，或删去这一项。"
                yield _at(page, "related", f"相关网页“{address}”不存在。", mend)


def check_ways(library: Library) -> Iterator[Problem]:
    """Find ways in on the home page, and links of the footer, that lead nowhere."""
    if (site := library.site_read) is None:
        return
    known = [*library.by_address, *library.unread_addresses, *Kind]
    named = [("首页入口", way.label, way.target) for way in site.ways]
    named += [("页脚链接", link.label, link.target) for link in site.footer_links]
    for key, label, target in named:
        if not target.startswith((*SERVICE_PATHS, "https://", "http://")) and target not in known:
            mend = nearest(target, known) or "请写已有网页的“栏目/网址”、栏目名，或“/forms/……”。"
            yield Problem(SITE_FILE, site.lines.get(key, 1), f"{key}“{label}”的地址“{target}”不存在。", mend)


def check_events(library: Library) -> Iterator[Problem]:
    """Find events that end before they begin, or whose beginning is missing."""
    for page in library.of(Notice):
        if page.begins_at is None and (page.ends_at or page.venue):
            name = "ends_at" if page.ends_at else "venue"
            yield _at(page, name, "没有写活动时间。", "请加一行“活动时间: 2026-12-04 09:00”。")
        if page.begins_at and page.ends_at and page.ends_at <= page.begins_at:
            yield _at(page, "ends_at", "活动结束不晚于活动时间。", "请核对这两项。")


def check_people(library: Library) -> Iterator[Problem]:
    """Find people in unknown towns, and people who are said to do what their profession may not."""
    towns = library.site_read.towns if library.site_read else ()
    for page in library.of(Person):
        if towns and page.town not in towns:
            mend = f"{nearest(page.town, towns)}请从网站设置的乡镇里选：{'、'.join(towns)}。"
            yield _at(page, "town", f"网站设置里没有乡镇“{page.town}”。", mend)
        if page.chosen_for_aid and not page.category.conducts_aid:
            what = f"类别是“{page.category}”，不能接受点援。点援只在律师和基层法律服务工作者里选。"
            yield _at(page, "chosen_for_aid", what, "请删去“接受点援”这一行，或改正“类别”。")
        if Topic.CRIMINAL in page.specialities and page.category is PersonCategory.GRASSROOTS:
            mend = "请从“专长”里删去“刑事”：刑事法律援助指派律师辩护（《法律援助法》第二十五条）。"
            yield _at(page, "specialities", f"{page.category}不办刑事案件。", mend)


def check_arranged_days(library: Library) -> Iterator[Problem]:
    """Find days that the settings name as days off and as working days at once."""
    if (site := library.site_read) is None:
        return
    for day in sorted(set(site.days_off) & set(site.days_on)):
        what = f"{day} 既写成了休息日，又写成了上班日。"
        yield Problem(SITE_FILE, site.lines.get("另定上班日", 1), what, "请照国务院办公厅的放假安排只留一处。")


def check_dates(library: Library, today: date) -> Iterator[Problem]:
    """Find dates in the future: a fake date fails a government site's inspection (国办秘函〔2019〕19号)."""
    for page in library.written:
        if page.published_on and page.published_on > today:
            yield _at(page, "published_on", f"发布日期 {page.published_on} 还没有到。", "请改成实际发布的日期。")
        checked_on = law_checked_on(page)
        if checked_on and checked_on > today:
            yield _at(page, "law_checked_on", f"法律核对日期 {checked_on} 还没有到。", "请改成实际核对的日期。")


RULES: tuple[Callable[[Library], Iterable[Problem]], ...] = (
    check_slugs,
    check_required_sections,
    check_sections_say_something,
    check_questions,
    check_html,
    check_law_dates,
    check_summaries,
    check_related,
    check_ways,
    check_guided_ways,
    check_answers,
    check_links,
    check_aliases,
    check_events,
    check_people,
    check_arranged_days,
)


def _own(library: Library) -> Iterator[Page]:
    """Give the pages whose text is ours to form; a reprint stays as its author wrote it."""
    return (page for page in library.pages if not (isinstance(page, Case) and page.reprinted_from))


def _at(page: Page, name: str, what: str, mend: str) -> Problem:
    return Problem(page.path, page.line_of(name), what, mend)


def _in_body(page: Page, section: Section, what: str, mend: str) -> Problem:
    return Problem(page.path, page.body_line + section.line, what, mend)
