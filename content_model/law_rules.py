"""The rules about the law that pages cite: that it stands there, is in force, is quoted as it stands, was read lately.

In: a `Library` with its laws. Out: `Problem`s; those that an editor cannot mend at once are reminders.
`rules.check` runs `check_laws`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath

from content_model.cited import CitedText, cited_texts, law_of_day, reviewed_on
from content_model.library import Library
from content_model.page import Case
from content_model.problem import Problem
from law_library.citations import Citation, CitationStatus, Missing, difference
from law_library.law import Law, Status, Version
from law_library.library import LawLibrary
from law_library.number import ArticleNumber, in_chinese

FRESH = timedelta(days=90)
LAWS_FILE = PurePosixPath("laws/laws.yml")


def check_laws(library: Library, today: date) -> Iterator[Problem]:
    """Find every citation that does not hold; silent for a portal without law texts."""
    if not any(law.versions for law in library.laws.laws):
        return
    yield from _stale(library.laws, today)
    for text in cited_texts(library, today):
        own = not (isinstance(text.page, Case) and text.page.reprinted_from)
        for citation in text.citations:
            for what, mend, blocks in _faults(library.laws, text, citation, today):
                yield Problem(text.page.path, text.line(citation), what, mend, blocks and own)
        for quotation in text.quotations:
            if said := difference(quotation, library.laws):
                last = quotation.citations[-1]
                what = f"引文与{_named(last)}不一致：{said}。"
                mend = f"请用 mingfa laws quote 取出原文再粘贴，省略的地方写“……”：mingfa laws quote {_typed(last)}。"
                yield Problem(text.page.path, text.line(last), what, mend, own)


Fault = tuple[str, str, bool]


def _faults(laws: LawLibrary, text: CitedText, citation: Citation, today: date) -> Iterator[Fault]:
    """Give what is wrong with one citation, how to mend it, and whether the page must wait for that."""
    if citation.law is None:
        yield from _unknown(laws, citation)
        return
    if citation.status is CitationStatus.FORMER_LAW:
        yield from _former(citation.law, citation)
        return
    if (
        citation.version
        and citation.law.status(citation.version, today) is Status.NOT_YET
        and not law_of_day(text.page)
    ):
        begins = citation.version.effective_on or citation.version.dated
        yield f"《{citation.law.title}》{_day(begins)}才施行。", "请改引现行法律，施行以后再换。", True
    if citation.status is CitationStatus.UNKNOWN_ARTICLE:
        yield _no_article(laws, citation.law, citation.version, citation.article)
    elif citation.missing:
        yield _no_part(laws, citation)
    if reason := laws.outdated_reason(citation.law):
        what = f"《{citation.law.title}》在别处已有新的文本：{reason.rstrip('。')}。"
        yield what, "这里的还是旧文本。请先更新法条库，再核对本页。", False
    yield from _newer(laws, text, citation)


def _unknown(laws: LawLibrary, citation: Citation) -> Iterator[Fault]:
    if laws.is_elsewhere(citation.law_name):
        return
    near = laws.nearest(citation.law_name)
    what = f"法条库里没有《{citation.law_name}》。"
    mend = f"您是不是想写《{'》《'.join(near)}》？" if near else "请核对名称。"
    mend += f"如果名称没有错，请把它写进 {LAWS_FILE} 的“未收录”。"
    yield what, mend, citation.article is not None or bool(near)


def _former(law: Law, citation: Citation) -> Iterator[Fault]:
    if citation.article is None or citation.knowingly:
        return
    if law.repeal:
        since = f"已于 {_day(law.repeal.effective_on)}废止" if law.repeal.effective_on else "已废止"
        what = f"《{law.title}》{since}（{law.repeal.by}）。"
    else:
        what = f"法条库里没有《{law.title}》当时的文本。"
    yield what, "请改引现行法律；写的是旧案的，请在信息区加一行“裁判日期: 2019-05-23”。", True


def _no_article(laws: LawLibrary, law: Law, version: Version | None, article: ArticleNumber | None) -> Fault:
    held = list(laws.text(version).articles) if version else []
    number = article.chinese if article else ""
    if version and version.excerpt:
        what = f"法条库里的《{law.title}》是节录，没有收{number}。"
        mend = f"请核对条号；条号没有错的，运行 mingfa laws excerpt {law.title} {article} 把它收进来。"
        return what, mend, True
    if not held:
        return f"法条库里的《{law.title}》没有分条。", "请只写它的名称，不写条号。", True
    return f"《{law.title}》没有{number}。", f"它的条文到{max(held).chinese}为止，请核对条号。", True


def _no_part(laws: LawLibrary, citation: Citation) -> Fault:
    article = laws.article(citation.version, citation.article) if citation.version and citation.article else None
    where = f"《{citation.law.title}》{article.number.chinese}" if citation.law and article else ""
    if citation.missing is Missing.PARAGRAPH and article:
        return (
            f"{where}只有 {len(article.paragraphs)} 款，没有第{in_chinese(citation.paragraph or 1)}款。",
            "请核对款数。",
            True,
        )
    of = f"第{in_chinese(citation.paragraph)}款" if citation.paragraph else ""
    return f"{where}{of}没有第{in_chinese(citation.item or 1)}项。", "请核对款和项。", True


def _newer(laws: LawLibrary, text: CitedText, citation: Citation) -> Iterator[Fault]:
    """Find law that changed after somebody last held the page against it; where its article did not, remind only."""
    reviewed, law, version = reviewed_on(text.page), citation.law, citation.version
    if law is None or version is None or reviewed is None or law_of_day(text.page) or citation.knowingly:
        return
    if (version.known_on or version.dated or date.min) <= reviewed:
        return
    changed = citation.article is not None and not _same(laws, _before(law, version), version, citation.article)
    what = f"《{law.title}》{_day(version.dated)}有新的文本，本页最后一次核对是 {_day(reviewed)}。"
    if changed and citation.article:
        what += f"所引的{citation.article.chinese}有改动。"
    yield what, "请对照新条文改好本页，再更新“法律核对日期”。", changed


def _before(law: Law, version: Version) -> Version | None:
    place = law.versions.index(version)
    return law.versions[place - 1] if place else None


def _same(laws: LawLibrary, former: Version | None, version: Version, number: ArticleNumber) -> bool:
    before = laws.article(former, number) if former else None
    now = laws.article(version, number)
    return before is not None and now is not None and before.lines == now.lines


def _stale(laws: LawLibrary, today: date) -> Iterator[Problem]:
    if laws.as_of is None:
        mend = "请在导入时写明：mingfa laws import 文件夹 --as-of 2026-11-01。"
        yield Problem(LAWS_FILE, 1, "不知道法律文本是哪一天的。", mend, False)
    elif today - laws.as_of > FRESH:
        what = f"法律文本核对至 {_day(laws.as_of)}，已经超过 {FRESH.days} 天。"
        yield Problem(LAWS_FILE, 1, what, "请下载新的法律文本，运行 mingfa laws import。", False)


def _named(citation: Citation) -> str:
    title = f"《{citation.law.title}》" if citation.law else ""
    return title + (citation.article.chinese if citation.article else "")


def _typed(citation: Citation) -> str:
    return f"{citation.law.title if citation.law else ''} {citation.article}"


def _day(day: date | None) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else "日期不详的一天"
