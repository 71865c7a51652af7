"""Who explains an article: the cases, services and guides that cite it.

In: the library with its laws. Out: pages by law, version and article. `law_page.py` shows them below each article.
"""

from collections import defaultdict
from collections.abc import Mapping

from content_model import Case, Guide, Library, Page, Service
from content_model.cited import cited_texts
from law_library.number import ArticleNumber
from site_gen.citing import cited_article

EXPLAINING = (Case, Guide, Service)

Backlinks = Mapping[tuple[str, str], Mapping[ArticleNumber, tuple[Page, ...]]]
"""By slug and version name, then by article."""


def backlinks(library: Library) -> Backlinks:
    """Note what every explaining page cites."""
    found: dict[tuple[str, str], dict[ArticleNumber, list[Page]]] = defaultdict(lambda: defaultdict(list))
    explaining = (text for text in cited_texts(library, library.read_on) if isinstance(text.page, EXPLAINING))
    for text in explaining:
        for article in filter(None, map(cited_article, text.citations)):
            found[article.law.slug, article.version.name][article.number].append(text.page)
    return {
        key: {number: tuple(dict.fromkeys(pages)) for number, pages in articles.items()}
        for key, articles in found.items()
    }
