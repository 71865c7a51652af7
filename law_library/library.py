"""The law library as its readers see it: laws by any of their names, texts on demand.

In: laws, and a way to load a version's text. Out: laws, versions, articles. `store` and `excerpts` make one; the
content model, the site and the front door ask it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rapidfuzz import fuzz, process

from law_library.law import Article, Law, LawText, Version
from law_library.number import ArticleNumber

BOOK = re.compile(r"(?<=民法典)[·・(]?(?:总则|物权|合同|人格权|婚姻家庭|继承|侵权责任)编\)?$")
NUMBERED = re.compile(r"(解释|规定)([一二三四五六七])$")
ALIKE = 50  # per cent of alike characters from which one name may be meant for another
SPACES_AND_QUOTES = re.compile(r"[\s《》〈〉<>“”\"]|中华人民共和国")


def name_key(name: str) -> str:
    """Fold a law's written name: without 中华人民共和国, book-title marks and spaces; brackets half width."""
    return SPACES_AND_QUOTES.sub("", unicodedata.normalize("NFKC", name))


@dataclass(frozen=True)
class Outdated:
    """A law that the operator knows to be newer elsewhere than the store has it, and why."""

    law: str
    reason: str


@dataclass(frozen=True, eq=False, repr=False)
class LawLibrary:
    """All laws that are known here. `as_of`: the day on which the texts were taken; None where nobody said.

    `not_held`: names of legal norms that exist and whose text nobody has put in, such as those of the province.
    """

    laws: tuple[Law, ...]
    load_text: Callable[[Version], LawText]
    as_of: date | None = None
    outdated: tuple[Outdated, ...] = ()
    not_held: tuple[str, ...] = ()

    def find(self, name: str) -> Law | None:
        """Find a law by title, full title or short name, with or without 《》; None if no or several laws fit."""
        key = name_key(name)
        return self.by_name.get(key) or self.by_name.get(BOOK.sub("", NUMBERED.sub(r"\1(\2)", key)))

    def nearest(self, name: str, count: int = 3) -> Sequence[str]:
        """Name the laws whose names resemble `name` most."""
        found = process.extract(name_key(name), self.by_name.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=count)
        return list(dict.fromkeys(self.by_name[key].title for key, _, _ in found))

    def text(self, version: Version) -> LawText:
        """Load what a version says."""
        return self.load_text(version)

    def article(self, version: Version, number: ArticleNumber) -> Article | None:
        """Find one article of a version."""
        return self.text(version).articles.get(number)

    def outdated_reason(self, law: Law) -> str | None:
        """Say why a law is known to be newer elsewhere; None where it is not."""
        return self._outdated_reasons.get(law.slug)

    def is_elsewhere(self, name: str) -> bool:
        """Tell whether a name is one of a norm that is known to exist without its text."""
        return name_key(name) in self._not_held_keys

    @cached_property
    def _outdated_reasons(self) -> Mapping[str, str]:
        found = ((self.find(item.law), item.reason) for item in self.outdated)
        return {law.slug: reason for law, reason in found if law}

    @cached_property
    def _not_held_keys(self) -> frozenset[str]:
        return frozenset(map(name_key, (*self.not_held, *(item.law for item in self.outdated))))

    @cached_property
    def by_slug(self) -> Mapping[str, Law]:
        """Laws by address."""
        return {law.slug: law for law in self.laws}

    @cached_property
    def by_name(self) -> Mapping[str, Law]:
        """Laws by folded name; titles go before short names, a short name of two laws is nobody's."""
        found: dict[str, Law] = {}
        doubtful: set[str] = set()
        for law in self.laws:
            for name in law.short_names:
                key = name_key(name)
                if found.setdefault(key, law) is not law:
                    doubtful.add(key)
        for key in doubtful:
            del found[key]
        titles = {name_key(name): law for law in self.laws for name in (law.full_title, law.title)}
        return found | titles


def no_text(version: Version) -> LawText:
    """Refuse to load: a library without laws has no texts."""
    raise LookupError(version)


NO_LAWS = LawLibrary((), no_text)
"""The library of a portal that has put in no law texts: nothing is looked up, nothing is doubted."""
