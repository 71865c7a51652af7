"""The index that browsers ask, made by real Pagefind from a real build."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import site_gen
from content_model import Edition, Library, load, new_edition
from site_gen.faults import BuildFailed
from site_gen.static_search import FOLDER, LAWS_FOLDER, write_static_search
from tests.sample_laws import LAWS, sample_laws
from tests.samples import write_content


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Library, Edition]:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    library = load(write_content(tmp_path / "content"))
    edition = new_edition(tmp_path / "build")
    site_gen.build(library, edition)
    return library, edition


def test_every_page_is_indexed_and_nothing_else_is_shipped(built: tuple[Library, Edition]) -> None:
    library, edition = built
    entry = json.loads((edition.site / FOLDER / "pagefind-entry.json").read_text(encoding="utf-8"))
    assert {name: language["page_count"] for name, language in entry["languages"].items()} == {"zh": len(library.pages)}
    assert {path.suffix for path in (edition.site / FOLDER).iterdir()} == {"", ".js", ".json", ".pf_meta", ".pagefind"}
    assert not list((edition.site / FOLDER).glob("*ui*"))
    facets = json.loads((edition.site / FOLDER / "facets.json").read_text(encoding="utf-8"))
    fragments = {path.stem for path in (edition.site / FOLDER / "fragment").iterdir()}
    assert set(facets["records"]) == fragments
    assert len(facets["records"]) == len(library.pages) == sum(map(len, facets["kind"].values()))
    assert [len(facets[name]) for name in ("topic", "audience", "town")] == [3, 0, 1]
    assert not (edition.root / "search-pages").exists()
    assert list(Path.cwd().iterdir()) == []


def test_a_page_that_cannot_be_indexed_stops_the_build(built: tuple[Library, Edition]) -> None:
    library, edition = built
    page = edition.site / library.pages[0].url / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<article", "<div"), encoding="utf-8")
    expected = f"^静态搜索的索引少了网页：应有 {len(library.pages)} 个，只有 {len(library.pages) - 1} 个。$"
    with pytest.raises(BuildFailed, match=expected):
        write_static_search(library, edition)


def test_the_laws_are_indexed_again_only_when_their_texts_change(built: tuple[Library, Edition]) -> None:
    library, first = built
    with_laws = replace(library, laws=sample_laws())
    second, third, fourth = (new_edition(first.root.parent.parent) for _ in range(3))
    for edition in (second, third, fourth):
        shutil.copytree(first.site, edition.site)
    write_static_search(with_laws, second)
    write_static_search(with_laws, third)
    write_static_search(replace(library, laws=replace(sample_laws(), laws=LAWS[:1])), fourth)
    same, again, other = (index_of(edition) for edition in (second, third, fourth))
    assert same == again
    assert same != other
    assert not (first.site / LAWS_FOLDER).exists()


def index_of(edition: Edition) -> set[tuple[str, int]]:
    """The files of the laws' index, and which files of the disk they are."""
    files = [path for path in (edition.site / LAWS_FOLDER).rglob("*") if path.is_file()]
    assert files
    return {(path.name, path.stat().st_ino) for path in files}


def test_without_its_program_the_build_stops(built: tuple[Library, Edition], monkeypatch: pytest.MonkeyPatch) -> None:
    library, edition = built
    monkeypatch.setenv("PYTHONPATH", str(edition.root))
    (edition.root / "pagefind.py").write_text("raise SystemExit('no program')", encoding="utf-8")
    expected = "^静态搜索的索引没有生成：no program。请重新运行 make setup，再试一次。$"
    with pytest.raises(BuildFailed, match=expected):
        write_static_search(library, edition)
