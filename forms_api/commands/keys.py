"""mingfa keys: the keys of sealed fields, changed 更换 and retired 停用.

In: a key's number. Out: sentences. The front door loads this; it stands on `forms_api.operation`.
"""

import click

from forms_api.clock import beijing_minute
from forms_api.commands.failures import fail, store_in_use
from forms_api.operation import rotation


@click.group(options_metavar="[选项]", subcommand_metavar="命令")
def keys() -> None:
    """查看、更换、停用加密个人信息的密钥。"""


@keys.command("list", options_metavar="[选项]")
def list_keys() -> None:
    """列出密钥：编号、算法、什么时候做的、还有多少项内容用它。"""
    with store_in_use("没有列出") as (store, settings):
        for key, current, used in rotation.uses(store, settings):
            state = "正在使用" if current else "已停用" if key.retired else "旧密钥"
            click.echo(f"{key.id}  {key.suite}  {beijing_minute(key.made_at)}  {state}  {used} 项内容")


@keys.command(options_metavar="[选项]")
def rotate() -> None:
    """换一把新密钥，并用它重新加密全部内容；不用停服务，中断了再运行一次就行。"""
    with store_in_use("没有换完密钥，已收到的内容都还打得开，请再运行一次") as (store, settings):
        done = rotation.rotate(store, settings)
    click.echo("上次没有换完，这次接着换完了。" if done.resumed else f"已换上新密钥 {done.key_id}。")
    click.echo(f"重新加密 {done.sealed_anew} 项内容。请马上另存密钥环，并做一次新的备份：")
    click.echo(f"  {settings.ring_path}")
    click.echo("旧密钥还在，以前的备份打得开。以前的备份都不要了，再用 mingfa keys retire 停用它。")


@keys.command(options_metavar="[选项]")
@click.argument("key_id", metavar="编号")
@click.option("--yes", is_flag=True, help="确认：用这把密钥加密的旧备份以后打不开。")
def retire(key_id: str, yes: bool) -> None:
    """销毁一把旧密钥；还有内容用它时不会销毁。"""
    if not yes:
        fail(f"没有停用：停用以后，用密钥 {key_id} 加密的旧备份再也打不开。确认不要那些备份了，请加上 --yes 再运行。")
    with store_in_use("没有停用") as (store, settings):
        rotation.retire(store, settings, key_id)
    click.echo(f"密钥 {key_id} 已销毁。请另存密钥环 {settings.ring_path}，并删去存有旧密钥的那几份。")
