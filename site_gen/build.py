"""The build as a table of contents.

In: a checked library and an empty edition. Out: the edition with docs and site, and the number of pages.
The front door calls `build`; the stages are called nowhere else.
"""

from content_model import Edition, Library
from site_gen.aliases import write_aliases
from site_gen.answers import published_answers
from site_gen.articles import write_articles
from site_gen.calendar_file import write_calendars
from site_gen.conventions import check_conventions
from site_gen.count import count_pages
from site_gen.english import stage_english
from site_gen.head import read_heads
from site_gen.languages import write_english_frame, write_traditional
from site_gen.render import render, render_english
from site_gen.site_map import write_sitemap
from site_gen.stage import stage
from site_gen.static_search import write_static_search
from site_gen.suggestions import write_suggestions


def build(library: Library, edition: Edition) -> int:
    """Build the static site of `library` into `edition` and give the number of its pages.

    Raises BuildFailed when a generator reports a fault, a page lacks a tag that it must have, or pages out ≠ pages in.
    """
    write_pages(library, edition)
    write_static_search(library, edition)
    return count_pages(library, edition)


def write_pages(library: Library, edition: Edition) -> None:
    """Write every page of the site, and all that goes with them but what searches it; raises BuildFailed."""
    stage(library, edition.docs)
    write_articles(library, edition.docs)
    write_calendars(library, edition.docs)
    write_aliases(library, edition.docs)
    stage_english(library, edition)
    render(library, edition)
    edition.write_pages(library.pages)
    edition.write_answers(published_answers(library))
    render_english(library, edition)
    write_english_frame(library, edition)
    write_traditional(library, edition)
    write_suggestions(library, edition)
    heads = read_heads(edition)
    check_conventions(library, heads)
    write_sitemap(heads, edition)
