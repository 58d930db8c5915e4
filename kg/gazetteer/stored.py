"""The compiled gazetteer on disk: read in milliseconds, rebuilt whenever a byte of data or code differs.

The file holds plain data (``marshal``) behind a checksum, is written beside its place and renamed, and is never
needed: without a writable folder the gazetteer is compiled anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_MAGIC = b"calcio-kg gazetteer 1\n"
_DIGEST = 32
_KEEP = 4
_CODE = (
    "stored.py",
    "files.py",
    "folding.py",
    "forms.py",
    "index.py",
    "inflection.py",
    "data/inflection.toml",
    "data/regions.toml",
)


def folder() -> Path:
    """Return the user's cache folder: ``KG_CACHE_DIR``, ``XDG_CACHE_HOME``/calcio-kg, ``~/.cache/calcio-kg``."""
    own = os.environ.get("KG_CACHE_DIR")
    if own:
        return Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(base) / "calcio-kg" if base else Path.home() / ".cache" / "calcio-kg"


def key(files: Iterable[tuple[str, bytes]]) -> str:
    """Return the name under which the files' compiled form is kept: a hash of their names and bytes, of the code and of
    the Python version (``marshal`` may change with it)."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(sys.version.encode())
    here = Path(__file__).parent
    for name in _CODE:
        digest.update((here / name).read_bytes())
    for name, content in files:
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def read(name: str) -> Any | None:
    """Return the stored data, or ``None`` where there is none or its bytes are not those written."""
    try:
        raw = _path(name).read_bytes()
    except OSError:
        return None
    body = memoryview(raw)[len(_MAGIC) + _DIGEST :]
    if (
        not raw.startswith(_MAGIC)
        or hashlib.blake2b(body, digest_size=_DIGEST).digest() != raw[len(_MAGIC) :][:_DIGEST]
    ):
        return None
    return marshal.loads(body)


def write(name: str, data: Any) -> bool:
    """Store the data; ``False`` where the folder cannot be written. Concurrent writers cannot mix their bytes."""
    body = marshal.dumps(data)
    path = _path(name)
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".gazetteer-", delete=False) as file:
            temporary = Path(file.name)
            file.write(_MAGIC + hashlib.blake2b(body, digest_size=_DIGEST).digest() + body)
        temporary.replace(path)
    except OSError:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
        return False
    _prune(path.parent)
    return True


def _path(name: str) -> Path:
    return folder() / f"gazetteer-{name}.bin"


def _prune(place: Path) -> None:
    """Keep the newest few compiled forms; older ones belong to data or code that is gone."""
    with contextlib.suppress(OSError):
        stored = sorted(place.glob("gazetteer-*.bin"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in stored[_KEEP:]:
            old.unlink(missing_ok=True)
