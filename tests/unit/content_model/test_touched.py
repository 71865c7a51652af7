"""A change of an article names the pages, lines and quotations that it touches."""

from pathlib import Path

from content_model import load
from content_model.touched import touched
from law_library.number import ArticleNumber
from tests import samples
from tests.unit.content_model.test_law_rules import GUIDE
from tests.unit.law_library.small_library import TODAY, small_library

TEXT = "依据《民法典》第七条。\n\n《民法典》第七条规定：“……应当遵循诚信原则……”。《民法典》第八条。"


def test_every_place_that_cites_the_article_is_named(tmp_path: Path) -> None:
    pages = {"guides/yao-gongzi.md": GUIDE.format(text=TEXT, reviewed="2025-04-30")}
    library = load(samples.write_content(tmp_path, pages), small_library())
    assert [str(place) for place in touched(library, "minfadian", ArticleNumber(7), TODAY)] == [
        "guides/yao-gongzi.md:9: 《民法典》第七条",
        "guides/yao-gongzi.md:11: 《民法典》第七条，引了原文“……应当遵循诚信原则……”",
    ]
    assert [place.line for place in touched(library, "minfadian", ArticleNumber(8), TODAY)] == [11]
    assert list(touched(library, "minfadian", ArticleNumber(9), TODAY)) == []
    assert list(touched(library, "laodongfa", ArticleNumber(7), TODAY)) == []
