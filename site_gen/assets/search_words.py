"""The script of the search page that works without a service, with the words that it must know.

In: search/*.js, the words of asking, OpenCC's characters. Out: one script; fetched on that page only.
`site_gen.assets` alone imports this.
"""

from functools import cache
from pathlib import Path

from content_model.asking import question_words
from content_model.script import simplified

HERE = Path(__file__).parent / "search"
SCRIPTS = ("straight.js", "narrowing.js", "static-search.js")
FREQUENT = (0xA4, 0xC6)
"""First bytes of Big5's frequently used characters: what is typed in Traditional, 5,401 of them."""


@cache
def search_script() -> str:
    """Give the script with the words of asking and the Traditional characters that it folds."""
    text = "\n".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    folded = folded_characters()
    given = {
        "QUESTION WORDS": " ".join(sorted(question_words())),
        "TRADITIONAL": "".join(folded),
        "SIMPLIFIED": "".join(folded.values()),
    }
    for place, words in given.items():
        text = text.replace(f'"{place}"', f'"{words}"', 1)
    return text


def folded_characters() -> dict[str, str]:
    """Give the frequent Traditional characters that have another Simplified form, with it; each one UTF-16 unit."""
    first, last = FREQUENT
    pairs = [
        bytes((lead, trail)) for lead in range(first, last + 1) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    signs = [sign for pair in pairs if (sign := pair.decode("big5", "ignore"))]
    signs += "溫說稅脫閱悅衛眾爲臺着裏綫啓"  # what else readers of Traditional print
    turned = {sign: simplified(sign) for sign in signs}
    return {sign: other for sign, other in turned.items() if other != sign and len(other) == 1 and ord(other) <= 0xFFFF}
