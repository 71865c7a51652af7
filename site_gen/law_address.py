"""Where laws stand in the site: the version that holds at the law's own address, the others below it by their dates.

In: a law, a version and the day. Out: paths below docs. `law_page.py`, `law_list.py` and `citing.py` ask.
"""

from datetime import date

from content_model import Library
from content_model.edition import LAWS
from law_library.law import Law, Version

INDEX = f"{LAWS}/index.md"


def held(library: Library) -> tuple[Law, ...]:
    """Give the laws whose text is here; of others the library knows only that there were such laws."""
    return tuple(law for law in library.laws.laws if law.versions)


def shown(law: Law, on: date) -> Version:
    """Give the version that a law's own page shows: in force; else the last that was; else the first to come."""
    in_force = law.in_force(on)
    if in_force:
        return in_force
    begun = [version for version in law.versions if (version.effective_on or version.dated or date.min) <= on]
    return begun[-1] if begun else law.versions[0]


def law_path(law: Law, version: Version, on: date) -> str:
    """Give the path of a version's page below docs."""
    own = f"{LAWS}/{law.slug}"
    return f"{own}.md" if version == shown(law, on) else f"{own}/{version.name}.md"
