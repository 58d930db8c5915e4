"""The RDF dataset on disk: facts once in the default graph, each article's claims in its own graph.

A new article goes through the journal (:mod:`kg.store.journal`) into Oxigraph together with others.
Any other change is one Oxigraph transaction, computed as the difference between what stands and what
should stand. So loading twice writes nothing, any order of loading gives the same graph, and a kill
at any moment leaves the state before or after the article.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pyoxigraph as ox

from kg.article import Article
from kg.errors import StoreError, UsageError
from kg.messages import text
from kg.rdf import vocabulary as v
from kg.rdf.identifiers import checked_base, default_base
from kg.rdf.triples import PlainTriple, statements
from kg.store import journal, snapshots
from kg.store.dataset import Dataset, quad_triple
from kg.store.derivation import Derivation
from kg.store.failures import damaged, reading
from kg.store.journal import Entry, Journal
from kg.store.layout import Layout
from kg.store.locks import FileLock
from kg.store.outbox import Outbox
from kg.store.records import to_bytes
from kg.store.statements import (
    SHA256,
    Part,
    Triple,
    difference,
    digest,
    statement,
    terms,
    told_of,
)

#: Holds, between a write and the derivation that follows, who is to be derived anew. Never in a snapshot.
STALE = ox.NamedNode("urn:calcio-kg:stale")

_DEFAULT = ox.DefaultGraph()
_TYPE = ox.NamedNode(v.TYPE)
_PERSON = ox.NamedNode(v.PERSON)
_NAMED = (_PERSON, ox.NamedNode(v.CLUB))
_SPELL_CLUBS = (ox.NamedNode(v.AT_CLUB), ox.NamedNode(v.LOAN_FROM))
_ABOUT = ox.NamedNode(v.ABOUT_FACT)
#: Bytes of N-Quads up to which one transaction is the quicker way in.
FEW = 500_000
#: Facts remembered to stand in the default graph already.
_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Change:
    """What a write did.

    Attributes:
        article: the article's id.
        kind: ``added``, ``replaced``, ``unchanged`` or ``removed``.
        facts_removed: triples the default graph lost.
    """

    article: str
    kind: str
    facts_removed: int = 0


class RdfStore(Dataset):
    """The dataset. Open it with :meth:`open` or :meth:`memory`; close it, or use it with ``with``."""

    def __init__(
        self, store: ox.Store, base: str, layout: Layout, *, writable: bool, lock: FileLock | None, owned: bool = False
    ) -> None:
        super().__init__(store, base, layout, writable=writable, owned=owned)
        self._lock = lock
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self._closed = False
        self._told_only = tuple(f"{base}{room}/" for room in ("article", "claim", "evidence", "graph"))
        self._claims_only = tuple(f"<{start}" for start in self._told_only)
        self._outbox = Outbox(layout.outbox)
        self._journal = Journal(None if owned else layout.journal)
        self._moving = False
        self._derivation = Derivation(store, self._derived)
        # Of what is in the journal: what the gazetteer says, by person or club, and the hash of all it says.
        self._told_known: dict[str, frozenset[str]] = {}
        self._known_hash: int | None = None
        self._standing: set[str] = set()

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
            store._journal.recover()
            if layout.dirty.exists() or store._journal.entries:
                store._recover()
            return store
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _read(cls, layout: Layout, base: str) -> RdfStore:
        _check_data(layout)
        cls._publish_leftovers(layout, base)
        try:
            found = snapshots.open_newest(layout.snapshots)
        except (OSError, RuntimeError) as error:
            raise damaged(layout.root, "snapshots", error) from error
        store, lock = found or (ox.Store(), None)
        return cls(store, base, layout, writable=False, lock=lock)

    @classmethod
    def _publish_leftovers(cls, layout: Layout, base: str) -> None:
        """Publish what a killed writer had written but not published, if nobody writes now."""
        made = any(layout.snapshots.glob("[0-9]*/CURRENT")) or not layout.data.is_dir()
        if layout.dirty.exists() or layout.journal.exists() or not made:
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
            self._journal.close()
            del self._store, self._derivation
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
        if self._layout.dirty.exists() or not any(self._layout.snapshots.glob("[0-9]*/CURRENT")):
            with reading(self._layout.root):
                snapshots.publish(self._store, self._layout.snapshots)
            self._layout.dirty.unlink(missing_ok=True)

    # -- writing --------------------------------------------------------------------------------

    def on_change(self, listener: Callable[[frozenset[str]], None]) -> None:
        """Call ``listener`` with the ids of the nodes a write will touch, before Oxigraph is written.

        What is due elsewhere can so be noted first: a kill in between leaves a note too many, never one too few.
        """
        self._listeners.append(listener)

    def put(
        self,
        article: Article,
        quads: Iterable[ox.Quad | str],
        known: Mapping[str, Iterable[PlainTriple]] | None = None,
    ) -> Change:
        """Store an article's graph; an older version of the article is replaced exactly.

        Args:
            article: the article as given; it is kept beside the graph.
            quads: the article's named graph: quads (:func:`kg.rdf.article_quads`), those of other graphs are left
                out; or statements (:func:`kg.rdf.triples.statements`).
            known: what the gazetteer says of people and clubs, by their IRI (:func:`kg.rdf.background`); of those
                not listed, what stands stays while an article names them.

        Raises:
            StoreError: the store cannot be written; nothing is changed then.
        """
        self.must_write()
        graph = ox.NamedNode(self.make.graph(article.id))
        lines = {q if isinstance(q, str) else statement(quad_triple(q)) for q in quads if _in_graph(q, graph)}
        record = self.records.keep(to_bytes(article))
        version = self._version(record, lines)
        lines.add(f'<{self.make.article(article.id)}> {SHA256} "{record}"')
        lines.add(f'{graph} {SHA256} "{version}"')
        told = {owner: frozenset(statements(triples)) for owner, triples in (known or {}).items()}
        with reading(self._layout.root):
            if article.id in self._journal.articles:
                self.settle()
            stands = next(self._find(graph, SHA256, None, graph), None)
            news = self._news(told)
            if news is not None and stands is None:
                self._arrive(article.id, graph, lines, news)
                return Change(article.id, "added")
            if news == {} and stands is not None and stands.object.value == version:
                return Change(article.id, "unchanged")
        self.settle()
        return self._replace(article.id, graph, terms(lines), {owner: terms(of) for owner, of in told.items()})

    def _news(self, told: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]] | None:
        """Return what the gazetteer says of those it was not asked about before; ``None`` where it says otherwise."""
        news: dict[str, frozenset[str]] = {}
        for owner, lines in told.items():
            here = self._told_known.get(owner)
            if here is None and next(self._find(ox.NamedNode(owner), _TYPE, None, self._gazetteer), None) is not None:
                here = frozenset(statement(triple) for triple in self._known_of(ox.NamedNode(owner)))
            if here is None:
                news[owner] = lines
            elif here != lines:
                return None
        return news

    def _arrive(self, article: str, graph: ox.NamedNode, lines: set[str], news: Mapping[str, frozenset[str]]) -> None:
        """Write a new article into the journal: it adds and takes nothing away."""
        known = {line for of in news.values() for line in of}
        facts = {line for line in lines if not line.startswith(self._claims_only)} | known
        quads = [f"{line} {graph} .\n" for line in lines]
        quads += [f"{line} {self._gazetteer} .\n" for line in known]
        quads += [f"{line} .\n" for line in facts - self._standing]
        known_hash = self._hash_of_known() ^ digest(known)
        self._mark_dirty()
        self._journal.append(Entry(article, f"{known_hash:064x}", "".join(quads).encode("utf-8")))
        self._state = None
        self._known_hash = known_hash
        self._told_known.update(news)
        if len(self._standing) > _REMEMBERED:
            self._standing.clear()
        self._standing |= facts
        if self._journal.size >= journal.ENOUGH:
            self._move()

    def _hash_of_known(self) -> int:
        """Return the hash of what the gazetteer's graph holds: what it holds decides it, not the order of coming."""
        if self._known_hash is None:
            stands = next(self._find(self._gazetteer, SHA256, None, self._gazetteer), None)
            self._known_hash = 0 if stands is None else int(stands.object.value, 16)
        return self._known_hash

    def _move(self) -> None:
        """Move the articles of the journal into Oxigraph, with what follows from them.

        A kill on the way leaves the journal, and all this is done again: it comes to the same.
        """
        entries = self._journal.entries
        if self._moving or not entries:
            return
        self._moving = True
        try:
            with reading(self._layout.root):
                quads = b"".join(entry.quads for entry in entries)
                graphs = {self._gazetteer.value, *(self.make.graph(entry.article) for entry in entries)}
                if self._heard():
                    self._tell(self._arriving(quads))
                if len(quads) <= FEW:
                    self._store.load(quads, format=ox.RdfFormat.N_QUADS)
                else:
                    # What is put together here from statements needs no second look at each IRI.
                    self._store.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
                self._note_known(int(entries[-1].known, 16))
                self._derive(*self._derivation.after(quads, graphs))
            self._journal.clear()
            self._told_known.clear()
        finally:
            self._moving = False

    def _note_known(self, known: int) -> None:
        """Write the hash of the gazetteer's graph beside it."""
        stands = self._of_known_hash()
        wanted = {(self._gazetteer, SHA256, ox.Literal(f"{number:064x}")) for number in (known,) if number}
        if stands != wanted:
            self._apply([(self._gazetteer, stands - wanted)], [(self._gazetteer, wanted - stands)])

    def _of_known_hash(self) -> set[Triple]:
        return {quad_triple(q) for q in self._find(self._gazetteer, SHA256, None, self._gazetteer)}

    def _arriving(self, quads: bytes) -> frozenset[str]:
        """Return the ids of the nodes new quads touch: they say something of them, or a node led there before it stood."""
        nodes, typed = told_of(quads)
        for iri in typed:
            node = ox.NamedNode(iri)
            if next(self._find(node, _TYPE, None, _DEFAULT), None) is None:
                nodes.update(quad.subject.value for quad in self._find(None, None, node, None))
        return self._ids(nodes)

    def forget(self, article: str) -> Change:
        """Remove an article and every fact that nothing else supports.

        Raises:
            StoreError: no such article, or the store cannot be written.
        """
        self.must_write()
        self.settle()
        graph = ox.NamedNode(self.make.graph(article))
        if not self._triples(graph):
            raise UsageError("article_unknown", article=article)
        return self._replace(article, graph, set(), {})

    def _version(self, record: str, lines: Iterable[str]) -> str:
        """Return the hash of the article as kept and of its graph."""
        return hashlib.sha256((record + "".join(sorted(lines))).encode("utf-8")).hexdigest()

    def _replace(self, article: str, graph: ox.NamedNode, new: set[Triple], known: Mapping[str, set[Triple]]) -> Change:
        with reading(self._layout.root):
            old = self._triples(graph)
            known_new, known_old = self._known_difference(graph, old, new, known)
            if old == new and not known_new and not known_old:
                return Change(article, "unchanged")
            added, removed = self._facts_difference(graph, old, new, known_new, known_old)
            if self._heard():
                self._tell(self._touched(old ^ new, known_new | known_old | added | removed))
            people = {s for s, p, o in old | new if p == _TYPE and o == _PERSON}
            inserts = [(graph, new - old), (self._gazetteer, known_new), (None, added)]
            deletes = [(graph, old - new), (self._gazetteer, known_old), (None, removed)]
            inserts.append((STALE, {(person, STALE, person) for person in people}))
            self._mark_dirty()
            self._apply(deletes, inserts)
            self._known_hash = None
            self._standing.clear()
        self._drop_record(old, new)
        kind = "removed" if not new else "replaced" if old else "added"
        return Change(article, kind, len(removed))

    def _drop_record(self, old: set[Triple], new: set[Triple]) -> None:
        before, after = _record_of(old), _record_of(new)
        if before is not None and before != after:
            with reading(self._layout.root):
                used = any(True for _ in self._find(None, SHA256, ox.Literal(before), None))
            if not used:
                self.records.remove(before)

    def _known_difference(
        self, graph: ox.NamedNode, old: set[Triple], new: set[Triple], known: Mapping[str, set[Triple]]
    ) -> tuple[set[Triple], set[Triple]]:
        """Return what the gazetteer's graph gains and loses with the article.

        What is known of a person stands while an article names him; what is known of a club, while an
        article names it or a known spell was there.
        """
        gain: set[Triple] = set()
        lose: set[Triple] = set()
        for owner, wanted in known.items():
            stands = self._known_of(ox.NamedNode(owner))
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
        stands = self._of_known_hash()
        before = int(next(iter(stands))[2].value, 16) if stands else 0
        after = before ^ digest(statement(triple) for triple in gain | lose)
        told = {(self._gazetteer, SHA256, ox.Literal(f"{number:064x}")) for number in (after,) if number}
        return gain | (told - stands), lose | (stands - told)

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
            self._outbox.note(touched)
            for listener in self._listeners:
                listener(touched)

    def _heard(self) -> bool:
        """Tell whether anybody wants to know what a write touches."""
        return bool(self._listeners) or bool(self._outbox.servers())

    def _apply(self, deletes: list[Part], inserts: list[Part]) -> None:
        """Delete and insert in one transaction."""
        self._state = None
        if any(triples for _, triples in deletes):
            self._store.update(difference(deletes, inserts))
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
        if not self.writable or self._moving:
            return
        self._move()
        with reading(self._layout.root):
            people = {quad.subject for quad in self._find(None, None, None, STALE)}
            if people:
                self._derive(*self._derivation.anew(people), stale={(person, STALE, person) for person in people})

    def _derive(self, gain: set[Triple], lose: set[Triple], stale: Collection[Triple] = ()) -> None:
        """Write what follows from the facts, and that it is no longer due for these people."""
        self._tell(self._ids(triple[0].value for triple in gain | lose))
        if gain or lose or stale:
            self._apply([(self._derived, lose), (STALE, set(stale))], [(self._derived, gain)])


