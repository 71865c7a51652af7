"""What an operator installs besides the web server's file: systemd's units, judged by systemd, and the log rule."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, absent

DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
PROGRAM = "/opt/mingfa/.venv/bin/mingfa"


def verified(folder: Path, changes: dict[str, str]) -> str:
    """Copy the units with the program where it is here; give what systemd has to say against them."""
    if shutil.which("systemd-analyze") is None:
        absent("systemd-analyze is not here: apt-get install systemd")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, str(Path(sys.executable)))
        for word, instead in changes.items():
            text = text.replace(word, instead)
        (folder / unit.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", *(str(folder / unit.name) for unit in UNITS)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    return "\n".join(line for line in said.splitlines() if "mingfa" in line)


def test_systemd_has_nothing_against_the_units(tmp_path: Path) -> None:
    assert verified(tmp_path, {}) == ""


def test_a_wrong_word_in_a_unit_is_found_out(tmp_path: Path) -> None:
    assert "ProtectSystems" in verified(tmp_path, {"ProtectSystem=": "ProtectSystems="})


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_every_service_is_shut_in(unit: Path) -> None:
    lines = set(unit.read_text(encoding="utf-8").splitlines())
    assert {"User=mingfa", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
            "MemoryDenyWriteExecute=yes", "CapabilityBoundingSet=", "UMask=0077"} <= lines  # fmt: skip


def test_each_timer_has_its_service_and_the_handbook_starts_it() -> None:
    handbook = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for timer in DEPLOY.glob("*.timer"):
        assert timer.with_suffix(".service") in UNITS
        assert timer.name in handbook


def test_logs_are_kept_longer_than_a_year() -> None:
    days = re.search(r"^\s+rotate (\d+)$", (DEPLOY / "logrotate.conf").read_text(encoding="utf-8"), re.M)
    assert days
    assert int(days[1]) > 366
