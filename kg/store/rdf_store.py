"""The RDF dataset on disk: facts once in the default graph, each article's claims in its own graph.

Every change of one article is one Oxigraph transaction, computed as the difference between what
stands and what should stand; so loading twice writes nothing, any order of loading gives the same
graph, and a kill at any moment leaves the state before or after the article.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pyoxigraph as ox

from kg.article import Article
from kg.errors import StoreError, UsageError
from kg.rdf import vocabulary as v
from kg.rdf.identifiers import Identifiers, checked_base, decoded, default_base
from kg.store import derivation, snapshots, sparql
from kg.store.answer import Answer, Limits, Triples
from kg.store.failures import reading
from kg.store.layout import Layout
from kg.store.locks import FileLock
from kg.store.quarantine import Quarantine
from kg.store.records import Records, to_bytes
from kg.store.status import StoreStatus, count, counts, size

#: A triple of pyoxigraph terms.
Triple = tuple[Any, Any, Any]
#: Triples of a graph, ``None`` for the default graph.
_Part = tuple[ox.NamedNode | None, set[Triple]]

#: SHA-256 of a content (schema.org): of the article as kept, and of the article's graph.
SHA256 = ox.NamedNode(v.SCHEMA + "sha256")
#: Holds, between a write and the derivation that follows, who is to be derived anew. Never in a snapshot.
STALE = ox.NamedNode("urn:calcio-kg:stale")

_DEFAULT = ox.DefaultGraph()
_TYPE = ox.NamedNode(v.TYPE)
_PERSON = ox.NamedNode(v.PERSON)
_NAMED = (_PERSON, ox.NamedNode(v.CLUB))
_SPELL_CLUBS = (ox.NamedNode(v.AT_CLUB), ox.NamedNode(v.LOAN_FROM))
_ABOUT = ox.NamedNode(v.ABOUT_FACT)


@dataclass(frozen=True, slots=True)
class Change:
    """What a write did.

    Attributes:
        article: the article's id.
        kind: ``added``, ``replaced``, ``unchanged`` or ``removed``.
        touched: ids (IRIs without the base) of the nodes whose triples changed.
        facts_added: triples that are new in the default graph.
        facts_removed: triples the default graph lost.
    """

    article: str
    kind: str
    touched: frozenset[str] = frozenset()
    facts_added: int = 0
    facts_removed: int = 0


class RdfStore:
    """The dataset. Open it with :meth:`open` or :meth:`memory`; close it, or use it with ``with``."""

    def __init__(
        self, store: ox.Store, base: str, layout: Layout, *, writable: bool, lock: FileLock | None, owned: bool = False
    ) -> None:
        self._store = store
        self._layout = layout
        self._lock = lock
        self._owned = owned
        self.writable = writable
        self.base = base
        self.make = Identifiers(base)
        self.records = Records(layout.articles)
        self.quarantine = Quarantine(layout.quarantine)
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self._closed = False
        self._state: str | None = None
        graphs = (self.make.gazetteer_graph, self.make.derived_graph)
        self._gazetteer, self._derived = (ox.NamedNode(iri) for iri in graphs)
        self._told_only = tuple(f"{base}{room}/" for room in ("article", "claim", "evidence", "graph"))

    # -- opening and closing ------------------------------------------------------------------

    @classmethod
    def memory(cls, base: str | None = None) -> RdfStore:
        """Return an empty store that lives as long as the object; its files are in a temporary folder."""
        folder = Path(tempfile.mkdtemp(prefix="calcio-kg-"))
        return cls(
            ox.Store(), checked_base(base or default_base()), Layout(folder), writable=True, lock=None, owned=True
        )

    @classmethod
    def open(cls, path: Path | str, *, write: bool = False, base: str | None = None) -> RdfStore:
        """Open the store in a folder.

        Args:
            path: the folder; made if ``write`` and it does not exist.
            write: open for writing; one process at a time.
            base: base IRI of a new store, default ``KG_BASE``; an existing one keeps its own.

        Readers see the newest snapshot a writer published.

        Raises:
            StoreError: the store is missing, locked, damaged, newer than the program, or not a store.
        """
        layout = Layout(Path(path))
        if write and not layout.exists():
            return cls._create(layout, checked_base(base or default_base()))
        stamp = layout.read_stamp()
        if base is not None and base != stamp["base"]:
            raise StoreError("store_base", path=layout.root, found=stamp["base"], wanted=base)
        return cls._write(layout, stamp["base"]) if write else cls._read(layout, stamp["base"])

    @classmethod
    def _create(cls, layout: Layout, base: str) -> RdfStore:
        if layout.root.exists() and not layout.root.is_dir():
            raise StoreError("store_foreign", path=layout.root, name=layout.root.name)
        layout.create(base)
        return cls._write(layout, base)

    @classmethod
    def _write(cls, layout: Layout, base: str) -> RdfStore:
        lock = FileLock(layout.lock)
        try:
            if not lock.acquire():
                raise StoreError("store_locked", path=layout.root, process=lock.holder())
        except OSError as error:
            raise StoreError("store_unwritable", path=layout.root, reason=error.strerror or str(error)) from error
        try:
            store = cls(_open_data(layout), base, layout, writable=True, lock=lock)
            if layout.dirty.exists():
                store._recover()
            return store
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _read(cls, layout: Layout, base: str) -> RdfStore:
        cls._publish_leftovers(layout, base)
        try:
            found = snapshots.open_newest(layout.snapshots)
        except (OSError, RuntimeError) as error:
            raise StoreError("store_corrupt", path=layout.root, reason=str(error)) from error
        store, lock = found or (ox.Store(), None)
        return cls(store, base, layout, writable=False, lock=lock)

    @classmethod
    def _publish_leftovers(cls, layout: Layout, base: str) -> None:
        """Publish what a killed writer had written but not published, if nobody writes now."""
        if layout.dirty.exists():
            try:
                cls._write(layout, base).close()
            except StoreError as error:
                if error.key not in ("store_locked", "store_unwritable"):
                    raise

    def _recover(self) -> None:
        """Bring a store a writer left in the middle into order."""
        self.settle()
        self.records.sweep(self._recorded().values())
        self.publish()

    def __enter__(self) -> RdfStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Derive what is due, publish for readers and give the lock back. Closing twice does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            if self.writable and not self._owned:
                self.settle()
                self.publish()
        finally:
            del self._store
            if self._lock is not None:
                self._lock.release()
            if self._owned:
                shutil.rmtree(self._layout.root, ignore_errors=True)

    def publish(self) -> None:
        """Let readers see what was written so far."""
        self.must_write()
        self.settle()
        if self._owned:
            return
        if self._layout.dirty.exists() or not self._layout.snapshots.is_dir():
            with reading(self._layout.root):
                snapshots.publish(self._store, self._layout.snapshots)
            self._layout.dirty.unlink(missing_ok=True)

    # -- writing --------------------------------------------------------------------------------

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> None:
        """Call ``listener`` with the ids of the nodes a write will touch, before the write is made.

        What is due elsewhere can so be noted first: a kill in between leaves a note too many, never one too few.
        """
        self._listeners.append(listener)

    def put(
        self, article: Article, quads: Iterable[ox.Quad], known: Mapping[str, Iterable[ox.Triple]] | None = None
    ) -> Change:
        """Store an article's graph; an older version of the article is replaced exactly.

        Args:
            article: the article as given; it is kept beside the graph.
            quads: the article's named graph (:func:`kg.rdf.article_quads`); quads of other graphs are left out.
            known: what the gazetteer says of people and clubs, by their IRI (:func:`kg.rdf.background`); of those
                not listed, what stands stays while an article names them.

        Raises:
            StoreError: the store cannot be written; nothing is changed then.
        """
        self.must_write()
        graph = ox.NamedNode(self.make.graph(article.id))
        record = self.records.keep(to_bytes(article))
        new = {(quad.subject, quad.predicate, quad.object) for quad in quads if quad.graph_name == graph}
        new |= self._versions(article.id, graph, record, new)
        return self._replace(article.id, graph, new, known or {})

    def forget(self, article: str) -> Change:
        """Remove an article and every fact that nothing else supports.

        Raises:
            StoreError: no such article, or the store cannot be written.
        """
        self.must_write()
        graph = ox.NamedNode(self.make.graph(article))
        if not self._triples(graph):
            raise UsageError("article_unknown", article=article)
        return self._replace(article, graph, set(), {})

    def _versions(self, article: str, graph: ox.NamedNode, record: str, triples: set[Triple]) -> set[Triple]:
        """Return the hashes of the article as kept and of its graph."""
        digest = hashlib.sha256(record.encode())
        for line in sorted(f"{s} {p} {o}" for s, p, o in triples):
            digest.update(line.encode("utf-8", "surrogatepass"))
        return {
            (ox.NamedNode(self.make.article(article)), SHA256, ox.Literal(record)),
            (graph, SHA256, ox.Literal(digest.hexdigest())),
        }

    def _replace(
        self, article: str, graph: ox.NamedNode, new: set[Triple], known: Mapping[str, Iterable[ox.Triple]]
    ) -> Change:
        with reading(self._layout.root):
            old = self._triples(graph)
            known_new, known_old = self._known_difference(graph, old, new, known)
            if old == new and not known_new and not known_old:
                return Change(article, "unchanged")
            added, removed = self._facts_difference(graph, old, new, known_new, known_old)
            touched = self._touched(old ^ new, known_new | known_old | added | removed)
            people = {s for s, p, o in old | new if p == _TYPE and o == _PERSON}
            inserts = [(graph, new - old), (self._gazetteer, known_new), (None, added)]
            deletes = [(graph, old - new), (self._gazetteer, known_old), (None, removed)]
            inserts.append((STALE, {(person, STALE, person) for person in people}))
            self._tell(touched)
            self._mark_dirty()
            self._apply(deletes, inserts)
        self._drop_record(old, new)
        kind = "removed" if not new else "replaced" if old else "added"
        return Change(article, kind, touched, len(added), len(removed))

    def _drop_record(self, old: set[Triple], new: set[Triple]) -> None:
        before, after = _record_of(old), _record_of(new)
        if before is not None and before != after:
            with reading(self._layout.root):
                used = any(True for _ in self._find(None, SHA256, ox.Literal(before), None))
            if not used:
                self.records.remove(before)

    def _known_difference(
        self, graph: ox.NamedNode, old: set[Triple], new: set[Triple], known: Mapping[str, Iterable[ox.Triple]]
    ) -> tuple[set[Triple], set[Triple]]:
        """Return what the gazetteer's graph gains and loses with the article.

        What is known of a person stands while an article names him; what is known of a club, while an
        article names it or a known spell was there.
        """
        gain: set[Triple] = set()
        lose: set[Triple] = set()
        for owner, triples in known.items():
            stands, wanted = self._known_of(ox.NamedNode(owner)), {(t.subject, t.predicate, t.object) for t in triples}
            gain |= wanted - stands
            lose |= stands - wanted
        gone = {(s, o) for s, p, o in old - new if p == _TYPE and o in _NAMED}
        for person in (s for s, o in gone if o == _PERSON and not self._named_elsewhere(s, graph)):
            lose |= self._known_of(person)
        clubs = {s for s, o in gone if o != _PERSON} | {o for _, p, o in lose if p in _SPELL_CLUBS}
        named = {s for s, p, _ in new if p == _TYPE}
        for club in clubs:
            needed = club.value in known or club in named or self._named_elsewhere(club, graph)
            if not needed and not self._club_of_spell(club, gain, lose):
                lose |= self._known_of(club)
        return self._fingerprinted(gain - lose, lose - gain)

    def _known_of(self, owner: ox.NamedNode) -> set[Triple]:
        """Return what the gazetteer's graph says of a person or club: of itself and its spells."""
        spells = self._find(None, ox.NamedNode(v.OF_PERSON), owner, self._gazetteer)
        subjects = {owner, *(quad.subject for quad in spells)}
        return {t for subject in subjects for t in self._triples(self._gazetteer, subject)}

    def _club_of_spell(self, club: ox.NamedNode, gain: set[Triple], lose: set[Triple]) -> bool:
        """Tell whether a spell the gazetteer's graph will hold was at the club."""
        stands = (q.triple for p in _SPELL_CLUBS for q in self._find(None, p, club, self._gazetteer))
        return any(o == club and p in _SPELL_CLUBS for _, p, o in gain) or any(
            (t.subject, t.predicate, t.object) not in lose for t in stands
        )

    def _fingerprinted(self, gain: set[Triple], lose: set[Triple]) -> tuple[set[Triple], set[Triple]]:
        """Add the change of the gazetteer graph's own hash: what it holds decides it, not the order of coming."""
        if not gain and not lose:
            return gain, lose
        stands = {q.object.value for q in self._find(self._gazetteer, SHA256, None, self._gazetteer)}
        before = int(next(iter(stands), "0"), 16)
        after = before
        for triple in gain | lose:
            line = " ".join(str(term) for term in triple).encode("utf-8", "surrogatepass")
            after ^= int.from_bytes(hashlib.sha256(line).digest())
        told = {(self._gazetteer, SHA256, ox.Literal(f"{number:064x}")) for number in (after,) if number}
        was = {(self._gazetteer, SHA256, ox.Literal(text)) for text in stands}
        return gain | (told - was), lose | (was - told)

    def _named_elsewhere(self, node: ox.NamedNode, graph: ox.NamedNode) -> bool:
        others = (_DEFAULT, graph, self._gazetteer, self._derived, STALE)
        found = self._find(node, _TYPE, None, None)
        return any(quad.graph_name not in others for quad in found)

    def _facts_difference(
        self, graph: ox.NamedNode, old: set[Triple], new: set[Triple], gain: set[Triple], lose: set[Triple]
    ) -> tuple[set[Triple], set[Triple]]:
        """Return what the default graph gains and loses: it has each fact that some graph supports."""
        comes, goes = (new - old) | gain, (old - new) | lose
        added = {t for t in comes if self._is_fact(t) and ox.Quad(*t, _DEFAULT) not in self._store}
        removed = {
            t
            for t in goes - new - gain
            if self._is_fact(t) and not self._supported(t, graph, in_gazetteer=t not in lose)
        }
        return added, removed

    def _is_fact(self, triple: Triple) -> bool:
        return not triple[0].value.startswith(self._told_only)

    def _supported(self, triple: Triple, graph: ox.NamedNode, *, in_gazetteer: bool) -> bool:
        """Tell whether a graph other than ``graph`` has the triple; it looks no further than the first."""
        others = {_DEFAULT, graph, self._derived, *(() if in_gazetteer else (self._gazetteer,))}
        return any(quad.graph_name not in others for quad in self._find(*triple, None))

    def _touched(self, told: set[Triple], facts: set[Triple]) -> frozenset[str]:
        """Return the ids of the nodes whose picture elsewhere may change.

        They are the subjects, the facts a changed claim is about, and what led to a node before the node stood.
        """
        nodes = {s.value for s, _, _ in told | facts}
        nodes.update(o.value for _, p, o in told if p == _ABOUT)
        claims = {s for s, _, _ in told if s.value.startswith(self._told_only[1])}
        for claim in claims:
            nodes.update(q.object.value for q in self._find(claim, _ABOUT, None, None))
        for node in {s for s, p, _ in facts if p == _TYPE}:
            nodes.update(q.subject.value for q in self._find(None, None, node, None))
        return self._ids(nodes)

    def _ids(self, iris: Iterable[str]) -> frozenset[str]:
        return frozenset(iri.removeprefix(self.base) for iri in iris if iri.startswith(self.base))

    def _tell(self, touched: frozenset[str]) -> None:
        if touched:
            for listener in self._listeners:
                listener(touched)

    def _apply(self, deletes: list[_Part], inserts: list[_Part]) -> None:
        """Delete and insert in one transaction."""
        self._state = None
        if any(triples for _, triples in deletes):
            self._store.update(_operation("DELETE", deletes) + _operation("INSERT", inserts))
        else:
            # The same without writing and parsing SPARQL.
            self._store.extend(ox.Quad(*t, graph or _DEFAULT) for graph, triples in inserts for t in triples)

    def _mark_dirty(self) -> None:
        if not self._owned:
            self._layout.dirty.touch()

    def must_write(self) -> None:
        """Make sure that the store is open for writing.

        Raises:
            StoreError: it is not.
        """
        if not self.writable:
            raise StoreError("store_read_only", path=self._layout.root)

    # -- what follows from the facts --------------------------------------------------------------

    def settle(self) -> None:
        """Derive anew what follows from the facts of people whose articles changed."""
        if not self.writable:
            return
        with reading(self._layout.root):
            people = {quad.subject for quad in self._find(None, None, None, STALE)}
            if not people:
                return
            gain, lose = derivation.difference(self._store, people, self._derived)
            self._tell(self._ids(triple[0].value for triple in gain | lose))
            stale = {(person, STALE, person) for person in people}
            self._apply([(self._derived, lose), (STALE, stale)], [(self._derived, gain)])

    # -- reading ----------------------------------------------------------------------------------

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
        prefix = self.make.graph("")
        with reading(self._layout.root):
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
        with reading(self._layout.root):
            for quad in self._find(self._gazetteer, SHA256, None, self._gazetteer):
                digest.update(quad.object.value.encode())
        self._state = digest.hexdigest()
        return self._state

    def article(self, identifier: str) -> Article | None:
        """Return an article as it was given, ``None`` where it is not stored."""
        node = ox.NamedNode(self.make.article(identifier))
        with reading(self._layout.root):
            for quad in self._find(node, SHA256, None, ox.NamedNode(self.make.graph(identifier))):
                return self.records.read(quad.object.value)
        return None

    def quads(self, article: str | None = None) -> Iterator[ox.Quad]:
        """Yield all quads, or those of one article's graph."""
        self.settle()
        graph = None if article is None else ox.NamedNode(self.make.graph(article))
        with reading(self._layout.root):
            yield from self._find(None, None, None, graph)

    def nquads(self) -> str:
        """Return the whole dataset as canonical N-Quads: sorted lines, no blank nodes."""
        return "".join(sorted(f"{_line(quad)} .\n" for quad in self.quads()))

    def dump(self, format: ox.RdfFormat, prefixes: Mapping[str, str] | None = None) -> bytes:
        """Return the dataset in an RDF syntax; without named graphs in the syntax, the default graph."""
        self.settle()
        graph = None if format.supports_datasets else _DEFAULT
        with reading(self._layout.root):
            written = self._store.dump(format=format, from_graph=graph, prefixes=dict(prefixes or v.PREFIXES))
        return written or b""

    def status(self) -> StoreStatus:
        """Return what the store holds."""
        self.settle()
        with reading(self._layout.root):
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
        return {(quad.subject, quad.predicate, quad.object) for quad in self._find(subject, None, None, graph)}

    def _recorded(self) -> dict[str, str]:
        """Return the record of each article, by the article's IRI."""
        prefix = self.make.article("")
        return {
            quad.subject.value: quad.object.value
            for quad in self._find(None, SHA256, None, None)
            if quad.subject.value.startswith(prefix)
        }


