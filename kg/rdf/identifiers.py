"""The IRI of every node, computed from what identifies it (docs/architecture.md, *Identifiers*)."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from kg.errors import UsageError
from kg.gazetteer.folding import fold
from kg.gazetteer.folding import slug as gazetteer_slug

DEFAULT_BASE = "https://w3id.org/calcio-kg/"
UNKNOWN = "_"

_RESERVED_IDS = frozenset({"gazetteer", "derived", "_", ".", ".."})
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+[/#]", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def default_base() -> str:
    """Return the base IRI: ``KG_BASE`` where set, else the project's own.

    Raises:
        UsageError: ``KG_BASE`` is no absolute IRI ending in ``/`` or ``#``.
    """
    return checked_base(os.environ.get("KG_BASE") or DEFAULT_BASE)


def checked_base(base: str) -> str:
    """Return ``base`` if things can be named below it.

    Raises:
        UsageError: it is no absolute IRI ending in ``/`` or ``#``.
    """
    if not _ABSOLUTE.fullmatch(base):
        raise UsageError("rdf.bad_base", base=base)
    return base


def _digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def slug(name: str) -> str:
    """Return a readable ASCII name for an IRI, as the gazetteer's ids are made: ``Kessié`` gives ``kessie``.

    Where letters have no plain form (other scripts) or nothing is left, a hash of the name is
    added, so that different names do not fall together.
    """
    readable = gazetteer_slug(name)
    lost = any(letter.isalnum() and not letter.isascii() and letter not in "ßæœ" for letter in fold(name))
    if lost or not readable:
        return "-".join(part for part in (readable, _digest(name, 4)) if part)
    return readable


@lru_cache(maxsize=16_384)
def encoded(identifier: str) -> str:
    """Return an id as one path segment, percent-encoded; :func:`decoded` gives it back.

    The names of the graphs that are no article's (``gazetteer``, ``derived``) and dot segments
    are encoded too, and the sign for unknown, so that nothing can be taken for them.
    """
    if identifier in _RESERVED_IDS:
        return f"%{ord(identifier[0]):02X}{identifier[1:]}"
    return quote(identifier, safe="")


def decoded(segment: str) -> str:
    """Return the id that :func:`encoded` encoded."""
    return unquote(segment)


def window(date: str | None, article: str) -> str:
    """Return the transfer window an article of this date speaks of.

    Summer is April to September, winter October to March and named by its January. A date
    without month gives its year, no date the article itself.
    """
    if not date:
        return f"article/{encoded(article)}"
    year, _, rest = date.partition("-")
    if not (year.isdecimal() and rest[:2].isdecimal()):
        return encoded(year)
    month = int(rest[:2])
    if 4 <= month <= 9:
        return f"{int(year)}-summer"
    return f"{int(year) + (month > 9)}-winter"


def spell_start(since: int | None, until: int | None) -> str | None:
    """Return what tells a known spell from others at the club: its first year, else its last."""
    if since is not None:
        return str(since)
    return None if until is None else f"until-{until}"


def claim_hash(parts: Iterable[object]) -> str:
    """Return the hash that tells claims of one family and article apart."""
    return _digest("\x1f".join("" if part is None else str(part) for part in parts), 6)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Makes the IRIs below one base.

    Keys (of a person, club, match) are the part of the node's IRI after ``person/``, ``club/``,
    ``match/``; ``None`` stands for unknown.
    """

    base: str

    def article(self, article: str) -> str:
        """Return the IRI of an article."""
        return f"{self.base}article/{encoded(article)}"

    def graph(self, article: str) -> str:
        """Return the IRI of an article's named graph."""
        return f"{self.base}graph/{encoded(article)}"

    @property
    def gazetteer_graph(self) -> str:
        """The IRI of the graph of what the gazetteer says."""
        return f"{self.base}graph/gazetteer"

    @property
    def derived_graph(self) -> str:
        """The IRI of the graph of what rules derive."""
        return f"{self.base}graph/derived"

    def person(self, key: str) -> str:
        """Return the IRI of a person."""
        return f"{self.base}person/{key}"

    def club(self, key: str) -> str:
        """Return the IRI of a club or national team."""
        return f"{self.base}club/{key}"

    def match(self, key: str) -> str:
        """Return the IRI of a match."""
        return f"{self.base}match/{key}"

    def incident(self, key: str) -> str:
        """Return the IRI of an incident."""
        return f"{self.base}incident/{key}"

    def spell(self, person: str, club: str, capacity: str | None, since: str | None) -> str:
        """Return the IRI of a person's time at a club."""
        return f"{self.base}spell/{person}/{club}/{capacity or UNKNOWN}/{since or UNKNOWN}"

    def transfer(self, person: str, origin: str | None, destination: str | None, when: str) -> str:
        """Return the IRI of a transfer in a window (:func:`window`)."""
        return f"{self.base}transfer/{person}/{origin or UNKNOWN}/{destination or UNKNOWN}/{when}"

    def claim(self, article: str, family: str, parts: Iterable[object]) -> str:
        """Return the IRI of a claim: what is claimed and where decides its hash."""
        return f"{self.base}claim/{encoded(article)}/{family}-{claim_hash(parts)}"

    def evidence(self, article: str, start: int, end: int) -> str:
        """Return the IRI of a place in an article's text."""
        return f"{self.base}evidence/{encoded(article)}/{start}-{end}"


def person_key(identifier: str | None, name: str, article: str) -> str:
    """Return the key of a person: the gazetteer's id, else local to the article."""
    return encoded(identifier) if identifier else f"{encoded(article)}/{slug(name)}"


def club_key(identifier: str | None, name: str) -> str:
    """Return the key of a club: the gazetteer's id, else its name."""
    return encoded(identifier) if identifier else slug(name)


def match_key(date: str | None, home: str | None, away: str | None, article: str) -> str:
    """Return the key of a match; without a full day it is local to the article."""
    day = date is not None and _DAY.fullmatch(date) is not None
    where = date if day else f"article/{encoded(article)}"
    return f"{where}/{home or UNKNOWN}-{away or UNKNOWN}"
