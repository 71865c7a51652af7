"""Terms of the law that everybody knows, by the first letters of their pinyin: ldzc for 劳动仲裁.

In: lexicon/terms.txt, what synonyms mean, the kinds of services and topics. Out: a file beside the index, which
`sounds.py` reads.
Written at every build, for the lexicon may change while the texts do not.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from content_model import ServiceCategory, Topic
from search_index.analyzer import LEXICON
from search_index.synonyms import Synonym, read_synonyms

FILE = "terms.json"
KNOWN = LEXICON / "terms.txt"
SHORTEST, LONGEST = 3, 7
Terms = Mapping[str, list[str]]


def terms_of(synonyms: str) -> Terms:
    """Collect the terms of the lexicon, the portal's own vocabulary, and what a text of synonyms means in the law."""
    lines = (line for line in read_synonyms(synonyms) if isinstance(line, Synonym))
    listed = (line for line in KNOWN.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    known = (term for line in listed for term in line.split())
    return by_initials(chain(known, ServiceCategory, Topic, (meant for line in lines for meant in line.meant)))


def by_initials(terms: Iterable[str]) -> Terms:
    """Order terms by the first letters of their pinyin."""
    from pypinyin import Style, lazy_pinyin

    found: defaultdict[str, list[str]] = defaultdict(list)
    for term in dict.fromkeys(map(str, terms)):
        if SHORTEST <= len(term) <= LONGEST and all("\u4e00" <= sign <= "\u9fff" for sign in term):
            found["".join(lazy_pinyin(term, style=Style.FIRST_LETTER))].append(term)
    return found


def write_terms(synonyms: str, folder: Path) -> None:
    """Write the file beside an index."""
    (folder / FILE).write_text(json.dumps(terms_of(synonyms), ensure_ascii=False), encoding="utf-8")


def read_terms(folder: Path) -> Terms:
    """Read the file of an index; one that was built before there were terms has none. Raises ValueError."""
    file = folder / FILE
    found: Terms = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found
