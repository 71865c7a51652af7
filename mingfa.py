"""明法 mingfa: the one front door for editors, staff and the operator.

In: a command and its options. Out: Chinese sentences and an exit code: 0 fine, 1 a problem, 2 wrong use.
Nobody imports this. Each command imports what it needs itself: the service runs where no generator is installed, and
who checks content does not wait for the service to load; its commands stand in `forms_api.commands`.
"""

import gettext
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from content_model import Library, Problem, check, load, new_edition, published_edition
from law_library.library import LawLibrary
from law_library.number import ArticleNumber

MANY_LAWS = 200  # beyond, a first build takes longer than somebody waits without a word
CATALOGUES = Path(__file__).parent / "forms_api" / "translations"
SERVICE: Mapping[str, str] = {
    "export": "forms_api.commands.export",
    "queue": "forms_api.commands.desk",
    "show": "forms_api.commands.desk",
    "take": "forms_api.commands.desk",
    "release": "forms_api.commands.desk",
    "answer": "forms_api.commands.desk",
    "close": "forms_api.commands.desk",
    "deliver": "forms_api.commands.deliver",
    "backup": "forms_api.commands.backup",
    "restore": "forms_api.commands.backup",
    "verify": "forms_api.commands.verify",
    "purge": "forms_api.commands.purge",
    "keys": "forms_api.commands.keys",
    "report": "forms_api.commands.report",
}
"""The service's commands and the modules that have them, loaded when they are asked for."""
LATER: Mapping[str, str] = {"laws": "law_library.commands", "questions": "search_index.commands", **SERVICE}
"""All commands that are loaded when they are asked for: the law library's, the search's and the service's."""

content_option = click.option(
    "--content",
    type=click.Path(path_type=Path),
    default=Path("content"),
    envvar="MINGFA_CONTENT",
    metavar="文件夹",
    help="内容文件夹，默认 content。",
)
build_option = click.option(
    "--build",
    "build_folder",
    type=click.Path(path_type=Path),
    default=Path("build"),
    envvar="MINGFA_BUILD",
    metavar="文件夹",
    help="生成结果的文件夹，默认 build。",
)


laws_option = click.option(
    "--laws",
    "laws_folder",
    type=click.Path(path_type=Path),
    default=Path("laws"),
    envvar="MINGFA_LAWS",
    metavar="文件夹",
    help="法条库的文件夹，默认 laws。",
)


class FrontDoor(click.Group):
    """The commands of this module, then the law library's, the search's and the service's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands, in the order in which they are met."""
        return [*self.commands, *LATER]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command; load its module if it stands elsewhere."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(LATER[cmd_name]), cmd_name)
        return found


@click.group(
    cls=FrontDoor,
    options_metavar="[选项]",
    subcommand_metavar="命令",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="mingfa", message="明法 %(version)s", help="显示版本号。")
@click.pass_context
def mingfa(context: click.Context) -> None:
    """明法：把内容文件夹变成公共法律服务网站，并接收群众的咨询和评价。"""
    context.obj = _places_that_cite


def _places_that_cite(laws: LawLibrary, content: Path) -> Callable[[str, ArticleNumber], list[str]]:
    """Give what tells which places in the pages cite an article; the law library itself knows no pages."""
    from content_model.touched import touched

    library, today = load(content, laws), datetime.now().astimezone().date()
    return lambda law, article: [str(place) for place in touched(library, law, article, today)]


@mingfa.command("check", options_metavar="[选项]")
@content_option
@laws_option
def check_content(content: Path, laws_folder: Path) -> None:
    """检查内容，列出全部问题：在哪个文件、哪一行、怎么改。"""
    library = _read(content, laws_folder)
    reminders = _stop_on_problems(library, check(library))
    click.echo(f"没有问题。共 {len(library.pages)} 页。" + (f"另有 {reminders} 处提醒。" if reminders else ""))
    if not any(law.versions for law in library.laws.laws):
        click.echo("没有法律文本，引用的法条没有核对。请运行 mingfa laws import 导入。")


