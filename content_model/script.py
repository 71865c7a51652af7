"""The two scripts of Chinese: Simplified as it is written, Traditional as it is read elsewhere.

In: text without markup. Out: the same words in the other script, of the same length; names and quoted law stay right.
The site's generator and the service's pages turn texts with `traditional`, the search folds with `simplified`.
"""

import re
from functools import cache, lru_cache

import opencc

# Surnames that are the same in both scripts, though the word that looks alike is not: 于某 is never 於某.
SURNAMES = "于范余后云郁岳涂种干游征冲咸丑斗仆岩折党谷姜曲"
# Before these signs the same character ends a word instead: 关于某公司, 其余某些, 由于老师的过失.
_ENDS_A_WORD = (
    "关由对至基属位等低高大小多少在鉴终忙急便善勇敢限止始归源出死生乐利易难过合优甚陷濒趋迫见迄"
    "之最然以其先前今随日事背落往剩富残规示模师典防若能骨包各这那一两三几何每有象特长旅上下中"
)
_TITLES = "女士|先生|小姐|师傅|大爷|大妈|大叔|阿姨|老师|老汉|律师|法官|主任|所长|站长"
_NOT_A_PERSON = "日天年月时地处人种个项些次公企单位市县省镇乡村街路"
_NAME = re.compile(
    f"(?<![{_ENDS_A_WORD}])[{SURNAMES}](?=某(?![{_NOT_A_PERSON}])|{_TITLES})|(?<=判处)[{SURNAMES}](?=某)"
)
# What the law says, word for word: “……” behind the number of an article.
_QUOTED_LAW = re.compile(r"(?<=条)(?:之[一二三四五六七八九十])?[^。“”]{0,16}“([^“”]+)”")
# Forms that readers in Hong Kong and Taiwan both print, where the Hong Kong list has one for dictionaries.
_EVERYDAY = str.maketrans("説羣衞牀户温税脱悦閲", "說群衛床戶溫稅脫悅閱")
# What OpenCC takes for a label or a counted animal is, in texts about the law, a signature and “only”.
_SLIPS = (
    (re.compile("(?<![標書抽竹牙求中便])籤"), "簽"),
    (re.compile("隻(?![雞鴨鵝狗貓羊牛豬鳥兔手腳眼耳船鞋])"), "只"),
)


@lru_cache(maxsize=20_000)  # the frame says the same on every page
def traditional(text: str, *, quoted: bool = False) -> str:
    """Give Simplified text in Traditional characters.

    Quoted law (all of the text if `quoted`) is turned only if turning it back gives the very same words.
    """
    if text.isascii():
        return text
    turned = _converter("s2hk").convert(text).translate(_EVERYDAY)
    if len(turned) != len(text):  # a future dictionary might do this; positions would no longer fit
        return "".join(traditional(sign) for sign in text) if len(text) > 1 else text
    for slip, right in _SLIPS:
        turned = slip.sub(right, turned)
    signs = list(turned)
    for name in _NAME.finditer(text):
        signs[name.start()] = name[0]
    laws = [(0, len(text))] if quoted else [found.span(1) for found in _QUOTED_LAW.finditer(text)]
    for start, end in laws:
        if simplified("".join(signs[start:end])) != text[start:end]:
            signs[start:end] = text[start:end]
    return "".join(signs)


def simplified(text: str) -> str:
    """Give text in Simplified characters, whichever script it came in."""
    return text if text.isascii() else str(_converter("t2s").convert(text))


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)
