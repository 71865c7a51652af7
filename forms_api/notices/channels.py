"""The ways out for notices: files in a folder, or the gateways that the settings name.

In: settings; letters. Out: nothing when a letter was handed over, else NotDelivered. A letter may come twice.
`delivery` and `courier` import this. Apprise, which speaks to gateways, is loaded only when one is set.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from forms_api.clock import beijing_minute
from forms_api.config import ConfigurationError, Settings


class NotDelivered(Exception):
    """Nobody took the letter; the message is for the log and says nothing of the letter."""


@dataclass(frozen=True)
class Letter:
    """A notice as it leaves: `id` is the same when it comes again; `phone` is "" for staff."""

    id: str
    text: str
    receipt: str
    made_at: datetime
    phone: str = ""


class Channel(Protocol):
    """A way out."""

    def hand_over(self, letter: Letter) -> None:
        """Hand a letter over; raises NotDelivered."""


@dataclass(frozen=True)
class Channels:
    """The ways to staff and to citizens."""

    staff: Channel
    citizens: Channel


class FileChannel:
    """Writes each letter into a file of its own, named by its id: a second time it is the same file.

    The citizen's telephone is not written: it stays sealed in the database.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, letter: Letter) -> None:
        """Write the file beside, to the disk, and give it its name; raises NotDelivered."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self._folder / f"{letter.id}.json", json.dumps(_said(letter), ensure_ascii=False, indent=1))
        except OSError as error:
            raise NotDelivered(f"file: {error.strerror}") from error

    def forget(self, before: datetime) -> int:
        """Delete the files of letters handed over before a moment, and what a kill left; give their number."""
        old = [file for file in self._files() if file.stat().st_mtime < before.timestamp()]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def _files(self) -> Iterator[Path]:
        for pattern in ("*.json", ".*.json.*.tmp"):
            yield from self._folder.glob(pattern)


def open_channels(settings: Settings) -> Channels:
    """Open the ways out that the settings name, files where they name none.

    MINGFA_NOTICES_STAFF: addresses as Apprise writes them, with spaces between: `wecombot://密钥`,
    `dingtalk://加签密钥@令牌`, `mailtos://用户:密码@主机?to=…`. MINGFA_NOTICES_SMS: the address of a text-message
    gateway with {phone}, such as `jsons://gateway.intranet/send?:to={phone}&:id={id}`. Raises ConfigurationError.
    """
    files = FileChannel(settings.notices_folder)
    if not settings.notices_staff.strip() and not settings.notices_sms.strip():
        return Channels(files, files)
    try:
        from forms_api.notices.gateways import Gateways, TextMessages
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "设置了通知的去向（MINGFA_NOTICES_STAFF 或 MINGFA_NOTICES_SMS），却没有安装 apprise。"
            "请运行 pip install 'mingfa[notices]'，或取消这两项设置，通知就写进数据文件夹的 notices 里。"
        ) from error
    staff = Gateways(settings.notices_staff.split()) if settings.notices_staff.strip() else files
    citizens = TextMessages(settings.notices_sms.strip()) if settings.notices_sms.strip() else files
    return Channels(staff, citizens)


def _said(letter: Letter) -> dict[str, str]:
    said = {
        "编号": letter.id,
        "发给": "市民" if letter.phone else "工作人员",
        "时间": beijing_minute(letter.made_at),
        "内容": letter.text,
    }
    if letter.phone:
        said["怎么办"] = f"还没有设置短信通道。这位市民同意收短信，请用 mingfa show {letter.receipt} 查电话，代为发送。"
    return said


def _write(path: Path, text: str) -> None:
    with _beside(path, text) as beside:
        os.replace(beside, path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _beside(path: Path, text: str) -> Iterator[Path]:
    """Write to a file beside and to the disk; it is gone afterwards."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(descriptor)
        yield beside
    finally:
        beside.unlink(missing_ok=True)
