"""A file system under SQLite that remembers every write and sync, and the disk as a power cut would leave it.

In: SQLite, by APSW (`Disk.register`), and notes of what was acknowledged. Out: the files after a cut at any moment.
The idea is SQLite's own (test6.c): what was written and not synced may be there, wholly, in part, or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import apsw

SECTOR = 512  # bytes that a disk writes wholly or not at all


@dataclass(frozen=True)
class Write:
    """Bytes written at an offset; None: the file was cut off there."""

    file: str
    offset: int
    data: bytes | None


@dataclass(frozen=True)
class Sync:
    """The disk said that it has all that was written to the file."""

    file: str


@dataclass(frozen=True)
class Deletion:
    """The file was deleted; we take it that the folder was synced, too."""

    file: str


@dataclass(frozen=True)
class Promise:
    """A citizen was told that this is kept."""

    key: str


Event = Write | Sync | Deletion | Promise


@dataclass(frozen=True)
class Disk:
    """All that happened, in order."""

    events: list[Event] = field(default_factory=list)

    def register(self, name: str) -> "RecordingSystem":
        """Make a file system of that name; it is there as long as what is returned."""
        return RecordingSystem(name, self.events)

    def files_after(self, moments: int, dice: Random, luck: float) -> dict[str, bytes]:
        """Give the files when the power goes after so many events; each unsynced sector arrived with that luck."""
        happened = self.events[:moments]
        names = {event.file for event in happened if not isinstance(event, Promise)}
        found = {name: _file_after(_of_file(name, happened), dice, luck) for name in names}
        return {name: content for name, content in found.items() if content is not None}


def _of_file(name: str, events: Sequence[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, Promise) and event.file == name]


def _file_after(events: Sequence[Event], dice: Random, luck: float) -> bytes | None:
    """Give the bytes on the disk; None where there never was, or is no more, a file."""
    begun = max((at + 1 for at, event in enumerate(events) if isinstance(event, Deletion)), default=0)
    since = events[begun:]
    synced = max((at + 1 for at, event in enumerate(since) if isinstance(event, Sync)), default=0)
    arrived = [event for event in since[:synced] if isinstance(event, Write)]
    for event in since[synced:]:
        arrived += [part for part in _sectors(event) if dice.random() < luck]
    if not synced and not arrived:
        return None
    content = bytearray()
    for write in arrived:
        _apply(content, write)
    return bytes(content)


def _sectors(event: Event) -> list[Write]:
    """Take a write apart where the disk does; a cut-off file arrives as a whole."""
    if not isinstance(event, Write):
        return []
    if event.data is None:
        return [event]
    bounds = [event.offset, *range((event.offset // SECTOR + 1) * SECTOR, event.offset + len(event.data), SECTOR)]
    ends = [*bounds[1:], event.offset + len(event.data)]
    return [
        Write(event.file, start, event.data[start - event.offset : end - event.offset])
        for start, end in zip(bounds, ends, strict=True)
    ]


def _apply(content: bytearray, write: Write) -> None:
    if write.data is None:
        del content[write.offset :]
        return
    content.extend(bytes(max(0, write.offset - len(content))))
    content[write.offset : write.offset + len(write.data)] = write.data


class RecordingSystem(apsw.VFS):
    """The system's own file system, written down."""

    def __init__(self, name: str, events: list[Event]) -> None:
        self._events = events
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "RecordedFile":  # noqa: N802
        """Open a file; SQLite's temporary ones have no name and are not written down."""
        given = name.filename() if isinstance(name, apsw.URIFilename) else name
        return RecordedFile(name, flags, Path(given).name if given else "", self._events)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        """Delete a file."""
        super().xDelete(filename, syncdir)
        self._events.append(Deletion(Path(filename).name))


class RecordedFile(apsw.VFSFile):
    """A file whose writes and syncs are written down as they end."""

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], file: str, events: list[Event]) -> None:
        super().__init__("", name, flags)
        self._file, self._events = file, events

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """Write."""
        super().xWrite(data, offset)
        self._note(Write(self._file, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        """Cut off."""
        super().xTruncate(newsize)
        self._note(Write(self._file, newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802
        """Wait for the disk."""
        super().xSync(flags)
        self._note(Sync(self._file))

    def _note(self, event: Event) -> None:
        if self._file:
            self._events.append(event)
