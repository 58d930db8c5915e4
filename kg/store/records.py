"""The articles themselves, kept beside the graph: for cards, quotes and reading them again.

A record is one JSON file named by the SHA-256 of its content. It stands outside the RDF data, so
that an exported graph carries quotes and no whole articles.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.article import Article, Quoted
from kg.store.layout import write_atomically


def to_bytes(article: Article) -> bytes:
    """Return the record of an article; the same article gives the same bytes.

    Where the article was read from is no part of it: the same text in another folder is the same article.
    """
    content = asdict(article)
    del content["source"]
    return json.dumps(content, ensure_ascii=True, sort_keys=True).encode("ascii")


def from_bytes(data: bytes) -> Article:
    """Return the article of a record."""
    content: dict[str, Any] = json.loads(data)
    content["quoted"] = tuple(Quoted(**quoted) for quoted in content.get("quoted", ()))
    return Article(**content)


class Records:
    """The folder of records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Return where a record stands."""
        return self.folder / name[:2] / f"{name}.json"

    def keep(self, data: bytes) -> str:
        """Write a record and return its name."""
        name = hashlib.sha256(data).hexdigest()
        path = self.path(name)
        # What stands there may be damaged: loading an article again mends it.
        if not path.exists() or path.read_bytes() != data:
            write_atomically(path, data)
        return name

    def read(self, name: str) -> Article | None:
        """Return the article of a record, ``None`` where the file is gone or not what was written."""
        try:
            data = self.path(name).read_bytes()
        except OSError:
            return None
        return from_bytes(data) if hashlib.sha256(data).hexdigest() == name else None

    def remove(self, name: str) -> None:
        """Remove a record."""
        self.path(name).unlink(missing_ok=True)

    def sweep(self, used: Iterable[str]) -> int:
        """Remove the records no article uses (a killed writer may leave one); return how many."""
        keep = set(used)
        strays = [path for path in self.folder.glob("??/*.json") if path.stem not in keep]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)
