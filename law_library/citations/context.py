"""Context: which law each 第X条 belongs to.

In: a folded text. Out: `Cited`, each law or pointer with the law that it belongs to. `reader` imports this.
A number right after a name is that law's. A number alone belongs to the law last named for one, as long as nothing else
was named since; inside “ ” only 本法 and 本条 refer, to the law that is quoted. What could be either is left alone.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from law_library.citations.aliases import with_aliases
from law_library.citations.names import LawMark, read_names
from law_library.citations.pointers import FIRST, PARAGRAPHS, Pointer, parts_of, read_pointers
from law_library.library import LawLibrary, name_key

MARKUP = r"[ *_]*"
OF = r"(?:的|中的|中|里的|之)?"
BETWEEN = re.compile(
    rf"{MARKUP}(?:[(](?P<note>[^()\n]{{1,80}})[)]{MARKUP}){{0,2}}"
    rf"(?:[\u4e00-\u9fff]{{1,4}}编)?(?:第[一二三四五六七八九十]+[编章节])*{OF}{MARKUP}"
)
BACK = re.compile(
    rf"(?P<which>同|该|本|此|前述|上述|前引)(?P<what>法典|法律?|条例|司法解释|解释|规定|办法|规则|细则){MARKUP}(?=第)"
    r"|(?P<same>[该同本]条)(?!例)"
)
DOCUMENTS = (
    "合同|协议书?|章程|条款|规约|公约|约定|制度|手册|方案|保单|判决书?|裁定书?|标准|守则|须知|合约|保证书|承诺书"
    "|附件|通知书?|其中"
)
CLAUSE = re.compile(rf"(?:{DOCUMENTS})[ *_》”]*{OF}{MARKUP}$")
AGREED = re.compile(r"[^，。；：]{0,6}?(?:约定|载明)")
KINDS = "法典|法|条例|规定|办法|细则|规则|解释"
UNKNOWN = re.compile(rf"[\u4e00-\u9fff()〔〕0-9]{{2,40}}(?:{KINDS})(?:\([一二三四五六七八九十]+\))?{MARKUP}[的中]?$")
AT_HEAD = re.compile(r"(?:\A|\n)[ >#*_-]*$")
AFTER_HEAD = re.compile(r"[*_]*[ \u3000]")
ALONE = re.compile(r"[\s>#*_。：:、，\-]|[（(][^）)]*[）)]")
FORMER = re.compile(rf"(?:原|旧|修[改订正]前的?|(?P<year>[12]\d{{3}})年?(?:版|修[改订正])?的?){MARKUP}$")
OF_YEAR = re.compile(r"([12]\d{3})年?(?:修[正订改]|版)")
OPENING, CLOSING = "“", "”"
EVENT = re.compile(rf"[{OPENING}{CLOSING}]|{FIRST.pattern}|{BACK.pattern}")
REACH = 40  # characters that a name before a number may take up


@dataclass(frozen=True)
class Wording:
    """Which wording of a law is meant: the one in force, a `former` one, or that of a `year`."""

    former: bool = False
    year: int | None = None


@dataclass(frozen=True)
class Cited:
    """A span of the text, the law that it names or means, in which wording, and where in it."""

    start: int
    end: int
    law: LawMark
    wording: Wording
    pointer: Pointer | None = None


@dataclass(frozen=True)
class Talk:
    """What the words so far are about: the law and article last cited; `doubtful` once something else was named."""

    law: LawMark | None = None
    wording: Wording = Wording()
    article: Pointer | None = None
    doubtful: bool = False

    @property
    def certain(self) -> LawMark | None:
        """Give the law, unless something else may be meant."""
        return None if self.doubtful else self.law


NOTHING = Talk()


def cited_in(text: str, library: LawLibrary) -> Iterator[Cited]:
    """Give what is cited, in the order of the text."""
    names, aliases = with_aliases(text, read_names(text, library))
    starts = [mark.start for mark in names]
    printed = NOTHING
    place = 0
    for line in text.split("\n"):
        end = place + len(line)
        marks = names[bisect_left(starts, place) : bisect_left(starts, end)]
        printed = _printed(line, place, marks, aliases, printed)
        yield from _Line(text, place, end, marks, aliases, printed).read()
        place = end + 1


def _printed(line: str, place: int, marks: list[LawMark], aliases: Mapping[str, LawMark], before: Talk) -> Talk:
    """Give the law whose articles are printed below: its title stands alone in a paragraph. A heading ends that."""
    if len(marks) == 1:
        mark = marks[0]
        around = line[: mark.start - place] + line[mark.end - place :]
        if not ALONE.sub("", around) and mark.lawlike:
            return Talk(aliases.get(name_key(mark.name), mark))
    return NOTHING if line.startswith("#") else before


class _Line:
    """Reads one paragraph from left to right."""

    def __init__(
        self, text: str, start: int, end: int, marks: list[LawMark], aliases: Mapping[str, LawMark], printed: Talk
    ) -> None:
        self.text, self.start, self.end = text, start, end
        self.marks, self.aliases, self.printed = deque(marks), aliases, printed
        self.talk = NOTHING
        self.quoted: list[Talk] = []

    def read(self) -> Iterator[Cited]:
        """Give what this paragraph cites."""
        place = self.start
        while place < self.end:
            event = EVENT.search(self.text, place, self.end)
            mark = self._next_mark(place)
            if mark and (event is None or mark.start <= event.start()):
                found, following = self._name(self._meant(mark))
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
        if event[0].startswith("第"):
            return self._bare(event.start())
        if event[0] == OPENING:
            self.quoted.append(self.talk)
            self._doubt()
        elif event[0] == CLOSING:
            self.talk = self.quoted.pop() if self.quoted else self.talk
        else:
            return self._same_article(event) if event["same"] else self._same_law(event)
        return [], event.end()

    def _doubt(self) -> None:
        self.talk = replace(self.talk, doubtful=True)

    def _meant(self, mark: LawMark) -> LawMark:
        """Give what a name means in this text: a short name that was introduced stands for its law."""
        alias = self.aliases.get(name_key(mark.name))
        return replace(alias, start=mark.start, end=mark.end, bracketed=mark.bracketed) if alias else mark

    def _name(self, mark: LawMark) -> tuple[list[Cited], int]:
        between = BETWEEN.match(self.text, mark.end)
        pointers = read_pointers(self.text, between.end()) if between else []
        if not mark.lawlike:
            self._doubt()
            return [], pointers[-1].end if pointers else mark.end
        wording = self._wording(mark, between)
        if pointers:
            return self._cite(mark, wording, pointers, mark.start)
        if self.talk.law is None:
            self.talk = Talk(mark, wording, doubtful=self.talk.doubtful)
        elif _key(self.talk.law) != _key(mark):
            self._doubt()
        return [Cited(mark.start, mark.end, mark, wording)], mark.end

    def _wording(self, mark: LawMark, between: re.Match[str] | None) -> Wording:
        """Read what the words around a name say about its wording: 原《合同法》, 《公司法》（2018年修正）."""
        said = FORMER.search(self.text, max(self.start, mark.start - 8), mark.start)
        noted = OF_YEAR.search(between["note"]) if between and between["note"] else None
        year = mark.year or (noted and int(noted[1])) or (said and said["year"] and int(said["year"])) or None
        return Wording(said is not None and year is None, year)

    def _cite(self, mark: LawMark, wording: Wording, pointers: list[Pointer], start: int) -> tuple[list[Cited], int]:
        """Cite pointers of a law; those that share the first one's words begin at `start`, the law's name."""
        self.talk = Talk(mark, wording, pointers[-1])
        first = pointers[0].start
        cited = [
            Cited(start if pointer.start == first else pointer.start, pointer.end, mark, wording, pointer)
            for pointer in pointers
        ]
        return cited, pointers[-1].end

    def _bare(self, place: int) -> tuple[list[Cited], int]:
        """Read a number that stands after no name."""
        pointers = read_pointers(self.text, place)
        if not pointers:
            return [], place + 1
        end = pointers[-1].end
        earliest = max(self.start, place - REACH)
        if (
            CLAUSE.search(self.text, earliest, place)
            or UNKNOWN.search(self.text, earliest, place)
            or AGREED.match(self.text, end)
        ):
            self._doubt()
            return [], end
        talk = self._talk_for_bare(place, end)
        return self._cite(talk.law, talk.wording, pointers, place) if talk.law else ([], end)

    def _talk_for_bare(self, place: int, end: int) -> Talk:
        """Decide which law a number alone belongs to; NOTHING where that is not certain.

        At the head of a paragraph, before a space, it is the number of an article printed below the law's title.
        """
        if self.quoted:
            return NOTHING
        if AT_HEAD.search(self.text, max(0, self.start - 1), place) and AFTER_HEAD.match(self.text, end):
            return self.printed
        return self.talk if self.talk.certain else NOTHING

    def _talk_for(self, which: str) -> Talk:
        """本 inside a quotation means the law that is quoted, else the law that the words are about."""
        if self.quoted:
            return self.quoted[-1] if which.startswith("本") and self.quoted[-1].certain else NOTHING
        return self.talk if self.talk.certain else NOTHING

    def _same_law(self, back: re.Match[str]) -> tuple[list[Cited], int]:
        """Read 同法第X条, 该条例第X条, 本法第X条."""
        pointers = read_pointers(self.text, back.end())
        talk = self._talk_for(back["which"])
        end = pointers[-1].end if pointers else back.end()
        if not pointers or talk.law is None or not _fits(talk.law, back["what"]):
            self._doubt()
            return [], end
        kept = self.talk
        found = self._cite(talk.law, talk.wording, pointers, back.start())
        self.talk = kept if self.quoted else self.talk
        return found

    def _same_article(self, back: re.Match[str]) -> tuple[list[Cited], int]:
        """Read 该条, 同条第二款: the article last cited; 本条 only with a part of it."""
        talk = self._talk_for(back[0])
        has_part = PARAGRAPHS.match(self.text, back.end())
        if talk.law is None or talk.article is None or (back[0] == "本条" and not has_part):
            return [], back.end()
        whole = Pointer(back.start(), back.end(), talk.article.article)
        pointers = parts_of(self.text, back.start(), back.end(), whole) or [whole]
        cited = [Cited(back.start(), pointer.end, talk.law, talk.wording, pointer) for pointer in pointers]
        return cited, pointers[-1].end


def _key(mark: LawMark) -> str:
    return mark.law.slug if mark.law else name_key(mark.name)


def _fits(mark: LawMark, what: str) -> bool:
    """Tell whether 该法, 本条例, 本解释 can mean a law by its kind."""
    title = re.sub(r"[(（].*?[)）]$", "", mark.law.title if mark.law else mark.name)
    kinds = {"法律": ("法", "法典"), "法": ("法", "法典"), "司法解释": ("解释", "规定", "批复")}
    return title.endswith(kinds.get(what, (what,)))
