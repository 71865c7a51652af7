"""The theme's style sheet without what no page of ours can use: 140 KB become a tenth of it.

In: MkDocs-Material's main.*.min.css as installed, and our own style. Out: its rules that may match, in its order.
Only `site_gen.assets` imports this. tests/integration/test_weight.py holds that no page uses a class left out here.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import tinycss2

USED_CLASSES = {"md-container", "md-content", "md-content__inner", "md-grid", "md-main", "md-main__inner", "md-typeset"}
_NEGATED = re.compile(r":not\([^()]*\)")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_ELSEWHERE = re.compile(r"\[data-md-|\[dir=rtl\]")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


@cache
def theme_style(own: str) -> str:
    """Give the theme's rules whose classes are all in USED_CLASSES, with the variables that they or `own` use."""
    rules = tinycss2.parse_stylesheet(full_theme_style(), skip_comments=True, skip_whitespace=True)
    kept, used = "", set(_VARIABLE.findall(own))
    while True:  # a variable may be made of others
        now = "\n".join(_kept(rules, used))
        used |= set(_VARIABLE.findall(now))
        if now == kept:
            return kept
        kept = now


def full_theme_style() -> str:
    """Read the theme's style sheet as installed."""
    package = find_spec("material")
    folder = Path(str(package and package.origin)).parent / "templates/assets/stylesheets"
    (sheet,) = folder.glob("main.*.min.css")
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", sheet.read_text(encoding="utf-8"))


def classes_of(selector: str) -> set[str]:
    """Give the classes that an element or its parents must have for a selector to match."""
    return set(_CLASS.findall(_NEGATED.sub("", selector)))


def _kept(rules: Iterable[Any], used: set[str]) -> Iterator[str]:
    """Write each rule that may match."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _selectors(rule.prelude) if _may_match(one)]
            body = _declarations(rule.content, used)
            if selectors and body:
                yield f"{','.join(selectors)}{{{body}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if body := "".join(_kept(inner, used)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("charset", "page"):
            yield rule.serialize()


def _selectors(prelude: list[Any]) -> Iterator[str]:
    """Split `a,b:is(c,d)` at its outer commas."""
    one: list[Any] = []
    for part in prelude:
        if part == ",":
            yield tinycss2.serialize(one).strip()
            one = []
        else:
            one.append(part)
    yield tinycss2.serialize(one).strip()


def _may_match(selector: str) -> bool:
    return classes_of(selector) <= USED_CLASSES and not _ELSEWHERE.search(_NEGATED.sub("", selector))


def _declarations(content: list[Any], used: set[str]) -> str:
    """Write the declarations of a rule, without variables that nothing uses."""
    found = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    wanted = [one for one in found if one.type == "declaration" and (not one.name.startswith("--") or one.name in used)]
    return ";".join(
        f"{one.name}:{tinycss2.serialize(one.value).strip()}{'!important' * one.important}" for one in wanted
    )
