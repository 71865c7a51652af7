"""Structured data of schema.org: what search engines may understand of a page.

In: the library and a page. Out: JSON that may stand inside a script element whatever the content says.
`metadata.py` asks for it; the trail of a list, and what is said of the home page, stand in partials/meta.html.
"""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from content_model import Case, Guide, Library, Notice, Page, Person, Product, Service, Station
from content_model.section import plain
from site_gen.calendar_file import event_span

QUESTIONS = "常见问题"
# Inside a script element only these could end it or open a comment; the escapes mean the same in JSON.
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def linked_data(library: Library, page: Page) -> str:
    """Describe a page as one JSON-LD graph."""
    things = [*_things(library, page), _trail(library, page)]
    return script_json({"@context": "https://schema.org", "@graph": things})


def script_json(data: object) -> str:
    """Write JSON that cannot leave its script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return "".join(ESCAPES.get(sign, sign) for sign in text)


def _things(library: Library, page: Page) -> Iterator[dict[str, Any]]:
    if isinstance(page, Service):
        yield _service(library, page)
        if questions := list(_questions(page)):
            yield {"@type": "FAQPage", "mainEntity": questions}
    elif isinstance(page, Product):
        yield _named(library, page, "Service") | {
            "serviceType": page.category,
            "provider": {"@type": "GovernmentOrganization", "name": page.responsible},
        }
    elif isinstance(page, Station):
        yield _station(library, page)
    elif isinstance(page, Person):
        yield _person(library, page)
    elif isinstance(page, Case | Notice | Guide):
        yield _article(library, page)
        if isinstance(page, Notice) and page.begins_at:
            yield _event(library, page)
    else:
        yield _named(library, page, "WebPage")


def _trail(library: Library, page: Page) -> dict[str, Any]:
    """Say where the page stands: home, column, page."""
    root = library.site.base_url + library.site.base_path
    steps = [("首页", root), (page.kind.label, f"{root}{page.kind}/"), (page.title, _address(library, page))]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _service(library: Library, page: Service) -> dict[str, Any]:
    channel = {
        "@type": "ServiceChannel",
        "serviceUrl": _address(library, page),
        "servicePhone": {"@type": "ContactPoint", "telephone": page.telephones[0]},
        "serviceLocation": {"@type": "Place", "name": page.place},
    }
    return _named(library, page, "GovernmentService") | {
        "serviceType": page.category,
        "provider": _organiser(library),
        "audience": {"@type": "Audience", "audienceType": page.served},
        "availableChannel": channel,
    }


def _questions(page: Service) -> Iterator[dict[str, Any]]:
    """Give the questions under 常见问题 with their answers as a reader sees them."""
    within = False
    for section, following in pairwise((*page.sections, None)):
        if section is None:
            continue
        within = section.heading == QUESTIONS if section.level <= 2 else within
        answer = plain(section.text)
        if within and section.level == 3 and answer and (following is None or following.level <= 3):
            yield {
                "@type": "Question",
                "name": section.heading,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }


def _station(library: Library, page: Station) -> dict[str, Any]:
    return _named(library, page, "LegalService") | {
        "address": {"@type": "PostalAddress", "streetAddress": page.place, "addressCountry": "CN"},
        "areaServed": page.town,
        "telephone": page.telephones[0],
        "parentOrganization": _organiser(library),
        "image": picture(library),
    }


def _person(library: Library, page: Person) -> dict[str, Any]:
    person = _named(library, page, "Person") | {
        "jobTitle": page.category,
        "worksFor": {"@type": "Organization", "name": page.institution},
        "knowsAbout": list(page.specialities),
        "knowsLanguage": list(page.languages),
    }
    return person | ({"telephone": page.telephones[0]} if page.telephones else {})


def _article(library: Library, page: Page) -> dict[str, Any]:
    author = page.source or (page.reprinted_from if isinstance(page, Case) else "") or library.site.organiser
    article = {
        "@type": "Article",
        "headline": page.title,
        "description": page.lead,
        "mainEntityOfPage": _address(library, page),
        "image": picture(library),
        "author": {"@type": "Organization", "name": author},
        "publisher": _organiser(library),
    }
    if page.published_on:
        article["datePublished"] = page.published_on.isoformat()
    return article


def _event(library: Library, page: Notice) -> dict[str, Any]:
    begins, ends = event_span(page)
    return _named(library, page, "Event") | {
        "startDate": begins.isoformat(),
        "endDate": ends.isoformat(),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": page.venue or library.site.organiser, "address": page.venue},
        "organizer": _organiser(library),
    }


def _named(library: Library, page: Page, thing: str) -> dict[str, Any]:
    return {"@type": thing, "name": page.title, "description": page.lead, "url": _address(library, page)}


def _organiser(library: Library) -> dict[str, Any]:
    site = library.site
    return {
        "@type": "GovernmentOrganization",
        "name": site.organiser,
        "url": site.base_url + site.base_path,
        "telephone": site.telephone,
    }


def _address(library: Library, page: Page) -> str:
    return library.site.base_url + library.site.base_path + page.url


def picture(library: Library) -> str:
    """Give the absolute address of the picture that cards show."""
    return f"{library.site.base_url}{library.site.base_path}assets/images/share.png"
