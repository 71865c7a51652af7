"""What of a citizen's search words may be counted: words that say nothing of a person, folded so that equal ones meet.

In: whatever was typed. Out: the words to count, or None where they may tell of somebody, and nothing is kept.
A search too few in the report does no harm; a telephone number in it would. The search page imports this.
"""

import re
import unicodedata

from content_model.script import simplified
from forms_api.typed_text import one_line
from search_index.names import names_in

LONGEST = 40
DIGITS = 6  # that many, wherever they stand: telephone, identity card, bank card, receipt, day of birth

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_CHINESE_DIGITS = re.compile(r"[零〇一二三四五六七八九幺两]{5,}")
_CODE = re.compile(r"(?=[a-z0-9-]*[0-9])(?=[a-z0-9-]*[a-z])[a-z0-9-]{6,}")  # query codes, WeChat names, number plates
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][a-z0-9]{4,6}")
_ADDRESS = re.compile(r"[0-9一二三四五六七八九十]+\s*(?:号楼|号院|栋|幢|单元|室|门牌|组[0-9]|巷)")
_TELLS = re.compile(
    r"@|https?:|www\.|我叫|名叫|叫做|名字|姓名|本人|署名|我姓|身份证号|手机号|电话号|微信号|qq号|银行卡号|卡号|住址|家住|住在|受理编号|查询码|密码"
)


def countable(typed: str) -> str | None:
    """Fold a search and give it if it may be counted."""
    query = folded(typed)
    if not query or len(query) > LONGEST or _tells_of_somebody(query):
        return None
    return query


def folded(typed: str) -> str:
    """Make searches that differ in nothing but writing one: width, capitals, 繁體, spaces, signs at the ends."""
    text = simplified(unicodedata.normalize("NFKC", one_line(typed))).lower()
    return _EDGES.sub("", " ".join(text.split()))


def _tells_of_somebody(query: str) -> bool:
    digits = sum(sign.isdecimal() for sign in query)
    patterns = (_CHINESE_DIGITS, _CODE, _PLATE, _ADDRESS, _TELLS)
    return digits >= DIGITS or any(pattern.search(query) for pattern in patterns) or bool(names_in(query))
