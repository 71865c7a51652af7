"""Every article that the sample content cites stands in the real law texts, and every quotation is exact.

A test's reader of citations, for our own sample only: it knows the form that CONTRIBUTING.md asks for.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

CITATION = re.compile(
    r"《((?:[^《》]|《[^《》]*》)+)》((?:第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?[、和]?)+)"
)
ARTICLE = re.compile(r"第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")
QUOTED = re.compile(CITATION.pattern + r"(?:规定)?[：:，,]?“([^”]+)”")
# Changed since the texts were collected in April 2025 (shared/domain.md and later news): named at most, never cited.
CHANGED = (
    "治安管理处罚法",
    "仲裁法",
    "反不正当竞争法",
    "网络安全法",
    "民营经济促进法",
    "海商法",
    "法律援助投诉处理办法",
    "村民委员会组织法",
    "城市居民委员会组织法",
    "婚姻登记条例",
)


def key(name: str) -> str:
    """A law's name without what writers may leave out or write differently."""
    return re.sub(r"中华人民共和国|[《》〈〉<>（）()\s]", "", name)


@cache
def laws(folder: Path) -> dict[str, list[Path]]:
    """Law name -> the files of its newest version; the Civil Code's files count as one law."""
    versions: dict[str, dict[str, list[Path]]] = {}
    for path in folder.rglob("*.md"):
        match = re.fullmatch(r"(.*?)(?:\((\d{4}-\d\d-\d\d)\))?", path.stem)
        assert match
        first = path.read_text(encoding="utf-8").lstrip("\ufeff").split("\n", 1)[0].lstrip("# ")
        names = {"民法典"} if path.parent.name == "民法典" else {match[1], first}
        for name in names:
            versions.setdefault(key(name), {}).setdefault(match[2] or "", []).append(path)
    return {name: dated[max(dated)] for name, dated in versions.items()}


@cache
def articles(folder: Path, name: str) -> dict[str, str]:
    """Article number in characters -> text without white space."""
    found: dict[str, str] = {}
    for path in laws(folder)[key(name)]:
        text = path.read_text(encoding="utf-8").split("<!-- INFO END -->")[-1]
        parts = re.split(rf"^({ARTICLE.pattern})[\s　]+", text, flags=re.M)
        found |= {number: re.sub(r"\s|^#.*", "", body) for number, body in zip(parts[1::2], parts[2::2], strict=True)}
    return found


def pages() -> list[Path]:
    """Every page of the sample content; the excerpts of laws are no pages."""
    return sorted(path for path in (ROOT / "content").rglob("*.md") if path.parent.name != "laws")


def cited() -> list[tuple[str, str, str]]:
    """Every (place, law, article) of the sample content."""
    found = []
    for path in pages():
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            for match in CITATION.finditer(line):
                place = f"{path.relative_to(ROOT)}:{number}"
                found += [(place, match[1], article) for article in ARTICLE.findall(match[2])]
    return found


def test_every_cited_article_stands_in_the_law(shared: Path) -> None:
    folder = shared / "laws"
    missing = []
    for place, law, article in cited():
        if key(law) not in laws(folder) or article not in articles(folder, law):
            missing.append(f"{place} 《{law}》{article}")
    assert len(cited()) > 300
    assert missing == []


def test_a_citation_that_does_not_exist_would_be_found(shared: Path) -> None:
    assert "第一千二百五十四条" in articles(shared / "laws", "民法典")
    assert "第一千二百六十一条" not in articles(shared / "laws", "民法典")
    assert key("法律援助条列") not in laws(shared / "laws")


def test_every_quotation_after_a_citation_is_exact(shared: Path) -> None:
    folder, wrong, count = shared / "laws", [], 0
    for path in pages():
        for match in QUOTED.finditer(path.read_text(encoding="utf-8")):
            count += 1
            text = articles(folder, match[1])[ARTICLE.findall(match[2])[-1]]
            parts = [part.rstrip("。；，") for part in re.split("……", match[3]) if part]
            if not all(part in text for part in parts):
                wrong.append(f"{path.name}: {match[0]}")
    assert count > 10
    assert wrong == []


@pytest.mark.parametrize("law", CHANGED)
def test_law_that_changed_since_is_not_cited(law: str) -> None:
    assert [place for place, name, _ in cited() if key(name) == law] == []
