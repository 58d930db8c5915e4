"""What a query gives back: columns, rows and whether a limit cut them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: A value of a row: text, number, truth or nothing; Cypher may also give lists and maps of them.
Cell = Any


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a query may run and how many rows it may give.

    Attributes:
        seconds: time after which a query is given up with a :class:`~kg.errors.QueryError`; ``None`` for no limit.
        rows: rows after which the answer is cut and says so; ``None`` for no limit.
    """

    seconds: float | None = 60.0
    rows: int | None = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query.

    Attributes:
        columns: names of the columns, in the order of the query.
        rows: one tuple for each row, in the order of the query.
        truncated: whether there were more rows than ``limit`` and they were left out.
        limit: the row limit that held, ``None`` for none.
        seconds: time the query took.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False
    limit: int | None = None
    seconds: float = field(default=0.0, compare=False)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def as_dicts(self) -> list[dict[str, Cell]]:
        """Return the rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Triples:
    """The triples of a CONSTRUCT or DESCRIBE query, as pyoxigraph triples in a canonical order.

    ``truncated`` and ``limit`` are as in :class:`Answer`.
    """

    triples: tuple[Any, ...]
    truncated: bool = False
    limit: int | None = None
    seconds: float = field(default=0.0, compare=False)

    def __len__(self) -> int:
        return len(self.triples)
