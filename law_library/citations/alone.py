"""A number that stands after no name: whether it can refer back to a law at all.

In: a folded text and the place of 第X条. Out: `NumberAlone`. `context` imports this.
It may where a law's name could stand as well: after punctuation, or after a word that leads to one. After any other
noun it is that noun's: 遗嘱第三条, 九民纪要第31条; and some count a row of points: 三条建议：第一条.
"""

import re
from dataclasses import dataclass
from functools import cached_property

MARKUP = " *_"
AT_HEAD = re.compile(r"(?:\A|\n)[ >#*_-]*$")
AFTER_HEAD = re.compile(r"[*_]*[ \u3000]")
PUNCTUATION = "，。；：、！？“”（）()》】—…,;:|"
LEADING = (
    *(
        "依据",
        "根据",
        "依照",
        "按照",
        "参照",
        "援引",
        "结合",
        "适用",
        "违反",
        "符合",
        "触犯",
        "构成",
        "以及",
        "因此",
        "主张",
        "引用",
    ),
    *"按依据和及与或由但而则故并即是为在从对将",
)
DOCUMENTS = (
    "合同书?|协议书?|章程|条款|规约|公约|约定|制度|手册|方案|保单|判决书?|裁定书?|调解书|标准|守则|须知|合约|保证书|承诺书"
    "|附件|通知书?|其中|遗嘱|决议|借条|备忘录|意向书|纪要|意见|答复|批复|指南|规范|公示|规则"
)
CLAUSE = re.compile(rf"(?:{DOCUMENTS})[》”]*(?:的|中的|中|之)?$")
AGREED = re.compile(r"[^，。；：]{0,6}?(?:约定|载明)")
ADVICE = re.compile(
    r"[两二三四五六七八九十几\d]\s*条\s*(?:[^，。；：第]{0,4})?(?:建议|意见|理由|措施|要求|经验|办法|提醒|忠告|注意|提示)"
)
ORDINAL = re.compile(r"第 *(?:[一二三四五六七八九十]|10|\d)条")
OF_A_ROW = re.compile(r"[路线街防建理经]")
SENTENCE_ENDS = "。；：！？\n"
REACH = 14  # characters before a number that say what it is of


@dataclass(frozen=True)
class NumberAlone:
    """第X条 at `place`, its paragraph beginning at `start`, its last pointer ending at `end`."""

    text: str
    start: int
    place: int
    end: int

    @property
    def heads_an_article(self) -> bool:
        """Tell whether it stands at the head of its paragraph with a space behind it, as articles are printed."""
        at_head = AT_HEAD.search(self.text, max(0, self.start - 1), self.place)
        return bool(at_head and AFTER_HEAD.match(self.text, self.end))

    @property
    def is_a_clause(self) -> bool:
        """Tell whether it is a clause of a contract or another document."""
        return bool(CLAUSE.search(self._before) or AGREED.match(self.text, self.end))

    @property
    def may_refer(self) -> bool:
        """Tell whether it can be an article of the law that the words are about."""
        return not self.is_a_clause and not self._counts_a_row and self._stands_where_a_name_could

    @cached_property
    def _before(self) -> str:
        return self.text[max(self.start, self.place - REACH) : self.place].rstrip(MARKUP)

    @property
    def _stands_where_a_name_could(self) -> bool:
        before = self._before
        return not before or before[-1] in PUNCTUATION or before.endswith(LEADING)

    @property
    def _counts_a_row(self) -> bool:
        """Tell 第一条 of a row of points from an article: 三条建议：第一条，…; 第一条路."""
        if not ORDINAL.fullmatch(self.text[self.place : self.end].replace("*", "")):
            return False
        at_sentence = not self._before or self._before[-1] in SENTENCE_ENDS
        in_row = at_sentence and self.text[self.end : self.end + 1] in "，、：:"
        return bool(in_row or OF_A_ROW.match(self.text, self.end) or ADVICE.search(self.text, self.start, self.place))
