"""What the shapes refused, kept aside with the report, so that nothing is lost and all can be told.

One JSON file for each article, named by the hash of its id: the article's id, the version refused,
when, what each refusal says, and the triples as N-Quads.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg.store.layout import write_atomically


@dataclass(frozen=True, slots=True)
class Refusal:
    """One result of the shapes: ``focus`` node, ``shape``, ``severity``, ``messages`` by language."""

    focus: str
    shape: str
    severity: str
    messages: dict[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """What was kept aside of one article.

    Attributes:
        article: its id.
        when: ISO time it was refused.
        refusals: what the shapes said.
        nquads: the triples refused.
    """

    article: str
    when: str
    refusals: tuple[Refusal, ...]
    nquads: str


class Quarantine:
    """The folder of what was refused."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, article: str) -> Path:
        name = hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self.folder / f"{name}.json"

    def keep(self, item: Quarantined) -> None:
        """Keep what was refused; an older refusal of the article is replaced."""
        write_atomically(self._path(item.article), json.dumps(asdict(item), ensure_ascii=True, indent=1) + "\n")

    def release(self, article: str) -> None:
        """Drop what was kept of an article: a later version passed, or it is forgotten."""
        self._path(article).unlink(missing_ok=True)

    def articles(self) -> list[str]:
        """Return the ids of the articles with something kept aside, in order."""
        return sorted(item.article for item in self.all())

    def all(self) -> list[Quarantined]:
        """Return everything kept aside, by article."""
        found = [_read(path) for path in self.folder.glob("*.json")] if self.folder.is_dir() else []
        return sorted((item for item in found if item), key=lambda item: item.article)

    def get(self, article: str) -> Quarantined | None:
        """Return what was kept of one article, ``None`` where nothing was."""
        return _read(self._path(article))


def _read(path: Path) -> Quarantined | None:
    try:
        data: dict[str, Any] = json.loads(path.read_text("ascii"))
        refusals = tuple(Refusal(**refusal) for refusal in data["refusals"])
        return Quarantined(data["article"], data["when"], refusals, data["nquads"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
