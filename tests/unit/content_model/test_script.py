"""Two scripts: the right Traditional form, names kept, law kept, and the way back for the search."""

import pytest

from content_model.html_text import in_traditional
from content_model.script import simplified, traditional


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("于某与范某签订合同，余某某作证。", "于某與范某簽訂合同，余某某作證。"),
        ("于女士、后先生", "于女士、后先生"),
        ("判处于某有期徒刑", "判處于某有期徒刑"),
        ("钟某、叶某、万某", "鍾某、葉某、萬某"),
        ("关于某公司，由于老师的过失，其余某些人", "關於某公司，由於老師的過失，其餘某些人"),  # the negative control
        ("法院判决于某日生效", "法院判決於某日生效"),
        ("然后某甲离开", "然後某甲離開"),
    ],
)
def test_surnames_keep_their_form_and_prepositions_do_not(text: str, expected: str) -> None:
    assert traditional(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("只给了5万，不是只能找老板", "只給了5萬，不是只能找老闆"),
        ("要不要签合同？标签", "要不要簽合同？標籤"),
        ("头发、发展、干部、干净、公里、家里", "頭髮、發展、幹部、乾淨、公里、家裏"),
        ("说明群众的户口", "說明群眾的戶口"),
        ("0300-5550110 mf-button", "0300-5550110 mf-button"),
    ],
)
def test_words_get_the_form_that_they_mean(text: str, expected: str) -> None:
    assert traditional(text) == expected


def test_quoted_law_that_would_not_come_back_the_same_stays_as_it_is() -> None:
    assert traditional("第七条规定：“用人单位”") == "第七條規定：“用人單位”"
    assert traditional("第七条规定：“房屋坐标”。房屋坐标") == "第七條規定：“房屋坐标”。房屋座標"
    assert traditional("房屋坐标", quoted=True) == "房屋坐标"


@pytest.mark.parametrize(
    ("text", "expected"), [("老闆拖欠工資", "老板拖欠工资"), ("説說裏裡為爲", "说说里里为为"), ("老板拖欠", "老板拖欠")]
)
def test_the_way_back_knows_the_forms_of_all_regions(text: str, expected: str) -> None:
    assert simplified(text) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p id="办法">办&amp;法</p>', '<p id="办法">辦&amp;法</p>'),
        ("<!-- slot -->说<!-- /slot -->", "<!-- slot -->說<!-- /slot -->"),
        (
            "<code>说</code><pre>说</pre><textarea>说</textarea>说",
            "<code>说</code><pre>说</pre><textarea>说</textarea>說",
        ),
        ('<dd translate="no">说<b>说</b></dd>说', '<dd translate="no">说<b>说</b></dd>說'),
        ('<a lang="zh-Hans">简体</a><a lang="en">说</a>', '<a lang="zh-Hans">简体</a><a lang="en">说</a>'),
        ('<input type="text" value="说" placeholder="说">', '<input type="text" value="说" placeholder="說">'),
        ('<input type="submit" value="说">', '<input type="submit" value="說">'),
        ('<img src="图.svg" alt="图">', '<img src="图.svg" alt="圖">'),
        ('<meta name="SiteName" content="网">', '<meta name="SiteName" content="网">'),
        ('<meta name="description" content="网">', '<meta name="description" content="網">'),
        ('<svg><path d="M0"/></svg>说<br>说', '<svg><path d="M0"/></svg>說<br>說'),
        ('<script>"说"</script><option value="劳动">劳动', '<script>"说"</script><option value="劳动">勞動'),
        ("<blockquote>房屋坐标</blockquote>坐标", "<blockquote>房屋坐标</blockquote>座標"),
    ],
)
def test_only_what_people_read_is_turned(html: str, expected: str) -> None:
    assert in_traditional(html) == expected
