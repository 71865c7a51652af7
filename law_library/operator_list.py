"""The operator's own list beside the laws: when they were taken, which are newer elsewhere, which are not held.

In: `laws.yml` of a folder. Out: an `OperatorList`; raises WrongList. `opening` and `excerpts` use it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from law_library.library import Outdated

FILE = "laws.yml"
AS_OF, NEWER_ELSEWHERE, NOT_HELD = "核对至", "别处已更新", "未收录"


class WrongList(ValueError):
    """The list cannot be understood; its words say where and how to mend it."""


@dataclass(frozen=True)
class OperatorList:
    """What the list says; empty where there is none."""

    as_of: date | None = None
    outdated: tuple[Outdated, ...] = ()
    not_held: tuple[str, ...] = ()


def read_operator_list(folder: Path) -> OperatorList:
    """Read the list of a folder."""
    path = folder / FILE
    if not path.is_file():
        return OperatorList()
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise WrongList(f"{path} 的写法有误。请照手册的样子写，存成 UTF-8 编码。") from error
    if not isinstance(written, dict) or set(written) - {AS_OF, NEWER_ELSEWHERE, NOT_HELD}:
        raise WrongList(f"{path} 里有不认识的内容。只能写“{AS_OF}”“{NEWER_ELSEWHERE}”“{NOT_HELD}”三项。")
    return OperatorList(
        _as_of(path, written.get(AS_OF)),
        _outdated(path, written.get(NEWER_ELSEWHERE) or {}),
        _not_held(path, written.get(NOT_HELD) or []),
    )


def _as_of(path: Path, written: object) -> date | None:
    if written is None or type(written) is date:
        return written
    raise WrongList(f"{path} 里“{AS_OF}：{written}”不是日期。请写成 2025-04-30 的样子。")


def _outdated(path: Path, written: object) -> tuple[Outdated, ...]:
    if not isinstance(written, dict) or not all(isinstance(reason, str) for reason in written.values()):
        raise WrongList(f"{path} 里“{NEWER_ELSEWHERE}”要一行一部法律。请写成“仲裁法: 2025 年修订，2026-03-01 起施行”。")
    return tuple(Outdated(str(law), reason.strip()) for law, reason in written.items())


def _not_held(path: Path, written: object) -> tuple[str, ...]:
    if not isinstance(written, list) or not all(isinstance(name, str) for name in written):
        raise WrongList(f"{path} 里“{NOT_HELD}”要一行一个名称，前面加短横线。请写成“- 某某省工资支付条例”。")
    return tuple(name.strip() for name in written)
