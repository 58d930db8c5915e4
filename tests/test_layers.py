"""Imports run downwards only, third parties are declared, and modules stay small enough to read."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kg"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

#: From the ground up; a room may import what stands on lines above it, and itself.
#: Two rooms on one line know nothing of each other.
ORDER = [
    ["kg"],
    ["kg.messages"],
    ["kg.errors"],
    ["kg.article", "kg.facts", "kg.config"],
    ["kg.lexicon", "kg.sources"],
    ["kg.gazetteer"],
    ["kg.language"],
    ["kg.mentions"],
    ["kg.extractors"],
    ["kg.extraction"],
    ["kg.evaluation"],
    ["kg.rdf"],
    ["kg.validation"],
    ["kg.store"],
    ["kg.questions"],
    ["kg.graph"],
    ["kg.views"],
    ["kg.commands"],
    ["kg.cli"],
    ["kg.__main__"],
]
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}
#: Rooms that must not know a neighbour below them either.
BLIND = {
    "kg.language": {"kg.sources", "kg.facts"},
    "kg.gazetteer": {"kg.sources", "kg.article", "kg.facts"},
    "kg.rdf": {"kg.language", "kg.mentions", "kg.extractors", "kg.extraction", "kg.evaluation", "kg.sources"},
    "kg.validation": {"kg.language", "kg.mentions", "kg.extractors", "kg.extraction", "kg.evaluation", "kg.sources"},
    "kg.store": {"kg.language", "kg.mentions", "kg.extractors", "kg.extraction", "kg.evaluation", "kg.sources"},
    "kg.questions": {"kg.language", "kg.mentions", "kg.extractors", "kg.extraction", "kg.sources"},
}
#: Distributions whose import name belongs to several, or that are pulled in under another name.
ALSO_FROM = {"lxml": "lxml", "yaml": "pyyaml"}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield every module a file imports, also inside functions, and whether only for type checking."""
    tree = ast.parse(path.read_text("utf-8"))
    checked = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in checked
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports of the project are absolute"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                is_module = node.module == "kg" and inner in LEVEL
                yield (inner if is_module else node.module), id(node) in checked


def test_every_room_has_its_place() -> None:
    rooms = {room_of(name_of(path)) for path in MODULES}
    assert rooms <= LEVEL.keys(), f"not in the order of rooms: {sorted(rooms - LEVEL.keys())}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_downwards(path: Path) -> None:
    here = room_of(name_of(path))
    for module, _ in imports(path):
        if module == "kg" or not module.startswith("kg."):
            continue
        there = room_of(module)
        assert there == here or LEVEL[there] < LEVEL[here], f"{name_of(path)} imports {module}, which stands above it"
        assert there not in BLIND.get(here, ()), f"{name_of(path)} imports {module}, of which it knows nothing"


def test_the_documented_rooms_are_the_real_ones() -> None:
    told = set(re.findall(r"`(kg/[\w/]+?)(?:\.py|/)?`", (ROOT / "docs/architecture.md").read_text("utf-8")))
    missing = {room for room in LEVEL if room != "kg" and room.replace(".", "/") not in told}
    assert missing <= {"kg.__main__"}, f"docs/architecture.md does not tell of {sorted(missing)}"
    ghosts = {name for name in told if not (ROOT / name).is_dir() and not (ROOT / f"{name}.py").is_file()}
    assert not ghosts, f"docs/architecture.md tells of {sorted(ghosts)}, which is not there"


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_third_parties_are_declared_and_the_declared_are_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {_canonical(re.split(r"[\s<>=!~\[;]", line)[0]) for line in project["dependencies"]}
    owners = packages_distributions()
    used: set[str] = set()
    for path in MODULES:
        for module, for_types in imports(path):
            top = module.split(".")[0]
            if top == "kg" or top in sys.stdlib_module_names or for_types:
                continue
            candidates = {_canonical(name) for name in owners.get(top, [ALSO_FROM.get(top, top)])}
            assert candidates & declared, f"{name_of(path)} imports {top}, which pyproject.toml does not name"
            used |= candidates & declared
    # The Rust parts of the Neo4j driver replace its own when they are installed, and trafilatura needs the cleaner.
    assert declared - used <= {"neo4j-rust-ext", "lxml-html-clean"}, (
        f"declared and never imported: {sorted(declared - used)}"
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") < 600
    assert not re.search(r"except\s+(Base)?Exception\s*:", text) or "raise" in text


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_things_are_documented(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    if path.name != "__init__.py" or tree.body:
        assert ast.get_docstring(tree), f"{name_of(path)} has no docstring"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name_of(path)}.{node.name} has no docstring"
