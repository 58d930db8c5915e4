"""What the user named, as a list of single things to read, each with the id its article gets."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from kg.errors import InputError
from kg.sources.web import is_address

Kind = Literal["file", "stdin", "web"]
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"})
STDIN = "-"
# In a folder these tell about the folder and are no articles.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_ABOUT = re.compile(r"(readme|licen[cs]e|changelog|notice)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """One thing to read: ``name`` as messages call it, ``id`` of its article, ``place`` for files."""

    name: str
    id: str
    kind: Kind
    place: Path | None = None


def locate(names: Iterable[str | Path], article_id: str | None = None) -> tuple[list[Origin], list[InputError]]:
    """Return everything to read, in the order named, folders sorted, and what of it is not there.

    An id that two files would share gets the name of the folder before it (``serie-a-derby``), and
    the suffix behind it where that is not enough. A file named twice is read once.

    Args:
        names: paths of files and folders, web addresses, ``-`` for standard input.
        article_id: the id to give instead, where exactly one thing is to be read.

    Raises:
        UsageError: never here; ``article_id`` with several things is for the caller to refuse.
    """
    origins: list[Origin] = []
    errors: list[InputError] = []
    for name in names:
        try:
            origins.extend(_expand(str(name)))
        except InputError as error:
            errors.append(error)
    unique = list({(origin.kind, origin.name): origin for origin in reversed(origins)}.values())[::-1]
    if article_id is not None and len(unique) == 1:
        only = unique[0]
        return [Origin(only.name, article_id, only.kind, only.place)], errors
    return _distinct(unique), errors


def _expand(name: str) -> Iterator[Origin]:
    if not name.strip():
        # An empty variable of a shell must not mean the folder one happens to be in.
        raise InputError("input_unnamed")
    if name == STDIN:
        yield Origin(STDIN, "stdin", "stdin")
    elif is_address(name):
        yield Origin(name, _address_id(name), "web")
    else:
        yield from _files(Path(name), name)


def _files(path: Path, name: str) -> Iterator[Origin]:
    try:
        if path.is_dir():
            found = sorted(_walk(path), key=lambda file: file.parts)
            if not found:
                raise InputError("input_empty_folder", name=name, suffixes=" ".join(sorted(SUFFIXES)))
            for file in found:
                yield Origin(str(file), _readable(file.stem), "file", file)
        elif path.exists():
            yield Origin(name, _readable(path.stem or path.name), "file", path)
        elif _SCHEME.match(name):
            raise InputError("input_address", name=name)
        else:
            raise InputError("input_missing", name=name)
    except (OSError, ValueError) as error:
        raise InputError(
            "input_unreadable", name=name, reason=getattr(error, "strerror", None) or str(error)
        ) from error


def _readable(stem: str) -> str:
    """Return a file's name as an id: bytes that are no UTF-8 could not be written anywhere."""
    return stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        for file in files:
            path = Path(parent, file)
            if (
                path.suffix.lower() in SUFFIXES
                and not file.startswith(".")
                and not _ABOUT.match(file)
                and (path.is_file() or path.is_symlink())
            ):
                yield path


def _raise(error: OSError) -> None:
    raise error


def _address_id(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise InputError("input_address", name=url) from error
    pieces = [piece for piece in unquote(parts.path).split("/") if piece]
    stem = re.sub(r"\.(html?|php|aspx?|shtml)$", "", pieces[-1], flags=re.IGNORECASE) if pieces else ""
    if not re.search(r"[^\W\d_]", stem):
        stem = "-".join([parts.hostname or "", *pieces])
    return re.sub(r"[^\w.-]+", "-", stem).strip("-.") or "web"


def _distinct(origins: list[Origin]) -> list[Origin]:
    for rename in (_with_folder, _with_suffix):
        counts = Counter(origin.id.casefold() for origin in origins)
        origins = [rename(origin) if counts[origin.id.casefold()] > 1 else origin for origin in origins]
    seen: Counter[str] = Counter()
    numbered: list[Origin] = []
    for origin in origins:
        seen[origin.id.casefold()] += 1
        nth = seen[origin.id.casefold()]
        numbered.append(origin if nth == 1 else Origin(origin.name, f"{origin.id}-{nth}", origin.kind, origin.place))
    return numbered


def _with_folder(origin: Origin) -> Origin:
    if origin.kind == "web":
        prefix = urlsplit(origin.name).hostname or ""
    else:
        prefix = origin.place.absolute().parent.name if origin.place is not None else ""
    return Origin(origin.name, f"{prefix}-{origin.id}".strip("-"), origin.kind, origin.place)


def _with_suffix(origin: Origin) -> Origin:
    suffix = origin.place.suffix.lstrip(".") if origin.place is not None else ""
    return Origin(origin.name, f"{origin.id}-{suffix}".strip("-"), origin.kind, origin.place)
