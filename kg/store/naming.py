"""From the name a user types to the people and clubs of the graph it may mean."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable

from kg.errors import UsageError
from kg.rdf.identifiers import slug


class Names:
    """The names of a graph's people and clubs.

    Args:
        known: kind (``person``, ``club``), id (the IRI's part below the base) and name, in any order.
    """

    def __init__(self, known: Iterable[tuple[str, str, str]]) -> None:
        self._ids: dict[str, dict[str, set[str]]] = {"person": defaultdict(set), "club": defaultdict(set)}
        self._names: dict[str, str] = {}
        for kind, identifier, name in known:
            self._ids[kind][slug(name)].add(identifier)
            self._names[identifier] = min(name, self._names.get(identifier, name))

    def name(self, identifier: str) -> str:
        """Return the name of an id, the id itself where it has none."""
        return self._names.get(identifier, identifier)

    def resolve(self, wanted: str, kind: str) -> list[str]:
        """Return the ids a name may mean, in order.

        Case, accents and punctuation do not count. The whole name goes before a part of it
        (the surname); where several people fit, all of them are meant.

        Raises:
            UsageError: nobody fits; the sentence names the nearest.
        """
        if wanted in self._names:
            return [wanted]
        by_name = self._ids[kind]
        folded = slug(wanted)
        found = set(by_name.get(folded, ()))
        if not found:
            parts = set(folded.split("-"))
            found = {i for name, ids in by_name.items() if parts <= set(name.split("-")) for i in ids}
        if found:
            return sorted(found)
        near = difflib.get_close_matches(folded, by_name, n=3, cutoff=0.6)
        if near:
            likely = ", ".join(dict.fromkeys(self.name(min(by_name[name])) for name in near))
            raise UsageError("name_unknown_near", name=wanted, near=likely)
        raise UsageError("name_unknown", name=wanted)
