"""Copies of the data for readers.

Oxigraph does not allow a reader beside a writer on the same files, but it makes a consistent
copy of hard links in some three milliseconds. The writer publishes such a copy after it wrote;
readers open the newest one, as many as like, and keep it from being cleared by a shared lock.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox

from kg.store.locks import FileLock


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return sorted(int(entry.name) for entry in folder.iterdir() if entry.name.isdecimal() and entry.is_dir())


def _lock(folder: Path, number: int) -> FileLock:
    return FileLock(folder / f"{number}.lock")


def publish(store: ox.Store, folder: Path) -> int:
    """Make a copy of the writer's store for readers; return its number."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = _numbers(folder)
    number = (taken[-1] if taken else 0) + 1
    making = folder / f"making-{number}"
    shutil.rmtree(making, ignore_errors=True)
    store.flush()
    store.backup(making)
    making.rename(folder / str(number))
    clear(folder)
    return number


def clear(folder: Path) -> None:
    """Remove the copies nobody reads any more; the newest stays."""
    for number in _numbers(folder)[:-1]:
        lock = _lock(folder, number)
        if lock.acquire():
            shutil.rmtree(folder / str(number), ignore_errors=True)
            lock.path.unlink(missing_ok=True)
            lock.release()


def open_newest(folder: Path) -> tuple[ox.Store, FileLock] | None:
    """Open the newest copy for reading; ``None`` where none was made yet.

    The lock that comes with it is to be released when the store is no longer read.

    Raises:
        OSError: the copy is damaged.
    """
    for number in reversed(_numbers(folder)):
        lock = _lock(folder, number)
        if not lock.acquire(shared=True):
            continue
        # Between listing and locking the writer may have cleared it.
        if (folder / str(number)).is_dir():
            return ox.Store.read_only(str(folder / str(number))), lock
        lock.release()
    return None