def _record_of(triples: set[Triple]) -> str | None:
    for subject, predicate, value in triples:
        if predicate == SHA256 and "/article/" in subject.value:
            return str(value.value)
    return None


def _line(quad: ox.Quad) -> str:
    graph = "" if quad.graph_name == _DEFAULT else f" {quad.graph_name}"
    return f"{quad.subject} {quad.predicate} {quad.object}{graph}"


def _operation(word: str, parts: Iterable[_Part]) -> str:
    """Return one ``INSERT DATA`` or ``DELETE DATA``; the terms write themselves, so no text is quoted by hand."""
    body = []
    for graph, triples in parts:
        if triples:
            lines = " .\n".join(f"{s} {p} {o}" for s, p, o in triples)
            body.append(lines + " ." if graph is None else f"GRAPH {graph} {{ {lines} }}")
    return f"{word} DATA {{\n" + "\n".join(body) + "\n};\n" if body else ""


def _open_data(layout: Layout) -> ox.Store:
    # An emptied folder would be taken for a new database: what was there once must be there.
    if layout.data.is_dir() and any(layout.data.iterdir()) and not (layout.data / "CURRENT").is_file():
        raise StoreError("store_corrupt", path=layout.root, reason="data/CURRENT")
    if not layout.data.is_dir() and layout.snapshots.is_dir():
        raise StoreError("store_corrupt", path=layout.root, reason="data")
    with reading(layout.root):
        return ox.Store(str(layout.data))
