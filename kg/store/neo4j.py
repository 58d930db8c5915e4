"""The property graph on a Neo4j server, through the official driver.

The server holds what the dataset holds, node by node (:mod:`kg.store.property_graph`). What it has
not been told waits in the outbox, so an article is never lost to a server that is away.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions

from kg.errors import Neo4jError, QueryError, UsageError
from kg.messages import text as say
from kg.store import cypher
from kg.store.answer import Answer, Limits
from kg.store.outbox import Outbox
from kg.store.property_graph import LABELS, Difference, Projection, differences, expected
from kg.store.rdf_store import RdfStore

#: What the address of a server may begin with.
SCHEMES: Final = ("bolt", "neo4j", "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc")


@dataclass(frozen=True, slots=True)
class Login:
    """Where a server is and how to get in. The password is never shown.

    Raises:
        UsageError: the address has another scheme than :data:`SCHEMES`, or names no host.
    """

    uri: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str | None = None

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.uri)
            usable = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise UsageError("neo4j_scheme", uri=self.uri, known=", ".join(f"{scheme}://" for scheme in SCHEMES))


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was told to a server.

    Attributes:
        nodes: nodes brought up to date or deleted.
        whole: whether the whole graph was told.
        seconds: time it took.
    """

    nodes: int
    whole: bool = False
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Neo4jStatus:
    """What a server says of itself and what it is due.

    Attributes:
        uri: its address.
        version: its version and edition.
        counts: nodes by label.
        due: nodes it has not been told.
        whole: whether it is due the whole graph.
    """

    uri: str
    version: str
    counts: Mapping[str, int]
    due: int
    whole: bool


