"""Structured data cannot leave its script element, and says what the page says."""

import json
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from site_gen.linked_data import script_json


class Scripts(HTMLParser):
    """Counts elements and keeps the text of scripts as a browser would."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def within_a_script(text: str) -> Scripts:
    return Scripts(f'<script type="application/ld+json">{text}</script>')


@given(st.text())
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("]]>&amp;\u2028\u2029\x00")
def test_no_text_ends_the_script_and_every_text_comes_back(said: str) -> None:
    found = within_a_script(script_json({"name": said}))
    assert found.elements == ["script"]
    assert json.loads(found.text) == {"name": said}


def test_plain_json_would_not_do() -> None:
    bad = json.dumps({"name": "</script><img src=x>"}, ensure_ascii=False)
    assert within_a_script(bad).elements == ["script", "img"]  # the negative control
