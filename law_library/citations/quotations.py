"""Quotations: what stands in “ ” right after a citation, held against the article.

In: a text, its citations, the law library. Out: `Quotation`s, and for each the first place where it differs.
The content model's rules and the commands use it. Widths of punctuation, white space and quotation marks do not count;
an ellipsis …… stands for what was left out. Everything else is the law's own wording or it is no quotation.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from law_library.citations.citation import Citation, CitationStatus
from law_library.law import Paragraph
from law_library.library import LawLibrary
from law_library.number import in_chinese

SAYS = r"[^，。；：“”、第\n]{0,6}?(?:规定|明确|指出|写明|写道|要求)(?:了|为|如下)?[ *_]*[：:，,]?"
LEAD = re.compile(rf"(?:之|的)?(?:{SAYS}|[：:])[ *_\n>]*“")
ELLIPSIS = re.compile(r"…+|\.{3,}|。{3,}|[(（\[]略[)）\]]")
LONGEST = 4000
NO_SIGNIFICANCE = re.compile(r"[\s*_>#“”‘’\"'「」『』]")
END = "。；，、：;,.:"
SHOWN = 12  # characters of context around a difference
LIKENESS = 0.6  # share of the characters that must agree before two texts are compared word by word


@dataclass(frozen=True)
class Quotation:
    """The words quoted after `citations` (one, or a list that ends right before them)."""

    start: int
    end: int
    text: str
    citations: tuple[Citation, ...]


def read_quotations(text: str, citations: Sequence[Citation]) -> Iterator[Quotation]:
    """Find what is quoted right after citations."""
    for number, citation in enumerate(citations):
        lead = LEAD.match(text, citation.end) if citation.article else None
        end = _closing(text, lead.end()) if lead else None
        following = citations[number + 1] if number + 1 < len(citations) else None
        if lead and end and (following is None or following.end > citation.end):
            yield Quotation(lead.end(), end, text[lead.end() : end], _listed(text, citations, number))


def difference(quotation: Quotation, library: LawLibrary) -> str | None:
    """Show the first place where a quotation leaves the law's wording; None where it is exact, or cannot be looked up.

    Shown as ……过错〔文中“侵犯”，法条“侵害”〕他人…….
    """
    sources = [plain for citation in quotation.citations if (plain := _source(citation, library))]
    if not sources:
        return None
    pieces = [plain for piece in ELLIPSIS.split(quotation.text) if (plain := _plain(piece).strip(END))]
    if any(_stands_in(pieces, source) for source in (*sources, "".join(sources))):
        return None
    return _shown(pieces, sources[-1])


def _listed(text: str, citations: Sequence[Citation], number: int) -> tuple[Citation, ...]:
    """Give the citation with those of its own list before it: 第十条、第十二条规定：“……”."""
    first = number
    while (
        first
        and citations[first].law is citations[first - 1].law
        and _adjacent(text, citations[first - 1], citations[first])
    ):
        first -= 1
    return tuple(citations[first : number + 1])


def _adjacent(text: str, before: Citation, after: Citation) -> bool:
    return before.article is not None and len(text[before.end : after.start].strip(" *_、和与及以")) == 0


def _closing(text: str, start: int) -> int | None:
    """Find the ” that closes a quotation; others may stand within."""
    depth = 1
    for match in re.finditer(r"[“”]", text[start : start + LONGEST]):
        depth += 1 if match[0] == "“" else -1
        if not depth:
            return start + match.start()
    return None


def _source(citation: Citation, library: LawLibrary) -> str | None:
    """Give the plain text of what a citation points at: the paragraph that it names, else the article."""
    if citation.status is not CitationStatus.RESOLVED or citation.version is None or citation.article is None:
        return None
    article = library.article(citation.version, citation.article)
    if article is None:
        return None
    if citation.paragraph and 1 <= citation.paragraph <= len(article.paragraphs):
        return _plain(_whole(article.paragraphs[citation.paragraph - 1]))
    return _plain(article.text)


def _whole(paragraph: Paragraph) -> str:
    items = [f"（{in_chinese(item.number)}）{item.text}" for item in paragraph.items]
    return paragraph.text + "".join(items)


def _plain(text: str) -> str:
    return NO_SIGNIFICANCE.sub("", unicodedata.normalize("NFKC", text))


def _stands_in(pieces: Sequence[str], source: str) -> bool:
    place = 0
    for piece in pieces:
        found = source.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def _shown(pieces: Sequence[str], source: str) -> str:
    """Show the first difference between the piece that does not fit and the place in the law most like it."""
    piece = next((piece for piece in pieces if piece not in source), None)
    if piece is None:
        return "省略号前后的话，先后次序与法条不同"
    codes = SequenceMatcher(None, piece, source, autojunk=False).get_opcodes()
    alike = sum(end - begin for tag, begin, end, *_ in codes if tag == "equal")
    differing = [code for code in codes if code[0] != "equal" and code[2] > 0 and code[1] < len(piece)]
    if alike < LIKENESS * len(piece) or not differing:
        return f"法条里没有“{_short(piece)}”"
    _, begin, end, law_begin, law_end = differing[0]
    before, after = piece[max(0, begin - SHOWN) : begin], piece[end : end + SHOWN]
    return f"……{before}〔文中“{piece[begin:end]}”，法条“{_short(source[law_begin:law_end])}”〕{after}……"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN * 2 else f"{text[:SHOWN]}……{text[-SHOWN:]}"
