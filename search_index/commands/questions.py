"""mingfa questions: take in questions that people asked, and learn from them.

In: the command line, MINGFA_LAWS and MINGFA_CONTENT. Out: Chinese sentences and exit codes. The front door loads this.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click

from law_library.commands.laws import asked, opened, today
from law_library.library import LawLibrary
from search_index.asked import AskedFile
from search_index.known import FILE, Known, NotQuestions, add_known, placed, read_known, read_set
from search_index.learned import Learned
from search_index.learning import learn, lexis_of
from search_index.written import written

MOST_NAMED = 5


@click.group(options_metavar="[选项]", subcommand_metavar="命令")
def questions() -> None:
    """问题库：收下群众问过的话和回答它的法条，让搜索从中学习。"""


@questions.command("import", options_metavar="[选项]")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="文件.jsonl")
@asked
def import_questions(file: Path, laws_folder: Path, content: Path) -> None:
    """收下一个文件的问题，每行一个：{"question": "问题", "articles": {"民法典第一条": "条文"}}。"""
    library = _with_texts(laws_folder, content)
    try:
        taken = [placed(one, library, today()) for one in read_set(file)]
        added, changed = add_known(laws_folder, (known for known, _ in taken if known.places))
    except NotQuestions as fault:
        _fail(f"没有收下：{fault}")
    except OSError as error:
        _fail(f"没有收下：{error.filename} 读写不了（{error.strerror}）。请检查位置、权限和剩余空间，再试一次。")
    lost = list(dict.fromkeys(name for _, names in taken for name in names))
    without = sum(not known.places for known, _ in taken)
    if lost:
        named = "、".join(lost[:MOST_NAMED]) + ("等" if len(lost) > MOST_NAMED else "")
        click.echo(f"有 {len(lost)} 条在法条库里找不到或已不再有效：{named}。")
    click.echo(f"读了 {len(taken)} 个问题：新收下 {added} 个，更改 {changed} 个，没有可用法条的 {without} 个没有收。")
    click.echo("请运行 mingfa questions learn，再运行 mingfa build，搜索才会用上它们。")


@questions.command("learn", options_metavar="[选项]")
@asked
def learn_from_questions(laws_folder: Path, content: Path) -> None:
    """从问题库学习：群众的话对应法律的哪些词，哪些法律常被问到。"""
    library = _with_texts(laws_folder, content)
    ours = written(library, today())
    held = AskedFile.of(_known(laws_folder), written=ours.known)
    learned = learn(held.stored, lexis_of(library, today()), today(), _former(laws_folder), held.written)
    if learned.lesson is None or not (learned.lesson.questions or held.written):
        _fail("没有学习：问题库里没有能用的问题。请先运行 mingfa questions import 文件.jsonl。")
    try:
        learned.write(laws_folder)
    except OSError as error:
        _fail(f"没有学习：{error.filename} 写不了（{error.strerror}）。请检查权限和剩余空间，再试一次。")
    lesson = learned.lesson
    given = f"和附带的 {len(held.written)} 个问题" if held.written else ""
    click.echo(
        f"第 {lesson.number} 次学习完毕：用了 {lesson.questions} 个问题{given}，"
        f"学到 {len(learned.translation)} 个词的说法，涉及 {len(learned.laws)} 部法律。"
        "请运行 mingfa build，搜索才会用上。"
    )
    if ours.reminder:
        click.echo(f"提醒：{ours.reminder}")


@questions.command("strike", options_metavar="[选项]")
@click.argument("question", metavar="问题")
@asked
def strike(question: str, laws_folder: Path, content: Path) -> None:
    """让一个问题不再引向任何法条，附带的问题也行；问题要一字不差。"""
    known = {one.question for one in (*_known(laws_folder), *written(opened(laws_folder, content), today()).known)}
    if question not in known:
        _fail("没有这个问题。请照 mingfa search --explain 显示的原话写，一字不差。")
    try:
        add_known(laws_folder, [Known(question, ())])
    except OSError as error:
        _fail(f"没有去掉：{error.filename} 写不了（{error.strerror}）。请检查权限和剩余空间，再试一次。")
    click.echo(f"“{question}”不再引向法条。请再运行 mingfa questions learn 和 mingfa build。")


def _known(folder: Path) -> tuple[Known, ...]:
    try:
        return read_known(folder)
    except NotQuestions as fault:
        _fail(f"问题库 {folder / FILE} 读不了：{fault}")


def _former(folder: Path) -> Learned:
    """Read the lesson before, for its number; a broken file is replaced by the new lesson."""
    try:
        return Learned.read(folder)
    except ValueError:
        return Learned()


def _with_texts(laws_folder: Path, content: Path) -> LawLibrary:
    library = opened(laws_folder, content)
    if not any(law.in_force(today()) for law in library.laws):
        _fail("没有法律文本，不知道问题由哪些法条回答。请先运行 mingfa laws import 文件夹 --as-of 日期。")
    return library


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
