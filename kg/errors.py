"""What can go wrong for a user, each with one sentence, the next step and an exit code.

The words stand in ``kg/messages/*.toml`` by key, in Italian and English; an error carries the
key and its values, so the library raises and the rim (command line, page) speaks.
"""

from __future__ import annotations

from typing import Any, ClassVar


class KgError(Exception):
    """Base of every error a user may see.

    Args:
        key: key of the message in ``kg/messages/*.toml`` (its text tells what is wrong and the next step).
        values: what the message's placeholders stand for.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        from kg.messages import text

        return text(self.key, language="en", **self.values)


class UsageError(KgError):
    """The command's words are off: unknown option value, missing argument, unknown question."""

    exit_code = 2


class InputError(KgError):
    """A file, page or address that cannot be read as an article."""

    exit_code = 3


class StoreError(KgError):
    """The RDF store is locked, corrupted, of a newer version or not there."""

    exit_code = 4


class Neo4jError(KgError):
    """The Neo4j server cannot be reached, refuses the login or fails."""

    exit_code = 5


class QueryError(KgError):
    """A SPARQL or Cypher text that does not parse, is not allowed or exceeds its limits."""

    exit_code = 6


class ValidationError(KgError):
    """Data that violates the SHACL shapes or a schema."""

    exit_code = 7
