"""明法 mingfa: the one front door for editors, staff and the operator.

In: a command and its options. Out: Chinese sentences and an exit code: 0 fine, 1 a problem, 2 wrong use.
Nobody imports this. Each command imports what it needs itself: the service runs where no generator is installed.
"""

import errno
import gettext
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import click

from content_model import Library, Problem, check, load, new_edition, published_edition

CATALOGUES = Path(__file__).parent / "forms_api" / "translations"
BEIJING = ZoneInfo("Asia/Shanghai")

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


@click.group(
    options_metavar="[选项]", subcommand_metavar="命令", context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="mingfa", message="明法 %(version)s", help="显示版本号。")
def mingfa() -> None:
    """明法：把内容文件夹变成公共法律服务网站，并接收群众的咨询和评价。"""


@mingfa.command("check", options_metavar="[选项]")
@content_option
def check_content(content: Path) -> None:
    """检查内容，列出全部问题：在哪个文件、哪一行、怎么改。"""
    library = load(content)
    _stop_on_problems(library, check(library))
    click.echo(f"没有问题。共 {len(library.pages)} 页。")


@mingfa.command(options_metavar="[选项]")
@content_option
@build_option
def build(content: Path, build_folder: Path) -> None:
    """先检查内容，没有问题才生成网站和搜索索引；失败时旧网站不受影响。"""
    import search_index
    import site_gen

    library = load(content)
    _stop_on_problems(library, check(library))
    edition = new_edition(build_folder.resolve())
    try:
        pages = site_gen.build(library, edition)
        sections = search_index.build_index(library, edition.index)
    except site_gen.BuildFailed as failure:
        edition.discard()
        _fail(f"没有生成：{failure}旧网站没有改动。")
    except BaseException:
        edition.discard()
        raise
    edition.publish()
    click.echo(f"生成完毕：内容 {len(library.pages)} 页，网页 {pages} 个，可搜索的段落 {sections} 个。")
    click.echo(f"网站在 {build_folder / 'current' / 'site'}")


@mingfa.command(options_metavar="[选项]")
@content_option
@build_option
@click.option(
    "--host", default="127.0.0.1", metavar="地址", show_default="127.0.0.1，只有本机能访问", help="监听的地址。"
)
@click.option("--port", default=8000, type=click.IntRange(1, 65535), metavar="端口", help="监听的端口，默认 8000。")
def serve(content: Path, build_folder: Path, host: str, port: int) -> None:
    """启动网站、搜索和表单，都在一个端口上；按 Ctrl+C 停止。"""
    import forms_api

    if published_edition(build_folder.resolve()) is None:
        _fail("还没有生成网站。请先运行 mingfa build。")
    settings = replace(forms_api.Settings.from_environment(), content=content, build=build_folder.resolve())

    def started() -> None:
        click.echo(f"明法已启动：http://{host}:{port}{settings.site().base_path}")
        click.echo("网站、搜索（/search）、网上咨询（/forms/consultation）都在这里。按 Ctrl+C 停止。")
        click.echo(f"收到的咨询和评价存在 {settings.data} 文件夹，请定期备份。")

    with _failures_told("没有启动"):
        forms_api.serve(settings, host, port, started)


@mingfa.command(options_metavar="[选项]")
@build_option
@click.argument("words", nargs=-1, required=True, metavar="问题")
@click.option("--limit", default=10, type=click.IntRange(1, 100), metavar="条数", help="最多列出几页，默认 10。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用。")
def search(build_folder: Path, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """搜索网站，如：mingfa search "老板拖欠工资怎么办"。"""
    import search_index

    edition = published_edition(build_folder.resolve())
    if edition is None:
        _fail("还没有索引。请先运行 mingfa build。")
    answer = search_index.search(edition.index, " ".join(words), limit=limit)
    if as_json:
        click.echo(json.dumps(answer.as_json(), ensure_ascii=False, indent=1))
        return
    for number, hit in enumerate(answer.hits, start=1):
        heading = f" › {hit.heading}" if hit.heading else ""
        click.echo(f"{number}. [{hit.kind_label}] {hit.title}{heading}\n   {hit.plain_snippet}\n   /{hit.anchor_url}")
    click.echo(f"共找到 {answer.total} 页。" if answer.hits else "没有找到。请换个说法，或拨打 12348。")


@mingfa.command(options_metavar="[选项]")
@content_option
@build_option
@click.option("--kind", required=True, type=click.Choice(["consultation", "rating"]), help="导出什么：咨询或评价。")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), default="2000-01-01", metavar="日期", help="从哪天起，如 2026-01-01。"
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="到哪天为止（含），默认今天。")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "jsonl"]), default="xlsx", help="格式，默认 xlsx。")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="写到哪个文件。"
)
def export(
    content: Path, build_folder: Path, kind: str, since: datetime, until: datetime | None, form: str, out: Path
) -> None:
    """导出收到的咨询或评价，Excel 可以直接打开。"""
    import forms_api
    from forms_api.exports.columns import ExportKind
    from forms_api.exports.export import ExportFormat
    from forms_api.exports.export import export as write_export

    last = until.date() if until else datetime.now(BEIJING).date()
    if since.date() > last:
        raise click.UsageError(f"开始日期 {since.date()} 晚于结束日期 {last}。")
    settings = replace(forms_api.Settings.from_environment(), content=content, build=build_folder)
    with _failures_told("没有导出"):
        store = forms_api.open_store(settings)
        rows = write_export(store, ExportKind(kind), since.date(), last, ExportFormat(form), out)
    click.echo(f"已导出 {rows} 条到 {out}。")


def _stop_on_problems(library: Library, problems: list[Problem]) -> None:
    if not problems:
        return
    for problem in problems:
        click.echo(problem.below(library.content))
    files = len({problem.path for problem in problems})
    click.echo(f"共 {len(problems)} 个问题，在 {files} 个文件里。")
    sys.exit(1)


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)


@contextmanager
def _failures_told(what: str) -> Iterator[None]:
    """Turn what the form service cannot do into one Chinese sentence and exit code 1."""
    import forms_api

    try:
        yield
    except forms_api.StoreUnavailable:
        _fail(f"{what}：数据库打不开，可能正被占用、磁盘已满或没有权限。请检查后再试。")
    except (forms_api.ConfigurationError, forms_api.DatabaseTooNew, forms_api.ExportTooLarge) as reason:
        _fail(f"{what}：{reason}")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            _fail(f"{what}：端口已被别的程序占用。请用 --port 换一个，如 --port 8080。")
        _fail(f"{what}：{error.strerror}（{error.filename or ''}）。")


def main() -> None:
    """Run the command line, speaking Chinese."""
    os.environ.setdefault("LANGUAGE", "zh")  # click asks gettext for its own sentences
    gettext.bindtextdomain("click", str(CATALOGUES))
    gettext.textdomain("click")
    mingfa()


if __name__ == "__main__":
    main()
