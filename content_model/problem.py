"""What is wrong with the content, where, and how to mend it.

In: the place and two Chinese sentences. Out: one line that an editor can act on.
Any module of the content model may make problems; only the front door prints them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath, PurePosixPath


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one line of one content file; `what` and `mend` are whole Chinese sentences.

    A reminder (`blocks` False) is shown, and the site is built all the same.
    """

    path: PurePosixPath
    line: int
    what: str
    mend: str
    blocks: bool = True

    def __str__(self) -> str:
        return self.below(PurePosixPath())

    def below(self, content: PurePath) -> str:
        """Say the problem with its path starting at the content folder."""
        reminder = "" if self.blocks else "提醒："
        return f"{(content / self.path).as_posix()}:{self.line}: {reminder}{self.what}{self.mend}"


class Unreadable(ValueError):
    """A value that cannot be understood: `what` is wrong and how to `mend` it; `line`, if it is one item of a list."""

    def __init__(self, what: str, mend: str, line: int | None = None) -> None:
        super().__init__(what + mend)
        self.what = what
        self.mend = mend
        self.line = line


def nearest(word: str, known: Sequence[str]) -> str:
    """Say “您是不是想写……？” when a known word resembles `word`, else nothing."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"您是不是想写“{close[0]}”？" if close else ""
