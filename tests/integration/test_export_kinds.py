"""Exports of every kind of submission, with what attackers write in every field: no formula, no fault, nothing lost.

What openpyxl and LibreOffice make of the same texts when they are handed over plainly is the negative control.
"""

import csv
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask

from forms_api.clock import today
from forms_api.config import Settings
from forms_api.exports.cells import harmless
from forms_api.exports.export import ExportFormat, export
from forms_api.forms.catalogue import FORMS
from forms_api.forms.form_token import new_key
from forms_api.store.submission import Rating
from mingfa import mingfa
from tests.conftest import absent
from tests.integration.conftest import browser, open_app, portal_of
from tests.integration.whole_forms import answers, send

LISTED = pytest.mark.parametrize("name", list(FORMS))
FORMULAS = (
    '=HYPERLINK("http://a.cn")',
    "=1+1 请问怎么办",
    "＝1+1 请问怎么办",
    "+1+1+1 请问",
    "-2+3 请问怎么办",
    "@SUM(A1:A9) 请问",
    "|cmd /C calc 请问",
    " =1+1 请问怎么办",
    "\u3000＝1+1 请问怎么办",
    "\ufeff=1+1 请问怎么办",
    "一行字\n=1+1 请问",
    "\t=1+1 请问怎么办",
)
STEERING = "甲\u202e乙\x1b[2J丙\u2066丁\u009b1m"
STARTS = re.compile(r"(?:\A|[\n\r])[\s\u3000\ufeff\u200b]*[=+\-@＝＋－＠|]")
# UTF-8, commas and quotes; formulas are evaluated, the worst that the dialogue of LibreOffice offers.
CSV_AS_OPENED = "--infilter=CSV:44,34,76,1,,0,false,false,false,false,false,0,true"
EXPORTS = [*FORMS, "rating"]
NUMBERS = ("01234567", "330106199001011234", "12E5")
Seen = tuple[str, bool]  # what stands in a cell, and whether it is a formula
DAY = date(2000, 1, 1), today() + timedelta(days=2)


@pytest.fixture(scope="module")
def settings(edition_build: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    content, build = edition_build
    return Settings(content=content, build=build, data=tmp_path_factory.mktemp("kinds") / "data", limit_factor=1000)


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    made = open_app(settings)
    for name in FORMS:
        for formula in FORMULAS:
            citizen = browser(made)
            assert send(citizen, made, name, answers(made, name, formula)).status_code == 303, (name, formula)
            _free_the_place(made, name, citizen.receipt())
    ratings = portal_of(made).store.ratings
    for formula in FORMULAS:
        ratings.rate(Rating(page="services/a/", page_title=formula, helpful=True, reason=formula), [new_key()])
    yield made
    portal_of(made).store.engine.dispose()


def _free_the_place(app: Flask, name: str, receipt: tuple[str, str]) -> None:
    if name == "appointment":
        case = portal_of(app).store.follow.find(*receipt)
        assert case
        portal_of(app).store.follow.withdraw(case)


def exported(app: Flask, name: str, format_: ExportFormat, folder: Path) -> Path:
    out = folder / f"out.{format_.value}"
    kind = FORMS[name].kind() if name in FORMS else None
    assert export(portal_of(app).store, kind, *DAY, format_, out) == len(FORMULAS)
    return out


def formulas_in(sheet: Path) -> list[str]:
    """Look for formulas in the XML itself."""
    with zipfile.ZipFile(sheet) as parts:
        inside = [parts.read(part).decode() for part in parts.namelist() if part.startswith("xl/worksheets/")]
    return [found for xml in inside for found in re.findall(r"<f[ />]", xml)]


@pytest.mark.parametrize("name", EXPORTS)
def test_no_cell_of_a_sheet_is_a_formula(app: Flask, tmp_path: Path, name: str) -> None:
    out = exported(app, name, ExportFormat.XLSX, tmp_path)
    assert formulas_in(out) == []
    book = openpyxl.load_workbook(out)
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row if cell.value is not None]
    book.close()
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert sum(bool(STARTS.search(str(cell.value))) for cell in cells) >= len(FORMULAS) - 3, "they are there, as text"


def write_plainly(sheet: Path) -> Path:
    book = openpyxl.Workbook()
    for formula in FORMULAS:
        book.worksheets[0].append([formula])
    book.save(sheet)
    return sheet


def test_handed_over_plainly_they_would_be_formulas(tmp_path: Path) -> None:
    assert formulas_in(write_plainly(tmp_path / "plain.xlsx")) != []
    assert [formula for formula in FORMULAS if STARTS.search(formula)] == list(FORMULAS)


@pytest.mark.parametrize("name", EXPORTS)
def test_no_line_of_a_csv_cell_starts_a_formula(app: Flask, tmp_path: Path, name: str) -> None:
    with exported(app, name, ExportFormat.CSV, tmp_path).open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row]
    assert [cell for cell in cells if STARTS.search(cell)] == []
    assert sum("1+1" in cell for cell in cells) >= 6, "they are there, made harmless"


