"""mingfa backup, mingfa restore: 备份 and 恢复.

In: a path. Out: sentences. The front door loads this; it stands on `forms_api.operation`.
"""

from datetime import datetime
from pathlib import Path

import click

from forms_api.clock import beijing_minute
from forms_api.commands.failures import store_in_use, told
from forms_api.config import Settings
from forms_api.operation.backup import back_up
from forms_api.operation.restore import restore as put_back


@click.command(options_metavar="[选项]")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="文件")
def backup(file: Path) -> None:
    """备份收到的全部内容，不用停服务；备份里没有密钥，密钥要另外保存。"""
    with store_in_use("没有备份") as (store, settings):
        done = back_up(store, file)
    click.echo(f"已备份到 {file}：提交 {done.counts['submission']} 件，评价 {done.counts['rating']} 条。")
    click.echo("备份里的个人信息是加密的，没有密钥打不开。请把下面两个文件另存一份，不要和备份放在一起：")
    click.echo(f"  {settings.secret_path}\n  {settings.ring_path}")
    click.echo("请抄下台账的校验值，日后用它查有没有人删改过记录：")
    click.echo(f"  mingfa verify --head {done.head.seq}:{done.head.digest}")


@click.command(options_metavar="[选项]")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="文件")
def restore(file: Path) -> None:
    """把备份恢复到空的数据文件夹或空数据库；先放好两个密钥文件。"""
    with told("没有恢复"):
        done = put_back(Settings.from_environment(), file)
    made = beijing_minute(datetime.fromisoformat(done.facts.made_at))
    click.echo(f"已恢复 {made} 的备份：提交 {done.counts['submission']} 件，评价 {done.counts['rating']} 条。")
    click.echo(f"台账 {done.facts.head.seq} 条全部接得上，加密内容全部打得开。可以运行 mingfa serve 了。")
