"""The site's style, script and pictures: many small sources, one file of each for the reader's poor line.

In: the part of the theme's style that is used, css/*.css and js/*.js in the order of their names; early/*.js, which
runs before the first paint and so is a file of its own: short, not deferred, and no fault elsewhere takes it along;
worker/proof.js, which only a form with a challenge loads; search/*.js, which only the search page that
works without a service loads, with the words that it must know.
Out: docs/assets/mingfa-<hash>.css and .js, early-<hash>.js, proof-<hash>.js, static-search-<hash>.js, and the pictures.
`stage.py` writes them, `render.py` asks for their names.
"""

import shutil
from hashlib import sha256
from pathlib import Path

from site_gen.assets.search_words import search_script
from site_gen.assets.theme_style import theme_style

HERE = Path(__file__).parent
WORKER = "proof-worker.js"  # what js/proof.js calls it


def write_assets(docs: Path) -> None:
    """Write the joined style sheet and script, named by what is in them, and copy the pictures."""
    target = docs / "assets"
    shutil.copytree(HERE / "images", target / "images", dirs_exist_ok=True)
    for name, text in _joined().items():
        (target / name).write_text(text, encoding="utf-8")


def asset_names() -> tuple[str, str]:
    """Give the addresses of style sheet and script below the site."""
    style, script, *_ = _joined()
    return f"assets/{style}", f"assets/{script}"


def early_script_name() -> str:
    """Give the address of the script that runs in <head>."""
    _, _, early, *_ = _joined()
    return f"assets/{early}"


def search_script_name() -> str:
    """Give the address of the script of the search page that works without a service."""
    *_, search = _joined()
    return f"assets/{search}"


def _joined() -> dict[str, str]:
    """Join the sources of each kind; the name changes with the content, so that browsers may keep the file."""
    worker = (HERE / "worker/proof.js").read_text(encoding="utf-8")
    worker_name = _hashed("proof", worker, "js")
    joined = {}
    for folder, name, kind in (("css", "mingfa", "css"), ("js", "mingfa", "js"), ("early", "early", "js")):
        text = "\n".join(source.read_text(encoding="utf-8") for source in sorted((HERE / folder).glob(f"*.{kind}")))
        if kind == "css":
            text = f"{theme_style(text)}\n{text}"
        text = text.replace(WORKER, worker_name)
        joined[_hashed(name, text, kind)] = text
    search = search_script()
    return {**joined, worker_name: worker, _hashed("static-search", search, "js"): search}


def _hashed(name: str, text: str, kind: str) -> str:
    return f"{name}-{sha256(text.encode()).hexdigest()[:8]}.{kind}"
