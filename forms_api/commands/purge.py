"""mingfa purge: 清理, every night by a timer.

In: nothing, or --dry-run. Out: what went. The front door loads this; it stands on `forms_api.operation`.
"""

import click

from forms_api.clock import now_utc
from forms_api.commands.failures import store_in_use
from forms_api.operation.purge import purge as clean
from forms_api.operation.purge import would_purge
from forms_api.store.upkeep import Purged


@click.command(options_metavar="[选项]")
@click.option("--dry-run", is_flag=True, help="只看会清理什么，不动数据。")
def purge(dry_run: bool) -> None:
    """清理过了保存期限的内容，连同磁盘上的残留；建议每天夜里运行。"""
    with store_in_use("没有清理完") as (store, settings):
        if dry_run:
            _tell("会", would_purge(store, now_utc()))
            click.echo("这次只是查看，数据没有改动。")
            return
        done = clean(store, settings.data, settings.notices_folder, now_utc())
    _tell("已", done.purged)
    if done.notice_files:
        click.echo(f"已删除早已发出的通知文件 {done.notice_files} 个。")
    if done.leftovers:
        click.echo(f"已删除中断的导出留下的文件 {done.leftovers} 个。")
    if not done.wiped:
        click.echo("数据库正忙，磁盘上的残留这次没有抹去，下次清理时会再做。")


def _tell(when: str, purged: Purged) -> None:
    for kind, count in purged.submissions.items():
        if count:
            click.echo(f"{when}删除过期的{kind.label} {count} 件。")
    for count, what in (
        (purged.lapsed, "办结已答复满 90 天、没有再提的提交 {} 件"),
        (purged.ratings, "删除过期的评价 {} 条"),
        (purged.notices, "删除早已发出的通知 {} 条"),
        (purged.proofs, "删除过期的验证记录 {} 条"),
        (purged.searches, "删除过期的搜索计数 {} 条"),
    ):
        if count:
            click.echo(f"{when}{what.format(count)}。")
    rest = (purged.lapsed, purged.ratings, purged.notices, purged.proofs, purged.searches)
    if not any((*purged.submissions.values(), *rest)):
        click.echo("没有到期的内容。")
