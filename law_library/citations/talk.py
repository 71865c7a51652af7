"""What the words of a text are about, from one place to the next.

In: a line and the names in it. Out: `Talk`s. `context` imports this.
"""

import re
from dataclasses import dataclass

from law_library.citations.names import LawMark
from law_library.citations.pointers import Pointer
from law_library.citations.wording import OF_THE_DAY, Wording

ALONE_IN_LINE = re.compile(r"[\s>#*_。：:、，]|[（(][^）)]*[）)]")
BULLET = re.compile(r"\s*(?:[-+•]|[*](?= )|\d+[.、])")
SENTENCE = re.compile(r"[。；，：]")
SHORTEST_SENTENCE = 40


@dataclass(frozen=True)
class Talk:
    """What the words so far are about: the law and article last cited; `doubtful` once something else was named."""

    law: LawMark | None = None
    wording: Wording = OF_THE_DAY
    article: Pointer | None = None
    doubtful: bool = False

    @property
    def certain(self) -> LawMark | None:
        """Give the law, unless something else may be meant."""
        return None if self.doubtful else self.law


NOTHING = Talk()


def printed_below(line: str, place: int, marks: list[LawMark], before: Talk) -> Talk:
    """Give the law whose articles are printed below: its title stands alone in a paragraph.

    A heading ends that, and whatever looks like another title.
    """
    if not line.strip():
        return before
    if len(marks) == 1 and not BULLET.match(line):
        mark = marks[0]
        if not ALONE_IN_LINE.sub("", line[: mark.start - place] + line[mark.end - place :]):
            return Talk(mark) if mark.lawlike and mark.law else NOTHING
    is_text = (
        SENTENCE.search(line) or len(line) > SHORTEST_SENTENCE or line.lstrip(" *_>").startswith(("第", "（", "("))
    )
    return before if is_text and not line.startswith("#") else NOTHING
