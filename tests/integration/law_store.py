"""Small trees of law files, and stores made from them, for the tests of the law library."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from law_library.importing import ImportReport, import_tree
from law_library.law import LawText, Version
from law_library.library import LawLibrary
from law_library.opening import open_library

AS_OF, TODAY = date(2025, 4, 30), date(2025, 5, 6)
LAW = """# 中华人民共和国试验法

2020年1月1日 第一次会议通过

<!-- INFO END -->

## 第一章 总则

第一条 为了试验，制定本法。

第二条 国家鼓励试验。

试验应当安全。

第三条 本法自2020年3月1日起施行。《中华人民共和国旧试验法》同时废止。
"""
NAME = "行政法/试验法(2020-01-01).md"


def write_tree(folder: Path, **more: str) -> Path:
    """Write a tree with the law above and others; a key is a file's name without its folder and suffix."""
    files = {NAME: LAW} | {f"社会法/{name}.md": text for name, text in more.items()}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def law(title: str, articles: int = 3) -> str:
    """Write a law with some articles."""
    numbers = "一二三四五六七八九"[:articles]
    body = "\n\n".join(f"第{number}条 {title}的第{number}条。" for number in numbers)
    return f"# 中华人民共和国{title}\n\n2021年1月1日 通过\n\n<!-- INFO END -->\n\n{body}\n"


def take(laws: Path, tree: Path, as_of: date = AS_OF, today: date = TODAY) -> ImportReport:
    """Import a tree."""
    return import_tree(laws, tree, as_of, today)


def only_version(library: LawLibrary, name: str) -> Version:
    """Give the one version of a law."""
    found = library.find(name)
    assert found, name
    (version,) = found.versions
    return version


def text_of(laws: Path, name: str, at: int | None = None) -> LawText:
    """Give the text of a law's only version, now or after an earlier import."""
    library = open_library(laws, at)
    return library.text(only_version(library, name))


def mingfa(*words: str | Path, laws: Path, content: Path = Path("/nonexistent")) -> subprocess.CompletedProcess[str]:
    """Run a command of the law library."""
    return subprocess.run(
        [sys.executable, "-m", "mingfa", "laws", *map(str, words)],
        env={"MINGFA_LAWS": str(laws), "MINGFA_CONTENT": str(content), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
