"""Tests about the house itself: what is written down about it is true, and its shape is kept."""

import ast
import re
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest

import mingfa
from content_model import load
from content_model.library import KINDS
from tests.conftest import ROOT

FILES = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    if (ROOT / name).is_file()
]
SOURCES = [file for file in FILES if file.suffix == ".py" and "tests" not in file.parts]
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
DRAWERS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
REGISTRIES = ("py" + "pi.org", "python" + "hosted", "npm" + "js", "registry" + ".", "mirrors" + ".")


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("source", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_says_what_it_is_and_stays_small(source: Path) -> None:
    tree = ast.parse(text_of(source))
    docstring = ast.get_docstring(tree) or ""
    assert not (set(source.relative_to(ROOT).parts) | {source.stem}) & DRAWERS
    assert docstring, "a module says what comes in, what goes out, who may import it"
    assert text_of(source).count("\n") < LONGEST_MODULE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_nobody_imports_the_front_door() -> None:
    assert [file for file in SOURCES if re.search(r"^\s*(import|from) mingfa\b", text_of(file), re.M)] == []


def command_of(words: list[str]) -> click.Command:
    """Find the command that a line means, in a group where it has one."""
    context = click.Context(mingfa.mingfa)
    command = mingfa.mingfa.get_command(context, words[0])
    assert command, words
    if isinstance(command, click.Group):
        command = command.get_command(context, words[1])
        assert command, words
    return command


def test_the_readme_names_every_command_and_no_other() -> None:
    commands = set(mingfa.mingfa.list_commands(click.Context(mingfa.mingfa)))
    for name in ("README.md", "README.zh-CN.md"):
        assert set(re.findall(r"^mingfa ([a-z]+)", text_of(ROOT / name), re.M)) == commands


def test_every_option_in_the_handbooks_exists() -> None:
    for name in ("README.md", "README.zh-CN.md", "docs/运维手册.md"):
        for line in re.findall(r"^mingfa .*", text_of(ROOT / name), re.M):
            known = {
                option
                for parameter in command_of(line.split()[1:]).params
                if isinstance(parameter, click.Option)
                for option in parameter.opts
            }
            assert set(re.findall(r"--[a-z-]+", line)) <= known, line


def test_the_editors_handbook_lists_every_entry_of_every_kind() -> None:
    handbook = text_of(ROOT / "docs/编辑手册.md")
    everywhere = set(re.search(r"每个栏目都可以写：(.*)。", handbook)[1].split("、"))  # type: ignore[index]
    for kind in KINDS:
        row = re.search(rf"^\| `{kind.kind}` \| {kind.kind.label} \|([^|]*)\|([^|]*)\|$", handbook, re.M)
        assert row, kind
        required, optional = (set(cell.split("；")[0].split()) for cell in row.groups())
        declared = [item for item in fields(kind) if "keys" in item.metadata]
        needed = {item.metadata["keys"][0] for item in declared if item.metadata["required"] and item.name != "slug"}
        free = {item.metadata["keys"][0] for item in declared} - needed
        by_rule = {"法律核对日期"} if kind.kind == "cases" else set()
        assert (required, optional | everywhere) == (needed | by_rule, free - by_rule), kind
        assert all(section in row[1] for section in kind.required_sections)


def test_every_dependency_is_explained_and_locked_with_a_hash() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    named = [*project["project"]["dependencies"]]
    named += [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    named += project["dependency-groups"]["dev"]
    explained = text_of(ROOT / "docs/dependencies.md")
    lock = text_of(ROOT / "requirements/dev.lock")
    for requirement in named:
        name = re.match(r"[A-Za-z0-9-]+", requirement)[0]  # type: ignore[index]
        assert name in explained or (name.startswith("types-") and "types-*" in explained), name
        assert re.search(rf"^{name}==\S+.*\\\n    --hash=sha256:", lock, re.M), name
    for part in ("service", "site", "dev"):
        for block in re.split(r"\n(?=\S)", text_of(ROOT / f"requirements/{part}.lock")):
            assert block.startswith("#") or "--hash=sha256:" in block, block


def test_the_server_needs_no_generator() -> None:
    lock = text_of(ROOT / "requirements/service.lock")
    assert not re.search(r"^(mkdocs|pelican|pygments)", lock, re.M)


def test_no_file_names_a_registry() -> None:
    named = [
        (str(file.relative_to(ROOT)), host) for file in FILES for host in REGISTRIES if host in text_of(file).lower()
    ]
    assert named == []


def test_ci_is_make_test() -> None:
    assert re.search(r"^MINGFA_CI=1 make test$", text_of(ROOT / ".ci/run"), re.M)


def test_decisions_are_numbered_and_tell_the_four_things() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in decisions] == list(range(1, len(decisions) + 1))
    for file in decisions:
        for part in ("Background", "Problem", "Decision", "Consequences"):
            assert f"**{part}.**" in text_of(file), file.name


def test_published_addresses_never_vanish() -> None:
    published = set(text_of(ROOT / "tests/published_urls.txt").split())
    pages = load(ROOT / "content").pages
    now = {page.url for page in pages}
    moved = {f"{alias}/" for page in pages for alias in page.aliases}
    assert published - now - moved == set(), "write 旧网址 before an address goes"
    assert now - published == set(), "write new addresses into tests/published_urls.txt"


def test_every_test_that_the_faults_are_shown_by_exists() -> None:
    table = text_of(ROOT / "docs/faults-and-abuses.md")
    named = re.findall(r"([\w/]+\.py)::(\w+)", table)
    assert len(named) > 100
    missing = [f"{file}::{test}" for file, test in named if not _defines(ROOT / "tests" / file, test)]
    assert missing == []
    rows = set(re.findall(r"^\| \*\*([DA]\d+)", table, re.M))
    assert rows == {
        *(f"D{number}" for number in range(1, 15)),
        *(f"A{number}" for number in (*range(1, 11), *range(13, 21))),
    }


def _defines(file: Path, test: str) -> bool:
    return file.is_file() and re.search(rf"^def {test}\(", text_of(file), re.M) is not None