@mingfa.command(options_metavar="[选项]")
@content_option
@laws_option
@build_option
def build(content: Path, laws_folder: Path, build_folder: Path) -> None:
    """先检查内容，没有问题才生成网站和搜索索引；失败时旧网站不受影响。"""
    import search_index
    import site_gen

    library = _read(content, laws_folder)
    _stop_on_problems(library, check(library))
    former = published_edition(build_folder.resolve())
    edition = new_edition(build_folder.resolve())
    try:
        if len(library.laws.laws) > MANY_LAWS:
            click.echo("法律多，请稍等。第一次要几分钟，以后只处理改动过的。")
        pages = site_gen.build(library, edition)
        built = search_index.build_index(
            library, edition.index, former=former.index if former else None, laws=laws_folder
        )
    except (site_gen.BuildFailed, search_index.NoEngine, search_index.NotQuestions) as failure:
        edition.discard()
        _fail(f"没有生成：{failure}旧网站没有改动。")
    except BaseException:
        edition.discard()
        raise
    edition.publish()
    click.echo(f"生成完毕：内容 {len(library.pages)} 页，网页 {pages} 个，可搜索的段落 {built.passages} 个。")
    if built.reminder:
        click.echo(f"提醒：{built.reminder}")
    click.echo(f"网站在 {build_folder / 'current' / 'site'}")


@mingfa.command(options_metavar="[选项]")
@content_option
@build_option
@click.option(
    "--host", default="127.0.0.1", metavar="地址", show_default="127.0.0.1，只有本机能访问", help="监听的地址。"
)
@click.option("--port", default=8000, type=click.IntRange(1, 65535), metavar="端口", help="监听的端口，默认 8000。")
@click.option(
    "--processes",
    default=1,
    type=click.IntRange(1, 64),
    metavar="个数",
    help="几个进程一起服务，默认 1；一个处理器核一个。",
)
def serve(content: Path, build_folder: Path, host: str, port: int, processes: int) -> None:
    """启动网站、搜索和表单，都在一个端口上；按 Ctrl+C 停止。"""
    from forms_api import application
    from forms_api.commands.failures import told
    from forms_api.config import Settings

    if published_edition(build_folder.resolve()) is None:
        _fail("还没有生成网站。请先运行 mingfa build。")

    def started() -> None:
        click.echo(f"明法已启动：http://{host}:{port}{settings.site().base_path}")
        click.echo("网站、搜索（/search）、网上咨询（/forms/consultation）都在这里。按 Ctrl+C 停止。")
        click.echo(f"收到的咨询和评价存在 {settings.data} 文件夹，请定期备份。")

    with told("没有启动"):
        settings = replace(Settings.from_environment(), content=content, build=build_folder.resolve())
        application.serve(settings, host, port, started, processes)


@mingfa.command(options_metavar="[选项]")
@build_option
@click.argument("words", nargs=-1, required=True, metavar="问题")
@click.option("--limit", default=10, type=click.IntRange(1, 100), metavar="条数", help="最多列出几页，默认 10。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")
@click.option("--explain", is_flag=True, help="说明每一条是怎么找到的：哪些词、哪些同义词、哪些问过的话。")
def search(build_folder: Path, words: tuple[str, ...], limit: int, as_json: bool, explain: bool) -> None:
    """搜索网站，如：mingfa search "老板拖欠工资怎么办"。"""
    import search_index

    edition = published_edition(build_folder.resolve())
    if edition is None:
        _fail("还没有索引。请先运行 mingfa build。")
    try:
        answer = search_index.search(edition.index, " ".join(words), limit=limit)
    except search_index.NoIndex:
        _fail("索引读不了。请重新运行 mingfa build。")
    if as_json:
        click.echo(json.dumps(answer.as_json(), ensure_ascii=False, indent=1))
        return
    for number, hit in enumerate(answer.hits, start=1):
        heading = f" › {hit.heading}" if hit.heading else ""
        click.echo(f"{number}. [{hit.kind_label}] {hit.title}{heading}\n   {hit.plain_snippet}\n   /{hit.anchor_url}")
        for line in search_index.explanation(answer, hit) if explain else ():
            click.echo(f"   · {line}")
    click.echo(f"共找到 {answer.total} 页。" if answer.hits else "没有找到。请换个说法，或拨打 12348。")


def _read(content: Path, laws_folder: Path) -> Library:
    """Read the content and the law texts that it is held against."""
    from law_library.commands.laws import opened

    return load(content, opened(laws_folder, content))


def _stop_on_problems(library: Library, problems: list[Problem]) -> int:
    """Show problems and reminders; stop if one blocks, else give the number of reminders."""
    for problem in problems:
        click.echo(problem.below(library.content))
    blocking = [problem for problem in problems if problem.blocks]
    if blocking:
        files = len({problem.path for problem in blocking})
        click.echo(f"共 {len(blocking)} 个问题，在 {files} 个文件里。")
        sys.exit(1)
    return len(problems)


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)


def main() -> None:
    """Run the command line, speaking Chinese."""
    os.environ.setdefault("LANGUAGE", "zh")  # click asks gettext for its own sentences
    gettext.bindtextdomain("click", str(CATALOGUES))
    gettext.textdomain("click")
    mingfa()


if __name__ == "__main__":
    main()
