"""Guided ways in the site: one page for each step, or one folded page where the answers must leave no trace.

In: the library's guided ways. Out: values for the templates way*.md and the staged pages of the steps.
`stage.py` alone calls this.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import jinja2

from content_model import GuidedWay, Kind, Library
from content_model.way import Answer, Goal, Step, Trail
from site_gen.linker import Linker
from site_gen.markdown import dumped
from site_gen.metadata import column_metadata


@dataclass(frozen=True)
class Signpost:
    """One goal as it is shown: what to tap, where it leads, what is found there."""

    label: str
    href: str
    note: str
    is_telephone: bool


@dataclass(frozen=True)
class View:
    """A way seen from the page that `link` stands for."""

    way: GuidedWay
    link: Linker

    def step(self, step: Step) -> str:
        """Link to a step's page."""
        folder = "" if step is self.way.first else f"/{step.name}"
        return self.link.to(f"{self.way.address}{folder}.md")

    def answer(self, answer: Answer) -> str:
        """Link to where an answer leads."""
        return self.link.way(answer.target) if answer.leaves else self.step(self.way.by_name[answer.target])

    def following(self, answer: Answer) -> Step | None:
        """Give the step that an answer leads to, if it stays in this way."""
        return self.way.by_name.get(answer.target)

    def before(self, step: Step) -> Step:
        """Give the last question that whoever stands at `step` has surely answered."""
        given = self.given(step)
        return given[-1][0] if given else self.way.first

    def given(self, step: Step) -> Trail:
        """Give the answers given so far."""
        return self.way.given(step)

    def signpost(self, goal: Goal) -> Signpost:
        """Show a goal with the name it takes where the editor wrote none."""
        if goal.is_telephone:
            return Signpost(f"打 {goal.target}", f"tel:{goal.target}", goal.label, is_telephone=True)
        page = self.link.library.by_address.get(goal.target)
        own = page.title if page else Kind(goal.target).label if goal.target in list(Kind) else ""
        return Signpost(goal.label or own, self.link.way(goal.target), page.lead if page else "", is_telephone=False)


def way_view(library: Library, way: GuidedWay) -> View:
    """See a way from its own page."""
    return View(way, Linker(library, f"{way.address}.md"))


def step_pages(library: Library, environment: jinja2.Environment) -> Iterator[tuple[str, str]]:
    """Give path and text of every further step's page; a sensitive way has none."""
    template = environment.get_template("way_step.md")
    for way in library.of(GuidedWay):
        for step in way.steps[1:] if not way.sensitive else ():
            path = f"{way.address}/{step.name}.md"
            views = View(way, Linker(library, path))
            yield path, template.render(way=way, step=step, views=views, front_matter=_front(way, step))


def _front(way: GuidedWay, step: Step) -> str:
    """Write a step's front matter: it is found by answering, not by a search engine."""
    return dumped(
        {
            "title": f"{way.title}：{step.question or step.name}",
            "description": way.lead,
            "column": way.kind.label,
            "column_url": f"{way.kind}/",
            "noindex": True,
            **column_metadata(way.kind),
        }
    )
