"""Fixtures of the command line's tests: the command, a loaded store, an article."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kg_runner import DERBY, ROOT, Run, run


@pytest.fixture(scope="session")
def kg() -> Run:
    """The command, to be called with its words."""
    return run


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the articles of examples/ and the derby of this file; for reading only."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "derby.txt").write_text(DERBY, "utf-8")
    result = run("load", ROOT / "examples", folder / "derby.txt", "--store", folder / "kg", "--quiet")
    assert result.code == 0, result.err
    return folder / "kg"


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Path:
    """A copy of the loaded store, to be changed."""
    return Path(shutil.copytree(loaded, tmp_path / "kg"))


@pytest.fixture
def derby(tmp_path: Path) -> Path:
    """A short article in a file of its own."""
    path = tmp_path / "derby.txt"
    path.write_text(DERBY, "utf-8")
    return path
