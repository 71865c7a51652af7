"""The store of law texts: imports are whole or not at all, and every one of them can be opened again."""

import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

import law_library.importing as importing_module
from law_library.importing import NothingToImport
from law_library.number import ArticleNumber
from law_library.opening import open_laws, open_library
from law_library.store import FILE, NoStore, StoreUnusable
from tests.conftest import ROOT
from tests.integration.law_store import AS_OF, LAW, NAME, law, only_version, take, text_of, write_tree

NEXT = date(2025, 8, 1)


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    return tmp_path / "laws"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "tree", 甲法=law("甲法"), 乙法=law("乙法"))


def test_what_is_imported_is_found(laws: Path, tree: Path) -> None:
    report = take(laws, tree)
    assert (report.number, report.added, report.articles) == (1, 3, 9)
    library = open_library(laws)
    found = library.find("《中华人民共和国试验法》")
    assert found
    assert (found.slug, found.title, found.field) == ("shiyanfa", "试验法", "行政法")
    version = only_version(library, "试验法")
    assert (version.name, str(version.effective_on), version.known_on) == ("2020-01-01", "2020-03-01", None)
    article = library.article(version, ArticleNumber(2))
    assert article
    assert (article.text, article.line) == ("国家鼓励试验。\n试验应当安全。", 11)
    assert library.as_of == AS_OF
    former = library.find("旧试验法")
    assert former
    assert former.repeal
    assert (former.versions, former.repeal.by) == ((), "《试验法》第三条")


def test_a_second_import_reads_only_what_changed(laws: Path, tree: Path) -> None:
    take(laws, tree)
    (tree / NAME).write_text(LAW.replace("安全", "安全、可靠"), encoding="utf-8")
    write_tree(tree / "社会法", 丙法=law("丙法"))
    (tree / "社会法" / NAME).unlink()
    (tree / "社会法/乙法.md").unlink()
    report = take(laws, tree, NEXT, NEXT)
    assert (report.added, report.changed, report.unchanged, report.withdrawn) == (1, 1, 1, 1)
    library = open_library(laws)
    assert library.find("乙法") is None
    assert library.as_of == NEXT
    assert only_version(library, "丙法").known_on == NEXT
    assert only_version(library, "试验法").known_on is None
    assert text_of(laws, "试验法").articles[ArticleNumber(2)].lines[1] == "试验应当安全、可靠。"
    assert text_of(laws, "试验法", at=1).articles[ArticleNumber(2)].lines[1] == "试验应当安全。"
    assert text_of(laws, "乙法", at=1).articles
    assert open_library(laws, at=1).find("丙法") is None


def test_an_import_that_brings_nothing_new_changes_no_text(laws: Path, tree: Path) -> None:
    take(laws, tree)
    (tree / NAME).write_bytes(LAW.replace("\n", "\r\n").encode("gb18030"))  # other bytes, the same words
    report = take(laws, tree)
    assert (report.added, report.changed, report.unchanged, report.withdrawn) == (0, 0, 3, 0)


def test_another_tree_adds_and_withdraws_nothing(laws: Path, tree: Path, tmp_path: Path) -> None:
    take(laws, tree, NEXT, NEXT)
    supplement = tmp_path / "supplement"
    supplement.mkdir()
    (supplement / "丁法.md").write_text(law("丁法"), encoding="utf-8")
    report = take(laws, supplement, AS_OF, NEXT)
    assert (report.added, report.withdrawn) == (1, 0)
    library = open_library(laws)
    assert library.find("甲法")
    assert library.find("丁法")
    assert library.as_of == AS_OF  # the oldest day of what stands


