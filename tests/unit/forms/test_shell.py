"""The site's shell: cut once, filled often, followed from edition to edition."""

import json
from pathlib import Path

import pytest

from content_model.edition import Edition, new_edition
from forms_api.pages.shell import BrokenShell, Editions, Shell

PAGE = "<title>旧</title><p>头</p><!-- slot -->旧文<!-- /slot --><p>尾</p>"


def publish(build: Path, shell: str) -> Edition:
    edition = new_edition(build)
    edition.site.mkdir()
    edition.shell.write_text(shell, encoding="utf-8")
    page = {"url": "services/a/", "kind": "services", "title": "甲", "summary": "乙"}
    (edition.root / "pages.json").write_text(json.dumps([page]), encoding="utf-8")
    edition.publish()
    return edition


def test_title_and_slot_are_filled() -> None:
    filled = Shell.cut(PAGE).fill("甲 & 乙 - 网", r"<b>新\1</b>")
    assert filled == r"<title>甲 &amp; 乙 - 网</title><p>头</p><b>新\1</b><p>尾</p>"


def test_the_shells_own_tags_give_way_to_the_pages() -> None:
    shell = Shell.cut('<!-- meta --><meta name="robots" content="noindex"><!-- /meta -->' + PAGE)
    assert "noindex" in shell.page
    assert shell.fill("甲", "新", "<meta>") == "<meta><title>甲</title><p>头</p>新<p>尾</p>"


@pytest.mark.parametrize(
    "page", ["", "<title>x</title>", "<!-- slot --><!-- /slot -->", "<!-- slot --><!-- /slot --><title>x</title>"]
)
def test_a_page_without_title_or_slot_is_no_shell(page: str) -> None:
    with pytest.raises(BrokenShell):
        Shell.cut(page)


def test_before_the_first_build_there_is_no_edition(tmp_path: Path) -> None:
    assert Editions(tmp_path).current() is None


def test_a_new_edition_is_used_at_once_and_the_old_one_read_once(tmp_path: Path) -> None:
    editions = Editions(tmp_path)
    publish(tmp_path, PAGE)
    first = editions.current()
    assert first is editions.current()
    publish(tmp_path, PAGE.replace("头", "新头"))
    second = editions.current()
    assert second
    assert "新头" in second.shell.fill("", "")
    assert list(second.pages) == ["services/a/"]


def test_an_edition_that_cannot_be_read_leaves_the_one_before(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    editions = Editions(tmp_path)
    publish(tmp_path, PAGE)
    first = editions.current()
    broken = publish(tmp_path, "no slot")
    assert editions.current() is first
    assert broken.root.name in caplog.text


def test_the_switch_of_languages_is_replaced_where_there_is_one() -> None:
    page = PAGE.replace("头", "<!-- languages -->旧<!-- /languages -->")
    assert r"<p>新\1</p>" in Shell.cut(page).fill("", "", languages=r"新\1")
    assert "旧" in Shell.cut(page).fill("", "")


def test_a_language_without_a_frame_of_its_own_gets_the_chinese_one(tmp_path: Path) -> None:
    edition = publish(tmp_path, PAGE)
    opened = Editions(tmp_path).current()
    assert opened
    assert opened.shells == {}
    edition.shell_in("en").parent.mkdir()
    edition.shell_in("en").write_text(PAGE.replace("旧<", "Lost - Net &amp; Co<"), encoding="utf-8")
    opened = Editions(tmp_path).current()
    assert opened
    assert opened.shells["en"].site_name == "Net & Co"
