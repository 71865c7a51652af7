"""The real cases as the proving ground: what two careful readers counted by hand, each alone, is understood.

`cited_in_cases.jsonl` holds the 115 citations on which they agree. `kind` is law, former (of a law that no longer
holds) or document: notices, plans and replies of authorities, which are no laws and are left alone.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from law_library.citations import Citation, CitationStatus, difference, read_citations, read_quotations
from law_library.library import LawLibrary, name_key

TODAY = date(2026, 11, 28)
COUNTED: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "cited_in_cases.jsonl").read_text(encoding="utf-8").splitlines()
]
LAWS = [row for row in COUNTED if row["kind"] != "document"]


@pytest.fixture(scope="session")
def found(shared: Path, all_laws: LawLibrary) -> dict[str, list[Citation]]:
    files = sorted((shared / "cases").rglob("*.md"))
    return {
        file.relative_to(shared / "cases").as_posix(): read_citations(
            file.read_text(encoding="utf-8"), all_laws, today=TODAY
        )
        for file in files
    }


def place(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["file"], row["line"], row["text"], row["article"], row["paragraph"], row["item"]


def places(found: dict[str, list[Citation]]) -> dict[tuple[Any, ...], Citation]:
    return {
        (file, item.line, item.text, str(item.article) if item.article else None, item.paragraph, item.item): item
        for file, citations in found.items()
        for item in citations
    }


def test_at_least_98_of_100_citations_are_understood(found: dict[str, list[Citation]]) -> None:
    ours = places(found)
    missed = [place(row) for row in LAWS if place(row) not in ours]
    assert len(LAWS) == 100
    assert len(missed) <= 2, missed


def test_what_is_understood_names_the_right_law(found: dict[str, list[Citation]], all_laws: LawLibrary) -> None:
    ours = places(found)
    for row in LAWS:
        citation = ours.get(place(row))
        if citation and citation.law:
            expected = all_laws.find(row["law"])
            assert expected is citation.law or name_key(row["law"]) == name_key(citation.law_name), place(row)


def test_no_citation_is_linked_to_an_article_that_a_careful_reader_did_not_see(
    found: dict[str, list[Citation]],
) -> None:
    seen = {place(row) for row in COUNTED}
    linked = {where for where, item in places(found).items() if item.status is CitationStatus.RESOLVED}
    assert linked - seen == set()
    assert len(linked) > 40


def test_former_law_is_never_linked_to_todays_article(found: dict[str, list[Citation]]) -> None:
    ours = places(found)
    former = [ours[place(row)] for row in LAWS if row["kind"] == "former"]
    assert {citation.status for citation in former} == {CitationStatus.FORMER_LAW}
    assert len(former) == 7
    old = [ours[place(row)] for row in LAWS if "version" in row and row["article"]]
    assert [citation.version and citation.version.name for citation in old] == ["2007-08-30"] * 7


def test_quotations_of_the_cases_are_the_laws_own_words_but_for_two(
    shared: Path, found: dict[str, list[Citation]], all_laws: LawLibrary
) -> None:
    said = []
    for file, citations in found.items():
        text = (shared / "cases" / file).read_text(encoding="utf-8")
        said += [difference(quotation, all_laws) for quotation in read_quotations(text, citations)]
    assert len(said) > 10
    assert [shown for shown in said if shown] == [
        "……工资总额由下列〔文中“六”，法条“6”〕个部分组成……",
        "……职工每日工作8小时〔文中“、”，法条“,”〕每周工作40小时……",
    ]
