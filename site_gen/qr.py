"""QR codes: each page's address as a picture that a telephone reads, drawn here and by nobody else.

In: the library. Out: docs/<address>/qr.svg beside each page; a page asks for it only when the reader opens it.
`stage.py` calls this.
"""

from pathlib import Path
from urllib.parse import quote

import segno

from content_model import Library, Page

QR_NAME = "qr.svg"


def write_qr_codes(library: Library, docs: Path) -> None:
    """Draw the QR code of every page of `library` below `docs`."""
    for page in library.pages:
        target = docs / page.address / QR_NAME
        target.parent.mkdir(parents=True, exist_ok=True)
        segno.make(public_address(library, page), error="m", micro=False).save(
            str(target), border=4, light="#fff", xmldecl=False, omitsize=True
        )


def public_address(library: Library, page: Page) -> str:
    """Give the page's whole address, percent-encoded: not every telephone reads Chinese out of a QR code."""
    return library.site.base_url + quote(library.site.base_path + page.url)
