"""mingfa laws: bring law texts in, look them up, quote them, see what changed.

In: the command line, MINGFA_LAWS and MINGFA_CONTENT. Out: Chinese sentences and exit codes. The front door loads this.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path, PurePosixPath

import click

from law_library.commands.asking import Place, article_at, fail, law_named, read_place, version_named
from law_library.commands.differences import Touches, print_differences
from law_library.commands.quotation import quotation
from law_library.excerpting import excerpt_name, write_excerpt
from law_library.law import Article, Heading, Law, Version
from law_library.library import LawLibrary
from law_library.number import ArticleNumber, NotANumber
from law_library.opening import open_laws
from law_library.operator_list import WrongList
from law_library.reading.law_file import read_law_file
from law_library.reading.tree import UnreadableSource
from law_library.store import NoStore, StoreUnusable

EXCERPTS = "laws"
TouchesOf = Callable[[LawLibrary, Path], Touches]
"""How the front door, which knows the pages, tells what they cite: it puts this into the context's object."""
MOST_NAMED = 5

laws_option = click.option(
    "--laws",
    "laws_folder",
    type=click.Path(path_type=Path),
    default=Path("laws"),
    envvar="MINGFA_LAWS",
    metavar="文件夹",
    help="法条库的文件夹，默认 laws。",
)
content_option = click.option(
    "--content",
    type=click.Path(path_type=Path),
    default=Path("content"),
    envvar="MINGFA_CONTENT",
    metavar="文件夹",
    help="内容文件夹，默认 content；里面的 laws 是网站自带的条文。",
)


@click.group(options_metavar="[选项]", subcommand_metavar="命令")
def laws() -> None:
    """法条库：导入法律文本，查条文，抄引文，看法律改了什么。"""


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what cannot be done into one sentence that begins with `what`."""
    try:
        yield
    except (NoStore, StoreUnusable, WrongList) as reason:
        fail(f"{what}：{reason}")
    except UnreadableSource as fault:
        fail(f"{what}：{fault.oddity}")
    except BrokenPipeError:
        raise  # whoever reads the output has seen enough
    except OSError as error:
        fail(f"{what}：{error.filename} 读写不了（{error.strerror}）。请检查位置、权限和剩余空间，再试一次。")


def opened(laws_folder: Path, content: Path) -> LawLibrary:
    """Open the library, or end with a sentence."""
    excerpts = content / EXCERPTS
    with told("法条库打不开"):
        return open_laws(laws_folder, excerpts if excerpts.is_dir() else None, today())


def today() -> date:
    """Give today's date here."""
    return datetime.now().astimezone().date()


