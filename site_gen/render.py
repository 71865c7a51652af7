"""Rendering: MkDocs-Material turns docs into site; the only HTML renderer, and the only module that knows it.

In: an edition with staged docs. Out: the edition's site. `build.py` alone calls this.
Everything goes through files (mkdocs.yml, overrides), so that a successor reading the same files can take over.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from content_model import Edition, Library, Site
from site_gen.assets import asset_names
from site_gen.faults import BuildFailed

HERE = Path(__file__).parent


def render(library: Library, edition: Edition) -> None:
    """Render `edition.docs` into `edition.site`.

    Raises BuildFailed when MkDocs fails or warns (a link to nowhere, a page without a place).
    """
    config_file = edition.root / "mkdocs.yml"
    config_file.write_text(_configuration(library.site), encoding="utf-8")
    with _warnings_raised():
        mkdocs_build(load_config(str(config_file)))


def _configuration(site: Site) -> str:
    """Write the edition's own mkdocs.yml: the house's settings, with this site's names."""
    style, script = asset_names()
    settings = {
        "INHERIT": str(HERE / "mkdocs.yml"),
        "site_name": site.name,
        "site_url": site.base_url + site.base_path,
        "docs_dir": "docs",
        "site_dir": "site",
        "extra_css": [style],
        "extra_javascript": [{"path": script, "defer": True}],
        "theme": {"custom_dir": str(HERE / "overrides")},
        "extra": {
            "organiser": site.organiser,
            "operator": site.operator,
            "telephone": site.telephone,
            "hotline": site.hotline,
            "place": site.place,
            "email": site.email,
            "base_path": site.base_path,
            "domain": site.base_url.split("://", 1)[1],
            "site_id_code": site.site_id_code,
            "icp": site.icp,
        },
    }
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)


class _Collector(logging.Handler):
    """Keeps what MkDocs logs as warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings_raised() -> Iterator[None]:
    """Turn what MkDocs raises, or only warns of, into BuildFailed."""
    collector, logger = _Collector(), logging.getLogger("mkdocs")
    logger.addHandler(collector)
    try:
        yield
    except MkDocsException as error:
        raise BuildFailed("；".join([f"MkDocs 报告：{error}", *collector.messages])) from error
    finally:
        logger.removeHandler(collector)
    if collector.messages:
        raise BuildFailed("MkDocs 报告：" + "；".join(collector.messages))
