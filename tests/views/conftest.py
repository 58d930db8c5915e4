"""The small graph, a way to ask it, and a browser."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from small_graph import TRIG, Asked

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """The graph."""
    filled = ox.Store()
    filled.load(TRIG.encode(), format=ox.RdfFormat.TRIG)
    return filled


@pytest.fixture(scope="session")
def select(store: ox.Store) -> Asked:
    """A function that answers SPARQL SELECT texts."""
    return Asked(store)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real headless Chromium without network; skips where missing, fails where KG_REQUIRE_BROWSER=1."""
    missing = None
    if importlib.util.find_spec("playwright") is None:
        missing = "playwright is not installed (pip install -e .[dev])"
    elif not CHROMIUM.exists():
        missing = f"no browser at {CHROMIUM} (apt-get install chromium)"
    if missing:
        if os.environ.get("KG_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        # The sandbox needs rights that containers do not give; the pages are the project's own.
        running = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield running
        running.close()
