"""mingfa deliver: 发通知, once; the running service does the same by itself every few seconds.

In: nothing. Out: how many notices left. The front door loads this; it stands on `forms_api.notices`.
"""

import sys

import click

from forms_api.commands.failures import store_in_use
from forms_api.notices.delivery import deliver_now


@click.command(options_metavar="[选项]")
def deliver() -> None:
    """发出等着发的通知；服务运行时会自动发，停机后可以补发。"""
    with store_in_use("没有发完") as (store, settings):
        done = deliver_now(settings, store)
    click.echo(f"发出 {done.left} 条。" if done.left or done.failed else "没有等着发的通知。")
    if done.failed:
        settings_named = "MINGFA_NOTICES_STAFF、MINGFA_NOTICES_SMS"
        click.echo(f"有 {done.failed} 条没有发出，过一会儿会再试。请检查网络和 {settings_named}。", err=True)
        sys.exit(1)
