"""The library's face: load articles, forget them, ask.

```python
from kg.graph import KnowledgeGraph

with KnowledgeGraph.open(".kg", write=True) as graph:
    graph.load(article)
    for row in graph.ask("gol-dell-ex", club="Milan").rows:
        print(row)
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from kg.article import Article
from kg.errors import KgError, Neo4jError, UsageError
from kg.rdf import vocabulary as v
from kg.store.answer import Answer, Limits, Triples
from kg.store.naming import Names
from kg.store.quarantine import Quarantined, Refusal
from kg.store.rdf_store import Change, RdfStore
from kg.store.status import StoreStatus

if TYPE_CHECKING:
    from kg.facts import Facts
    from kg.questions import Question
    from kg.rdf.background import Knows
    from kg.store.embedded import EmbeddedGraph
    from kg.store.neo4j import Delivered, Login, Neo4jGraph
    from kg.validation import ValidationReport


#: Articles after which a long load tells Neo4j what is new.
DELIVER_EVERY = 100


class Extracts(Protocol):
    """What reads facts from articles (:class:`kg.extraction.Extractor`)."""

    def extract(self, article: Article) -> Facts:
        """Return the facts of an article."""
        ...


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one article.

    Attributes:
        article: its id.
        facts: what was found in it.
        change: what the store did; ``None`` where nothing could be stored.
        refused: what the shapes refused; it is kept in quarantine, the rest is stored.
        error: why the article could not be loaded, ``None`` where it was.
    """

    article: str
    facts: Facts | None = None
    change: Change | None = None
    refused: tuple[Refusal, ...] = ()
    error: KgError | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a named question.

    Attributes:
        question: the question.
        answer: its rows, typed by the question's columns.
        meant: for each name given, the ids and names of who was meant.
        engine: which graph answered.
    """

    question: Question
    answer: Answer
    meant: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    engine: str = "sparql"

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.answer.columns

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """The rows."""
        return self.answer.rows


def now() -> datetime:
    """Return the present time in UTC."""
    return datetime.now(UTC)


class KnowledgeGraph:
    """The graph of a store, with the property graph beside it.

    Args:
        store: the RDF dataset.
        neo4j: the server that mirrors it; ``None`` for the embedded property graph.
        extractor: reads facts from articles; made when first needed.
        gazetteer: knows people and clubs; the shipped one by default, loaded when first needed.
        clock: tells the time that is written into quarantine files.
    """

    def __init__(
        self,
        store: RdfStore,
        *,
        neo4j: Login | None = None,
        extractor: Extracts | None = None,
        gazetteer: Knows | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.store = store
        self._gazetteer = gazetteer
        self._login = neo4j
        self._extractor = extractor
        self._clock = clock
        self._names: tuple[str, Names] | None = None
        self._server: Neo4jGraph | None = None
        self._embedded: EmbeddedGraph | None = None
        self._delivery: KgError | None = None
        # People and clubs of whom the store has what the gazetteer knows: it need not be compared again.
        self._backed: set[str] = set()
        if store.writable and neo4j is not None:
            self.neo4j.enlist()

    @classmethod
    def open(
        cls,
        path: Path | str = ".kg",
        *,
        write: bool = False,
        neo4j: Login | None = None,
        base: str | None = None,
        extractor: Extracts | None = None,
        gazetteer: Knows | None = None,
        clock: Callable[[], datetime] = now,
    ) -> KnowledgeGraph:
        """Open the graph in a folder (see :meth:`RdfStore.open`).

        Raises:
            StoreError: the store is missing, locked, damaged or newer than the program.
            Neo4jError: the server's address is none. That it can be reached is not needed.
        """
        store = RdfStore.open(path, write=write, base=base)
        try:
            return cls(store, neo4j=neo4j, extractor=extractor, gazetteer=gazetteer, clock=clock)
        except BaseException:
            store.close()
            raise

    @classmethod
    def memory(
        cls,
        *,
        neo4j: Login | None = None,
        base: str | None = None,
        extractor: Extracts | None = None,
        gazetteer: Knows | None = None,
    ) -> KnowledgeGraph:
        """Return an empty graph that lives as long as the object."""
        return cls(RdfStore.memory(base), neo4j=neo4j, extractor=extractor, gazetteer=gazetteer)

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Publish what was written and give store and server back."""
        try:
            self.store.close()
        finally:
            if self._server is not None:
                self._server.close()

    # -- articles -----------------------------------------------------------------------------

    def load(self, article: Article, facts: Facts | None = None) -> Loaded:
        """Store an article's facts; loading it again changes nothing, a new version replaces the old.

        A Neo4j server named at opening is told in :meth:`deliver`, which is not called here.

        Args:
            article: the article.
            facts: what it says; read from the text where not given.

        Raises:
            StoreError: the store cannot be written; nothing is changed then.
        """
        from kg.rdf import background
        from kg.rdf.mapping import map_article
        from kg.rdf.triples import statements
        from kg.validation import gate

        found = self._reader().extract(article) if facts is None else replace(facts, id=article.id)
        mapped = map_article(article, found, self.gazetteer, self.store.base)
        passed = gate(mapped.triples)
        refused = tuple(
            Refusal(result.focus, result.shape, result.severity, result.messages)
            for aside in passed.set_aside
            for result in aside.results
        )
        # Without its article no claim has a place to stand: then all is refused, and what is stored stays.
        change: Change | None = None
        if passed.accepted:
            known = background({triple[0] for triple in passed.accepted}, self.gazetteer, self.store.base, self._backed)
            change = self.store.put(article, statements(passed.accepted), known)
            if change.kind == "added":
                self._backed.update(known)
            else:
                self._backed.clear()
        if refused:
            lines = "".join(sorted(f"{line} <{mapped.iri}> .\n" for line in statements(passed.refused)))
            when = self._clock().isoformat(timespec="seconds")
            self.store.quarantine.keep(Quarantined(article.id, when, tuple(dict.fromkeys(refused)), lines))
        else:
            self.store.quarantine.release(article.id)
        return Loaded(article.id, found, change, tuple(dict.fromkeys(refused)))

    def load_articles(self, articles: Iterable[Article | tuple[Article, Facts]]) -> Iterator[Loaded]:
        """Load articles one by one; one that fails is told in its result and does not stop the others.

        What was stored is told to Neo4j on the way and at the end, also where the caller stops early.
        """
        try:
            for count, item in enumerate(articles, start=1):
                article, facts = item if isinstance(item, tuple) else (item, None)
                try:
                    yield self.load(article, facts)
                except KgError as error:
                    yield Loaded(article.id, facts, error=error)
                if count % DELIVER_EVERY == 0:
                    self.deliver()
        finally:
            self.deliver()

    def forget(self, article: str) -> Change:
        """Remove an article and every fact nothing else supports, here and on Neo4j.

        Raises:
            UsageError: there is no such article.
        """
        change = self.store.forget(article)
        self._backed = set()
        self.store.quarantine.release(article)
        self.deliver()
        return change

    # -- the property graph ---------------------------------------------------------------------

    @property
    def neo4j(self) -> Neo4jGraph:
        """The Neo4j server that mirrors the store.

        Raises:
            UsageError: none was named.
            Neo4jError: its address is none.
        """
        if self._login is None:
            raise UsageError("neo4j_unnamed")
        if self._server is None:
            from kg.store.neo4j import Neo4jGraph

            self._server = Neo4jGraph(self.store, self._login)
        return self._server

    @property
    def embedded(self) -> EmbeddedGraph:
        """The property graph in this process."""
        if self._embedded is None:
            from kg.store.embedded import EmbeddedGraph

            self._embedded = EmbeddedGraph(self.store)
        return self._embedded

    def deliver(self) -> Delivered | None:
        """Tell Neo4j what it is due; ``None`` where no server was named or it could not be told.

        A server that is away loses nothing: what it is due stays noted, :attr:`undelivered` says
        why, and no further attempt is made on this object.
        """
        if self._login is None or self._delivery is not None:
            return None
        try:
            return self.neo4j.deliver()
        except Neo4jError as error:
            self._delivery = error
            return None

    @property
    def undelivered(self) -> KgError | None:
        """Why Neo4j could not be told, ``None`` where it was."""
        return self._delivery

    def cypher(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits | None = None,
        engine: str | None = None,
    ) -> Answer:
        """Run a Cypher query that only reads.

        Args:
            text: the query.
            parameters: values of its ``$names``; those not given are null.
            limits: time and rows.
            engine: ``neo4j`` or ``embedded``; default the server named at opening, else embedded.

        Raises:
            QueryError: it does not parse, writes, reads files, or takes too long.
            Neo4jError: the server cannot be reached or refuses the login.
        """
        from kg.store.cypher import parameter_names

        parameters = {**dict.fromkeys(parameter_names(text)), **(parameters or {})}
        chosen = engine or ("embedded" if self._login is None else "neo4j")
        if chosen == "neo4j":
            return self.neo4j.cypher(text, parameters, limits)
        if chosen == "embedded":
            return self.embedded.cypher(text, parameters, limits)
        raise UsageError("engine_unknown", engine=chosen)

    def article(self, identifier: str) -> Article | None:
        """Return an article as it was given, ``None`` where it is not stored."""
        return self.store.article(identifier)

    def articles(self) -> list[str]:
        """Return the ids of the articles, in order."""
        return list(self.store.articles())

    def quarantined(self) -> list[Quarantined]:
        """Return what the shapes refused, by article."""
        return self.store.quarantine.all()

    @property
    def gazetteer(self) -> Knows:
        """Who knows people and clubs."""
        if self._gazetteer is None:
            from kg.gazetteer import Gazetteer

            self._gazetteer = Gazetteer.default()
        return self._gazetteer

    def _reader(self) -> Extracts:
        if self._extractor is None:
            from kg.extraction import Extractor

            self._extractor = Extractor()
        return self._extractor

    # -- questions ----------------------------------------------------------------------------

    def ask(self, name: str, *, engine: str = "sparql", limits: Limits | None = None, **values: Any) -> Reply:
        """Ask a named question.

        Args:
            name: its name (:func:`kg.questions.questions`).
            engine: ``sparql``, ``embedded`` or ``neo4j``: the rows are the same.
            limits: time and rows.
            values: its parameters by name; people and clubs by name or id.

        Raises:
            UsageError: no such question, parameter, person or club.
            QueryError: it took too long.
        """
        from kg.questions import bind, checked_columns, question

        asked = question(name)
        bound = bind(asked, values, self.names())
        if engine == "sparql":
            found = self.store.query(asked.bound_sparql(bound, self.store.base), limits=limits, name=f"{name}.rq")
            assert isinstance(found, Answer)
        else:
            found = self.cypher(asked.cypher, bound, limits=limits, engine=engine)
        checked_columns(asked, found.columns)
        rows = tuple(asked.row(row, self.store.base) for row in found.rows)
        answer = Answer(found.columns, rows, found.truncated, found.limit, found.seconds)
        return Reply(asked, answer, self._meant(asked, bound), engine)

    def text_of(self, name: str, language: str, **values: Any) -> str:
        """Return the text of a named question with the values given written into it.

        Args:
            name: its name.
            language: ``sparql`` or ``cypher``.
            values: its parameters by name; people and clubs by name or id.

        Raises:
            UsageError: as :meth:`ask`.
        """
        from kg.questions import bind, question
        from kg.store.cypher import with_values

        asked = question(name)
        bound = bind(asked, values, self.names())
        if language == "sparql":
            return asked.bound_sparql(bound, self.store.base)
        return with_values(asked.cypher, bound)

    def _meant(self, asked: Question, bound: Mapping[str, Any]) -> dict[str, tuple[tuple[str, str], ...]]:
        names = self.names()
        return {
            parameter.name: tuple((identifier, names.name(identifier)) for identifier in bound[parameter.name])
            for parameter in asked.parameters
            if parameter.type in ("person", "club") and bound[parameter.name] is not None
        }

    def sparql(self, text: str, *, limits: Limits | None = None) -> Answer | Triples:
        """Run a SPARQL query that only reads; a SELECT or ASK gives an answer, the others triples.

        Raises:
            QueryError: it does not parse, changes data, reaches outside, or takes too long.
        """
        return self.store.query(text, limits=limits)

    def select(self, text: str, *, limits: Limits | None = None) -> list[dict[str, Any]]:
        """Return the rows of a SELECT query as dictionaries; without ``limits`` none are left out.

        Raises:
            QueryError: as :meth:`sparql`, or the query is no SELECT.
        """
        found = self.store.query(text, limits=limits or Limits(rows=None))
        return found.as_dicts() if isinstance(found, Answer) else []

    def names(self) -> Names:
        """Return the names of the people and clubs in the graph."""
        state = self.store.state()
        if self._names is None or self._names[0] != state:
            base = self.store.base
            found = self.select(_NAMES)
            known = [(row["kind"], str(row["node"]).removeprefix(base), str(row["name"])) for row in found]
            self._names = (state, Names(known))
        return self._names[1]

    # -- the whole ------------------------------------------------------------------------------

    def validate(self, article: str | None = None) -> dict[str, ValidationReport]:
        """Hold each article's graph, or one's, against the shapes; return the reports of those that do not conform.

        Articles are looked at one by one: two may contradict each other, each must be sound in itself.

        Raises:
            StoreError: the store is damaged, or an article as kept is not what was written.
        """
        from kg.validation import validate

        names = [article] if article else self.articles()
        for name in names:
            self.store.article(name)
        reports = {name: validate(self.store.quads(name)) for name in names}
        return {name: report for name, report in reports.items() if not report.conforms}

    def status(self) -> StoreStatus:
        """Return what the graph holds."""
        return self.store.status()

    def export(self, format: str = "nquads") -> str:
        """Return the whole graph as text.

        Args:
            format: ``nquads`` and ``trig`` with the named graphs; ``turtle`` and ``ntriples`` the facts only.

        N-Quads are canonical: sorted, the same for the same graph.

        Raises:
            UsageError: an unknown format.
        """
        if format == "nquads":
            return self.store.nquads()
        formats = {"trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}
        if format not in formats:
            raise UsageError("export_format", format=format, known=", ".join(["nquads", *formats]))
        return self.store.dump(formats[format], v.PREFIXES).decode("utf-8")


_NAMES = """
SELECT DISTINCT ?kind ?node ?name WHERE {
  { ?node a calcio:Person . BIND("person" AS ?kind) } UNION { ?node a calcio:Club . BIND("club" AS ?kind) }
  ?node rdfs:label ?name
}
"""
