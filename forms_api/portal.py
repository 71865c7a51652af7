"""What every page needs, in one typed place.

In: settings. Out: a `Portal` kept by the application; `portal()` finds it during a request.
`create_app` makes it; pages import this.
"""

from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app, request

from content_model.edition import PublishedPage
from content_model.site import Site
from forms_api.clock import today
from forms_api.config import Settings
from forms_api.forms.form_token import Signatures
from forms_api.guard.limits import Limits
from forms_api.guard.proof import Proofs
from forms_api.keys import Keys
from forms_api.operation.tally import Tally
from forms_api.pages.origin import Standing, own_origins, standing
from forms_api.pages.shell import Editions
from forms_api.store.db import open_store
from forms_api.store.store import Store
from forms_api.store.submission import SubmissionKind
from forms_api.workdays import WorkingDays

EXTENSION = "mingfa"


@dataclass(frozen=True)
class Portal:
    """The site's settings, the store, the keys and the editions."""

    site: Site
    store: Store
    keys: Keys
    signatures: Signatures
    editions: Editions
    limits: Limits
    proofs: Proofs
    working_days: WorkingDays
    tally: Tally

    def latest(self, kind: SubmissionKind, received_on: date) -> date:
        """Tell the latest day for an answer to what came in on a Beijing day."""
        return self.working_days.latest(received_on, self.site.answer_limits[kind.label])

    def published_page(self, typed: str) -> PublishedPage | None:
        """Find a published page by its address, with or without the base path and the last slash."""
        opened = self.editions.current()
        if opened is None:
            return None
        address = typed.strip().removeprefix(self.site.base_path).strip("/") + "/"
        return opened.pages.get(address)


def init_app(app: Flask, settings: Settings) -> None:
    """Open everything; raises what `Settings.site`, `read_secret` and `open_store` raise."""
    site = settings.site()
    store = open_store(settings)
    app.extensions[EXTENSION] = Portal(
        site=site,
        store=store,
        keys=store.seals.keys,
        signatures=Signatures(store.seals.keys.signature),
        editions=Editions(settings.build),
        limits=Limits(settings.redis_url, key=store.seals.keys.limit, factor=settings.limit_factor),
        proofs=Proofs(store.seals.keys.proof),
        working_days=WorkingDays(site.days_off, site.days_on),
        tally=Tally(store.searches.add, today),
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
