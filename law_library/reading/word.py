"""The paragraphs of a .docx file.

In: bytes. Out: lines; raises Unreadable. `law_file` imports this when it meets such a file.
"""

import io
from zipfile import BadZipFile

from law_library.reading.oddity import Unreadable


def paragraphs_of(content: bytes) -> list[str]:
    """Read the paragraphs and the rows of tables in their order, cells parted by |."""
    from docx import Document  # only where such files are imported
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        lines: list[str] = []
        for block in Document(io.BytesIO(content)).iter_inner_content():
            if isinstance(block, Table):
                lines += [" | ".join(cell.text.replace("\n", " ") for cell in row.cells) for row in block.rows]
            else:
                lines += block.text.split("\n")
    except (BadZipFile, PackageNotFoundError, SyntaxError, KeyError, ValueError, EOFError, OSError) as error:
        raise Unreadable("这个 .docx 打不开，可能没有下载完整。", "请重新下载，或者用 Word 另存一次。") from error
    return lines
