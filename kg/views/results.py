"""The rows of a query on screen or for a program: table, CSV, JSON."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from kg.views.console import Screen
from kg.views.plain import clean

FORMATS = ("table", "csv", "json")
# A spreadsheet takes a cell that begins so for a formula, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# JSON leaves these as they are; a terminal may obey the control characters and reorder text by the marks.
_CONTROLS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def show(screen: Screen, columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
    """Print rows in one of :data:`FORMATS`.

    JSON gives the values as they are, one list of objects. CSV (UTF-8, comma, a header line) puts an
    apostrophe before a text that a spreadsheet would run as a formula.
    """
    if form == "json":
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        screen.stream.write(safe_json(json.dumps(objects, ensure_ascii=False, indent=1, default=str)) + "\n")
    elif form == "csv":
        writer = csv.writer(screen.stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([csv_cell(value, terminal=screen.terminal) for value in row] for row in rows)
    else:
        screen.table(columns, rows)


def csv_cell(value: Any, *, terminal: bool = False) -> Any:
    """Return a value as a CSV cell: nothing as empty, lists with ``; ``, no text that a spreadsheet would run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(csv_cell(item)) for item in value)
    written = clean(str(value)) if terminal else str(value)
    return f"'{written}" if written.startswith(_FORMULA) else written


def safe_json(written: str) -> str:
    """Return JSON text with the same meaning in which no control character or reordering mark stands as itself."""
    return _CONTROLS.sub(lambda match: f"\\u{ord(match.group()):04x}", written)
