"""Citations: what a text cites of the law, whether it stands there, and whether it is quoted as it stands.

In: Markdown and the law library. Out: `Citation`s, `Quotation`s. Everyone who may import the law library may use it.
"""

from law_library.citations.citation import Citation, CitationStatus, Missing
from law_library.citations.quotations import Quotation, difference, read_quotations
from law_library.citations.reader import read_citations

__all__ = ["Citation", "CitationStatus", "Missing", "Quotation", "difference", "read_citations", "read_quotations"]
