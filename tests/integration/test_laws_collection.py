"""The real collection: every file is read, every article found, and what is odd about it is really odd."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from docx import Document

from law_library.comparing import ChangeKind, compare
from law_library.importing import ImportReport, import_tree
from law_library.law import Article, LawText, Status
from law_library.library import LawLibrary, name_key
from law_library.number import ArticleNumber
from law_library.opening import open_laws, open_library
from law_library.reading.law_file import lay_out, read_law_file
from law_library.store import FILE
from search_index.written import FOLDER, read_folder
from tests.conftest import ROOT, absent

TODAY, AS_OF = date(2025, 5, 6), date(2025, 4, 30)
WHEN_WRITTEN = date(2026, 11, 28)
"""The day on which the questions that come with the search were written."""
ODD = {
    "农民专业合作社法(2017-12-27).md:335: 第五十三条之后是第五十五条，从第五十四条起缺 1 条。请与官方文本核对。",
    "飞行基本规则(2007-10-18).md:13: 有 12 行里连着好几条，已按条号和句号分开。请与官方文本核对分段。",
}
UNMARKED = "处标题没有标出来，已与条文分开。请核对，或在标题前写上“## ”。"
TWICE = ("强奸、猥亵未成年人", "职业病防治法", "反电信网络诈骗法", "居民身份证法", "广告法")


@pytest.fixture(scope="module")
def taken(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, ImportReport]]:
    if not (shared / "laws").is_dir():
        absent(f"the law texts are not here: {shared / 'laws'}")
    folder = tmp_path_factory.mktemp("collection")
    report = import_tree(folder, shared / "laws", AS_OF, TODAY)
    yield folder, report
    (folder / FILE).unlink()


@pytest.fixture(scope="module")
def library(taken: tuple[Path, ImportReport]) -> LawLibrary:
    return open_library(taken[0], today=TODAY)


def text(library: LawLibrary, name: str, dated: str = "") -> LawText:
    law = library.find(name)
    assert law, name
    return library.text(next(version for version in law.versions if not dated or version.name == dated))


def test_every_file_is_read_and_once_only(taken: tuple[Path, ImportReport], shared: Path) -> None:
    folder, report = taken
    assert report.refused == ()
    assert len(list((shared / "laws").rglob("*.md"))) == report.added + len(TWICE) + 7  # the code comes in eight files
    assert report.articles > 64_000
    again = import_tree(folder, shared / "laws", AS_OF, TODAY)
    assert (again.added, again.changed, again.withdrawn, again.unchanged) == (0, 0, 0, report.added)


def test_what_is_reported_is_really_odd(taken: tuple[Path, ImportReport]) -> None:
    found = [str(oddity).split("/", 1)[1] for oddity in taken[1].oddities]
    twice = [line for line in found if "在别的文件里已经有了" in line]
    assert len(twice) == len(TWICE)
    assert all(any(name in line for line in twice) for name in TWICE)
    rest = [line for line in found if line not in twice and UNMARKED not in line]
    assert set(rest) == ODD


def test_texts_without_articles_are_replies_decisions_and_amendments(taken: tuple[Path, ImportReport]) -> None:
    undivided = {reading.title for reading in taken[1].undivided}
    assert {"刑法修正案（十二）", "最高人民法院关于适用《婚姻法》若干问题的解释（二）的补充规定"} <= undivided
    assert len(taken[1].undivided) == 82
    assert "最高人民法院关于审理非法行医刑事案件具体应用法律若干问题的解释" not in undivided


@pytest.mark.parametrize(
    ("name", "articles"),
    [
        ("民法典", 1260),
        ("刑法", 452),
        ("刑事诉讼法", 308),
        ("宪法", 143),
        ("民诉法", 306),
        ("劳动合同法", 98),
        ("飞行基本规则", 124),
    ],
)
def test_whole_laws_are_whole(library: LawLibrary, name: str, articles: int) -> None:
    law = library.find(name)
    assert law
    numbers = list(library.text(law.versions[-1]).articles)
    assert {number.main for number in numbers} == set(range(1, articles + 1))
    assert numbers == sorted(numbers)


def test_articles_added_later_stand_between_theirs(library: LawLibrary) -> None:
    articles = text(library, "刑法").articles
    assert ArticleNumber(120, 6) in articles
    assert len(articles) > 452


def test_quotable_text_carries_no_heading_and_no_annex(library: LawLibrary) -> None:
    articles = text(library, "未成年人网络保护条例").articles
    assert articles[ArticleNumber(12)].text.endswith("。")
    assert len(text(library, "国旗法").articles[ArticleNumber(24)].lines) == 1


def test_nothing_of_any_file_is_lost_or_moved(shared: Path) -> None:
    for path in sorted((shared / "laws").rglob("*.md")):
        file = read_law_file(PurePosixPath(path.name), path.read_bytes())
        said = "".join(
            part.number.chinese + part.text if isinstance(part, Article) else part.text for part in file.parts
        )
        written = "".join(line.text for line in lay_out(file.path, path.read_bytes()).body)
        kept, whole = ("".join(text.replace("\u200b", "").split()) for text in (said, written))
        assert whole.endswith(kept), path
        assert name_key(whole.removesuffix(kept)) in ("", name_key(file.full_title)), path


@pytest.mark.parametrize(
    ("name", "on", "status", "version"),
    [
        ("劳动法", date(2025, 5, 1), Status.IN_FORCE, "2018-12-29"),
        ("妇女权益保障法", date(2022, 12, 31), Status.IN_FORCE, "2018-10-26"),
        ("妇女权益保障法", date(2023, 1, 1), Status.IN_FORCE, "2022-10-30"),
        ("慈善法", date(2024, 9, 4), Status.IN_FORCE, "2016-03-16"),
        ("婚姻法解释（二）", date(2021, 1, 1), Status.REPEALED, "2003-12-25"),
        ("婚姻法解释（二）", date(2020, 12, 31), Status.IN_FORCE, "2003-12-25"),
        ("监察法", date(2025, 5, 31), Status.NOT_YET, "2024-12-25"),
    ],
)
def test_status(library: LawLibrary, name: str, on: date, status: Status, version: str) -> None:
    law = library.find(name)
    assert law
    found = next(found for found in law.versions if found.name == version)
    assert law.status(found, on) is status


@pytest.mark.parametrize("name", ["合同法", "《中华人民共和国物权法》", "继承法", "担保法", "侵权责任法", "民法总则"])
def test_former_laws_are_known_as_such(library: LawLibrary, name: str) -> None:
    law = library.find(name)
    assert law
    assert law.repeal
    assert (law.versions, law.repeal.by) == ((), "《民法典》第一千二百六十条")
    assert law.repealed(date(2021, 1, 1))
    assert not law.repealed(date(2020, 12, 31))


def test_a_later_law_of_the_same_name_is_not_repealed(library: LawLibrary) -> None:
    law = library.find("国家安全法")  # the one of 1993 was repealed by the 反间谍法 of 2014
    assert law
    assert law.repeal is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("民诉法解释", "最高人民法院关于适用《民事诉讼法》的解释"),
        ("行政诉讼法司法解释", "最高人民法院关于适用《行政诉讼法》的解释"),  # its forerunner of 2015 is repealed
        ("劳动争议司法解释（一）", "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）"),
        ("《婚姻家庭编解释(一)》", "最高人民法院关于适用《民法典》婚姻家庭编的解释（一）"),
        ("行政协议司法解释", "最高人民法院关于审理行政协议案件若干问题的规定"),
        ("关于适用〈中华人民共和国民法典〉继承编的解释(一)", "最高人民法院关于适用《民法典》继承编的解释（一）"),
    ],
)
def test_names_in_use(library: LawLibrary, name: str, title: str) -> None:
    law = library.find(name)
    assert law
    assert law.title == title


@pytest.mark.parametrize(
    ("name", "old", "new", "counts"),
    [
        ("妇女权益保障法", "2018-10-26", "2022-10-30", (36, 3, 47, 11)),
        ("慈善法", "2016-03-16", "2023-12-29", (13, 16, 71, 0)),
        ("未成年人保护法", "2020-10-17", "2024-04-26", (0, 1, 0, 0)),
    ],
)
def test_what_changed_in_real_laws(library: LawLibrary, name: str, old: str, new: str, counts: tuple[int, ...]) -> None:
    changes = compare(text(library, name, old), text(library, name, new))
    found = Counter(change.kind for change in changes)
    assert tuple(found[kind] for kind in ChangeKind) == counts
    kept = len(text(library, name, old).articles) - found[ChangeKind.REPEALED]
    assert kept + found[ChangeKind.ADDED] == len(text(library, name, new).articles)


def test_the_same_law_as_word_and_text_file(shared: Path, library: LawLibrary) -> None:
    """A law as the national database gives it: title, bracket, contents, ideographic spaces."""
    wanted = text(library, "慈善法", "2023-12-29")
    headings = [part.text.replace(" ", "　") for part in wanted.parts if not isinstance(part, Article)]
    lines = ["中华人民共和国慈善法", "（" + "　".join(wanted.version.history) + "）", "目　　录", *headings]
    for part in wanted.parts:
        if isinstance(part, Article):
            lines += [f"　　{part.number.chinese}　{part.lines[0]}", *(f"　　{line}" for line in part.lines[1:])]
        else:
            lines.append(part.text.replace(" ", "　"))
    word = Document()
    for line in lines:
        word.add_paragraph(line)
    saved = io.BytesIO()
    word.save(saved)
    for name, content in (("慈善法.docx", saved.getvalue()), ("慈善法.txt", "\r\n".join(lines).encode("gb18030"))):
        found = read_law_file(PurePosixPath(name), content)
        assert found.parts == wanted.parts
        assert (found.full_title, str(found.dated)) == ("中华人民共和国慈善法", "2023-12-29")
        assert found.oddities == ()


def test_a_store_goes_before_the_excerpts(taken: tuple[Path, ImportReport]) -> None:
    joined = open_laws(taken[0], ROOT / "content/laws", TODAY)
    law = joined.find("民法典")
    assert law
    assert not law.versions[-1].excerpt
    assert len(joined.text(law.versions[-1]).articles) == 1260
    alone = open_laws(taken[0] / "none", ROOT / "content/laws", TODAY).find("民法典")
    assert alone
    assert alone.versions[-1].excerpt


def test_every_question_that_comes_with_the_search_is_of_articles_in_force(library: LawLibrary) -> None:
    missing: list[tuple[str, str]] = []
    asked: list[str] = []
    twice: list[str] = []
    for of_law in read_folder(FOLDER):
        law = library.find(of_law.title)
        version = law.in_force(WHEN_WRITTEN) if law else None
        articles = library.text(version).articles if version and version.name == of_law.version else {}
        for line in of_law.lines:
            missing += [(of_law.title, str(number)) for number in line.articles if number not in articles]
        asked += [line.question for line in of_law.lines]
        twice += [one for one, count in Counter(line.question for line in of_law.lines).items() if count > 1]
    assert missing == []
    assert twice == []
    assert len(asked) >= 3_000
