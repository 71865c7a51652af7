"""A quotation to paste: 《民法典》第一千二百五十四条第一款规定：“……”

In: an article, the numbers of a paragraph and an item. Out: one line. The commands use it.
"""

from law_library.commands.asking import fail
from law_library.law import Article, Law, Paragraph
from law_library.number import in_chinese
from law_library.reading.names import in_book_marks

INNER = str.maketrans("“”", "‘’")


def quotation(law: Law, article: Article, paragraph: int | None = None, item: int | None = None) -> str:
    """Write the quotation of an article, a paragraph or an item, quotation marks within it single."""
    place, text = article.number.chinese, "".join(article.lines)
    if paragraph is not None:
        found = _paragraph(law, article, paragraph)
        place, text = f"{place}第{in_chinese(paragraph)}款", _whole(found)
        if item is not None:
            place, text = f"{place}第{in_chinese(item)}项", _item(law, article, found, item, place)
    return f"{in_book_marks(law.title)}{place}规定：“{text.translate(INNER)}”"


def _paragraph(law: Law, article: Article, number: int) -> Paragraph:
    count = len(article.paragraphs)
    if not 1 <= number <= count:
        fail(f"{in_book_marks(law.title)}{article.number.chinese}只有 {count} 款，没有第 {number} 款。")
    return article.paragraphs[number - 1]


def _item(law: Law, article: Article, paragraph: Paragraph, number: int, place: str) -> str:
    found = next((item.text for item in paragraph.items if item.number == number), None)
    if found is not None:
        return found.rstrip("；")
    count = len(paragraph.items)
    return fail(
        f"{in_book_marks(law.title)}{place}" + (f"只有 {count} 项，没有第 {number} 项。" if count else "没有分项。")
    )


def _whole(paragraph: Paragraph) -> str:
    return paragraph.text + "".join(f"（{in_chinese(item.number)}）{item.text}" for item in paragraph.items)