def _record_of(triples: set[Triple]) -> str | None:
    for subject, predicate, value in triples:
        if predicate == SHA256 and "/article/" in subject.value:
            return str(value.value)
    return None


def _in_graph(quad: ox.Quad | str, graph: ox.NamedNode) -> bool:
    return isinstance(quad, str) or quad.graph_name == graph


def _open_data(layout: Layout) -> ox.Store:
    _check_data(layout)
    with reading(layout.root):
        return ox.Store(str(layout.data))


def _check_data(layout: Layout) -> None:
    """Make sure that the data have their entrance: what was there once must be there.

    Readers do not open the data; they shall not go on as if nothing were wrong with them. An emptied folder
    would be taken for a new database by a writer.

    Raises:
        StoreError: the data are damaged.
    """
    if not layout.data.is_dir():
        if layout.snapshots.is_dir():
            raise damaged(layout.root, "data", text("store_gone"))
        return
    names = {path.name for path in layout.data.iterdir()}
    if not names and not layout.snapshots.is_dir():
        return
    try:
        manifest = (layout.data / "CURRENT").read_text("ascii").strip()
    except (OSError, ValueError) as error:
        raise damaged(layout.root, "data/CURRENT", error) from error
    if manifest not in names:
        raise damaged(layout.root, f"data/{manifest}", text("store_gone"))
