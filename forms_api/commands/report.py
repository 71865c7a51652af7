"""mingfa report search: what citizens searched for, without persons.

In: days, a format, a path. Out: lines to paste into pages, or a table. The front door loads this.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from forms_api.clock import beijing_day, today
from forms_api.commands.failures import store_in_use
from forms_api.exports.columns import Headings
from forms_api.exports.export import ExportFormat, write_table
from forms_api.operation.search_report import LEAST, SearchReport, search_report
from forms_api.store.searches import Searched

QUARTER = timedelta(days=91)
TABLE = Headings(("种类", "内容", "次数", "找到的网页"), (14, 40, 8, 12))
PLAIN = frozenset("，。？！、 ,.?!")
DAY = click.DateTime(["%Y-%m-%d"])


@click.group(options_metavar="[选项]", subcommand_metavar="内容")
def report() -> None:
    """看统计：report search 看群众搜了什么。"""


@report.command(options_metavar="[选项]")
@click.option("--since", type=DAY, metavar="日期", help="从哪天起，默认一个季度（91 天）以前。")
@click.option("--until", type=DAY, metavar="日期", help="到哪天为止（含），默认今天。")
@click.option(
    "--least",
    default=LEAST,
    type=click.IntRange(LEAST, 1000),
    metavar="次数",
    help=f"至少搜过几次才列出，默认 {LEAST}。",
)
@click.option("--format", "form", type=click.Choice(["text", "csv", "xlsx", "jsonl"]), default="text", help="格式。")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="表格写到哪个文件。")
def search(since: datetime | None, until: datetime | None, least: int, form: str, out: Path | None) -> None:
    """搜了没有找到的、找到了没人点开的、新出现的词；不记是谁搜的。"""
    last = until.date() if until else today()
    first = since.date() if since else last - QUARTER
    if first > last:
        raise click.UsageError(f"开始日期 {first} 晚于结束日期 {last}。")
    if (form == "text") != (out is None):
        raise click.UsageError("要表格，请同时写 --format csv（或 xlsx、jsonl）和 --out 文件。")
    with store_in_use("没有统计") as (store, _):
        found = search_report(store, first, last, least)
        if out:
            rows = write_table(out, ExportFormat(form), TABLE, _rows(found))
            click.echo(f"已写入 {rows} 行到 {out}。")
            return
    _tell(found, first, last, least)


def _rows(found: SearchReport) -> Iterator[tuple[str | int, ...]]:
    for what, searched in (("没有找到", found.not_found), ("没人点开", found.not_opened)):
        for one in searched:
            yield what, one.query, one.count.times, one.count.found
    for word in found.new_words:
        yield "新词", word.word, word.times, ""


def _tell(found: SearchReport, first: date, last: date, least: int) -> None:
    click.echo(f"{beijing_day(first)}至{beijing_day(last)}的搜索；只列至少搜过 {least} 次的，不记是谁搜的。")
    _tell_searches("搜了没有找到（写进合适网页的“群众常这样问”，没有合适的网页就要写一个）：", found.not_found)
    _tell_searches("找到了没人点开（找到的可能不对；有的浏览器不报告点开）：", found.not_opened)
    if found.new_words:
        click.echo("以前没有出现过的词（看看要不要加进同义词）：")
    for word in found.new_words:
        click.echo(f"  {word.word}  {word.times} 次")
    if not any((found.not_found, found.not_opened, found.new_words)):
        click.echo("没有可以列出的。")


def _tell_searches(heading: str, searched: Iterable[Searched]) -> None:
    lines = [f"  - {_as_entry(one.query)}  # {one.count.times} 次" for one in searched]
    if lines:
        click.echo("\n".join((heading, "群众常这样问:", *lines)))


def _as_entry(query: str) -> str:
    """Write a query as an item of front matter: in quotes where it has signs that mean something there."""
    plain = all(sign.isalpha() or sign.isdecimal() or sign in PLAIN for sign in query)
    return query if plain and not query.isdecimal() else json.dumps(query, ensure_ascii=False)
