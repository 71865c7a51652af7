"""Whoosh and tantivy side by side at all articles in force: time of a question, questions a second, build, relevance.

In: `python -m bench.search [--laws FOLDER] [--questions FILE.jsonl]`. Out: ratios, against the limits and of the two
engines. A question's time is the processor's (it waits for nothing else), so that other work there does not count, and
the middle one of three rounds through all of them: the machine's speed moves within seconds. Each build and each worker
is a process of its own, so that memory and cores are counted apart. The questions are those of the file: the second
half is known, of the first half the first are asked.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from bench.relevance import articles, figures_of, judge, read_questions, today
from bench.sites import ROOT
from search_index import search
from search_index.engines import MODULES
from search_index.known import add_known
from search_index.learning import learn, lexis_of
from search_index.opened import open_index
from search_index.written import written

MIB = 1024
ASKED = 300
SECONDS = 5
ROUNDS = 3
QUESTION_P50 = {"whoosh": 40.0, "tantivy": 10.0}
QUESTION_P95 = {"whoosh": 150.0, "tantivy": 10.0}
KEYWORD_P50 = 5.0
BUILD_SECONDS, BUILD_MIB = 120.0, 1024.0
KEYWORDS = [
    "工资",
    "离婚",
    "欠条",
    "工伤",
    "继承",
    "租房合同",
    "交通事故",
    "高空抛物",
    "法律援助",
    "宅基地",
    "抚养费",
    "退货",
]
BUILD = """
import json, resource, sys, time
from pathlib import Path
from bench.sites import ROOT
from content_model import Library
from law_library.opening import open_laws
from search_index import build_index
laws, folder, engine = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
library = Library(ROOT / "content", None, (), (), (), open_laws(laws))
begun = time.perf_counter()
former = Path(sys.argv[4]) if len(sys.argv) > 4 else None
build_index(library, folder, laws=laws, engine=engine, former=former)
print(json.dumps([time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, default=ROOT.parent / "shared" / "laws")
    parser.add_argument("--questions", type=Path, default=ROOT.parent / "shared" / "questions" / "train.jsonl")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        library = articles(given.laws, folder / "laws")
        questions = read_questions(given.questions, library)
        asked, known = questions[: len(questions) // 2], [one.known for one in questions[len(questions) // 2 :]]
        add_known(folder / "laws", known)
        ours = written(library, today()).known
        learn(known, lexis_of(library, today()), today(), written=ours).write(folder / "laws")
        places = {place for one in known for place in one.places}
        rates, relevance = {}, {}
        for engine in MODULES:
            built(folder, engine)
            index = folder / engine
            typed = [one.known.question for one in asked[:ASKED]]
            timed(index, engine, typed)
            rates[engine] = [asked_per_second(index, typed, workers) for workers in (1, 2)]
            relevance[engine] = figures_of([judge(open_index(index), one, places) for one in asked[:ASKED]])
        compare(rates, relevance)


def built(folder: Path, engine: str) -> None:
    """Build anew, then again with nothing changed, and print."""
    seconds, memory = _build(folder, engine, engine)
    again, _ = _build(folder, f"{engine}-again", engine, folder / engine)
    print(
        f"{engine:8} build ÷ {BUILD_SECONDS:.0f} s {seconds / BUILD_SECONDS:.2f}, memory ÷ {BUILD_MIB:.0f} MiB "
        f"{memory / MIB / BUILD_MIB:.2f}; built again with nothing changed ÷ the first time {again / seconds:.3f}"
    )


def _build(folder: Path, name: str, engine: str, *former: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", BUILD, str(folder / "laws"), str(folder / name), engine, *map(str, former)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  # our own
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def timed(index: Path, engine: str, typed: Sequence[str]) -> None:
    """Ask questions and keywords one after another and print how long they take."""
    search(index, "法律")  # what is opened once is opened now
    questions = _milliseconds(index, typed)
    keywords = _milliseconds(index, list(islice(cycle(KEYWORDS), 120)))
    p95 = questions[int(len(questions) * 0.95)]
    print(
        f"{engine:8} question p50 ÷ {QUESTION_P50[engine]:.0f} ms {median(questions) / QUESTION_P50[engine]:.2f}, "
        f"p95 ÷ {QUESTION_P95[engine]:.0f} ms {p95 / QUESTION_P95[engine]:.2f}; "
        f"keyword p50 ÷ {KEYWORD_P50:.0f} ms {median(keywords) / KEYWORD_P50:.2f}; machine's load "
        f"{os.getloadavg()[0]:.1f}"
    )


def _milliseconds(index: Path, typed: Sequence[str]) -> list[float]:
    rounds = [[1000 * _seconds(lambda one=one: search(index, one)) for one in typed] for _ in range(ROUNDS)]  # type: ignore[misc]
    return sorted(map(median, zip(*rounds, strict=True)))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def asked_per_second(index: Path, typed: Sequence[str], workers: int) -> float:
    """Let workers ask for some seconds; give the questions answered a second."""
    with ProcessPoolExecutor(workers) as pool:
        return sum(pool.map(_ask, [index] * workers, [typed] * workers))


def _ask(index: Path, typed: Sequence[str]) -> float:
    search(index, "法律")
    begun, count = time.perf_counter(), 0
    for one in cycle(typed):
        search(index, one)
        count += 1
        if time.perf_counter() - begun > SECONDS:
            break
    return count / (time.perf_counter() - begun)


def compare(rates: dict[str, list[float]], relevance: dict[str, dict[str, float]]) -> None:
    """Print the engines against each other; exit code 1 when their relevance differs by more than 0.02."""
    (whoosh_one, whoosh_two), (tantivy_one, tantivy_two) = rates["whoosh"], rates["tantivy"]
    one, two = tantivy_one / whoosh_one, tantivy_two / whoosh_two
    print(f"questions a second, tantivy ÷ whoosh: one worker {one:.1f}, two {two:.1f}")
    print(f"two workers ÷ one: whoosh {whoosh_two / whoosh_one:.2f}, tantivy {tantivy_two / tantivy_one:.2f}")
    apart = {key: abs(value - relevance["tantivy"][key]) for key, value in relevance["whoosh"].items()}
    print("relevance apart ÷ 0.02: " + "  ".join(f"{key} {value / 0.02:.2f}" for key, value in apart.items()))
    sys.exit(max(apart.values()) > 0.02)


if __name__ == "__main__":
    main()
