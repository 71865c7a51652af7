"""How well the search finds the articles that answer real questions, beside BM25 without anything learned.

The questions that come with the search are known, too: they were written from the law alone, by who saw no real ones.

In: `python -m bench.relevance QUESTIONS.jsonl [--known KNOWN.jsonl] [--laws FOLDER]`: questions in the form of
shared/questions. With --known those are known and QUESTIONS are asked; without, five-fold within QUESTIONS: each fifth
is asked while the others are known. Out: R@5/10/20/100, MRR@10 and nDCG@10 over all articles in force; apart for
questions of whose articles no known question had one (unseen), and for the others (seen). A gold article that is not in
force can be found by nobody: it counts as missed, and a question that has no other is left out and counted.
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log2
from pathlib import Path

from bench.sites import ROOT
from content_model import Library
from law_library.importing import import_tree
from law_library.library import LawLibrary
from law_library.opening import open_laws
from search_index import build_index
from search_index.asked import AskedFile
from search_index.known import Known, add_known, placed, read_set
from search_index.learned import Learned
from search_index.learning import Lexis, learn, lexis_of
from search_index.meaning import NO_MEANINGS
from search_index.opened import Opened, open_index
from search_index.query import ranked
from search_index.synonyms import Synonyms

FOLDS = 5
SEED = 7
DEPTHS = (5, 10, 20, 100)
GOALS = {"R@10": 0.66, "R@100": 0.86, "MRR@10": 0.53}
MEANT = "texts are compared in words and in meaning"
UNMEANT = "texts are compared in words alone, for the extra `meaning` is not installed"
Found = Sequence[str]


@dataclass(frozen=True)
class Judged:
    """A question, the addresses found for it, how many gold articles it has, and whether one of them was known."""

    asked: Known
    gold: int
    found: Found
    seen: bool


@dataclass(frozen=True)
class Question:
    """A question with the articles in force that answer it, and how many answers it has in all."""

    known: Known
    gold: int


def main() -> None:
    """Measure and print; exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--known", type=Path)
    parser.add_argument("--laws", type=Path, default=ROOT.parent / "shared" / "laws")
    parser.add_argument("--engine", default=os.environ.get("MINGFA_SEARCH_ENGINE", "whoosh"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "laws"
        laws = articles(asked.laws, folder)
        questions = read_questions(asked.questions, laws)
        rounds = list(_rounds(questions, read_questions(asked.known, laws) if asked.known else None))
        add_known(folder, (one for _, known in rounds for one in known))  # for their vectors; each round knows its own
        opened = indexed(laws, folder, Path(work) / "index", asked.engine)
        sys.exit(report(opened, rounds, lexis_of(laws, today())))


def today() -> date:
    """Give today's date."""
    return date.today()  # noqa: DTZ011


def articles(tree: Path, folder: Path) -> LawLibrary:
    """Import the law texts."""
    import_tree(folder, tree, today(), today())
    return open_laws(folder, today=today())


def indexed(laws: LawLibrary, questions: Path, folder: Path, engine: str) -> Opened:
    """Index all articles in force and the questions of a folder, and no page."""
    build_index(Library(ROOT / "content", None, (), (), (), laws), folder, laws=questions, engine=engine)
    opened = open_index(folder)
    print(
        f"{len(opened.asked.written)} questions come with the search; "
        + (MEANT if opened.meanings.held is not None else UNMEANT)
    )
    return opened


def read_questions(file: Path, laws: LawLibrary) -> list[Question]:
    """Read questions; those of which no article is in force are left out, in a line that says so."""
    found = []
    for asked in read_set(file):
        known, lost = placed(asked, laws, today())
        found.append(Question(known, len(known.places) + len(lost)))
    kept = [question for question in found if question.known.places]
    print(f"{file.name}: {len(kept)} questions; {len(found) - len(kept)} left out, none of their articles is in force")
    return kept


Round = tuple[list[Question], list[Known]]


def _rounds(questions: list[Question], known: list[Question] | None) -> Iterator[Round]:
    """Give what is asked and what is known meanwhile."""
    if known is not None:
        yield questions, [question.known for question in known]
        return
    mixed = random.Random(SEED).sample(questions, len(questions))  # noqa: S311  # no secret
    for fold in range(FOLDS):
        others = [question.known for number, question in enumerate(mixed) if number % FOLDS != fold]
        yield mixed[fold::FOLDS], others


def report(opened: Opened, rounds: Iterable[Round], lexis: Lexis) -> bool:
    """Ask everything twice, without and with what is learned, and print; tell whether a goal is missed."""
    base: list[Judged] = []
    full: list[Judged] = []
    bare = replace(opened, asked=AskedFile(), learned=Learned(), synonyms=Synonyms(), meanings=NO_MEANINGS)
    ours = opened.asked.written
    for questions, known in rounds:
        learned = learn(known, lexis, today(), written=ours)
        taught = replace(opened, asked=AskedFile.of(known, written=ours), learned=learned)
        places = {place for one in known for place in one.places}
        base += [judge(bare, question, places) for question in questions]
        full += [judge(taught, question, places) for question in questions]
    for name, kept in KINDS.items():
        figures = [figures_of([one for one in judged if kept(one)]) for judged in (base, full)]
        _print(name, sum(map(kept, full)), *figures)
    return _missed(base, full)


KINDS: Mapping[str, Callable[[Judged], bool]] = {
    "all": lambda one: True,
    "seen": lambda one: one.seen,
    "unseen": lambda one: not one.seen,
}


def judge(opened: Opened, question: Question, known: set[str]) -> Judged:
    """Ask a question; `known`: the articles that some known question had."""
    numbers = ranked(opened, question.known.question).ranking.numbers[: max(DEPTHS)]
    found = [opened.forward.addresses[number] for number in numbers.tolist()]
    return Judged(question.known, question.gold, found, bool(known & set(question.known.places)))


def figures_of(judged: Sequence[Judged]) -> dict[str, float]:
    """Reckon the figures: means over the questions."""
    figures = {f"R@{depth}": _mean(_recall(one, depth) for one in judged) for depth in DEPTHS}
    return figures | {"MRR@10": _mean(map(_reciprocal, judged)), "nDCG@10": _mean(map(_gain, judged))}


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _recall(one: Judged, depth: int) -> float:
    return len(set(one.asked.places) & set(one.found[:depth])) / one.gold


def _reciprocal(one: Judged) -> float:
    return next((1 / rank for rank, place in enumerate(one.found[:10], start=1) if place in one.asked.places), 0.0)


def _gain(one: Judged) -> float:
    gained = sum(1 / log2(rank + 1) for rank, place in enumerate(one.found[:10], start=1) if place in one.asked.places)
    return gained / sum(1 / log2(rank + 1) for rank in range(1, min(10, one.gold) + 1))


def _print(name: str, count: int, base: Mapping[str, float], full: Mapping[str, float]) -> None:
    for said, figures in (("base", base), ("with all", full)):
        print(f"{name:6} {count:5} {said:8} " + "  ".join(f"{key} {value:.3f}" for key, value in figures.items()))


def _missed(base: Sequence[Judged], full: Sequence[Judged]) -> bool:
    reached = figures_of(full)
    before, after = (figures_of([one for one in judged if not one.seen])["MRR@10"] for judged in (base, full))
    print("  ".join(f"{key} ÷ {goal} = {reached[key] / goal:.2f}" for key, goal in GOALS.items()))
    if before:
        print(f"unseen MRR@10 ÷ base {after / before:.2f} (at least 1)")
    return after < before or any(reached[key] < goal for key, goal in GOALS.items())


if __name__ == "__main__":
    main()