def opened_in_libreoffice(tables: Sequence[Path], *how: str) -> dict[str, list[list[Seen]]]:
    """Have LibreOffice open tables and save what it sees; give the cells of each, by the name of the file."""
    program, folder = shutil.which("soffice"), tables[0].parent
    if program is None:
        absent("no LibreOffice: apt-get install libreoffice-calc-nogui")
    command = [str(program), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", *how]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "seen"), *map(str, tables)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {table.stem: seen_in(folder / "seen" / f"{table.stem}.xlsx") for table in tables}


def seen_in(sheet: Path) -> list[list[Seen]]:
    """Read what stands in each cell, without the empty ones at the end of a row, and whether it is a formula."""
    book = openpyxl.load_workbook(sheet)
    rows = [[(_word(cell.value), cell.data_type == "f") for cell in row] for row in book.worksheets[0].iter_rows()]
    book.close()
    for row in rows:
        while row and row[-1] == ("", False):
            row.pop()
    return rows


def _word(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str("" if value is None else value)


def as_text(rows: Iterable[Iterable[str]]) -> list[list[Seen]]:
    """Give what should be seen of a table of texts."""
    return [[(cell, False) for cell in row] for row in rows]


def write_csv(file: Path, cells: Iterable[str]) -> Path:
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        csv.writer(opened).writerows([cell] for cell in cells)
    return file


def test_in_libreoffice_a_sheet_says_what_was_typed(app: Flask, tmp_path: Path) -> None:
    sheets = [exported(app, name, ExportFormat.XLSX, tmp_path).rename(tmp_path / f"{name}.xlsx") for name in EXPORTS]
    seen = opened_in_libreoffice([*sheets, write_plainly(tmp_path / "plain.xlsx")])
    assert [sheet.stem for sheet in sheets if seen[sheet.stem] != seen_in(sheet)] == []
    assert [sheet.stem for sheet in sheets if any(formula for row in seen[sheet.stem] for _, formula in row)] == []
    assert any(formula for row in seen["plain"] for _, formula in row), "the negative control"


def test_in_libreoffice_a_csv_says_what_was_typed_made_harmless(app: Flask, tmp_path: Path) -> None:
    tables = [exported(app, name, ExportFormat.CSV, tmp_path).rename(tmp_path / f"{name}.csv") for name in EXPORTS]
    typed = [*FORMULAS, *NUMBERS]
    more = [write_csv(tmp_path / "plain.csv", typed), write_csv(tmp_path / "made.csv", map(harmless, typed))]
    seen = opened_in_libreoffice([*tables, *more], CSV_AS_OPENED)
    for table in tables:
        with table.open(encoding="utf-8-sig", newline="") as file:
            written = [row if row[-1] else row[:-1] for row in csv.reader(file)]
        assert seen[table.stem] == as_text(written), table.stem
    assert seen["made"] == as_text([harmless(cell)] for cell in typed)
    plain = [row[0] for row in seen["plain"]]
    assert any(formula for _, formula in plain), "the negative control"
    assert all(text != number for number, (text, _) in zip(typed[-3:], plain[-3:], strict=True)), "and of the numbers"


@LISTED
def test_every_question_has_its_column(portal_settings: Settings, tmp_path: Path, name: str) -> None:
    """What was answered stands in the export, whatever was asked."""
    app = open_app(portal_settings)
    said = answers(app, name, "答", named=True)
    assert send(browser(app), app, name, said).status_code == 303
    out = tmp_path / "out.jsonl"
    assert export(portal_of(app).store, FORMS[name].kind(), *DAY, ExportFormat.JSONL, out) == 1
    portal_of(app).store.engine.dispose()
    values = {str(value) for value in json.loads(out.read_text(encoding="utf-8")).values()}
    told = [(field, value) for field, value in said if value not in ("", "y") and field != "when"]
    assert [field for field, value in told if value not in values] == []
    assert len(told) >= 4


def _environment(settings: Settings) -> dict[str, str]:
    folders = {"MINGFA_CONTENT": settings.content, "MINGFA_BUILD": settings.build, "MINGFA_DATA": settings.data}
    return {name: str(folder) for name, folder in folders.items()}


@LISTED
def test_what_an_officer_reads_cannot_steer_the_terminal(portal_settings: Settings, name: str) -> None:
    app = open_app(portal_settings)
    citizen = browser(app)
    assert send(citizen, app, name, answers(app, name, STEERING)).status_code == 303
    number, code = citizen.receipt()
    shown = CliRunner().invoke(mingfa, ["show", number, "--officer", "王芳"], env=_environment(portal_settings))
    assert shown.exit_code == 0, shown.output
    assert "甲" in shown.stdout
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown.stdout)
    case = portal_of(app).store.follow.find(number, code)
    assert case
    assert "\\u202e" in ascii(case.matter), "the negative control: it is stored"
    portal_of(app).store.engine.dispose()
