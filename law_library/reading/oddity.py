"""What is odd about a law file, said with the place and the cure.

In: nothing. Out: `Oddity`, and `Unreadable` where a file cannot be taken at all. Every part of `reading` imports this.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Oddity:
    """One fault in one line of one law file; `what` and `mend` are whole Chinese sentences."""

    path: PurePosixPath
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}: {self.what}{self.mend}"


class Unreadable(ValueError):
    """A file that cannot be taken: `what` is wrong, how to `mend` it, and at which line."""

    def __init__(self, what: str, mend: str, line: int = 1) -> None:
        super().__init__(what + mend)
        self.what = what
        self.mend = mend
        self.line = line
