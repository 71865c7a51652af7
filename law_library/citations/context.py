"""Context: which law each 第X条 belongs to.

In: a folded text. Out: `Cited`, each law or pointer with the law that it belongs to. `reader` imports this.
A number right after a name is that law's. A number alone belongs to the law last named for one, as long as nothing else
was named since; inside “ ” only 本法 and 本条 refer, to the law that is quoted. What could be either is left alone.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from law_library.citations.aliases import with_aliases
from law_library.citations.alone import NumberAlone
from law_library.citations.names import LawMark, read_names
from law_library.citations.pointers import FIRST, PARAGRAPHS, Pointer, parts_of, read_pointers
from law_library.citations.talk import NOTHING, Talk, printed_below
from law_library.citations.wording import Wording, read_wording
from law_library.library import LawLibrary, name_key
from law_library.number import ArticleNumber

MARKUP = r"[ *_]*"
NOTE = r"[(](?P<note>(?:[^()\n]|[(][^()\n]*[)]){1,100})[)]"
BETWEEN = re.compile(
    rf"(?:\]\( *\))?{MARKUP}[”〉]?(?:{NOTE}{MARKUP}){{0,2}}(?:[·\u4e00-\u9fff]{{1,5}}编)?(?:总则|分则)?"
    rf"(?:第[一二三四五六七八九十]+(?:分?编|章|节))*(?:的|中的|中|里的|之)?{MARKUP}"
)
SUBORDINATE = re.compile(rf"{MARKUP}的?(?P<kind>实施(?:条例|细则|办法))(?={MARKUP}第)")
ITS_OWN = r"其(?:实施|配套)?(?:条例|细则|办法|司法解释)"
BACK = re.compile(
    rf"(?P<which>同|该|本|此|前述|上述|前引)(?P<what>法典|法律?|条例|司法解释|解释|规定|办法|规则|细则){MARKUP}(?=第)"
    r"|(?P<same>[该同本]条)(?![例款件信裙路线街约文])"
)
IN_A_WORD = {"同": "合共相不如伙等协陪混", "该": "应", "本": "基资成根日版文样脚剧", "此": "因如", "前": "", "上": ""}
"""Characters before a word that refers back which make it another word: 合同法, 应该法, 基本法."""
IN_GENERAL = re.compile(r"(?:、|和|与|及|以及)?(?:其他)?(?:有关)?法律")
JOINED = frozenset(("和", "与", "、", "及", "以及", "或", "或者"))
EVENT = re.compile(rf"[“”()|]|{FIRST.pattern}|{BACK.pattern}|(?P<own>{ITS_OWN})")


@dataclass(frozen=True)
class Cited:
    """A span of the text, the law that it names or means, in which wording, and where in it.

    `alone`: the number stands after no name; `printed`: it heads the article's own text, which begins at `end`.
    """

    start: int
    end: int
    law: LawMark
    wording: Wording
    pointer: Pointer | None = None
    alone: bool = False
    printed: bool = False


def cited_in(text: str, library: LawLibrary) -> Iterator[Cited]:
    """Give what is cited, in the order of the text."""
    names = with_aliases(text, read_names(text, library), library)
    starts = [mark.start for mark in names]
    elsewhere: set[ArticleNumber] = set()
    printed = NOTHING
    place = 0
    for line in text.split("\n"):
        end = place + len(line)
        marks = names[bisect_left(starts, place) : bisect_left(starts, end)]
        printed = printed_below(line, place, marks, printed)
        if marks or "条" in line:
            yield from _Line(text, place, end, marks, library, printed, elsewhere).read()
        place = end + 1


class _Line:
    """Reads one paragraph from left to right."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        marks: list[LawMark],
        library: LawLibrary,
        printed: Talk,
        elsewhere: set[ArticleNumber],
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.marks, self.library, self.printed = deque(marks), library, printed
        self.elsewhere = elsewhere  # numbers that the text has used for something that is no law
        self.talk = NOTHING
        self.open: list[tuple[str, Talk]] = []  # brackets and quotation marks, with what was talked about before each
        self.cited_to = start

    def read(self) -> Iterator[Cited]:
        """Give what this paragraph cites."""
        place = self.start
        while place < self.end:
            event = EVENT.search(self.text, place, self.end)
            mark = self._next_mark(place)
            if mark and (event is None or mark.start <= event.start()):
                found, following = self._name(self._with_subordinate(mark))
            elif event:
                found, following = self._event(event)
            else:
                return
            yield from found
            place = max(following, place + 1)

    def _next_mark(self, place: int) -> LawMark | None:
        while self.marks and self.marks[0].start < place:
            self.marks.popleft()
        return self.marks[0] if self.marks else None

    def _event(self, event: re.Match[str]) -> tuple[list[Cited], int]:
        sign = event[0]
        if sign.startswith("第"):
            return self._number_alone(event.start())
        if sign in "“(":
            self.open.append((sign, self.talk))
            self.talk = replace(self.talk, doubtful=True) if sign == "“" else self.talk
        elif sign in "”)":
            self._close("“" if sign == "”" else "(")
        elif event["own"] or (sign == "|" and self.talk.article):
            self._doubt()
        elif sign != "|" and self._refers(event):
            return self._same_article(event) if event["same"] else self._same_law(event)
        return [], event.end()

    def _close(self, opened: str) -> None:
        """Go back to what was talked about before a bracket or quotation was opened."""
        if any(sign == opened for sign, _ in self.open):
            while self.open:
                sign, before = self.open.pop()
                if sign == "“" or before.law is not None:  # what is first named in brackets is talked about after them
                    self.talk = before
                if sign == opened:
                    return

    def _doubt(self) -> None:
        self.talk = replace(self.talk, doubtful=True)

    def _refers(self, back: re.Match[str]) -> bool:
        """Tell a word that refers back from the same characters inside another word."""
        before = self.text[max(self.start, back.start() - 1) : back.start()]
        return not before or before not in IN_A_WORD.get(back[0][0], "")

    @property
    def _quoting(self) -> Talk | None:
        """What was talked about when the quotation was opened in which we are."""
        return next((talk for sign, talk in reversed(self.open) if sign == "“"), None)

    def _with_subordinate(self, mark: LawMark) -> LawMark:
        """Read 《劳动合同法》实施条例 as the one law that it is."""
        match = SUBORDINATE.match(self.text, mark.end) if mark.law else None
        if match is None or mark.law is None:
            return mark
        law = self.library.find(mark.law.title + match["kind"])
        return replace(mark, end=match.end(), name=mark.name + match["kind"], law=law, lawlike=law is not None)

    def _name(self, mark: LawMark) -> tuple[list[Cited], int]:
        between = BETWEEN.match(self.text, mark.end)
        pointers = read_pointers(self.text, between.end()) if between else []
        if not mark.lawlike:
            self._doubt()
            self.elsewhere.update(pointer.article for pointer in pointers)
            return [], pointers[-1].end if pointers else mark.end
        end = pointers[-1].end if pointers else mark.end
        note = (between and between["note"]) or ""
        wording = read_wording(self.text, self.start, mark.start, note, end, mark.year)
        if pointers:
            if between and "”" in between[0]:
                self._close("“")
            return self._cite_named(mark, wording, pointers)
        if self.talk.law is None:
            is_meant = not (mark.law and mark.law.title == "宪法" and IN_GENERAL.match(self.text, mark.end))
            self.talk = Talk(mark, wording, doubtful=self.talk.doubtful) if is_meant else self.talk
        elif _key(self.talk.law) != _key(mark):
            self._doubt()
        return [Cited(mark.start, mark.end, mark, wording)], mark.end

    def _cite_named(self, mark: LawMark, wording: Wording, pointers: list[Pointer]) -> tuple[list[Cited], int]:
        """Cite articles of a named law; after two laws in one breath a number alone may be either's."""
        gap = self.text[self.cited_to : mark.start].strip(" *_")
        two = gap in JOINED and self.talk.law is not None and _key(self.talk.law) != _key(mark)
        found = self._cite(mark, wording, pointers, mark.start)
        self.talk = replace(self.talk, doubtful=two)
        return found

    def _cite(
        self, mark: LawMark, wording: Wording, pointers: list[Pointer], start: int, **how: bool
    ) -> tuple[list[Cited], int]:
        """Cite pointers of a law; those that share the first one's words begin at `start`."""
        self.talk = Talk(mark, wording, pointers[-1])
        first = pointers[0].start
        cited = [
            Cited(start if pointer.start == first else pointer.start, pointer.end, mark, wording, pointer, **how)
            for pointer in pointers
        ]
        self.cited_to = pointers[-1].end
        return cited, self.cited_to

    def _number_alone(self, place: int) -> tuple[list[Cited], int]:
        """Read a number that stands after no name."""
        pointers = read_pointers(self.text, place)
        if not pointers:
            return [], place + 1
        number = NumberAlone(self.text, self.start, place, pointers[-1].end)
        if number.heads_an_article:
            law = self.printed.certain
            how = {"alone": True, "printed": True}
            return self._cite(law, self.printed.wording, pointers, place, **how) if law else ([], number.end)
        if not number.may_refer:
            self._doubt()
            self.elsewhere.update(pointer.article for pointer in pointers if number.is_a_clause)
            return [], number.end
        law = None if self._quoting else self.talk.certain
        if law is None or any(pointer.article in self.elsewhere for pointer in pointers):
            return [], number.end
        return self._cite(law, self.talk.wording, pointers, place, alone=True)

    def _talk_for(self, which: str) -> Talk:
        """本 means the law that is quoted, or whose article is printed here; other words what was talked about."""
        quoting = self._quoting
        if which.startswith("本"):
            meant = quoting or (self.talk if self.printed.certain else NOTHING)
            return meant if meant.certain else NOTHING
        return self.talk if self.talk.certain and not quoting else NOTHING

    def _same_law(self, back: re.Match[str]) -> tuple[list[Cited], int]:
        """Read 同法第X条, 该条例第X条, 本法第X条."""
        pointers = read_pointers(self.text, back.end())
        talk = self._talk_for(back["which"])
        end = pointers[-1].end if pointers else back.end()
        if not pointers or talk.law is None or not _fits(talk.law, back["what"]):
            self._doubt()
            return [], end
        kept = self.talk
        found = self._cite(talk.law, talk.wording, pointers, back.start(), alone=True)
        self.talk = kept if self._quoting else self.talk
        return found

    def _same_article(self, back: re.Match[str]) -> tuple[list[Cited], int]:
        """Read 该条, 同条第二款: the article last cited; 本条 only with a part of it."""
        talk = self._talk_for(back[0])
        has_part = PARAGRAPHS.match(self.text, back.end())
        if talk.law is None or talk.article is None or (back[0] == "本条" and not has_part):
            return [], back.end()
        whole = Pointer(back.start(), back.end(), talk.article.article)
        pointers = parts_of(self.text, back.start(), back.end(), whole) or [whole]
        cited = [Cited(back.start(), pointer.end, talk.law, talk.wording, pointer, alone=True) for pointer in pointers]
        return cited, pointers[-1].end


def _key(mark: LawMark) -> str:
    return mark.law.slug if mark.law else name_key(mark.name)


def _fits(mark: LawMark, what: str) -> bool:
    """Tell whether 该法, 本条例, 本解释 can mean a law by its kind."""
    title = re.sub(r"[(（].*?[)）]$", "", mark.law.title if mark.law else mark.name)
    kinds = {"法律": ("法", "法典"), "法": ("法", "法典"), "司法解释": ("解释", "规定", "批复")}
    return title.endswith(kinds.get(what, (what,)))
