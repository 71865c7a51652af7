"""What every page needs, in one typed place.

In: settings. Out: a `Portal` kept by the application; `portal()` finds it during a request.
`create_app` makes it; pages import this.
"""

from dataclasses import dataclass

from flask import Flask, current_app, request

from content_model.edition import PublishedPage
from content_model.site import Site
from forms_api.config import Settings
from forms_api.keys import Keys, read_secret
from forms_api.pages.form_token import Signatures
from forms_api.pages.origin import Standing, own_origins, standing
from forms_api.pages.shell import Editions
from forms_api.store.db import open_store
from forms_api.store.store import Store

EXTENSION = "mingfa"


@dataclass(frozen=True)
class Portal:
    """The site's settings, the store, the keys and the editions."""

    site: Site
    store: Store
    keys: Keys
    signatures: Signatures
    editions: Editions

    def published_page(self, typed: str) -> PublishedPage | None:
        """Find a published page by its address, with or without the base path and the last slash."""
        opened = self.editions.current()
        if opened is None:
            return None
        address = typed.strip().removeprefix(self.site.base_path).strip("/") + "/"
        return opened.pages.get(address)


def init_app(app: Flask, settings: Settings) -> None:
    """Open everything; raises what `Settings.site`, `read_secret` and `open_store` raise."""
    keys = Keys.derive(read_secret(settings.secret_path))
    app.extensions[EXTENSION] = Portal(
        site=settings.site(),
        store=open_store(settings),
        keys=keys,
        signatures=Signatures(keys.signature),
        editions=Editions(settings.build),
    )


def portal() -> Portal:
    """Find the portal of the running application."""
    found: Portal = current_app.extensions[EXTENSION]
    return found


def request_standing() -> Standing:
    """Judge the request at hand."""
    return standing(
        request.method,
        fetch_site=request.headers.get("Sec-Fetch-Site"),
        origin=request.headers.get("Origin"),
        referer=request.headers.get("Referer"),
        own=own_origins(request.host, portal().site.base_url),
    )
