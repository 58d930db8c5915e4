"""Running ``kg`` as its users do: by words, reading what it prints and its exit code."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import cli

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ("KG_LANG", "KG_STORE", "KG_DEBUG", "KG_BASE", "NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD")

DERBY = """Genova, 12 maggio 2019

Quagliarella decide il derby, la Sampdoria batte il Genoa 1-0

Fabio Quagliarella ha segnato al 30' il gol che vale il derby: la Sampdoria ha battuto il Genoa 1-0.
L’arbitro ha ammonito Criscito per un fallo sullo stesso Quagliarella.
"""


@dataclass(frozen=True)
class Result:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


def run(*words: object, stdin: bytes = b"", **environment: str) -> Result:
    """Run ``kg`` with the words given, English unless told otherwise."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    old = dict(os.environ)
    argv, streams, hook = sys.argv, (sys.stdin, sys.stdout, sys.stderr), sys.excepthook
    for name in ENVIRONMENT:
        os.environ.pop(name, None)
    os.environ.update({"KG_LANG": "en", **environment})
    sys.argv = ["kg", *map(str, words)]
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"), out, err
    code: object = 0
    try:
        cli.main()
    except SystemExit as ending:
        code = ending.code or 0
    finally:
        sys.argv, (sys.stdin, sys.stdout, sys.stderr), sys.excepthook = argv, streams, hook
        os.environ.clear()
        os.environ.update(old)
    assert isinstance(code, int)
    printed = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined]
    return Result(code, *printed)


@contextlib.contextmanager
def folder(path: Path) -> Iterator[None]:
    """Work in another folder for a while."""
    old = Path.cwd()
    os.chdir(path)
    try:
        yield
    finally:
        os.chdir(old)
