"""Articles that are stored but not yet in Oxigraph: a file that grows by one record for each.

Oxigraph takes many articles at once several times as fast as one by one, and without a log of its
own. So a new article is first appended here, in one write; a kill leaves its record whole or, at the
end of the file, torn. What stands here goes into Oxigraph before anybody reads, and again when the
store is next opened after a kill: putting a quad in twice changes nothing.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import StoreError
from kg.messages import text
from kg.store.failures import damaged

#: Bytes of quads after which the articles at hand go into Oxigraph.
ENOUGH = 16_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One article on its way into the dataset.

    Attributes:
        article: its id.
        known: hash of the gazetteer's graph once the article stands.
        quads: what it adds, as N-Quads.
    """

    article: str
    known: str
    quads: bytes

    def to_bytes(self) -> bytes:
        """Return the record: its length and checksum, what it says of itself, the quads."""
        head = json.dumps([self.article, self.known], ensure_ascii=True).encode("ascii")
        body = head + b"\n" + self.quads
        return b"%d %d\n" % (len(body), zlib.crc32(body)) + body


def entries(data: bytes, path: Path) -> Iterator[Entry]:
    """Yield the entries of a journal; one that a kill cut short at the end was never stored.

    Raises:
        StoreError: a record is not what was written.
    """
    place = 0
    while place < len(data):
        line = data.find(b"\n", place)
        if line < 0:
            return
        try:
            length, checksum = (int(number) for number in data[place:line].split(b" "))
        except ValueError as error:
            raise damaged(path.parent, path.name, error) from error
        body = data[line + 1 : line + 1 + length]
        if len(body) < length:
            return
        if zlib.crc32(body) != checksum:
            raise damaged(path.parent, path.name, text("store_checksum"))
        head, _, quads = body.partition(b"\n")
        article, known = json.loads(head)
        yield Entry(article, known, quads)
        place = line + 1 + length


@dataclass(slots=True)
class Journal:
    """The articles on their way into the dataset, in the order in which they came.

    Args:
        path: where they are written; ``None`` keeps them in memory.
    """

    path: Path | None
    entries: list[Entry] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)
    size: int = 0
    _handle: int | None = None

    def recover(self) -> None:
        """Read what a killed process left.

        Raises:
            StoreError: the file is damaged.
        """
        if self.path is not None and self.path.exists():
            for entry in entries(self.path.read_bytes(), self.path):
                self._hold(entry)

    def append(self, entry: Entry) -> None:
        """Store an article.

        Raises:
            StoreError: the file cannot be written; nothing is stored then.
        """
        if self.path is not None:
            try:
                self._write(self.path, entry.to_bytes())
            except OSError as error:
                reason = error.strerror or str(error)
                raise StoreError("store_unwritable", path=self.path.parent, reason=reason) from error
        self._hold(entry)

    def _write(self, path: Path, record: bytes) -> None:
        if self._handle is None:
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        before = os.fstat(self._handle).st_size
        try:
            done = 0
            while done < len(record):
                done += os.write(self._handle, record[done:])
        except OSError:
            os.ftruncate(self._handle, before)
            raise

    def _hold(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.articles.add(entry.article)
        self.size += len(entry.quads)

    def clear(self) -> None:
        """Let go of everything: it stands in the dataset."""
        self.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)
        self.entries.clear()
        self.articles.clear()
        self.size = 0

    def close(self) -> None:
        """Close the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
