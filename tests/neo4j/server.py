"""A real Neo4j server for the tests: Neo4j Community from its published artefacts, on loopback.

``NEO4J_URI`` (with ``NEO4J_USER`` and ``NEO4J_PASSWORD``) names another server instead; it is emptied of
the graph's nodes. Without Java and without such a server the tests are skipped, unless
``KG_REQUIRE_NEO4J=1``.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from kg.store.neo4j import Login
from kg.store.property_graph import LABELS

HERE = Path(__file__).parent
JARS = HERE / "target" / "lib"
PASSWORD = "prova-segreta"
PATIENCE = 180.0

SETTINGS = """
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.initial_size=128m
server.memory.heap.max_size=512m
server.memory.pagecache.size=64m
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
"""
# What Neo4j's own start script gives the virtual machine.
OPTIONS = (
    "-Xms128m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-Dio.netty.tryReflectionSetAccessible=true",
    *(
        f"--add-opens=java.base/{package}=ALL-UNNAMED"
        for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
    ),
)
# The server ends with the tests, however they end: then their end of the pipe closes.
GUARD = '"$@" & server=$!; cat > /dev/null; kill "$server"; wait "$server"'


def lacking() -> str | None:
    """Return why no server can be started here, ``None`` where one can."""
    if not shutil.which("java"):
        return "no java on this machine, and NEO4J_URI names no server"
    if not (JARS / ".complete").exists() and not shutil.which("mvn"):
        return "the server's jars are not there and no mvn to fetch them, and NEO4J_URI names no server"
    return None


def fetch_jars() -> None:
    """Resolve the artefacts once; several test processes wait for one another."""
    JARS.parent.mkdir(exist_ok=True)
    with (JARS.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (JARS / ".complete").exists():
            command = [
                "mvn",
                "--batch-mode",
                "--quiet",
                "--file",
                str(HERE / "pom.xml"),
                "dependency:copy-dependencies",
            ]
            subprocess.run(command, check=True, timeout=900)
            (JARS / ".complete").touch()


def free_port() -> int:
    """Return a port of loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(home: Path) -> Iterator[Login]:
    """Start a server in ``home``, yield its login once it answers, and stop it."""
    fetch_jars()
    port = free_port()
    conf = home / "conf"
    conf.mkdir(parents=True)
    (conf / "neo4j.conf").write_text(SETTINGS.format(port=port))
    java = ["java", *OPTIONS, "-cp", f"{JARS}/*", "org.neo4j.server.CommunityEntryPoint"]
    command = ["sh", "-c", GUARD, "neo4j", *java, f"--home-dir={home}", f"--config-dir={conf}"]
    with (home / "console.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield _ready(process, f"bolt://127.0.0.1:{port}", home / "console.log")
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(60)


def _ready(process: subprocess.Popen[bytes], uri: str, log: Path) -> Login:
    """Wait for the server and give it the tests' password; a new server insists on that."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with (
                neo4j.GraphDatabase.driver(uri, auth=("neo4j", "neo4j"), connection_timeout=2) as driver,
                driver.session(database="system") as session,
            ):
                session.run(f"ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO '{PASSWORD}'").consume()
            return Login(uri, "neo4j", PASSWORD)
        except (neo4j.exceptions.DriverError, neo4j.exceptions.TransientError, OSError):
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"Neo4j did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.25)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """The login of a real Neo4j server."""
    uri = os.environ.get("NEO4J_URI")
    if uri:
        yield Login(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
        return
    reason = lacking()
    if reason is not None:
        if os.environ.get("KG_REQUIRE_NEO4J") == "1":
            pytest.fail(f"KG_REQUIRE_NEO4J=1, but {reason}")
        pytest.skip(reason)
    yield from started(tmp_path_factory.mktemp("neo4j"))


@pytest.fixture
def neo4j_login(neo4j_server: Login) -> Login:
    """The login of a real Neo4j server that holds nothing of the graph."""
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        for label in LABELS.values():
            driver.execute_query(f"MATCH (n:{label}) DETACH DELETE n")
    return neo4j_server
