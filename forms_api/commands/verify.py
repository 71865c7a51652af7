"""mingfa verify: whether anybody changed or deleted anything behind the service's back.

In: a head of the journal that was written down. Out: sentences; exit code 1 at the first thing that is wrong.
The front door loads this.
"""

import re
import sys

import click

from forms_api.commands.failures import fail, store_in_use
from forms_api.store.journal import Broken, Head

HEAD = re.compile(r"(\d{1,15}):([0-9a-f]{64})")


def read_head(context: click.Context, parameter: click.Parameter, typed: str | None) -> Head | None:
    """Read N:HEX; raises BadParameter."""
    if typed is None:
        return None
    found = HEAD.fullmatch(typed.strip().lower())
    if not found:
        raise click.BadParameter("请照备份时抄下的写，如 1520:9f86d0…（冒号后面 64 位）。")
    return Head(int(found[1]), found[2])


@click.command(options_metavar="[选项]")
@click.option("--head", "anchor", callback=read_head, metavar="校验值", help="以前抄下的校验值，查末尾有没有被删。")
def verify(anchor: Head | None) -> None:
    """检查台账有没有被删改、加密内容是否都打得开、数据库文件是否完好。"""
    with store_in_use("没有检查完") as (store, _):
        found = store.upkeep.verify(anchor)
        if isinstance(found, Broken):
            fail(f"台账从第 {found.seq} 条起不可信：{found.why}。请停止服务，保留现场，与最近的备份核对。")
        faults = list(store.upkeep.faults())
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo(f"没有问题：台账 {found.seq} 条全部接得上，加密内容全部打得开。")
    click.echo(f"请抄下校验值：{found.seq}:{found.digest}")