class Neo4jGraph:
    """A Neo4j server that mirrors a store.

    Args:
        store: the dataset.
        login: the server.
        timeout: seconds to wait for a connection.
    """

    def __init__(self, store: RdfStore, login: Login, *, timeout: float = 2.0) -> None:
        self.store = store
        self.login = login
        self.outbox = Outbox(store.layout.outbox)
        self._reached = False
        try:
            self._driver = neo4j.GraphDatabase.driver(
                login.uri,
                auth=(login.user, login.password),
                connection_timeout=timeout,
                connection_acquisition_timeout=timeout + 5,
                max_transaction_retry_time=timeout,
                notifications_min_severity="OFF",
                user_agent="calcio-kg",
            )
        except (exceptions.DriverError, ValueError) as error:
            raise Neo4jError("neo4j_address", uri=login.uri, reason=_first_line(error)) from error

    def __enter__(self) -> Neo4jGraph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._driver.close()

    @property
    def address(self) -> str:
        """What the outbox calls the server: address and database, never user or password."""
        return f"{self.login.uri}#{self.login.database or ''}"

    # -- telling ------------------------------------------------------------------------------------

    def enlist(self) -> None:
        """Have the store note from now on what this server is due."""
        self.outbox.enlist(self.address)

    def deliver(self) -> Delivered:
        """Tell the server what it is due, and strike it out.

        Raises:
            Neo4jError: it cannot be reached, refuses the login or fails; what is due stays noted.
            StoreError: the store is open for reading only: a snapshot may be behind what is noted.
        """
        self.store.must_write()
        started = time.perf_counter()
        self.enlist()
        self.store.settle()
        last = self.outbox.last()
        due = self.outbox.due(self.address)
        if self.outbox.whole(self.address) or self._emptied():
            return self.push()
        with _speaking(self.login), self._session() as session, _Ahead(session) as transact:
            cypher.write(transact, Projection(self.store), due)
        self.outbox.told(self.address, last)
        return Delivered(len(due), seconds=time.perf_counter() - started)

    def push(self) -> Delivered:
        """Empty the server of this graph's nodes and tell it everything.

        Raises:
            Neo4jError: as :meth:`deliver`.
            StoreError: as :meth:`deliver`.
        """
        self.store.must_write()
        started = time.perf_counter()
        self.outbox.want_whole(self.address)
        self.store.settle()
        last = self.outbox.last()
        with _speaking(self.login), self._session() as session:
            self._prepare(session)
            projection = Projection(self.store)
            with _Ahead(session) as transact:
                count = cypher.write(transact, projection, projection.ids(), fresh=True)
        self.outbox.told_whole(self.address, last)
        return Delivered(count, True, time.perf_counter() - started)

    def _prepare(self, session: neo4j.Session) -> None:
        """Remove this graph's nodes and make sure of the constraints."""
        for statement in (*cypher.constraints(), *cypher.relation_indexes()):
            session.run(statement).consume()
        session.run("CALL db.awaitIndexes(60)").consume()
        for label in LABELS.values():
            statement = f"MATCH (n:{label}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 5000 ROWS"
            session.run(statement).consume()

    def _emptied(self) -> bool:
        """Tell whether the server has lost the graph: it holds no article and the store does."""
        with _speaking(self.login), self._session() as session:
            row = session.run("MATCH (a:Article) RETURN count(a) AS n").single(strict=True)
            return row["n"] == 0 and bool(self.store.articles())

    # -- asking -------------------------------------------------------------------------------------

    def cypher(self, text: str, parameters: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Answer:
        """Run a Cypher query that only reads.

        Raises:
            QueryError: it does not parse, writes, reads files, or takes too long.
            Neo4jError: the server cannot be reached or refuses the login.
        """
        cypher.refuse_all_but_reading(text)
        if not text.strip():
            raise QueryError("query_empty")
        limits = limits or Limits()
        started = time.perf_counter()

        def work(tx: neo4j.ManagedTransaction) -> Answer:
            result = tx.run(text, dict(parameters or {}))
            columns = tuple(result.keys())
            rows: list[tuple[Any, ...]] = []
            for record in result:
                if limits.rows is not None and len(rows) >= limits.rows:
                    return Answer(columns, tuple(rows), True, limits.rows, time.perf_counter() - started)
                rows.append(tuple(cypher.cell(value) for value in record.values()))
            return Answer(columns, tuple(rows), False, limits.rows, time.perf_counter() - started)

        timed = neo4j.unit_of_work(timeout=limits.seconds)(work)
        with _speaking(self.login, limits, asking=True), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(timed)

    def status(self) -> Neo4jStatus:
        """Return what the server says of itself and what it is due.

        Raises:
            Neo4jError: it cannot be reached or refuses the login.
        """
        self.store.settle()
        with _speaking(self.login, asking=True), self._session(neo4j.READ_ACCESS) as session:
            row = session.run("CALL dbms.components() YIELD versions, edition RETURN versions[0] AS v, edition AS e")
            component = row.single(strict=True)
            counts = {
                label: int(session.run(f"MATCH (n:{label}) RETURN count(n) AS n").single(strict=True)["n"])
                for label in LABELS.values()
            }
        address = self.address
        return Neo4jStatus(
            self.login.uri,
            f"{component['v']} {component['e']}",
            counts,
            len(self.outbox.due(address)),
            self.outbox.whole(address),
        )

    def check(self) -> list[Difference]:
        """Compare the server with the dataset; nothing in the list means they are equal.

        Raises:
            Neo4jError: it cannot be reached or refuses the login.
        """
        wanted = expected(Projection(self.store))
        with _speaking(self.login, asking=True), self._session(neo4j.READ_ACCESS) as session:

            def read(statement: str, /) -> Iterator[tuple[Any, ...]]:
                return (tuple(record.values()) for record in session.run(statement))

            return differences(wanted, cypher.found(read))

    def _session(self, mode: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        if not self._reached:
            # Transactions are tried again and again; whether anybody is there is known at once.
            self._driver.verify_connectivity()
            self._reached = True
        return self._driver.session(database=self.login.database, default_access_mode=mode)


class _Ahead:
    """Runs transactions one after the other in a thread: the next is made ready while the server has one at work."""

    def __init__(self, session: neo4j.Session) -> None:
        self._session = session
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="neo4j")
        self._running: Future[None] | None = None

    def __enter__(self) -> _Ahead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._wait()
        finally:
            self._thread.shutdown()

    def __call__(self, work: Callable[[cypher.Runs], None], /) -> None:
        self._wait()
        self._running = self._thread.submit(self._transact, work)

    def _wait(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def _transact(self, work: Callable[[cypher.Runs], None]) -> None:
        def in_transaction(tx: neo4j.ManagedTransaction) -> None:
            def run(statement: str, parameters: Mapping[str, Any], /) -> None:
                tx.run(statement, dict(parameters)).consume()

            work(run)

        self._session.execute_write(in_transaction)


def _first_line(error: BaseException) -> str:
    return str(getattr(error, "message", None) or error).strip().splitlines()[0][:300]


def _why_away(error: BaseException) -> str:
    """Return the key of the words for why a server does not answer; the driver wraps what the system says."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__
    if any(isinstance(one, socket.gaierror) for one in seen) or "DNS resolve" in str(error):
        return "neo4j_why_unknown"
    if any(isinstance(one, TimeoutError) for one in seen):
        return "neo4j_why_silent"
    if any(isinstance(one, ssl.SSLError) for one in seen):
        return "neo4j_why_encryption"
    return "neo4j_why_nobody"


class _speaking:  # noqa: N801 (used as a plain word in with statements)
    """Turns the driver's failures into the sentence a user reads."""

    def __init__(self, login: Login, limits: Limits | None = None, *, asking: bool = False) -> None:
        self.login = login
        self.away = "neo4j_away" if asking else "neo4j_unreachable"
        self.limits = limits

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, exceptions.AuthError):
            raise Neo4jError("neo4j_login", uri=self.login.uri, user=self.login.user) from error
        if isinstance(error, exceptions.Neo4jError):
            self._refused(error)
        if isinstance(error, exceptions.DriverError | OSError):
            raise Neo4jError(self.away, uri=self.login.uri, reason=say(_why_away(error))) from error

    def _refused(self, error: exceptions.Neo4jError) -> None:
        code = error.code or ""
        if "TransactionTimedOut" in code and self.limits is not None:
            raise QueryError("query_timeout", seconds=f"{self.limits.seconds:g}") from error
        if code.startswith("Neo.ClientError.Statement.AccessMode"):
            raise QueryError("cypher_update", word="Cypher") from error
        if code.startswith("Neo.ClientError.Statement") and self.limits is not None:
            raise QueryError("cypher_syntax", query="Cypher", reason=_first_line(error)) from error
        if code.startswith("Neo.ClientError.Security"):
            raise Neo4jError("neo4j_login", uri=self.login.uri, user=self.login.user) from error
        if isinstance(error, exceptions.ClientError) and "DatabaseNotFound" in code:
            raise Neo4jError("neo4j_database", uri=self.login.uri, database=self.login.database) from error
        raise Neo4jError("neo4j_failed", uri=self.login.uri, reason=_first_line(error)) from error
