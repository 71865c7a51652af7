"""A browser without scripts: it sees a form's controls and sends what such a browser would send.

In: the HTML of a page. Out: controls, and the pairs that a press of a button sends. The walks through the forms use it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

SKIPPED = {"website"}  # the trap; people do not see it
Pairs = list[tuple[str, str]]


@dataclass
class Control:
    """One control: of a list `offered` words, of a box whether it is ticked (`on`)."""

    name: str
    kind: str
    value: str
    offered: tuple[str, ...] = ()
    on: bool = False

    @property
    def sent(self) -> bool:
        """Whether a browser sends it."""
        return self.on or self.kind not in ("checkbox", "radio")


def controls(html: str) -> list[Control]:
    """Read the controls of the page's form, in their order."""
    (form,) = html5lib.parse(html, namespaceHTMLElements=False).iterfind(".//form[@method='post']")
    return [_control(found) for found in form.iter() if found.tag in ("input", "select", "textarea")]


def press(shown: list[Control], go: str) -> Pairs:
    """Give what a press of the button `go` sends."""
    return [*((one.name, one.value) for one in shown if one.sent), ("go", go)]


def visible(shown: list[Control]) -> Iterator[Control]:
    """Give what a person can fill in."""
    return (one for one in shown if one.kind != "hidden" and one.name not in SKIPPED)


def heading(html: str) -> str:
    """Read which step is shown."""
    (step,) = html5lib.parse(html, namespaceHTMLElements=False).iterfind(".//h2[@id='step']")
    return "".join(step.itertext()).strip()


def _control(found: Element) -> Control:
    name = found.get("name", "")
    if found.tag == "textarea":
        return Control(name, "textarea", found.text or "")
    if found.tag == "select":
        offered = tuple(option.get("value", "") for option in found.iter("option"))
        chosen = [option.get("value", "") for option in found.iter("option") if option.get("selected") is not None]
        return Control(name, "select", chosen[0] if chosen else offered[0], offered)
    return Control(name, found.get("type", "text"), found.get("value", ""), on=found.get("checked") is not None)
