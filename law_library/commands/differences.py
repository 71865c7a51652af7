"""What changed between two imports, or between two versions of a law, printed for an editor.

In: the numbers of two imports, or 名称@日期 twice. Out: lines on the screen. The command `laws diff` uses it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from law_library.commands.asking import fail, version_named
from law_library.comparing import Change, ChangeKind, compare, word_changes
from law_library.law import LawText, Version
from law_library.library import LawLibrary
from law_library.number import ArticleNumber
from law_library.opening import open_library
from law_library.store import LawStore

Touches = Callable[[str, ArticleNumber], Iterable[str]]
"""What the portal knows of an article of a law (by its address): the places in the pages that cite it."""


def print_differences(
    laws_folder: Path, opened: Callable[[], LawLibrary], old: str, new: str, today: date, touches: Touches
) -> None:
    """Print what changed, and below each article the places that cite it; raises NoStore, StoreUnusable."""
    if old.isdecimal() and new.isdecimal():
        _between_imports(laws_folder, int(old), int(new), touches)
    elif old.isdecimal() or new.isdecimal():
        fail("请写两次导入的次数（如 1 2），或者同一部法律的两个版本（如 慈善法@2016-03-16 慈善法@2023-12-29）。")
    else:
        library = opened()
        (law, before), (other, after) = (version_named(library, typed, today) for typed in (old, new))
        if law != other:
            fail(f"《{law.title}》和《{other.title}》不是同一部法律，不能比较。")
        _print_changes(law.title, library.text(before), library.text(after), touches)


def _between_imports(laws_folder: Path, old: int, new: int, touches: Touches) -> None:
    have = [found.number for found in LawStore.open(laws_folder).imports()]
    for number in (old, new):
        if number not in have:
            fail(f"没有第 {number} 次导入。有第 {have[0]} 次到第 {have[-1]} 次。")
    before, after = open_library(laws_folder, old), open_library(laws_folder, new)
    touched = list(differing_texts(before, after))
    for title, former, present in touched:
        if former and present:
            _print_changes(title, former, present, touches)
        else:
            version = (former or present or touched[0][1]).version  # type: ignore[union-attr]
            click.echo(f"《{title}》{version.name} 的版本：{'新收入' if present else '撤下'}。")
    if not touched:
        click.echo("两次导入之间，法律文本没有变。")


def differing_texts(old: LawLibrary, new: LawLibrary) -> Iterator[tuple[str, LawText | None, LawText | None]]:
    """Yield title, old and new text of each version that differs; a new version stands against the one before."""
    for law in new.laws:
        former = old.by_slug.get(law.slug)
        had = {version.dated: version for version in former.versions} if former else {}
        for version in law.versions:
            before = had.get(version.dated) or _newest(had, version)
            texts = old.text(before) if before else None, new.text(version)
            if version.dated not in had or (texts[0] and texts[0].parts != texts[1].parts):
                yield law.title, *texts
    for law in old.laws:
        present = new.by_slug.get(law.slug)
        for version in law.versions:
            if not present or version.dated not in {found.dated for found in present.versions}:
                yield law.title, old.text(version), None


def _newest(had: dict[date | None, Version], version: Version) -> Version | None:
    """Give the version of the former import that a new one came after."""
    earlier = [found for dated, found in had.items() if (dated or date.min) < (version.dated or date.max)]
    return earlier[-1] if earlier else None


def _print_changes(title: str, old: LawText, new: LawText, touches: Touches) -> None:
    changes = compare(old, new)
    counts = Counter(change.kind for change in changes)
    click.echo(f"《{title}》{old.version.name} → {new.version.name}")
    for change in changes:
        click.echo(f"  {_line(change)}")
        for place in touches(new.version.law, change.old.number) if change.old else ():
            click.echo(f"      引用它的地方：{place}")
    summary = "，".join(f"{kind} {counts[kind]} 条" for kind in ChangeKind)
    click.echo(f"共：{summary}。" if changes else "条文没有变。")


def _line(change: Change) -> str:
    old, new = change.old, change.new
    if old and new:
        place = new.number.chinese if old.number == new.number else f"{old.number.chinese} → {new.number.chinese}"
        return f"{change.kind} {place}" + (f"：{word_changes(old.text, new.text)}" if change.reworded else "")
    article = new or old
    assert article  # noqa: S101
    return f"{change.kind} {article.number.chinese}：{article.lines[0][:40]}"
