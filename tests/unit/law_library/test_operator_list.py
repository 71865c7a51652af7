"""laws.yml beside the laws: the operator's own word about them."""

from datetime import date
from pathlib import Path

import pytest

from law_library.library import Outdated
from law_library.operator_list import WrongList, read_operator_list

GOOD = "核对至: 2025-04-30\n别处已更新:\n  仲裁法: 2025 年修订。\n未收录:\n  - 法治宣传教育法\n"


def write(folder: Path, content: bytes) -> Path:
    (folder / "laws.yml").write_bytes(content)
    return folder


@pytest.mark.parametrize("content", [GOOD.encode(), GOOD.encode("utf-8-sig")])
def test_a_good_list(tmp_path: Path, content: bytes) -> None:
    found = read_operator_list(write(tmp_path, content))
    assert found.as_of == date(2025, 4, 30)
    assert found.outdated == (Outdated("仲裁法", "2025 年修订。"),)
    assert found.not_held == ("法治宣传教育法",)


@pytest.mark.parametrize("content", [b"", b"# nothing\n"])
def test_an_empty_list_says_nothing(tmp_path: Path, content: bytes) -> None:
    found = read_operator_list(write(tmp_path, content))
    assert (found.as_of, found.outdated) == (None, ())


def test_no_list_says_nothing(tmp_path: Path) -> None:
    assert read_operator_list(tmp_path).as_of is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("核对至: 去年", "里“核对至：去年”不是日期。请写成 2025-04-30 的样子。"),
        ("核对至: 2025-04-30 08:00:00", "里“核对至：2025-04-30 08:00:00”不是日期。请写成 2025-04-30 的样子。"),
        (
            "别处已更新: [仲裁法]",
            "里“别处已更新”要一行一部法律。请写成“仲裁法: 2025 年修订，2026-03-01 起施行”。",
        ),
        ("未收录: 法治宣传教育法", "里“未收录”要一行一个名称，前面加短横线。请写成“- 某某省工资支付条例”。"),
        ("核对: 2025-04-30", "里有不认识的内容。只能写“核对至”“别处已更新”“未收录”三项。"),
        ("- 仲裁法", "里有不认识的内容。只能写“核对至”“别处已更新”“未收录”三项。"),
        ("核对至: [", "的写法有误。请照手册的样子写，存成 UTF-8 编码。"),
    ],
)
def test_a_wrong_list_says_what_to_write(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(WrongList) as fault:
        read_operator_list(write(tmp_path, content.encode()))
    assert str(fault.value) == f"{tmp_path / 'laws.yml'} {sentence}"
    with pytest.raises(WrongList):
        read_operator_list(write(tmp_path, GOOD.encode("gb18030")))
