"""From Oxigraph's failures to the sentence a user reads."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from kg.errors import StoreError
from kg.messages import text

#: What to do about a damaged part of the folder: keys of the words on screen.
_MEND = {"data": "store_mend_data", "snapshots": "store_mend_snapshots", "journal": "store_mend_journal"}


def damaged(root: Path, part: str, reason: object) -> StoreError:
    """Return the error that says which part of a store is damaged and what to do.

    Args:
        root: the store's folder.
        part: the file or folder in it.
        reason: what was found.
    """
    advice = _MEND.get(part.partition("/")[0], "store_mend_other")
    if advice == "store_mend_data" and not any((root / "snapshots").glob("[0-9]*/CURRENT")):
        advice = "store_mend_other"
    words = " ".join(str(reason).split())
    return StoreError("store_corrupt", path=root, part=part, reason=words, advice=text(advice, path=root))


class reading:  # noqa: N801 (used as a plain word in with statements)
    """Turns Oxigraph's failures into the sentence a user reads."""

    def __init__(self, root: Path, part: str = "data") -> None:
        self.root = root
        self.part = part

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Oxigraph tells of a damaged database as an OSError or as a bare RuntimeError ("Corruption: …").
        if isinstance(error, OSError) or type(error) is RuntimeError:
            if "lock" in str(error).lower() and "LOCK" in str(error):
                raise StoreError("store_locked", path=self.root, process="?") from error
            raise damaged(self.root, self.part, error) from error
