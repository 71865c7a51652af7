"""mingfa export: what came in, as a table.

In: a kind, days, a format, a path. Out: the file. The front door loads this; it stands on `forms_api.exports`.
"""

from datetime import datetime
from pathlib import Path

import click

from forms_api.clock import today
from forms_api.commands.failures import store_in_use
from forms_api.exports.columns import EXPORTS
from forms_api.exports.export import ExportFormat
from forms_api.exports.export import export as write_export
from forms_api.store.submission import SubmissionKind


@click.command(options_metavar="[选项]")
@click.option(
    "--kind", required=True, type=click.Choice(EXPORTS), metavar="事项", help=f"导出什么：{'、'.join(EXPORTS)}。"
)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), default="2000-01-01", metavar="日期", help="从哪天起，如 2026-01-01。"
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="到哪天为止（含），默认今天。")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "jsonl"]), default="xlsx", help="格式，默认 xlsx。")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="写到哪个文件。"
)
def export(kind: str, since: datetime, until: datetime | None, form: str, out: Path) -> None:
    """导出收到的提交或评价，Excel 可以直接打开。"""
    kinds = {submission.slug: submission for submission in SubmissionKind}
    last = until.date() if until else today()
    if since.date() > last:
        raise click.UsageError(f"开始日期 {since.date()} 晚于结束日期 {last}。")
    with store_in_use("没有导出") as (store, _):
        rows = write_export(store, kinds.get(kind), since.date(), last, ExportFormat(form), out)
    click.echo(f"已导出 {rows} 条到 {out}。里面是个人信息，用完请删除。")
