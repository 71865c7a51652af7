"""mingfa queue, show, take, release, answer, close: the desk's work, until the staff have pages of their own.

In: receipt numbers, an officer's name, an answer. Out: what waits, what was asked. The front door loads this.
Only `show` prints what is personal, and leaves a line in the journal.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from forms_api.clock import beijing_day, beijing_minute, today
from forms_api.commands.failures import fail, store_in_use
from forms_api.exports.columns import submission_columns
from forms_api.guard.suspicion import Reason
from forms_api.store.desk import Desk, Waiting
from forms_api.store.entries import SubmissionEntry
from forms_api.store.follow import Case, NotAllowed
from forms_api.store.receipts import parse_number
from forms_api.store.submission import Author
from forms_api.workdays import WorkingDays

ANSWER_LENGTH = 5000
HELD_FOR = {
    Reason.HONEYPOT: "填了给机器看的栏目",
    Reason.TOO_FAST: "填得太快",
    Reason.NO_PROOF: "没有做人机验证",
    Reason.REPLAYED: "人机验证用过",
    Reason.MANY_LINKS: "写了很多网址",
}
TOLD_ABOVE = frozenset({"受理编号", "提交时间", "状态"})
STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # turn the direction of writing

number_argument = click.argument("number", metavar="编号")
officer_option = click.option("--officer", required=True, metavar="姓名", help="承办人姓名。")


@click.command(options_metavar="[选项]")
def queue() -> None:
    """列出等着办的提交，最急的在前；不显示个人信息。"""
    with store_in_use("没有列出") as (store, settings):
        site = settings.site()
        calendar = WorkingDays(site.days_off, site.days_on)
        waiting = store.desk.queue()
    for one in waiting:
        click.echo(_line(one, calendar, today()))
    click.echo(f"共 {len(waiting)} 件。" if waiting else "没有等着办的提交。")


@click.command(options_metavar="[选项]")
@number_argument
@officer_option
def show(number: str, officer: str) -> None:
    """显示一件提交的全部内容；谁看过会记入台账。"""
    receipt = _read_number(number)
    with store_in_use("没有显示") as (store, _):
        case = store.desk.read(receipt, officer)
    if case is None:
        fail(f"没有 {receipt} 这件提交。请核对编号。")
    for line in _told(case):
        click.echo(_plain(line))


@click.command(options_metavar="[选项]")
@number_argument
@officer_option
def take(number: str, officer: str) -> None:
    """承办一件提交。"""
    with _at_desk("没有承办", number) as (desk, receipt):
        desk.take(receipt, officer)
    click.echo(f"{receipt} 由 {officer} 承办。")


@click.command(options_metavar="[选项]")
@number_argument
def release(number: str) -> None:
    """放行一件待核实的提交：已经看过，是真的。"""
    with _at_desk("没有放行", number) as (desk, receipt):
        desk.release(receipt)
    click.echo(f"{receipt} 已放行。")


@click.command(options_metavar="[选项]")
@number_argument
@officer_option
@click.option("--text", metavar="文字", help="答复的内容。")
@click.option(
    "--file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="文件",
    help="答复在哪个文本文件里。",
)
def answer(number: str, officer: str, text: str | None, file: Path | None) -> None:
    """答复一件提交；群众凭查询码看得到。"""
    if (text is None) == (file is None):
        raise click.UsageError("请用 --text 写答复，或用 --file 指明答复所在的文本文件，只用一个。")
    said = _answer_in(file) if file else str(text).strip()
    if not said:
        raise click.UsageError("答复是空的。请写上内容。")
    if len(said) > ANSWER_LENGTH:
        raise click.UsageError(f"答复有 {len(said)} 字，最多 {ANSWER_LENGTH} 字。请写短一些。")
    with _at_desk("没有答复", number) as (desk, receipt):
        desk.answer(receipt, officer, said)
    click.echo(f"{receipt} 已答复。")


@click.command(options_metavar="[选项]")
@number_argument
@officer_option
@click.option("--text", required=True, metavar="文字", help="为什么办结；群众凭查询码看得到。")
def close(number: str, officer: str, text: str) -> None:
    """不经答复办结一件提交，如办完的预约、核实过的垃圾内容。"""
    if not text.strip():
        raise click.UsageError("办结的理由是空的。请写上一句。")
    with _at_desk("没有办结", number) as (desk, receipt):
        desk.close(receipt, officer, text.strip())
    click.echo(f"{receipt} 已办结。")


@contextmanager
def _at_desk(what: str, number: str) -> Iterator[tuple[Desk, str]]:
    """Give the desk and the number as it is written, and tell when there is nothing open under it."""
    receipt = _read_number(number)
    with store_in_use(what) as (store, _):
        try:
            yield store.desk, receipt
        except NotAllowed:
            fail(
                f"{what}：{receipt} 没有在办。可能没有这个编号，也可能已经答复、办结或撤回。请运行 mingfa queue 核对。"
            )


def _read_number(typed: str) -> str:
    receipt = parse_number(typed)
    if receipt is None:
        raise click.UsageError(f"“{_plain(typed)}”不是受理编号。请照回执写，如 ZX-20261121-7K3QXM。")
    return receipt


def _answer_in(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError:
        raise click.UsageError(f"{file} 不是 UTF-8 编码的文本。请用记事本另存为 UTF-8。") from None


def _line(one: Waiting, calendar: WorkingDays, day: date) -> str:
    parts = [one.receipt, one.kind.label, one.state.label, _deadline(one.due_on, calendar, day)]
    parts += [f"承办人 {one.officer}"] if one.officer else []
    held_for = [HELD_FOR[Reason(reason)] for reason in one.held_for]
    parts += [f"待核实：{'、'.join(held_for)}"] if held_for else []
    return "  ".join(parts)


def _deadline(due: date | None, calendar: WorkingDays, day: date) -> str:
    if due is None:
        return "没有期限"
    left = calendar.working_days_left(day, due)
    words = f"还有 {left} 个工作日" if left > 0 else "就要到期" if left == 0 else f"已超过 {-left} 个工作日"
    return f"最迟 {beijing_day(due)}（{words}）"


def _told(case: Case) -> Iterator[str]:
    yield f"{case.receipt}  {case.kind.label}  {case.state.label}  收到 {beijing_minute(case.received_at)}"
    if case.matter is None:
        yield "内容已经按本人要求删除。"
        return
    for heading, value in _answers(case):
        yield f"{heading}：{value}"
    for message in case.messages:
        who = f"答复（{message.officer}）" if message.author is Author.STAFF else "本人补充"
        yield f"{beijing_minute(message.written_at)} {who}：{message.text}"


def _answers(case: Case) -> Iterator[tuple[str, str]]:
    """Give what was filled in, under the headings of the export; what the first line tells is left out."""
    entry = SubmissionEntry(
        kind=case.kind,
        receipt=case.receipt,
        received_at=case.received_at,
        due_on=case.due_on,
        answered_at=None,
        closed_at=None,
        state=case.state,
        officer=case.officer,
        held_for="",
        matter=case.matter,
        stars=case.stars,
        consents=case.consents,
    )
    for column in submission_columns(case.kind):
        value = column.read(entry)
        is_told = value not in ("", None, "否") or column.heading.startswith("同意")  # a refusal must be seen
        if column.heading not in TOLD_ABOVE and is_told:
            yield column.heading, str(value)


def _plain(text: str) -> str:
    """Take out what could steer the terminal; line ends stay."""
    kept = (sign in "\n\t" or (unicodedata.category(sign) != "Cc" and sign not in STEERING) for sign in text)
    return "".join(sign if keep else "�" for sign, keep in zip(text, kept, strict=True))
