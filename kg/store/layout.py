"""What lies where in a store's folder, and the stamp that says which format it has.

```
.kg/
  calcio-kg.json   the stamp: format and base IRI
  writer.lock      held by the one process that writes
  data/            Oxigraph's own files (only the writer opens them)
  snapshots/N/     what readers open: a copy of hard links made after a write
  journal          new articles that are not in data/ yet
  dirty            stands while data/ may be ahead of the newest snapshot
  articles/        the articles as they were given, by content
  quarantine/      what the shapes refused, with the report
  outbox.sqlite    what Neo4j has not been told yet
  embedded.kgl     the embedded property graph (can be thrown away at any time)
```
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.store.failures import damaged

FORMAT = 1
STAMP = "calcio-kg.json"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths below a store's folder."""

    root: Path

    @property
    def stamp(self) -> Path:
        """The file that makes a folder a store."""
        return self.root / STAMP

    @property
    def lock(self) -> Path:
        """The writer's lock."""
        return self.root / "writer.lock"

    @property
    def data(self) -> Path:
        """Oxigraph's files."""
        return self.root / "data"

    @property
    def snapshots(self) -> Path:
        """Copies for readers."""
        return self.root / "snapshots"

    @property
    def dirty(self) -> Path:
        """Stands while ``data`` may be ahead of the newest snapshot."""
        return self.root / "dirty"

    @property
    def journal(self) -> Path:
        """Articles that are stored and not yet in ``data``."""
        return self.root / "journal"

    @property
    def articles(self) -> Path:
        """Articles as they were given."""
        return self.root / "articles"

    @property
    def quarantine(self) -> Path:
        """What the shapes refused."""
        return self.root / "quarantine"

    @property
    def outbox(self) -> Path:
        """What Neo4j has not been told yet."""
        return self.root / "outbox.sqlite"

    @property
    def embedded(self) -> Path:
        """The embedded property graph."""
        return self.root / "embedded.kgl"

    def exists(self) -> bool:
        """Tell whether a store is here."""
        return self.stamp.is_file()

    def read_stamp(self) -> dict[str, Any]:
        """Return the stamp.

        Raises:
            StoreError: no store, a newer one, or a stamp that cannot be read. Nothing is changed.
        """
        try:
            stamp: dict[str, Any] = json.loads(self.stamp.read_text("utf-8"))
            number = int(stamp["format"])
            stamp["base"] = str(stamp["base"])
        except FileNotFoundError as error:
            raise StoreError("store_missing", path=self.root) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(self.root, self.stamp.name, error) from error
        if number > FORMAT:
            raise StoreError("store_newer", path=self.root, found=number, known=FORMAT)
        return stamp

    def create(self, base: str) -> None:
        """Make the folder a store.

        Raises:
            StoreError: the folder holds something else, or cannot be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            strangers = sorted(entry.name for entry in self.root.iterdir() if entry.name != self.lock.name)
            if strangers:
                raise StoreError("store_foreign", path=self.root, name=strangers[0])
            write_atomically(self.stamp, json.dumps({"format": FORMAT, "base": base}) + "\n")
        except OSError as error:
            raise StoreError("store_unwritable", path=self.root, reason=error.strerror or str(error)) from error


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)  # noqa: PTH105 (a plain name from mkstemp)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
