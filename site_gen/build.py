"""The build as a table of contents.

In: a checked library and an empty edition. Out: the edition with docs and site, and the number of pages.
The front door calls `build`; the four stages are called nowhere else.
"""

from content_model import Edition, Library
from site_gen.articles import write_articles
from site_gen.count import count_pages
from site_gen.render import render
from site_gen.stage import stage


def build(library: Library, edition: Edition) -> int:
    """Build the static site of `library` into `edition` and give the number of its pages.

    Raises BuildFailed when a generator reports a fault or pages out ≠ pages in.
    """
    stage(library, edition.docs)
    write_articles(library, edition.docs)
    render(library, edition)
    edition.write_pages(library.pages)
    return count_pages(library, edition)