def test_a_file_that_broke_keeps_what_it_brought(laws: Path, tree: Path) -> None:
    take(laws, tree)
    (tree / NAME).write_bytes((tree / NAME).read_bytes()[:-1])
    (tree / "社会法/甲法.md").write_bytes(b"\x00\x01")
    (tree / "社会法/新法.md").write_bytes(b"")
    report = take(laws, tree)
    again = "请重新下载这个文件。"
    assert [str(oddity) for oddity in report.refused] == [
        "社会法/新法.md:1: 文件是空的。这个文件没有导入。" + again,
        "社会法/甲法.md:1: 这不是文字文件，或者编码不认识。原来导入的文本保留不动。"
        "请另存为 UTF-8 编码的 .txt 或 .md，或者重新下载。",
    ]
    (tree / NAME).write_bytes(LAW.encode()[: LAW.encode().index("安全".encode()) + 1])
    (tree / "社会法/新法.md").unlink()
    report = take(laws, tree)
    assert str(report.refused[-1]) == (
        f"{NAME}:13: 文件在一个字的中间断了，后面的内容丢失了。原来导入的文本保留不动。{again}"
    )
    assert len(text_of(laws, "试验法").articles) == 3
    assert len(text_of(laws, "甲法").articles) == 3


def test_files_of_a_form_that_we_cannot_read_are_named(laws: Path, tree: Path) -> None:
    (tree / "丙法.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    assert [str(oddity) for oddity in take(laws, tree).refused] == [
        "丙法.doc:1: .doc 文件读不了，没有导入。请用 Word 或 WPS 另存为 .docx。"
    ]


def test_the_same_version_twice_is_told_and_taken_once(laws: Path, tree: Path) -> None:
    write_tree(tree, **{"甲法(2021-01-01)": law("甲法")})
    report = take(laws, tree)
    assert report.added == 3
    assert [str(oddity) for oddity in report.oddities] == [
        "社会法/甲法.md:1: 《甲法》的这个版本在别的文件里已经有了，这个文件没有用。请删去其中一个。"
    ]


def test_the_books_of_one_law_are_one_version(laws: Path, tree: Path) -> None:
    for name, article in (("合同", 3), ("总则", 1), ("附则", 5)):
        numbers = "一二三四五"[article - 1 : article + 1]
        body = "\n\n".join(f"第{number}条 甲。" for number in numbers)
        above = f"# 中华人民共和国大法典\n\n# {name}编\n\n2021年1月1日 通过\n\n<!-- INFO END -->\n\n## 第一章 甲"
        text = f"{above}\n\n{body}\n"
        write_tree(tree)
        (tree / f"{name}编.md").write_text(text, encoding="utf-8")
    assert take(laws, tree).oddities == ()
    text_found = text_of(laws, "大法典")
    assert list(map(str, text_found.articles)) == ["1", "2", "3", "4", "5"]
    (tree / "合同编.md").unlink()
    (oddity,) = take(laws, tree).oddities
    assert str(oddity) == "附则编.md:11: 第二条之后是第五条，从第三条起缺 2 条。请与官方文本核对。"


def test_an_address_once_given_stays(laws: Path, tree: Path) -> None:
    take(laws, tree)
    write_tree(tree, **{"0时颜法": law("时颜法")})  # the same pinyin, read before the other
    take(laws, tree)
    library = open_library(laws)
    slugs = {name: found.slug for name in ("试验法", "时颜法") if (found := library.find(name))}
    assert slugs == {"试验法": "shiyanfa", "时颜法": "shiyanfa-2"}


def test_an_empty_folder_withdraws_nothing(laws: Path, tree: Path, tmp_path: Path) -> None:
    take(laws, tree)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NothingToImport) as fault:
        take(laws, empty)
    assert str(fault.value) == f"{empty} 里没有法律文件。请检查文件夹；能导入 .md、.txt 和 .docx。"


IMPORT_THAT_WAITS = """
import signal, sys
from datetime import date
from pathlib import Path
import law_library.importing as importing
spell = importing.slug_of
def wait(title, taken):
    if title == "丙法" and sys.argv[3] == "wait":
        print("half", flush=True)
        signal.pause()
    return spell(title, taken)
importing.slug_of = wait
importing.import_tree(Path(sys.argv[1]), Path(sys.argv[2]), date(2025, 8, 1), date(2025, 8, 1))
print("whole", flush=True)
"""


