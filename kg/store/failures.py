"""From Oxigraph's failures to the sentence a user reads."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from kg.errors import StoreError


class reading:  # noqa: N801 (used as a plain word in with statements)
    """Turns Oxigraph's failures into the sentence a user reads."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Oxigraph tells of a damaged database as an OSError or as a bare RuntimeError ("Corruption: …").
        if isinstance(error, OSError) or type(error) is RuntimeError:
            if "lock" in str(error).lower() and "LOCK" in str(error):
                raise StoreError("store_locked", path=self.root, process="?") from error
            raise StoreError("store_corrupt", path=self.root, reason=" ".join(str(error).split())) from error
