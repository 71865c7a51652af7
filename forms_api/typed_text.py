"""What people type, made clean before it is judged and stored.

In: the text of a field. Out: text without invisible controls; telephone numbers in one shape.
The forms import this; it imports the standard library only.
"""

import re
import unicodedata

# Controls but newline and tab, lone surrogates, noncharacters: no text contains them, and HTML and XML forbid them.
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_REMOVED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_DASHES = re.compile("[‐‑‒–—―−ーｰ]")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_AREA = r"(010|02[0-9]|0[3-9][0-9]{2})"
_LANDLINE = re.compile(_AREA + r"([2-9][0-9]{6,7})")
_EXTENSION = re.compile(_AREA + r"-?([2-9][0-9]{6,7})(?:-|转)([0-9]{1,6})")


def clean(typed: str | None) -> str:
    """Remove what is no text (controls except newline and tab, lone surrogates), unify newlines, compose, strip."""
    text = (typed or "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _REMOVED.sub("", text)).strip()


def one_line(typed: str | None) -> str:
    """Clean, and make every run of white space one space."""
    return " ".join(clean(typed).split())


def telephone(typed: str | None) -> str:
    """Give a telephone number its one shape: 13800000000, 0571-88880000 or 0571-88880000-12.

    What is no telephone number comes back cleaned and otherwise as typed.
    """
    kept = one_line(typed)
    plain = re.sub(r"[\s()]", "", _DASHES.sub("-", unicodedata.normalize("NFKC", kept)))
    digits = plain.replace("-", "")
    if match := _MOBILE.fullmatch(digits):
        return match[1]
    if match := _LANDLINE.fullmatch(digits):
        return f"{match[1]}-{match[2]}"
    if match := _EXTENSION.fullmatch(plain):
        return f"{match[1]}-{match[2]}-{match[3]}"
    return kept


def is_telephone(text: str) -> bool:
    """Say whether `text`, as `telephone` gave it, can be called back."""
    digits = text.replace("-", "")
    return bool(_MOBILE.fullmatch(text) or _EXTENSION.fullmatch(text) or ("-" in text and _LANDLINE.fullmatch(digits)))