@pytest.mark.parametrize("killed", [True, False])
def test_a_killed_import_leaves_the_former_store(laws: Path, tree: Path, killed: bool) -> None:
    take(laws, tree)
    before = (laws / FILE).read_bytes()
    write_tree(tree, 丙法=law("丙法"), 乙法=law("乙法", articles=5))
    what = "wait" if killed else "go on"
    command = [sys.executable, "-c", IMPORT_THAT_WAITS, str(laws), str(tree), what]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as importing:
        try:
            assert importing.stdout
            assert importing.stdout.readline().strip() == ("half" if killed else "whole")
            if killed:
                assert (laws / f"{FILE}.new").exists()
                with pytest.raises(StoreUnusable) as fault:
                    take(laws, tree)
                assert str(fault.value) == f"另一个导入正在写 {laws / FILE}。请等它完成，再试一次。"
        finally:
            importing.send_signal(signal.SIGKILL)
    assert ((laws / FILE).read_bytes() == before) is killed
    assert len(text_of(laws, "乙法").articles) == (3 if killed else 5)
    if killed:
        assert take(laws, tree).added == 1  # what the killed one left lying does not stand in the way
    assert open_library(laws).find("丙法")
    assert not (laws / f"{FILE}.new").exists()


def test_an_import_that_fails_leaves_nothing_lying(laws: Path, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(laws, tree)
    before = (laws / FILE).read_bytes()
    write_tree(tree, 丙法=law("丙法"))
    with monkeypatch.context() as patched:
        patched.setattr(importing_module, "slug_of", no_memory)
        with pytest.raises(MemoryError):
            take(laws, tree)
    assert (laws / FILE).read_bytes() == before
    assert sorted(path.name for path in laws.iterdir()) == ["import.lock", FILE]
    assert take(laws, tree).added == 1


def no_memory(*_: object) -> str:
    raise MemoryError


def test_a_reader_keeps_what_it_opened(laws: Path, tree: Path) -> None:
    take(laws, tree)
    library = open_library(laws)
    write_tree(tree, 甲法=law("甲法", articles=5))
    take(laws, tree)
    assert len(library.text(only_version(library, "甲法")).articles) == 3
    assert len(text_of(laws, "甲法").articles) == 5


def test_a_store_that_cannot_be_read_says_what_to_do(laws: Path, tree: Path) -> None:
    with pytest.raises(NoStore) as none:
        open_library(laws)
    path = laws / FILE
    assert str(none.value) == f"还没有法条库（{path}）。请先运行 mingfa laws import 文件夹 --as-of 日期。"
    take(laws, tree)
    good = path.read_bytes()
    broken = f"{path} 坏了，或者不是明法的法条库。请移走这个文件，再运行 mingfa laws import 重新导入。"
    for content in (b"no database", good[:1000], good[:4096] + b"\xff" * (len(good) - 4096)):
        path.write_bytes(content)
        with pytest.raises(StoreUnusable) as fault:
            open_laws(laws).laws[0]
        assert str(fault.value) == broken
    path.unlink()
    sqlite3.connect(path).execute("CREATE TABLE other(x)").connection.close()
    for attempt in (lambda: open_laws(laws), lambda: take(laws, tree)):
        with pytest.raises(StoreUnusable) as fault:
            attempt()
        assert str(fault.value) == broken
    path.write_bytes(good)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreUnusable) as fault:
        open_laws(laws)
    assert str(fault.value) == (f"法条库 {path} 是更新版本的明法建的。请升级明法，或者移走这个文件后重新导入。")


def test_several_threads_read_at_once(laws: Path, tree: Path) -> None:
    take(laws, tree)
    library = open_library(laws)
    versions = [version for known in library.laws for version in known.versions] * 20
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.extend(len(library.text(version).articles) for version in versions))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [3] * len(versions) * 4
