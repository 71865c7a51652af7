"""Law pages: every version of every law, what it is today in words, and who explains its articles.

In: the library with its laws. Out: paths below docs and Markdown. `stage.py` calls this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jinja2

from content_model import Library, Page
from content_model.edition import LAWS
from law_library.law import Heading, Law, Status, Version
from law_library.number import ArticleNumber
from site_gen.backlinks import Backlinks
from site_gen.law_address import held, law_path, shown
from site_gen.law_text import law_markdown
from site_gen.linker import Linker
from site_gen.markdown import chinese_date, dumped, escaped
from site_gen.standing import standing

COLUMN = {
    "column": "法律法规",
    "column_url": f"{LAWS}/",
    "column_type": "政策文件",
    "column_description": "本站引用的法律、法规和司法解释，一条一个地址，写明现在是否有效。",
    "column_keywords": "法律法规,法律条文,司法解释",
}
HEADINGS_WORTH_A_LIST = 3


@dataclass(frozen=True)
class LawView:
    """A version of a law as its page shows it, on the day of the build."""

    library: Library
    law: Law
    version: Version
    backlinks: Backlinks

    @property
    def path(self) -> str:
        """Where the page is staged, below docs."""
        return self.path_of(self.version)

    def path_of(self, version: Version) -> str:
        """Give where a version of this law is staged."""
        return law_path(self.law, version, self.library.read_on)

    @cached_property
    def shown(self) -> Version:
        """The version at the law's own address."""
        return shown(self.law, self.library.read_on)

    @property
    def is_shown(self) -> bool:
        """Tell whether this is the page at the law's own address."""
        return self.version == self.shown

    @property
    def status(self) -> Status:
        """What this version is today."""
        return self.status_of(self.version)

    def standing_of(self, version: Version) -> str:
        """Say what a version is today, in words."""
        return standing(self.library, self.law, version)

    def status_of(self, version: Version) -> Status:
        """Say what a version is today."""
        return self.law.status(version, self.library.read_on)

    @property
    def others(self) -> tuple[Version, ...]:
        """The other versions, newest first."""
        return tuple(version for version in reversed(self.law.versions) if version != self.version)

    @property
    def coming(self) -> Version | None:
        """The next version that is not yet in force."""
        coming = [version for version in self.law.versions if self.status_of(version) is Status.NOT_YET]
        return coming[0] if coming and coming[0] != self.version else None

    @property
    def repealing(self) -> Law | None:
        """The law that repealed this one, if its text is here."""
        law = self.library.laws.find(self.law.repeal.by) if self.law.repeal else None
        return law if law and law.versions else None

    @property
    def repealed_by(self) -> str:
        """By what it was repealed, as one writes it: a title in 《》, a document's number bare."""
        by = self.law.repeal.by if self.law.repeal else ""
        return escaped(by if "〔" in by or "《" in by else f"《{by}》")

    @property
    def repealing_path(self) -> str:
        """Where that law is staged; "" if it is not here."""
        law, today = self.repealing, self.library.read_on
        return law_path(law, shown(law, today), today) if law else ""

    @cached_property
    def numbers(self) -> tuple[ArticleNumber, ...]:
        """The numbers of its articles, in order."""
        return tuple(self.library.laws.text(self.version).articles)

    @property
    def has_contents(self) -> bool:
        """Tell whether a list of parts and chapters is worth its room."""
        parts = self.library.laws.text(self.version).parts
        return sum(isinstance(part, Heading) for part in parts) >= HEADINGS_WORTH_A_LIST

    def text(self, link: Linker) -> str:
        """Write the text with what explains each article below it."""
        below = {number: _explained(link, pages) for number, pages in self.explained.items()}
        return law_markdown(self.library.laws.text(self.version), below)

    @property
    def explained(self) -> Mapping[ArticleNumber, tuple[Page, ...]]:
        """The pages that cite an article of this version."""
        return self.backlinks.get((self.law.slug, self.version.name), {})


def law_pages(library: Library, environment: jinja2.Environment, backlinks: Backlinks) -> Iterator[tuple[str, str]]:
    """Give each law page's path below docs and its text."""
    template = environment.get_template("law.md")
    for law in held(library):
        for version in law.versions:
            view = LawView(library, law, version, backlinks)
            link = Linker(library, view.path)
            yield view.path, template.render(view=view, law=law, link=link, front_matter=_front_matter(view))


def _front_matter(view: LawView) -> str:
    """Write what the theme shows around the text; a version that does not hold today is kept out of search engines."""
    dated = "" if view.is_shown or not view.version.dated else f"（{chinese_date(view.version.dated)}文本）"
    extent = f"{'节录' if view.version.excerpt else '全文'}，共 {len(view.numbers)} 条。"
    meta: dict[str, Any] = {
        "title": view.law.full_title + dated,
        "description": f"{view.standing_of(view.version)}。{view.law.full_title}{extent}",
        **COLUMN,
        "template": "law.html",
        "law": True,
    }
    if not view.is_shown:
        meta["noindex"] = True
    return dumped(meta)


def _explained(link: Linker, pages: tuple[Page, ...]) -> str:
    listed = "、".join(link.page(page) for page in pages)
    return f"本条的案例和指南：{listed}\n{{ .mf-explained }}"
