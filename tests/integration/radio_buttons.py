"""Radio buttons as a person sees them.

In: the HTML of a page. Out: value, words, whether it is chosen, whether it can be. Tests of the forms use it.
"""

from dataclasses import dataclass

import html5lib


@dataclass(frozen=True)
class RadioButton:
    """One button; `words` stand beside it."""

    value: str
    words: str
    chosen: bool
    open: bool


def radio_buttons(html: str, name: str) -> list[RadioButton]:
    """Read the buttons of one question, in their order."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    words = {label.get("for"): "".join(label.itertext()) for label in page.iter("label")}
    return [
        RadioButton(
            found.get("value", ""),
            words[found.get("id")],
            found.get("checked") is not None,
            found.get("disabled") is None,
        )
        for found in page.iter("input")
        if found.get("type") == "radio" and found.get("name") == name
    ]
