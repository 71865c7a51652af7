"""Search without a server, on real questions: is a page with a gold article among the first ten, and what is fetched.

In: a file of questions (a JSON object a line: question, articles), `laws` beside its folder. Out: ratios on the screen.
Run by hand: python -m bench.static_search ../shared/questions/train.jsonl [how many questions, 150]
The sample portal with every law, served by a plain file server; each question is a first visit in Chromium.
"""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from statistics import median
from threading import Thread
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, sync_playwright

import site_gen
from bench.sites import ROOT
from content_model import load, new_edition
from law_library.importing import import_tree
from law_library.library import LawLibrary
from law_library.opening import open_laws

HIT_LIMIT, COLD_LIMIT = 0.65, 500_000
AS_OF = date(2025, 4, 30)
ARTICLE = re.compile(r"(.+?)第[零〇一二三四五六七八九十百千]+条")
ANSWERED = "!/^$|^正在/.test(document.getElementById('mf-search-status').textContent)"


class FileServer(SimpleHTTPRequestHandler):
    """Python's own file server, without compression and without its log."""

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


def main(questions: Path, count: int) -> None:
    """Build, ask, print."""
    laws = questions.parent.parent / "laws"
    asked = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    Random(6).shuffle(asked)  # noqa: S311  # a sample, the same each time
    with tempfile.TemporaryDirectory() as folder:
        library, site = _built(Path(folder), laws)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(FileServer, directory=str(site)))
        Thread(target=server.serve_forever, daemon=True).start()
        found = list(_answers(f"http://127.0.0.1:{server.server_port}/", asked[:count]))
        server.shutdown()
    hits = [bool(_gold(library, item) & set(pages)) for item, pages, _ in found]
    costs = [cost for _, _, cost in found]
    rate = sum(hits) / len(hits)
    print(f"questions: {len(hits)}, of the pages shown one holds a gold article: {rate:.3f}")
    print(f"Hit@10 ÷ {HIT_LIMIT}: {rate / HIT_LIMIT:.2f}")
    print(
        f"bytes of a cold search ÷ 500 KB: median {median(costs) / COLD_LIMIT:.2f}, most {max(costs) / COLD_LIMIT:.2f}"
    )


def _built(folder: Path, laws: Path) -> tuple[LawLibrary, Path]:
    import_tree(folder / "laws", laws, AS_OF, AS_OF)
    content = ROOT / "content"
    opened = open_laws(folder / "laws", content / "laws")
    edition = new_edition(folder / "build")
    site_gen.build(load(content, opened), edition)
    return opened, edition.site


def _gold(library: LawLibrary, item: dict[str, Any]) -> set[str]:
    """Give the pages of the laws whose articles answer."""
    named = [ARTICLE.match(name) for name in item["articles"]]
    laws = [library.find(match[1]) for match in named if match]
    return {f"laws/{law.slug}/" for law in laws if law}


def _answers(address: str, asked: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[str], int]]:
    """Ask each question as a first visit; give it, the pages shown and the bytes that its search fetched."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for item in asked:
            yield item, *_answer(browser, address, item["question"])
        browser.close()


def _answer(browser: Browser, address: str, question: str) -> tuple[list[str], int]:
    page = browser.new_page()
    cost: list[int] = []

    def note(answer: Any) -> None:
        if "/pagefind" in answer.url or "/static-search-" in answer.url:
            cost.append(int(answer.headers.get("content-length", 0)))

    page.on("response", note)
    page.goto(f"{address}search/?static&q={quote(question)}")
    page.wait_for_function(ANSWERED)
    links = page.locator(".mf-hit h2 a").evaluate_all("links => links.map(link => link.href)")
    page.close()
    return [urlsplit(link).path.lstrip("/") for link in links], sum(cost)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 150)
