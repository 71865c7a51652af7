"""The lists of laws: an index by field, a page for each field where there are many, names for finding as one types.

In: the library with its laws. Out: pages below docs/laws and docs/laws/names.json. `stage.py` calls this.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from content_model import Library
from content_model.edition import LAWS
from content_model.library import slug_of
from law_library.law import Law, Status
from site_gen.law_address import INDEX, held, law_path, shown
from site_gen.law_page import COLUMN
from site_gen.linker import Linker
from site_gen.markdown import dumped
from site_gen.standing import standing

NAMES = f"{LAWS}/names.json"
LISTED_AT_ONCE = 200
"""As many laws stand in the index itself; more have a page for each field."""
OTHERS = "其他"
FIELDS = (
    *("宪法", "宪法相关法", "民法典", "民法商法", "刑法", "行政法", "经济法", "社会法", "诉讼与非诉讼程序法"),
    *("行政法规", "司法解释"),
)
"""In the order in which the national database has them; departments' rules follow."""


@dataclass(frozen=True)
class ListedLaw:
    """A law as lists show it: the version at its own address, and what that is today."""

    law: Law
    path: str
    status: str


@dataclass(frozen=True)
class Field:
    """The laws of one field, those that hold before those that do not, by title."""

    name: str
    laws: tuple[ListedLaw, ...]

    @property
    def path(self) -> str:
        """Where its page is staged, below docs."""
        return f"{LAWS}/fields/{slug_of(self.name)}.md"


def fields_of(library: Library) -> tuple[Field, ...]:
    """Group the laws by field."""
    found: dict[str, list[ListedLaw]] = {}
    for law in held(library):
        found.setdefault(law.field or OTHERS, []).append(_listed(library, law))
    names = sorted(
        found, key=lambda name: (FIELDS.index(name) if name in FIELDS else len(FIELDS), name == OTHERS, name)
    )
    return tuple(Field(name, tuple(sorted(found[name], key=_order))) for name in names)


def has_field_pages(fields: tuple[Field, ...]) -> bool:
    """Tell whether the laws are too many for one list."""
    return sum(len(field.laws) for field in fields) > LISTED_AT_ONCE


def law_lists(library: Library, environment: jinja2.Environment) -> Iterator[tuple[str, str]]:
    """Give the path and text of the index and of the fields' pages; none where there are no laws."""
    fields = fields_of(library)
    if not fields:
        return
    paged = has_field_pages(fields)
    shared = {"fields": fields, "paged": paged, "as_of": library.laws.as_of}
    index = environment.get_template("laws.md")
    yield INDEX, index.render(link=Linker(library, INDEX), front_matter=_front_matter("法律法规"), **shared)
    for field in fields if paged else ():
        heading = _front_matter(f"法律法规：{field.name}")
        template = environment.get_template("law_field.md")
        yield field.path, template.render(link=Linker(library, field.path), front_matter=heading, field=field, **shared)


def write_law_names(library: Library, docs: Path) -> None:
    """Write each law's title, slug, status and other names: what assets/js/laws.js looks through."""
    listed = [law for field in fields_of(library) for law in field.laws]
    rows = [[one.law.full_title, one.law.slug, one.status, *one.law.short_names] for one in listed]
    if rows:
        (docs / LAWS).mkdir(parents=True, exist_ok=True)
        (docs / NAMES).write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _listed(library: Library, law: Law) -> ListedLaw:
    version = shown(law, library.read_on)
    return ListedLaw(law, law_path(law, version, library.read_on), standing(library, law, version))


def _order(listed: ListedLaw) -> tuple[bool, str]:
    return listed.status == Status.REPEALED, listed.law.slug


def _front_matter(title: str) -> str:
    meta: dict[str, Any] = {"title": title, "description": COLUMN["column_description"], **COLUMN, "list": True}
    return dumped(meta)
