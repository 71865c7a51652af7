"""A law, a version, an article, a paragraph, as people type them.

In: 民法典, 妇女权益保障法@2018-10-26, 1254, 1254.1, 1254.1.2. Out: what is meant, or the end with a sentence.
The commands import this.
"""

import re
import sys
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

import click

from law_library.law import Article, Law, LawText, Version
from law_library.library import LawLibrary, name_key
from law_library.number import NUMERAL, ArticleNumber, NotANumber, read_numeral


@dataclass(frozen=True)
class Place:
    """An article, or one of its paragraphs, or one item of a paragraph; numbers count from 1."""

    article: ArticleNumber
    paragraph: int | None = None
    item: int | None = None


def read_place(context: click.Context, parameter: click.Parameter, typed: str | None) -> Place | None:
    """Read 1254, 120-1, 1254.1 or 1254.1.2, or the words of a statute; raises BadParameter."""
    if typed is None:
        return None
    dotted = re.sub(rf"(条(?:之{NUMERAL})?|款)第", r"\1.", typed).rstrip("款项")
    article, *rest = (number.rstrip("款") for number in re.split(r"[.．]", dotted))
    try:
        numbers = [read_numeral(number) for number in rest]
        return Place(ArticleNumber.parse(article), *numbers)
    except (NotANumber, TypeError) as error:
        raise click.BadParameter(
            f"“{typed}”不是条号。请写成 1254、120-1（第一百二十条之一）、1254.1（第一款）或 1254.1.2（第一款第二项）。"
        ) from error


def fail(sentence: str) -> NoReturn:
    """End with a sentence and exit code 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


def law_named(library: LawLibrary, name: str) -> Law:
    """Find a law by any of its names."""
    law = library.find(name)
    if law:
        return law
    key = name_key(name)
    holding = [found.title for found in library.laws if key in name_key(found.title)]
    near = sorted(holding, key=lambda title: (not title.startswith(key), len(title)))[:3] or library.nearest(name)
    offer = "最像的是：" + "、".join(near) + "。" if near else ""
    fail(f"没有叫“{name}”的法律。{offer}用 mingfa laws list 关键词 查找。")


def version_named(library: LawLibrary, typed: str, today: date) -> tuple[Law, Version]:
    """Find the version meant by 名称 (the one in force) or 名称@日期."""
    name, _, dated = typed.partition("@")
    law = law_named(library, name)
    if not law.versions:
        by = f"（{law.repeal.by}）" if law.repeal else ""
        fail(f"《{law.title}》已经废止{by}，法条库里没有它的条文。")
    if not dated:
        return law, law.in_force(today) or law.versions[-1]
    for version in law.versions:
        if version.name == dated:
            return law, version
    fail(f"《{law.title}》没有 {dated} 的版本。有这些：{'、'.join(version.name for version in law.versions)}。")


def article_at(law: Law, text: LawText, number: ArticleNumber) -> Article:
    """Find an article of a version."""
    article = text.articles.get(number)
    if article:
        return article
    if not text.articles:
        fail(f"《{law.title}》没有分条。请看全文：mingfa laws show {law.title}")
    if text.version.excerpt:
        have = "、".join(str(found) for found in text.articles)
        fail(f"这里只收了《{law.title}》的一部分条文，没有{number.chinese}。收了：{have}。")
    first, last = min(text.articles), max(text.articles)
    fail(f"《{law.title}》没有{number.chinese}。它有{first.chinese}到{last.chinese}。")
