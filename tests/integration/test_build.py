"""From a content folder to a site and an index: real Pelican, real MkDocs-Material, real Whoosh."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
import yaml

import search_index
import site_gen
from content_model import Edition, Library, check, load, new_edition, published_edition
from site_gen import articles, count
from tests import samples
from tests.conftest import ROOT

# Where the footer's numbers can be looked up; links only, nothing is fetched.
REGISTERS = ("https://beian.miit.gov.cn/", "https://beian.mps.gov.cn/")
DATA_BLOCK = '<script type="application/ld+json">'


def built(content: Path, build: Path) -> Edition:
    library = load(content)
    assert check(library) == []
    edition = new_edition(build)
    site_gen.build(library, edition)
    search_index.build_index(library, edition.index)
    edition.publish()
    return edition


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Edition]:
    """The sample portal, built once for the tests of this module that only read it."""
    return load(ROOT / "content"), built(ROOT / "content", tmp_path_factory.mktemp("build"))


def anchors(page: Path) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8")))


def test_every_page_comes_out(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    assert all((edition.site / page.url / "index.html").is_file() for page in library.pages)
    assert [page.url for page in edition.read_pages()] == [page.url for page in library.pages]


def test_every_section_has_the_anchor_that_the_content_model_gives_it(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    for page in library.pages:
        wanted = {section.anchor for section in page.sections if section.anchor}
        assert wanted <= anchors(edition.site / page.url / "index.html"), page.path


def test_every_link_and_picture_of_the_site_leads_somewhere(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    for page in edition.site.rglob("*.html"):
        for target in re.findall(r'(?:href|src|action)="([^"]*)"', page.read_text(encoding="utf-8")):
            parts = urlsplit(target)
            if parts.scheme in ("tel", "mailto") or target.startswith(
                ("/forms/", "/search", "https://sf.example.gov.cn", *REGISTERS)
            ):
                continue
            if target == library.site.quick_exit_to:
                continue
            assert not parts.scheme, f"{page}: {target} is on another host"
            start = edition.site if parts.path.startswith("/") else page.parent
            goal = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else page
            goal = goal / "index.html" if goal.is_dir() else goal
            assert goal.is_file(), f"{page.relative_to(edition.site)}: {target}"
            if parts.fragment:
                assert unquote(parts.fragment) in anchors(goal), f"{page.relative_to(edition.site)}: {target}"


def test_no_page_holds_an_inline_script_style_or_handler(sample: tuple[Library, Edition]) -> None:
    _, edition = sample
    for page in edition.site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        text = re.sub(re.escape(DATA_BLOCK) + "[^<]*</script>", "", text)  # data, which no browser runs
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text), page


def test_pages_are_right_html(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    pages = [edition.site / "index.html", edition.shell]
    pages += [
        next(edition.site / page.url / "index.html" for page in library.pages if page.kind is kind)
        for kind in {page.kind for page in library.pages}
    ]
    parser = html5lib.HTMLParser(strict=True)
    for page in pages:
        assert parser.parse(page.read_text(encoding="utf-8")) is not None


def test_the_shell_has_a_slot_and_only_absolute_addresses(sample: tuple[Library, Edition]) -> None:
    _, edition = sample
    text = edition.shell.read_text(encoding="utf-8")
    assert text.count("<!-- slot -->") == text.count("<!-- /slot -->") == 1
    targets = re.findall(r'(?:href|src|action)="([^"]*)"', text)
    assert all(target.startswith(("/", "#", "tel:", *REGISTERS)) for target in targets)


def test_staged_pages_are_markdown_that_a_person_can_read(sample: tuple[Library, Edition]) -> None:
    _, edition = sample
    text = (edition.docs / "services/falv-yuanzhu.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    assert yaml.safe_load(front)["column"] == "服务事项"
    assert "# 民事、行政法律援助申请" in body
    assert "办理时限\n:   7 日" in body
    assert re.sub(r"^</?(div|details|summary)\b.*$", "", body, flags=re.M).count("<") == 0


def test_the_feed_is_atom_with_absolute_addresses(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(edition.site / "cases/feed.atom.xml").getroot()
    links = [link.get("href", "") for link in feed.iterfind(f"{atom}entry/{atom}link")]
    assert len(links) == sum(page.kind == "cases" for page in library.pages)
    assert all((edition.site / urlsplit(unquote(link)).path.strip("/") / "index.html").is_file() for link in links)


def test_every_hit_leads_to_a_section_that_exists(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    asked = [question for page in library.pages for question in page.asked]
    for question in asked:
        for hit in search_index.search(edition.index, question).hits:
            path, _, anchor = hit.anchor_url.partition("#")
            assert not anchor or anchor in anchors(edition.site / path / "index.html"), hit.anchor_url


def test_a_question_that_a_page_says_is_asked_finds_that_page(sample: tuple[Library, Edition]) -> None:
    library, edition = sample
    asked = [(question, page) for page in library.pages for question in page.asked]
    missed = [
        (question, page.address)
        for question, page in asked
        if page.url not in {hit.url for hit in search_index.search(edition.index, question, limit=5).hits}
    ]
    assert len(asked) > 200
    assert len(missed) <= len(asked) // 20, missed


@pytest.mark.parametrize(
    "typed", ["", "***", "\x00", "\ud800", "拖欠工资" * 2500, "a AND (b OR", "'; DROP TABLE--", "%00"]
)
def test_no_text_is_an_error(sample: tuple[Library, Edition], typed: str) -> None:
    answer = search_index.search(sample[1].index, typed)
    assert len(answer.hits) <= 10


def test_searching_before_the_first_build_says_so(tmp_path: Path) -> None:
    with pytest.raises(search_index.NoIndex):
        search_index.search(tmp_path / "index", "工资")


def test_lists_are_paged_and_tagged(tmp_path: Path) -> None:
    changes = {
        f"notices/n{number:02}.md": samples.NOTICE.replace("安排", f"安排{number}").replace(
            "---\n\n", "标签: [值班]\n---\n\n"
        )
        for number in range(articles.PER_PAGE + 5)
    }
    edition = built(samples.write_content(tmp_path / "content", changes), tmp_path / "build")
    first = (edition.site / "notices/index.html").read_text(encoding="utf-8")
    second = (edition.site / "notices/page/2/index.html").read_text(encoding="utf-8")
    assert "第 1 页，共 2 页" in first
    assert "第 2 页，共 2 页" in second
    assert (edition.site / "notices/tags/值班/page/2/index.html").is_file()
    assert (edition.site / "notices/years/2026/index.html").is_file()


def test_a_portal_without_dated_content_is_built(tmp_path: Path) -> None:
    content = samples.write_content(tmp_path / "content")
    (content / "cases/paowu.md").unlink()
    (content / "notices/zhiban.md").unlink()
    edition = built(content, tmp_path / "build")
    assert "目前没有内容" in (edition.site / "notices/index.html").read_text(encoding="utf-8")


def test_a_portal_below_a_path_links_its_service_below_it(tmp_path: Path) -> None:
    content = samples.write_content(tmp_path / "content", {"site.yml": samples.SITE + "网站路径: /fw\n"})
    edition = built(content, tmp_path / "build")
    home = (edition.site / "index.html").read_text(encoding="utf-8")
    assert 'action="/fw/search"' in home
    assert 'href="/fw/forms/consultation"' in home
    assert 'href="/fw/assets/mingfa-' in edition.shell.read_text(encoding="utf-8")


def test_pictures_beside_a_page_come_along(tmp_path: Path) -> None:
    changes = {
        "notices/冬季/zhiban.md": samples.NOTICE.replace("律师", "![表](图/表.svg)律师"),
        "notices/冬季/图/表.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    content = samples.write_content(tmp_path / "content", changes)
    (content / "notices/zhiban.md").unlink()
    edition = built(content, tmp_path / "build")
    page = (edition.site / "notices/zhiban/index.html").read_text(encoding="utf-8")
    (source,) = re.findall(r'<img alt="表" src="([^"]+)"', page)
    assert (edition.site / "notices/zhiban" / unquote(source)).resolve().is_file()


def test_what_looks_like_markup_in_a_title_is_shown_as_typed(tmp_path: Path) -> None:
    changes = {"notices/zhiban.md": samples.NOTICE.replace("十二月值班安排", "A*B*_c_ [d](e) <i>{{ 7*7 }}")}
    edition = built(samples.write_content(tmp_path / "content", changes), tmp_path / "build")
    page = html5lib.parse(
        (edition.site / "notices/zhiban/index.html").read_text(encoding="utf-8"), namespaceHTMLElements=False
    )
    assert page.findtext(".//h1") == "A*B*_c_ [d](e) <i>{{ 7*7 }}"


def test_a_page_that_a_generator_lost_stops_the_build(tmp_path: Path) -> None:
    library = load(samples.write_content(tmp_path / "content"))
    edition = new_edition(tmp_path / "build")
    site_gen.build(library, edition)
    assert count.count_pages(library, edition) > len(library.pages)  # the negative control
    (edition.site / "cases/paowu/index.html").unlink()
    with pytest.raises(site_gen.BuildFailed, match="页数不符，没有生成网页：cases/paowu/"):
        count.count_pages(library, edition)
    (edition.docs / "cases/paowu.md").unlink()
    with pytest.raises(site_gen.BuildFailed, match="页数不符，没有进入排版：cases/paowu/"):
        count.count_pages(library, edition)


def test_an_error_that_pelican_only_logs_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = load(samples.write_content(tmp_path / "content"))

    def broken(self: articles.LibraryReader, source_path: str) -> tuple[str, dict[str, object]]:
        raise ValueError(source_path)

    monkeypatch.setattr(articles.LibraryReader, "read", broken)
    with pytest.raises(site_gen.BuildFailed, match="Pelican"):
        articles.write_articles(library, tmp_path / "docs")


def test_publishing_swaps_and_keeps_one_older_edition(tmp_path: Path) -> None:
    editions = []
    for _ in range(3):
        edition = new_edition(tmp_path)
        edition.index.mkdir()
        edition.publish()
        editions.append(edition)
        assert published_edition(tmp_path) == edition
    assert [edition.root.exists() for edition in editions] == [False, True, True]


def test_the_real_cases_are_built_and_found(shared: Path, tmp_path: Path) -> None:
    front = "---\n主题: 其他\n发布日期: 2026-03-05\n转载自: 最高人民法院\n---\n\n"
    files = sorted((shared / "cases").rglob("*.md"))
    changes = {
        f"cases/{file.relative_to(shared / 'cases')}": front + file.read_text(encoding="utf-8") for file in files
    }
    content = samples.write_content(tmp_path / "content", changes)
    edition = built(content, tmp_path / "build")
    pages = [page for page in load(content).pages if getattr(page, "reprinted_from", "")]
    assert len(pages) == len(files) == 26
    for page in pages:
        found = [hit.url for hit in search_index.search(edition.index, page.title, limit=3).hits]
        assert page.url in found, page.title
