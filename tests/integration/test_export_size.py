"""A hundred thousand rows in less than 200 MB of memory: the rows stream.

Twenty thousand are written: what they take beyond a few rows may be no more than a fifth of what is left of the limit.
"""

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from forms_api.config import Settings
from forms_api.exports.export import ExportFormat, export
from forms_api.store import models
from forms_api.store.db import open_store
from forms_api.store.matter import Consultation, to_json
from forms_api.store.store import Store
from forms_api.store.submission import SubmissionKind

ROOT = Path(__file__).parent.parent.parent
MANY, FEW, WANTED = 20_000, 10, 100_000
LIMIT = 200 * 1024  # KiB
START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Consultations of 100 characters, written past the store for speed: few on one day, many on the next."""
    folder = tmp_path_factory.mktemp("size") / "data"
    store = open_store(Settings(data=folder))
    with store.engine.connect() as connection, connection.execution_options(writes=True).begin():
        connection.execute(insert(models.submission), [_submission(store, number) for number in range(FEW + MANY)])
    store.engine.dispose()
    return folder


def _submission(store: Store, number: int) -> dict[str, object]:
    receipt = f"ZX-{number}"
    asked = Consultation(
        name="张女士",
        phone="13800000000",
        town="城关镇",
        topic="劳动工资",
        content=f"{number:06}" + "老板拖欠工资" * 16,
    )
    sealed, key_id = store.seals.seal(to_json(asked), "submission", receipt)
    return {
        "id": number + 1,
        "kind": "ZX",
        "receipt": receipt,
        "code_hmac": str(number),
        "key_hmac": str(number),
        "received_at": START + timedelta(days=number >= FEW),
        "state": "received",
        "held_for": "",
        "topic": "劳动工资",
        "town": "城关镇",
        "officer": "",
        "sealed": sealed,
        "key_id": key_id,
    }


def exported(data: Path, out: Path, format_: ExportFormat, day: int) -> tuple[int, int]:
    """Export a day in a process of its own; give rows and KiB of memory."""
    command = [sys.executable, "-m", __name__, str(data), format_, str(out), str(day)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True)
    rows, memory = map(int, finished.stdout.split())
    return rows, memory


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_a_hundred_thousand_rows_stay_small(data: Path, tmp_path: Path, format_: ExportFormat) -> None:
    out = tmp_path / f"out.{format_}"
    few, before = exported(data, out, format_, 1)
    many, memory = exported(data, out, format_, 2)
    assert (few, many) == (FEW, MANY)
    assert out.stat().st_size > 1_000_000
    assert memory - before < (LIMIT - before) * MANY / WANTED


if __name__ == "__main__":
    folder, kind_of_file, target, day = sys.argv[1:]
    opened = open_store(Settings(data=Path(folder)))
    span = (date(2026, 11, int(day)), date(2026, 11, int(day)))
    count = export(opened, SubmissionKind.CONSULTATION, *span, ExportFormat(kind_of_file), Path(target))
    # Not ru_maxrss: a child begins with its parent's, and the parent has just made the rows.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(count, peak[1] if peak else "unknown")
