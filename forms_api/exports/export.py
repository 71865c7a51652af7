"""Exports for the staff: submissions and ratings of some days, as CSV, XLSX or JSONL.

In: the store, days, a path. Out: a complete file with mode 0600, or none; the number of its rows.
The front door imports this. Rows stream from the database to the file; only one batch is in memory.
"""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from enum import StrEnum
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from forms_api.clock import beijing_span
from forms_api.exports.cells import harmless, xlsx_text
from forms_api.exports.columns import RATING_COLUMNS, Cell, Headings, headings, submission_columns
from forms_api.store.store import Store
from forms_api.store.submission import SubmissionKind
from forms_api.unfinished import sweep, written_beside

XLSX_ROWS = 1_048_575  # besides the headings

Cells = tuple[Cell, ...]


class ExportFormat(StrEnum):
    """The kinds of file; the value is the usual ending."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


class ExportTooLarge(Exception):
    """More rows than an XLSX sheet holds; the message is a Chinese sentence with the cure."""


def export(
    store: Store, kind: SubmissionKind | None, since: date, until: date, format_: ExportFormat, out: Path
) -> int:
    """Write the entries of the Beijing days `since` to `until`, both inclusive, to `out`; give their number.

    A kind stands for its submissions, None for the ratings of pages.

    Raises ExportTooLarge, StoreUnavailable, OSError; then `out` is as it was before.
    """
    if format_ is ExportFormat.XLSX:
        _check_size(store, kind, since, until)
    table = headings(submission_columns(kind) if kind else RATING_COLUMNS)
    rows = _rows(store, kind, since, until)
    return write_table(out, format_, table, rows)


def write_table(out: Path, format_: ExportFormat, table: Headings, rows: Iterable[Cells]) -> int:
    """Write rows to `out` and give their number; raises OSError, and `out` is as it was before."""
    write = {ExportFormat.CSV: _write_csv, ExportFormat.XLSX: _write_xlsx, ExportFormat.JSONL: _write_jsonl}[format_]
    sweep(out.parent)
    with written_beside(out) as beside:
        return write(beside, table, rows)


def _check_size(store: Store, kind: SubmissionKind | None, since: date, until: date) -> None:
    count = store.entries.count(kind, *beijing_span(since, until))
    if count > XLSX_ROWS:
        raise ExportTooLarge(
            f"共 {count} 行，一个 XLSX 表最多 {XLSX_ROWS} 行。请缩短日期范围分几次导出，或改用 csv、jsonl。"
        )


def _rows(store: Store, kind: SubmissionKind | None, since: date, until: date) -> Iterator[Cells]:
    span = beijing_span(since, until)
    if kind:
        columns = submission_columns(kind)
        for submission in store.entries.submissions(kind, *span):
            yield tuple(column.read(submission) for column in columns)
    else:
        for rating in store.entries.ratings(*span):
            yield tuple(column.read(rating) for column in RATING_COLUMNS)


def _write_csv(path: Path, table: Headings, rows: Iterable[Cells]) -> int:
    """Write CSV that a double click in Excel opens rightly: a byte-order mark, CRLF."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.names)
        for row in rows:
            count += 1
            writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return count


def _write_jsonl(path: Path, table: Headings, rows: Iterable[Cells]) -> int:
    """Write one JSON object a line, the texts exactly as they are stored."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            count += 1
            file.write(json.dumps(dict(zip(table.names, row, strict=True)), ensure_ascii=False) + "\n")
    return count


def _write_xlsx(path: Path, table: Headings, rows: Iterable[Cells]) -> int:
    """Write one sheet of text cells; its working files stay in a private folder beside `path`."""
    with tempfile.TemporaryDirectory(prefix=f"{path.name}.", dir=path.parent) as work:
        texts_stay_texts = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
        how = {"constant_memory": True, "tmpdir": work, **texts_stay_texts}
        try:
            with closing(xlsxwriter.Workbook(str(path), how)) as book:  # closed even on error: it holds files open
                return _fill_sheet(book, table, rows)
        except FileCreateError as error:
            raise OSError(f"{path.parent}: {error}") from error


def _fill_sheet(book: xlsxwriter.Workbook, table: Headings, rows: Iterable[Cells]) -> int:
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for number, (name, width) in enumerate(zip(table.names, table.widths, strict=True)):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, bold)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > XLSX_ROWS:
            raise ExportTooLarge(f"导出期间又有新的提交，超过了 {XLSX_ROWS} 行。请缩短日期范围再导出。")
        for number, cell in enumerate(row):
            sheet.write_string(count, number, xlsx_text("" if cell is None else str(cell)))
    return count
