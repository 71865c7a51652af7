"""What a version of a law is today, in the words of every page that shows it.

In: the library and a version. Out: words. Law pages, lists and notes ask.
"""

from content_model import Library
from law_library.law import Law, Status, Version

OUTDATED = "已有新文本"


def standing(library: Library, law: Law, version: Version) -> str:
    """Give the status; of a law that the operator knows to be newer elsewhere the text here is none that holds."""
    status = law.status(version, library.read_on)
    outdated = status is Status.IN_FORCE and library.laws.outdated_reason(law)
    return OUTDATED if outdated else status
