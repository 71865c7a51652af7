"""The palettes as figures: every pair of colours that meets on a page, reckoned by WCAG's formula."""

import re

import pytest

from tests.conftest import ROOT

CSS = ROOT / "site_gen/assets/css"
BLOCKS = re.findall(
    r"(:root[^{]*)\{([^}]*)\}",
    re.sub(r"/\*.*?\*/", "", "".join((CSS / name).read_text("utf-8") for name in ("1-ground.css", "1-palettes.css"))),
    re.S,
)
TEXT_ON_GROUND = [
    *((text, ground) for text in ("ink", "quiet", "blue", "blue-dark", "warn") for ground in ("paper", "tint")),
    ("blue-dark", "tint-strong"),
    ("on-blue", "blue"),
    ("on-blue", "blue-dark"),
    ("on-bar", "bar"),
    ("on-bar", "bar-deep"),
    ("paper", "warn"),
    ("ink", "mark"),
]


def colours_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--mf-([a-z-]+):\s*([^;]+);", block))


GROUND = colours_of(BLOCKS[0][1])
PALETTES = {"as it is": GROUND} | {selector.strip(): GROUND | colours_of(block) for selector, block in BLOCKS[1:]}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(palette: dict[str, str], one: str, other: str) -> float:
    def found(name: str) -> str:
        value = palette[name]
        return found(value[len("var(--mf-") : -1]) if value.startswith("var(") else value

    darker, lighter = sorted((luminance(found(one)), luminance(found(other))))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_known_figures() -> None:
    assert contrast({"black": "#000", "white": "#ffffff"}, "black", "white") == pytest.approx(21)
    assert contrast({"grey": "#767676", "white": "#fff"}, "grey", "white") == pytest.approx(4.54, abs=0.01)


def test_every_palette_is_seen() -> None:
    assert len(BLOCKS) == 6
    assert {"paper", "ink", "mark", "bar"} <= set(GROUND)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("pair", TEXT_ON_GROUND, ids="-on-".join)
def test_text_stands_out_from_its_ground(name: str, pair: tuple[str, str]) -> None:
    least = 7 if name.startswith((':root[data-mf-mode="elder"]', ':root[data-mf-colours="contrast"]')) else 4.5
    assert contrast(PALETTES[name], *pair) >= least


@pytest.mark.parametrize("name", PALETTES)
def test_the_edge_of_a_field_is_seen(name: str) -> None:
    assert contrast(PALETTES[name], "edge", "paper") >= 3


@pytest.mark.parametrize(
    ("one", "other"),
    [(':root[data-mf-mode="elder"]', ":root"), (":root:not([data-mf-colours])", ':root[data-mf-colours="dark"]')],
)
def test_what_stands_twice_is_the_same_twice(one: str, other: str) -> None:
    blocks = [(selector.strip(), colours_of(block)) for selector, block in BLOCKS[1:]]
    found = dict(blocks)
    assert found[one] == found[other]


def test_no_colour_stands_outside_the_palettes() -> None:
    """White behind the QR code is the one colour that no mode may change."""
    strays = [
        (source.name, line.strip())
        for source in sorted(CSS.glob("*.css"))
        if source.name not in ("1-ground.css", "1-palettes.css")
        for line in source.read_text("utf-8").splitlines()
        if re.search(r"#[0-9a-f]{3,8}\b", line) and ".mf-share img" not in line
    ]
    assert strays == []
