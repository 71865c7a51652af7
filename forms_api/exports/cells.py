"""Cells made harmless: no formula starts in a spreadsheet, nothing a citizen typed vanishes, be it digits.

In: text from outside. Out: text for CSV and XLSX cells.
`exports.py` imports this; it imports the standard library only.
"""

import re

XLSX_CELL_LENGTH = 32_767  # UTF-16 units, Excel's limit
CUT = "……（全文见 JSONL）"

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_NOT_XML = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}  # noncharacters that XML 1.0 forbids
# What spreadsheets skip before they look for a formula: spaces of every width, invisible signs, controls.
_SKIPPED = r"[^\S\t\r\n]|[\x00-\x08\x0b-\x1f\xad\u180e\u200b-\u200f\u2060-\u2064\ufeff]"
_DANGEROUS = re.compile(rf"(?:\A|(?<=[\n\r\x0b\x0c\x85\u2028\u2029]))(?=(?:{_SKIPPED})*[=+\-@＝＋－＠\t\r|])")
# A spreadsheet would drop the zero of 0101, round an 18-digit number, and write 12E5 out.
_REWRITTEN = re.compile(r"\s*(?:0\d+|\d{16,}|\d+[eE]\d+)\s*", re.ASCII)


def visible(text: str) -> str:
    """Show controls except newline and tab as their pictures (U+2400 and up)."""
    return text.translate(_CONTROLS)


def harmless(text: str) -> str:
    """Put ' before the cell, and before every line that a spreadsheet could take for a formula; show controls.

    Also before a cell that is only a number and would not come out of a spreadsheet as it was typed.

    The cell's own start counts as soon as any line is dangerous: programs differ in where a cell begins.
    """
    marked = _DANGEROUS.sub("'", text)
    if (marked != text or _REWRITTEN.fullmatch(text)) and not marked.startswith("'"):
        marked = f"'{marked}"
    return visible(marked)


def xlsx_text(text: str) -> str:
    """Make text fit for an XLSX string cell: controls shown, forbidden signs replaced, cut at Excel's limit."""
    shown = visible(text).translate(_NOT_XML)
    units = shown.encode("utf-16-le")
    if len(units) <= XLSX_CELL_LENGTH * 2:
        return shown
    kept = XLSX_CELL_LENGTH - len(CUT)
    return units[: kept * 2].decode("utf-16-le", errors="ignore") + CUT
