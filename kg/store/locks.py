"""File locks between processes: one writer, and readers that keep their snapshot from being cleared away."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class FileLock:
    """An advisory lock on a file; the system drops it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self, *, shared: bool = False) -> bool:
        """Take the lock without waiting; tell whether it was free.

        An exclusive holder leaves its process id in the file, for the sentence others read.
        """
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        if not shared:
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        self._handle = handle
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def holder(self) -> str:
        """Return the process id the exclusive holder left, ``?`` where there is none."""
        try:
            return self.path.read_text("ascii", "replace").strip() or "?"
        except OSError:
            return "?"
