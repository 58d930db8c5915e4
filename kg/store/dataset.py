"""Reading the RDF dataset."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg.article import Article
from kg.errors import StoreError
from kg.rdf import vocabulary as v
from kg.rdf.identifiers import Identifiers, decoded
from kg.store import sparql
from kg.store.answer import Answer, Limits, Triples
from kg.store.failures import reading
from kg.store.layout import Layout
from kg.store.locks import FileLock
from kg.store.quarantine import Quarantine
from kg.store.records import Records
from kg.store.statements import SHA256, Triple, quad_line
from kg.store.status import StoreStatus, count, counts, size

_DEFAULT = ox.DefaultGraph()


class Dataset:
    """What can be read of a store; :class:`kg.store.rdf_store.RdfStore` opens and writes it."""

    def __init__(self, store: ox.Store, base: str, layout: Layout, *, writable: bool, owned: bool) -> None:
        self._store = store
        self._layout = layout
        self._owned = owned
        self.writable = writable
        self.base = base
        self.make = Identifiers(base)
        self.records = Records(layout.articles)
        self.quarantine = Quarantine(layout.quarantine)
        self._state: str | None = None
        graphs = (self.make.gazetteer_graph, self.make.derived_graph)
        self._gazetteer, self._derived = (ox.NamedNode(iri) for iri in graphs)

    def _reading(self) -> reading:
        """Return what turns Oxigraph's failures into sentences; readers read a snapshot."""
        return reading(self._layout.root, "data" if self.writable else "snapshots")

    def settle(self) -> None:
        """Bring everything into the dataset that belongs there; where nothing is written, nothing is due."""

    @property
    def raw(self) -> ox.Store:
        """The Oxigraph store, for reading. Writing goes through :meth:`put` and :meth:`forget`."""
        self.settle()
        return self._store

    @property
    def layout(self) -> Layout:
        """Where the store's files are."""
        return self._layout

    def query(
        self,
        text: str,
        *,
        limits: Limits | None = None,
        substitutions: Mapping[str, Any] | None = None,
        name: str | None = None,
    ) -> Answer | Triples:
        """Run a SPARQL query that only reads (see :func:`kg.store.sparql.run`)."""
        self.settle()
        return sparql.run(self._store, text, limits or Limits(), substitutions=substitutions, name=name)

    def articles(self) -> dict[str, str]:
        """Return the version (a hash of article and graph) of each article, by its id, in order."""
        self.settle()
        prefix = self.make.graph("")
        with self._reading():
            found = {
                decoded(quad.subject.value.removeprefix(prefix)): quad.object.value
                for quad in self._find(None, SHA256, None, None)
                if quad.subject.value.startswith(prefix) and quad.subject != self._gazetteer
            }
        return dict(sorted(found.items()))

    def state(self) -> str:
        """Return a hash of all that is stored: equal states hold equal graphs."""
        self.settle()
        if self._state is not None:
            return self._state
        digest = hashlib.sha256(self.base.encode())
        for article, version in self.articles().items():
            digest.update(f"{article}\n{version}\n".encode("utf-8", "surrogatepass"))
        with self._reading():
            for quad in self._find(self._gazetteer, SHA256, None, self._gazetteer):
                digest.update(quad.object.value.encode())
        self._state = digest.hexdigest()
        return self._state

    def article(self, identifier: str) -> Article | None:
        """Return an article as it was given, ``None`` where it is not stored.

        Raises:
            StoreError: the article as kept is gone or is not what was written.
        """
        self.settle()
        node = ox.NamedNode(self.make.article(identifier))
        with self._reading():
            for quad in self._find(node, SHA256, None, ox.NamedNode(self.make.graph(identifier))):
                found = self.records.read(quad.object.value)
                if found is None:
                    path = self.records.path(quad.object.value)
                    raise StoreError("article_damaged", article=identifier, path=path)
                return found
        return None

    def quads(self, article: str | None = None) -> Iterator[ox.Quad]:
        """Yield all quads, or those of one article's graph."""
        self.settle()
        graph = None if article is None else ox.NamedNode(self.make.graph(article))
        with self._reading():
            yield from self._find(None, None, None, graph)

    def nquads(self) -> str:
        """Return the whole dataset as canonical N-Quads: sorted lines, no blank nodes."""
        return "".join(sorted(f"{quad_line(quad)} .\n" for quad in self.quads()))

    def dump(self, format: ox.RdfFormat, prefixes: Mapping[str, str] | None = None) -> bytes:
        """Return the dataset in an RDF syntax; without named graphs in the syntax, the default graph."""
        self.settle()
        graph = None if format.supports_datasets else _DEFAULT
        with self._reading():
            written = self._store.dump(format=format, from_graph=graph, prefixes=dict(prefixes or v.PREFIXES))
        return written or b""

    def status(self) -> StoreStatus:
        """Return what the store holds."""
        self.settle()
        with self._reading():
            return StoreStatus(
                path=None if self._owned else self._layout.root,
                base=self.base,
                articles=len(self.articles()),
                facts=count(self._store, "?s ?p ?o"),
                quads=len(self._store),
                counts=counts(self._store, self._derived),
                quarantined=len(self.quarantine.articles()),
                writer=self._writer(),
                bytes=0 if self._owned else size(self._layout.root),
            )

    def _writer(self) -> str | None:
        if self.writable or self._owned:
            return None
        probe = FileLock(self._layout.lock)
        try:
            if not probe.acquire(shared=True):
                return probe.holder()
        except OSError:
            return None
        probe.release()
        return None

    def _find(self, subject: Any, predicate: Any, value: Any, graph: Any) -> Iterator[Any]:
        return self._store.quads_for_pattern(subject, predicate, value, graph)

    def _triples(self, graph: ox.NamedNode, subject: ox.NamedNode | None = None) -> set[Triple]:
        return {quad_triple(quad) for quad in self._find(subject, None, None, graph)}

    def _recorded(self) -> dict[str, str]:
        """Return the record of each article, by the article's IRI."""
        prefix = self.make.article("")
        return {
            quad.subject.value: quad.object.value
            for quad in self._find(None, SHA256, None, None)
            if quad.subject.value.startswith(prefix)
        }


def quad_triple(quad: Any) -> Triple:
    """Return a quad without its graph."""
    return quad.subject, quad.predicate, quad.object