def asked(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where the laws are."""
    return laws_option(content_option(command))


@laws.command("import", options_metavar="[选项]")
@click.argument("tree", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="文件夹")
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="日期",
    help="这些文本是哪一天取得的，如 2025-04-30。网站会写明法律文本核对到这一天；不写，网站就不写，检查时会提醒。",
)
@laws_option
def import_laws(tree: Path, as_of: datetime | None, laws_folder: Path) -> None:
    """把一个文件夹里的法律文本（.md、.txt、.docx）导入法条库；没有变的不再读。"""
    from law_library.importing import NothingToImport, import_tree

    if as_of and as_of.date() > today():
        raise click.UsageError(f"--as-of {as_of:%Y-%m-%d} 还没有到。请写取得这些文本的日期。")
    with told("没有导入"):
        try:
            report = import_tree(laws_folder, tree, as_of.date() if as_of else None, today())
        except NothingToImport as reason:
            fail(f"没有导入：{reason}")
    for oddity in (*report.refused, *report.oddities):
        click.echo(oddity)
    if report.undivided:
        named = "".join(f"《{reading.title}》" for reading in report.undivided[:MOST_NAMED])
        click.echo(f"没有分条、按段落收录的有 {len(report.undivided)} 个，如{named}。")
    click.echo(
        f"第 {report.number} 次导入完毕：新增 {report.added} 个版本，更改 {report.changed} 个，"
        f"撤下 {report.withdrawn} 个，没有变的 {report.unchanged} 个；这次读了 {report.articles} 条。"
    )
    if as_of is None:
        click.echo(
            "没有写这些文本是哪一天取得的，网站不会写明核对日期。知道日期的，请加上 --as-of 2025-04-30 再导入一次。"
        )
    if report.refused:
        fail(f"有 {len(report.refused)} 个文件没有用，见上面。")


@laws.command(options_metavar="[选项]")
@click.argument("name", metavar="法律")
@click.argument("place", required=False, callback=read_place, metavar="[条]")
@asked
def show(name: str, place: Place | None, laws_folder: Path, content: Path) -> None:
    """显示一条，如 mingfa laws show 民法典 1254；不写条号就显示全文。旧版本写成 慈善法@2016-03-16。"""
    library = opened(laws_folder, content)
    law, version = version_named(library, name, today())
    text = library.text(version)
    parts = [article_at(law, text, place.article)] if place else text.parts
    click.echo(f"《{law.title}》{_standing(law, version)}")
    for part in parts:
        if isinstance(part, Article):
            click.echo(f"\n{part.number.chinese}　{part.text}")
        else:
            click.echo(f"\n{'#' * part.level + ' ' if isinstance(part, Heading) else ''}{part.text}")


@laws.command(options_metavar="[选项]")
@click.argument("name", metavar="法律")
@click.argument("place", callback=read_place, metavar="条.款.项")
@asked
def quote(name: str, place: Place, laws_folder: Path, content: Path) -> None:
    """写出可以粘贴的引文，如 mingfa laws quote 民法典 1254.1。"""
    library = opened(laws_folder, content)
    law, version = version_named(library, name, today())
    article = article_at(law, library.text(version), place.article)
    click.echo(quotation(law, article, place.paragraph, place.item))
    if law.in_force(today()) != version:
        click.echo(f"注意：这个版本{law.status(version, today())}。", err=True)


@laws.command("list", options_metavar="[选项]")
@click.argument("word", required=False, metavar="[关键词]")
@asked
def list_laws(word: str | None, laws_folder: Path, content: Path) -> None:
    """列出法律和它们的版本；写上关键词，只列名称里有它的。"""
    library = opened(laws_folder, content)
    found = [law for law in library.laws if not word or any(word in name for name in (law.title, *law.short_names))]
    for law in found:
        versions = "、".join(f"{version.name} {law.status(version, today())}" for version in law.versions)
        repealed = f"已废止（{law.repeal.by}）" if law.repeal and not law.versions else ""
        click.echo(f"《{law.title}》 {versions}{repealed}")
    as_of = f"，法律文本核对至 {library.as_of}" if library.as_of else ""
    click.echo(f"共 {len(found)} 部{as_of}。" if found else f"没有名称里有“{word}”的法律。请换个词。")


@laws.command(options_metavar="[选项]")
@click.argument("old", metavar="旧")
@click.argument("new", metavar="新")
@asked
@click.pass_context
def diff(context: click.Context, old: str, new: str, laws_folder: Path, content: Path) -> None:
    """列出改了哪些条，哪些网页引用了：比两次导入写次数，如 1 2；比两个版本写成 慈善法@2016-03-16 慈善法@2023-12-29。"""
    touches_of: TouchesOf = context.find_root().obj
    with told("不能比较"):
        touches = touches_of(opened(laws_folder, content), content)
        print_differences(laws_folder, lambda: opened(laws_folder, content), old, new, today(), touches)


@laws.command(options_metavar="[选项]")
@click.argument("name", metavar="法律")
@click.argument("places", nargs=-1, required=True, metavar="条...")
@asked
def excerpt(name: str, places: tuple[str, ...], laws_folder: Path, content: Path) -> None:
    """从法条库节录几条，存进内容文件夹的 laws，如 mingfa laws excerpt 民法典 1254 1260；原来节录的仍在。"""
    with told("没有节录"):
        try:
            numbers = [ArticleNumber.parse(place) for place in places]
        except NotANumber as error:
            raise click.UsageError(f"“{error}”不是条号。请写成 1254 或 120-1（第一百二十条之一）。") from error
        library = open_laws(laws_folder, None, today())
        law, version = version_named(library, name, today())
        text = library.text(version)
        for number in numbers:
            article_at(law, text, number)
        path = content / EXCERPTS / excerpt_name(law, text)
        path.parent.mkdir(parents=True, exist_ok=True)
        had = (
            [article.number for article in read_law_file(PurePosixPath(path.name), path.read_bytes()).articles]
            if path.exists()
            else []
        )
        path.write_text(write_excerpt(law, text, {*numbers, *had}), encoding="utf-8")
    click.echo(f"{path} 里有《{law.title}》{len({*numbers, *had})} 条。")


def _standing(law: Law, version: Version) -> str:
    begins = f"，{version.effective_on} 起施行" if version.effective_on else ""
    repealed = f"（{law.repeal.by}，{law.repeal.effective_on}）" if law.repeal and law.repealed(today()) else ""
    passed = f"{version.name} 通过或修改" if version.dated else "通过日期不详"
    return f"（{passed}{begins}，{law.status(version, today())}{repealed}）"


__all__ = ["law_named", "laws"]
