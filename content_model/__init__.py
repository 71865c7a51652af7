"""The nouns of the field, the reader of their files, and their rules.

In: the editors' folder of Markdown and YAML. Out: a `Library` of frozen pages, or `Problem`s.
Every other package may import this one; it imports the standard library and a YAML parser only.
"""

from content_model.edition import Edition, new_edition, published_edition
from content_model.library import Library, load
from content_model.page import Case, Guide, Notice, Page, Person, Product, Service, Station
from content_model.problem import Problem
from content_model.rules import check
from content_model.section import Section
from content_model.site import Site
from content_model.vocabulary import (
    Audience,
    Channel,
    Kind,
    Language,
    Level,
    PersonCategory,
    ServiceCategory,
    StationLevel,
    Topic,
)
from content_model.way import GuidedWay

__all__ = [
    "Audience",
    "Case",
    "Channel",
    "Edition",
    "Guide",
    "GuidedWay",
    "Kind",
    "Language",
    "Level",
    "Library",
    "Notice",
    "Page",
    "Person",
    "PersonCategory",
    "Problem",
    "Product",
    "Section",
    "Service",
    "ServiceCategory",
    "Site",
    "Station",
    "StationLevel",
    "Topic",
    "check",
    "load",
    "new_edition",
    "published_edition",
]
