"""Generators: from the library to the static site.

In: a checked `Library` and a new `Edition`. Out: the edition's docs and site, counted.
Only the front door and tests import this; the form service never does (decision 0002).
"""

from site_gen.build import build
from site_gen.faults import BuildFailed

__all__ = ["BuildFailed", "build"]
