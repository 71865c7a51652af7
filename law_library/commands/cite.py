"""mingfa laws cite: what files cite of the law, as it was understood.

In: files, the law library. Out: a line or a JSON object for each citation. `law_library.commands` brings it.
"""

import json
import re
from datetime import date, datetime
from pathlib import Path

import click

from law_library.citations import Citation, CitationStatus, Missing, read_citations
from law_library.commands.asking import fail
from law_library.commands.laws import asked, laws, opened, today
from law_library.library import name_key
from law_library.reading.encoding import decode
from law_library.reading.oddity import Unreadable

JUDGED = re.compile(
    r"\A---\n(?:.*\n)*?(?:裁判日期|law_as_of)\s*[:：]\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*\n(?:.*\n)*?---", re.MULTILINE
)
SAID = {
    CitationStatus.LAW_ONLY: "只写了法律名称",
    CitationStatus.FORMER_LAW: "裁判时的法律或已废止的法律",
    CitationStatus.UNKNOWN_LAW: "法条库里没有这部法律",
    CitationStatus.UNKNOWN_ARTICLE: "没有这一条",
}


@laws.command(options_metavar="[选项]")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="文件..."
)
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="日期",
    help="按哪一天的法律认条号，如判决的日期；不写时看文件的“裁判日期”、判决书写明的日期，再没有就是今天。",
)
@click.option("--json", "as_json", is_flag=True, help="每处引用输出一行 JSON，供程序使用。")
@asked
def cite(files: tuple[Path, ...], as_of: datetime | None, as_json: bool, laws_folder: Path, content: Path) -> None:
    """列出文件里引用了哪些法条，各认成了什么。"""
    library = opened(laws_folder, content)
    count = 0
    for file in files:
        text = _text(file)
        for citation in read_citations(text, library, as_of.date() if as_of else _judged(text), today=today()):
            count += 1
            click.echo(json.dumps(_object(file, citation), ensure_ascii=False) if as_json else _line(file, citation))
    if not as_json:
        click.echo(f"共 {count} 处。")


def _text(file: Path) -> str:
    try:
        return decode(file.read_bytes())
    except Unreadable as fault:
        fail(f"{file}: {fault}")


def _judged(text: str) -> date | None:
    """Read the day of the judgement from a page's front matter."""
    match = JUDGED.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _object(file: Path, citation: Citation) -> dict[str, str | int | None]:
    return {
        "file": str(file),
        "line": citation.line,
        "text": citation.text,
        "law": citation.law.title if citation.law else name_key(citation.law_name),
        "article": str(citation.article) if citation.article else None,
        "paragraph": citation.paragraph,
        "item": citation.item,
        "status": citation.status.value,
        "version": citation.version.name if citation.version else None,
        "missing": citation.missing.value or None,
    }


def _line(file: Path, citation: Citation) -> str:
    law = citation.law.title if citation.law else citation.law_name
    number = citation.article.chinese if citation.article else ""
    part = "".join(
        (f" {citation.paragraph} 款" if citation.paragraph else "", f" {citation.item} 项" if citation.item else "")
    )
    said = SAID.get(citation.status) or _version(citation)
    if citation.missing not in (Missing.NONE, Missing.ARTICLE):
        said += f"，没有这一{citation.missing}"
    return f"{file}:{citation.line}: {citation.text} → 《{law}》{number}{part}（{said}）"


def _version(citation: Citation) -> str:
    if citation.law is None or citation.version is None:
        return ""
    return f"{citation.version.name}，{citation.law.status(citation.version, today())}"
