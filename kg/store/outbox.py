"""What a Neo4j server has not been told yet.

For each server the ids of the nodes that changed are noted *before* the RDF store is written and
struck out after the server took them. Notes are numbered: what is noted while a server is being told,
also of a node it was just told, has a later number and stays. Telling a node is idempotent, so a note
too many does no harm, and a note too few cannot be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.errors import StoreError

# Without waiting for the disk: as safe as the RDF store, whose writes survive a kill, not a power cut.
_SCHEMA = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS server (address TEXT PRIMARY KEY, whole INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS note (
  address TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (address, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clock (only INTEGER PRIMARY KEY CHECK (only = 0), number INTEGER NOT NULL);
INSERT OR IGNORE INTO clock VALUES (0, 0);
"""


class Outbox:
    """Notes of what is due, in one SQLite file; made when first needed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=30)) as connection:
                connection.executescript(_SCHEMA)
                with connection:
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise StoreError("outbox_unreadable", path=self.path, reason=str(error)) from error

    def servers(self) -> list[str]:
        """Return the addresses of the servers this store delivers to."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            return [row[0] for row in connection.execute("SELECT address FROM server ORDER BY address")]

    def enlist(self, address: str) -> None:
        """Deliver to a server from now on; one met for the first time is due the whole graph."""
        with self._open() as connection:
            connection.execute("INSERT OR IGNORE INTO server VALUES (?, 1)", (address,))

    def note(self, identifiers: Iterable[str]) -> None:
        """Note that nodes are about to change, for every server."""
        servers = self.servers()
        if servers:
            with self._open() as connection:
                connection.execute("UPDATE clock SET number = number + 1")
                number = _number(connection)
                rows = ((address, identifier, number) for identifier in identifiers for address in servers)
                connection.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?)", rows)

    def last(self) -> int:
        """Return the number of the latest note: to be asked before reading what is due."""
        if not self.path.exists():
            return 0
        with self._open() as connection:
            return _number(connection)

    def due(self, address: str) -> list[str]:
        """Return the ids due to a server, in order."""
        if not self.path.exists():
            return []
        with self._open() as connection:
            found = connection.execute("SELECT id FROM note WHERE address = ? ORDER BY id", (address,))
            return [row[0] for row in found]

    def whole(self, address: str) -> bool:
        """Tell whether a server is due the whole graph."""
        if not self.path.exists():
            return True
        with self._open() as connection:
            row = connection.execute("SELECT whole FROM server WHERE address = ?", (address,)).fetchone()
            return row is None or bool(row[0])

    def want_whole(self, address: str) -> None:
        """Note that a server is due the whole graph."""
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO server VALUES (?, 1)", (address,))

    def told(self, address: str, last: int) -> None:
        """Strike out what a server took: the notes up to a number."""
        with self._open() as connection:
            connection.execute("DELETE FROM note WHERE address = ? AND number <= ?", (address, last))

    def told_whole(self, address: str, last: int) -> None:
        """Strike out the whole graph and the notes up to a number."""
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO server VALUES (?, 0)", (address,))
            connection.execute("DELETE FROM note WHERE address = ? AND number <= ?", (address, last))


def _number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT number FROM clock").fetchone()[0])
