"""Curated answers as the service shows them: what they cite of the law is a link, with the article noted.

In: the library. Out: `PublishedAnswer`s for answers.json. `build.py` alone calls this.
"""

from collections.abc import Iterator
from dataclasses import replace

from content_model import Library
from content_model.answer import CuratedAnswer, Note, PublishedAnswer, Words
from site_gen.citing import CitedArticle, cited_article, cited_in
from site_gen.law_address import law_path


def published_answers(library: Library) -> Iterator[PublishedAnswer]:
    """Give all curated answers, in the order of their files."""
    titles = {address: page.title for address, page in library.by_address.items()}
    for answer in library.answers:
        yield _with_citations(library, answer, PublishedAnswer.of(answer, titles))


def _with_citations(library: Library, answer: CuratedAnswer, published: PublishedAnswer) -> PublishedAnswer:
    """Link what the text cites; read as a whole, for 同法 may look back to the paragraph before."""
    text = "\n".join(answer.paragraphs)
    notes: dict[CitedArticle, int] = {}
    paragraphs: list[list[Words]] = [[]]
    place = 0
    for start, end, citations in cited_in(text, library, None):
        articles = [article for citation in citations if (article := cited_article(citation))]
        if articles:
            numbers = tuple(notes.setdefault(article, len(notes) + 1) for article in articles)
            _add(paragraphs, text[place:start])
            paragraphs[-1].append(Words(text[start:end], _url(library, articles[0]), numbers))
            place = end
    _add(paragraphs, text[place:])
    noted = tuple(_note(library, article) for article in notes)
    return replace(published, paragraphs=tuple(map(tuple, paragraphs)), notes=noted)


def _add(paragraphs: list[list[Words]], text: str) -> None:
    """Add plain text; each further line of it begins a paragraph."""
    first, *others = text.split("\n")
    paragraphs[-1] += [Words(first)] if first else []
    paragraphs += [[Words(line)] if line else [] for line in others]


def _note(library: Library, article: CitedArticle) -> Note:
    found = library.laws.article(article.version, article.number)
    title = f"《{article.law.full_title}》{article.number.chinese}"
    return Note(title, _url(library, article), found.lines if found else ())


def _url(library: Library, article: CitedArticle) -> str:
    path = law_path(article.law, article.version, library.read_on)
    return f"{path.removesuffix('.md')}/#{article.number}"
