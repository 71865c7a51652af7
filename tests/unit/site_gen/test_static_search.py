"""What a browser is given to search without a server: pieces of laws, the words of asking, characters to fold."""

import re

from content_model.asking import question_words
from law_library.law import Law, LawText, Prose
from site_gen.assets.search_words import folded_characters, search_script
from site_gen.static_search import RECORD_CHARACTERS, law_records, own_words
from tests.sample_laws import LAWS, NOW, TEXTS, article

LAW: Law = LAWS[1]


def records(*parts: object) -> list[tuple[str, str]]:
    return list(law_records(LAW, LawText(NOW, parts)))  # type: ignore[arg-type]


def test_a_record_leads_back_to_its_page_and_its_articles() -> None:
    ((path, html),) = records(*TEXTS[NOW])
    assert path == "laws/shiyanfa/0.html"
    assert "<h1>中华人民共和国试验法</h1>" in html
    assert re.findall('<h3 id="([^"]+)">([^<]+)</h3>', html)[2] == ("2-1", "第二条之一")
    assert "<p>（二）1.动手；</p>" in html
    assert "<p>附件</p>" in html


def test_a_long_law_is_cut_between_articles_and_nothing_is_lost() -> None:
    parts = [article(number, f"{number}。" + "条" * 200) for number in range(1, 41)]
    found = records(*parts)
    assert len(found) > 5
    assert [path for path, _ in found] == [f"laws/shiyanfa/{number}.html" for number in range(len(found))]
    assert all(len(html) < RECORD_CHARACTERS + 400 for _, html in found)
    assert re.findall('<h3 id="(\\d+)">', "".join(html for _, html in found)) == [str(n) for n in range(1, 41)]


def test_an_article_longer_than_a_record_stays_whole() -> None:
    ((_, html),) = records(article(1, "长" * 5000))
    assert "长" * 5000 in html


def test_a_page_is_found_by_its_own_words_only() -> None:
    own, others = '<h2 id="怎么办">怎么办</h2><p>报警。</p>', '<h2 id="相关内容">相关内容</h2><ul><li>离婚</li></ul>\n'
    cited = '<h2 id="本页引用的法条">本页引用的法条</h2><details><p>第一条</p></details>\n'
    end = '<footer class="mf-imprint"><p>来源</p></footer></article>'
    assert own_words(own + others + cited + end) == own + end
    assert own_words(others + own + cited + "</article>") == own + "</article>"


def test_what_looks_like_markup_is_text() -> None:
    assert "<p>&lt;b&gt;&amp;</p>" in records(Prose("<b>&"))[0][1]


def test_traditional_characters_fold_and_shared_ones_are_left_alone() -> None:
    folded = folded_characters()
    assert "".join(folded.get(sign, sign) for sign in "勞動報酬拖欠怎麼辦說稅") == "劳动报酬拖欠怎么办说税"
    assert not {"工", "人", "法"} & folded.keys()
    assert all(ord(sign) < 0x10000 for pair in folded.items() for sign in pair)  # the script counts in UTF-16


def test_the_script_is_given_its_words() -> None:
    script = search_script()
    assert re.search('QUESTION_WORDS = new Set\\("([^"]+)"', script)[1].split(" ") == sorted(question_words())  # type: ignore[index]
    given = [re.search(f'{name} = "([^"]+)"', script)[1] for name in ("TRADITIONAL", "SIMPLIFIED")]  # type: ignore[index]
    assert dict(zip(*given, strict=True)) == folded_characters()
