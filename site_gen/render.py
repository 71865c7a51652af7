"""Rendering: MkDocs-Material turns docs into site; the only HTML renderer, and the only module that knows it.

In: an edition with staged docs. Out: the edition's site. `build.py` alone calls this.
Everything goes through files (mkdocs.yml, overrides), so that a successor reading the same files can take over.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from content_model import Edition, Library, Site
from content_model.edition import ENGLISH
from site_gen.assets import asset_names, early_script_name, search_script_name
from site_gen.english import EnglishPage, english_pages
from site_gen.faults import BuildFailed, LogCollector
from site_gen.law_address import held
from site_gen.metadata import home_feeds

HERE = Path(__file__).parent


def render(library: Library, edition: Edition) -> None:
    """Render `edition.docs` into `edition.site`.

    Raises BuildFailed when MkDocs fails or warns (a link to nowhere, a page without a place).
    """
    settings = _settings(library)
    settings["extra"] |= {"language": "zh-Hans", "twins": {page.chinese: page.url for page in english_pages(library)}}
    _render(edition, "mkdocs.yml", settings)


def render_english(library: Library, edition: Edition) -> None:
    """Render the English pages, if there are any, into their folder of the site: a small site in the same frame."""
    if pages := english_pages(library):
        _render(edition, "mkdocs-en.yml", _english_settings(library, pages))


def _render(edition: Edition, name: str, settings: dict[str, Any]) -> None:
    config_file = edition.root / name
    config_file.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with _warnings_raised():
        mkdocs_build(load_config(str(config_file)))


def _english_settings(library: Library, pages: tuple[EnglishPage, ...]) -> dict[str, Any]:
    """Give the settings of the English pages: their own navigation, the language, everything else as it is."""
    settings = _settings(library)
    settings["site_url"] += f"{ENGLISH}/"
    settings["docs_dir"], settings["site_dir"] = "docs-en", f"site/{ENGLISH}"
    settings["theme"]["language"] = "en"
    settings["nav"] = [{page.nav: page.file} for page in pages]
    settings["extra"] |= {"language": "en", "feeds": [], "twins": {page.url: page.chinese for page in pages}}
    return settings


def _settings(library: Library) -> dict[str, Any]:
    """Give an edition's own MkDocs settings: the house's, with this site's names."""
    style, script = asset_names()
    site = library.site
    return {
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
            "root_url": site.base_url + site.base_path,
            "domain": site.base_url.split("://", 1)[1],
            "site_id_code": site.site_id_code,
            "icp": site.icp,
            "police_number": site.police_number,
            "police_query": "".join(re.findall(r"\d{14}", site.police_number)),
            "institution_mark": site.institution_mark,
            "corrections": _corrections(site),
            "ipv6": site.ipv6,
            "has_laws": bool(held(library)),
            "feeds": home_feeds(),
            "footer_links": _footer_links(site),
            "early_script": early_script_name(),
            "search_script": search_script_name(),
            "quick_exit_to": site.quick_exit_to or site.base_path,
        },
    }


def _corrections(site: Site) -> str:
    """Say where a reader reports a mistake on the site: what is set, else the organiser's own address."""
    if site.corrections.startswith("/"):
        return site.base_path + site.corrections.lstrip("/")
    return site.corrections or (f"mailto:{site.email}" if site.email else f"tel:{site.telephone}")


def _footer_links(site: Site) -> list[dict[str, str]]:
    """Make the footer's links right on every page, the service's shell included."""

    def url(target: str) -> str:
        below = target.lstrip("/") if target.startswith("/") else f"{target}/"
        return target if "://" in target else site.base_path + below

    return [{"label": link.label, "url": url(link.target)} for link in site.footer_links]


@contextmanager
def _warnings_raised() -> Iterator[None]:
    """Turn what MkDocs raises, or only warns of, into BuildFailed."""
    collector, logger = LogCollector(logging.WARNING), logging.getLogger("mkdocs")
    logger.addHandler(collector)
    try:
        yield
    except MkDocsException as error:
        raise BuildFailed("；".join([f"MkDocs 报告：{error}", *collector.messages])) from error
    finally:
        logger.removeHandler(collector)
    if collector.messages:
        raise BuildFailed("MkDocs 报告：" + "；".join(collector.messages))
