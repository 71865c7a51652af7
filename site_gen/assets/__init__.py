"""The site's style, script and pictures: many small sources, one file of each for the reader's poor line.

In: css/*.css and js/*.js in the order of their names. Out: docs/assets/mingfa-<hash>.css and .js, and the pictures.
`stage.py` writes them, `render.py` asks for their names.
"""

import shutil
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent


def write_assets(docs: Path) -> None:
    """Write the joined style sheet and script, named by what is in them, and copy the pictures."""
    target = docs / "assets"
    shutil.copytree(HERE / "images", target / "images", dirs_exist_ok=True)
    for name, text in _joined().items():
        (target / name).write_text(text, encoding="utf-8")


def asset_names() -> tuple[str, str]:
    """Give the addresses of style sheet and script below the site."""
    style, script = _joined()
    return f"assets/{style}", f"assets/{script}"


def _joined() -> dict[str, str]:
    """Join the sources of each kind; the name changes with the content, so that browsers may keep the file."""
    joined = {}
    for kind in ("css", "js"):
        text = "\n".join(source.read_text(encoding="utf-8") for source in sorted((HERE / kind).glob(f"*.{kind}")))
        joined[f"mingfa-{sha256(text.encode()).hexdigest()[:8]}.{kind}"] = text
    return joined
