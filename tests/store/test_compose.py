"""docker-compose.yml follows the Compose specification and names the Neo4j the tests run on."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.store.worlds import ROOT

FILE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return loaded


def check(path: str) -> subprocess.CompletedProcess[str]:
    """Hold a file against the schema of the Compose specification, which the checker carries along."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", path]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_it_follows_the_compose_specification() -> None:
    result = check(str(FILE))
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_schema_would_tell_of_a_mistake(tmp_path: Any) -> None:
    (tmp_path / "docker-compose.yml").write_text(FILE.read_text("utf-8").replace("healthcheck:", "healthchek:"))
    assert check(str(tmp_path / "docker-compose.yml")).returncode != 0


def test_neo4j_is_the_long_term_line_of_the_tests(compose: dict[str, Any]) -> None:
    name = "{http://maven.apache.org/POM/4.0.0}neo4j.version"
    version = next(ET.parse(ROOT / "tests" / "neo4j" / "pom.xml").iter(name)).text or ""
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{'.'.join(version.split('.')[:2])}-community"


def test_password_comes_from_the_environment_and_ports_stay_on_this_machine(compose: dict[str, Any]) -> None:
    service = compose["services"]["neo4j"]
    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?.+\}", service["environment"]["NEO4J_AUTH"])
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "neo4j-data:/data" in service["volumes"] and "neo4j-data" in compose["volumes"]
    assert service["healthcheck"]["test"] and service["healthcheck"]["start_period"]
