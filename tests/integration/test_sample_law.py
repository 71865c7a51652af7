"""The sample's law against all real texts: every citation stands there, every quotation is exact.

`mingfa check` holds the sample against the articles that it brings; here both are held against the whole collection.
"""

from dataclasses import replace
from datetime import date

import pytest

from content_model import Library, check, load
from content_model.cited import cited_texts
from law_library.citations import Citation, CitationStatus
from law_library.excerpts import read_folder
from law_library.library import LawLibrary
from tests.conftest import ROOT

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def brought() -> LawLibrary:
    """The articles that the sample brings."""
    return read_folder(ROOT / "content" / "laws", TODAY)


def sample(laws: LawLibrary) -> Library:
    return load(ROOT / "content", laws)


def cited(laws: LawLibrary) -> list[Citation]:
    return [item for text in cited_texts(sample(laws), TODAY) for item in text.citations]


def test_every_citation_stands_in_the_law_and_every_quotation_is_exact(
    all_laws: LawLibrary, brought: LawLibrary
) -> None:
    whole = replace(all_laws, not_held=brought.not_held)
    assert [str(problem) for problem in check(sample(whole), TODAY) if problem.blocks] == []


def test_the_sample_cites_hundreds_of_articles_and_quotes_some(all_laws: LawLibrary) -> None:
    assert sum(item.status is CitationStatus.RESOLVED for item in cited(all_laws)) > 500
    assert sum(1 for text in cited_texts(sample(all_laws), TODAY) for _ in text.quotations) > 10


def test_the_sample_brings_the_articles_that_it_cites_as_they_stand_and_no_others(
    all_laws: LawLibrary, brought: LawLibrary
) -> None:
    articles = {(item.law.slug, item.article): item for item in cited(all_laws) if item.law and item.article}
    for law in brought.laws:
        for version in law.versions:
            for number, article in brought.text(version).articles.items():
                item = articles.pop((law.slug, number))
                assert item.version
                assert article == all_laws.article(item.version, number)
                assert (version.dated, version.effective_on) == (item.version.dated, item.version.effective_on)
    assert set(articles) == set()


def test_no_article_of_a_law_that_is_newer_elsewhere_is_cited(brought: LawLibrary) -> None:
    changed = {item.law for item in brought.outdated}
    assert len(changed) >= 10
    assert changed & {item.law_name for item in cited(brought) if item.article} == set()
