"""“是不是想问……？”: pages of the site that may answer before a question is sent.

In: a filled form. Out: the nearest pages that the search finds for its free text. `intake.py` imports this.
"""

from forms_api.forms.submission_form import SubmissionForm
from forms_api.portal import portal
from search_index import Hit, NoIndex, search

SHOWN = 3
LOOKED_AT = 200  # characters of what was written: the start says what it is about


def similar_pages(filled: SubmissionForm) -> tuple[Hit, ...]:
    """Find the nearest pages; none where nothing is asked, without text or index, or where nothing fits."""
    opened = portal().editions.current()
    if not filled.asks or "content" not in filled or opened is None:
        return ()
    question = (filled["content"].data or "")[:LOOKED_AT]
    try:
        return tuple(search(opened.edition.index, question, limit=SHOWN).hits) if question.strip() else ()
    except NoIndex:
        return ()
