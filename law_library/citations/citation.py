"""What a citation is: where it stands, what it names, and whether that exists.

In: nothing. Out: frozen dataclasses. `reader` makes them; rules, pages and commands read them.
"""

from dataclasses import dataclass
from enum import StrEnum

from law_library.law import Law, Version
from law_library.number import ArticleNumber


class CitationStatus(StrEnum):
    """Whether what a citation names stands in the library."""

    RESOLVED = "resolved"
    LAW_ONLY = "law-only"
    FORMER_LAW = "former-law"
    UNKNOWN_LAW = "unknown-law"
    UNKNOWN_ARTICLE = "unknown-article"


class Missing(StrEnum):
    """Which part of what a citation names is missing."""

    NONE = ""
    ARTICLE = "条"
    PARAGRAPH = "款"
    ITEM = "项"


@dataclass(frozen=True)
class Citation:
    """One article (or paragraph, item), or one law without an article, that a text cites.

    `start` and `end` are the span in the text, `text` what stands there; `law_name` is the name as written, that of the
    law it refers back to for a bare 第X条. `version` is what the numbers were looked up in; None if there is none.
    `in_link`: the words are part of a Markdown link already. `bracketed`: the law stands in 《》. `knowingly`: the text
    itself says that a former wording is meant, as in 原《合同法》, or was judged before today's wording.
    """

    start: int
    end: int
    line: int
    text: str
    law_name: str
    law: Law | None
    version: Version | None
    article: ArticleNumber | None
    paragraph: int | None
    item: int | None
    status: CitationStatus
    missing: Missing = Missing.NONE
    in_link: bool = False
    bracketed: bool = False
    knowingly: bool = False
