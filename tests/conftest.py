"""Fixtures of all tests."""

from __future__ import annotations

import pytest

from tests.neo4j.server import neo4j_login, neo4j_server

__all__ = ["neo4j_login", "neo4j_server"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need Neo4j and keep them in one process: one server serves them all."""
    for item in items:
        if "neo4j_server" in getattr(item, "fixturenames", ()):
            item.add_marker("neo4j")
            item.add_marker(pytest.mark.xdist_group("neo4j"))
