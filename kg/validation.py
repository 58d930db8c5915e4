"""The SHACL gate: what violates ``ontology/shapes.ttl`` is set aside with its report, the rest goes on.

pySHACL is the reference. On the way into the store the compiled ``shacl`` package is used, some
hundred times as fast; a test proves that both say the same of every fixture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, cast

import pyoxigraph as ox

from kg.messages import user_language
from kg.rdf import vocabulary as v
from kg.rdf.resources import read
from kg.rdf.triples import PlainTriple, TripleSource, plain, to_nquads, to_rdflib

if TYPE_CHECKING:
    import rdflib
    import shacl

SHACL = "http://www.w3.org/ns/shacl#"
Engine = Literal["fast", "reference"]
Severity = Literal["Violation", "Warning", "Info"]

_ORDER = {"Violation": 0, "Warning": 1, "Info": 2}
_Item = TypeVar("_Item", bound="PlainTriple | ox.Quad")


@dataclass(frozen=True, slots=True)
class Result:
    """One thing a shape has to say.

    Attributes:
        focus: IRI of the node it is about.
        path: IRI of the property, ``None`` where the node as a whole is meant.
        value: the value that is wrong (text or IRI), where there is one.
        shape: IRI of the constraint's shape in ``shapes.ttl``.
        component: IRI of the SHACL constraint component.
        severity: ``Violation`` keeps out, ``Warning`` and ``Info`` are told.
    """

    focus: str
    path: str | None
    value: str | None
    shape: str
    component: str
    severity: Severity

    @property
    def messages(self) -> dict[str, str]:
        """The message by language (``it``, ``en``)."""
        return dict(_messages().get(self.shape, {}))

    def message(self, language: str | None = None) -> str:
        """Return the message in a language, by default the user's; the shape's IRI where it has none."""
        return self.messages.get(language or user_language(), self.shape)


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What the shapes say of some data, violations first."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing must be kept out: warnings and notes do not count."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that keep something out."""
        return tuple(result for result in self.results if result.severity == "Violation")

    def __bool__(self) -> bool:
        """Tell whether the data conform."""
        return self.conforms


@dataclass(frozen=True, slots=True)
class SetAside(Generic[_Item]):
    """A claim that may not enter the graph.

    Attributes:
        claim: its IRI; ``None`` where a fact without claim, or the article itself, is meant.
        fact: IRI of the fact it is about.
        results: why: what is wrong with the claim, its fact, its words, or what the fact rests on.
        triples: claim, fact and words as they were given.
    """

    claim: str | None
    fact: str | None
    results: tuple[Result, ...]
    triples: tuple[_Item, ...]


@dataclass(frozen=True, slots=True)
class Gated(Generic[_Item]):
    """Data after the gate.

    Attributes:
        accepted: what may go on, in the order given; it conforms.
        refused: the triples that may not.
        set_aside: the claims that may not, each with the reason.
        report: what the shapes say of the data as given.
    """

    accepted: list[_Item]
    refused: list[_Item]
    set_aside: tuple[SetAside[_Item], ...]
    report: ValidationReport


# -- validating -----------------------------------------------------------------------------------


def validate(data: TripleSource, engine: Engine = "fast", shapes: str | None = None) -> ValidationReport:
    """Hold data against the shapes.

    Args:
        data: plain triples, pyoxigraph quads or store, rdflib graph or dataset; graph names are not looked at.
        engine: ``fast`` (the compiled package; pySHACL where it is not installed) or ``reference`` (pySHACL).
        shapes: shapes as Turtle, default ``ontology/shapes.ttl``. Constraints must be named: a result of a
            nameless shape is told by its nearest named one.

    Nothing is fetched from anywhere and nothing is inferred: types are written out in the data.
    """
    text = read("shapes.ttl") if shapes is None else shapes
    triples = plain(data)
    if engine == "fast" and find_spec("shacl") is not None:
        results = _fast(to_nquads(triples), text)
    else:
        results = _reference(triples, text)
    return ValidationReport(
        tuple(sorted(set(results), key=lambda r: (_ORDER[r.severity], r.focus, r.shape, r.value or "")))
    )


@lru_cache(maxsize=8)
def _compiled(shapes: str) -> shacl.Shapes:
    import shacl

    return shacl.Shapes.from_turtle(shapes)


def _fast(ntriples: str, shapes: str) -> list[Result]:
    report = _compiled(shapes).validate_text(ntriples, format="ntriples")
    return [
        Result(
            _bare(found.focus_node),
            None if found.path is None else _bare(found.path),
            found.value_plain,
            _bare(found.root_shape or found.source_shape or ""),
            found.component_iri,
            cast(Severity, found.severity),
        )
        for found in report.results
    ]


def _bare(term: str) -> str:
    return term.removeprefix("<").removesuffix(">")


@lru_cache(maxsize=8)
def _parsed(shapes: str) -> rdflib.Graph:
    from rdflib import Graph

    return Graph().parse(data=shapes, format="turtle")


def _reference(triples: Iterable[PlainTriple], shapes: str) -> list[Result]:
    from pyshacl import validate as pyshacl_validate
    from rdflib import Graph

    data = to_rdflib(triples, Graph())
    report = pyshacl_validate(data, shacl_graph=_parsed(shapes), inplace=True, do_owl_imports=False)[1]
    told: dict[str, dict[str, str]] = defaultdict(dict)
    results = []
    for subject, predicate, value in plain(report):
        told[subject][predicate] = value if isinstance(value, str) else value.text
        if predicate == v.TYPE and value == f"{SHACL}ValidationResult":
            results.append(subject)
    return [
        Result(
            told[found][f"{SHACL}focusNode"],
            told[found].get(f"{SHACL}resultPath"),
            told[found].get(f"{SHACL}value"),
            told[found][f"{SHACL}sourceShape"],
            told[found][f"{SHACL}sourceConstraintComponent"],
            cast(Severity, told[found][f"{SHACL}resultSeverity"].removeprefix(SHACL)),
        )
        for found in results
    ]


@cache
def _messages() -> dict[str, dict[str, str]]:
    """Return the messages of the shapes by shape and language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in ox.parse(read("shapes.ttl"), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == f"{SHACL}message" and isinstance(quad.object, ox.Literal):
            found[str(quad.subject).strip("<>")][quad.object.language or ""] = quad.object.value
    return found


# -- the gate ---------------------------------------------------------------------------------------


def gate(items: Sequence[_Item], engine: Engine = "fast") -> Gated[_Item]:
    """Let through what conforms and set aside the rest, claim by claim.

    Args:
        items: one article's triples, plain or as pyoxigraph quads (:func:`kg.rdf.article_quads`).
        engine: as for :func:`validate`.

    A claim is set aside where it or its fact violates a shape, or where none of its words is left. A
    fact stays while a claim that stays speaks of it or a fact that stays names it; what rests on
    something that goes is looked at again, until all that is left conforms. Where the article itself is
    at fault, all is set aside.
    """
    triples = list(plain(cast(TripleSource, items)))
    report = _validated(triples, engine)
    if report.conforms:
        return Gated(list(items), [], (), report)
    cut = _Cut(triples)
    found = report
    while not found.conforms:
        cut.remove(found.violations)
        found = _validated([triple for triple in triples if cut.keeps(triple)], engine)
    kept = [cut.keeps(triple) for triple in triples]
    accepted = [item for item, stays in zip(items, kept, strict=True) if stays]
    refused = [item for item, stays in zip(items, kept, strict=True) if not stays]
    return Gated(accepted, refused, tuple(_told(cut, items, triples)), report)


def _validated(triples: list[PlainTriple], engine: Engine) -> ValidationReport:
    return validate(triples, engine)


@dataclass(slots=True)
class _Cut:
    """Which nodes of an article's graph have to go, and why."""

    triples: list[PlainTriple]
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    links: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    why: dict[str, list[Result]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for subject, predicate, value in self.triples:
            node = self.links[subject]
            if isinstance(value, str):
                if predicate == v.TYPE:
                    self.kinds[subject].add(value)
                else:
                    node[predicate].append(value)

    def nodes(self, kind: str) -> list[str]:
        """Return the nodes of a class, in order."""
        return sorted(node for node, kinds in self.kinds.items() if kind in kinds)

    def keeps(self, triple: PlainTriple) -> bool:
        """Tell whether a triple stays: neither its subject nor its object has to go."""
        return triple[0] not in self.gone and not (isinstance(triple[2], str) and triple[2] in self.gone)

    def about(self, claim: str) -> str | None:
        """Return the fact a claim is about."""
        return next(iter(self.links[claim][v.ABOUT_FACT]), None)

    def remove(self, violations: Iterable[Result]) -> None:
        """Mark what violations are about, and all that then hangs in the air."""
        for result in violations:
            self._mark(result.focus, [result, *self._causes(result)])
        for claim in self.nodes(v.CLAIM):
            for node in (*self.links[claim][v.ABOUT_FACT], *self.links[claim][v.IN_ARTICLE]):
                if node in self.why:
                    self._mark(claim, self.why[node])
        self.gone.update(set(self.links) - self._held())

    def _causes(self, result: Result) -> list[Result]:
        """Return why a node misses a value it was given: what the value's own fault was."""
        given = self.links[result.focus][result.path] if result.path else []
        return [cause for node in given for cause in self.why.get(node, ())]

    def _mark(self, node: str, results: Iterable[Result]) -> None:
        reasons = self.why.setdefault(node, [])
        reasons.extend(result for result in results if result not in reasons)
        self.gone.add(node)

    def _held(self) -> set[str]:
        """Return the nodes that a staying claim leads to, and the staying article."""
        held: set[str] = set()
        ahead = [node for node in (*self.nodes(v.CLAIM), *self.nodes(v.ARTICLE)) if node not in self.gone]
        while ahead:
            node = ahead.pop()
            if node not in held:
                held.add(node)
                linked = (other for others in self.links[node].values() for other in others)
                ahead.extend(other for other in linked if other not in self.gone and other in self.kinds)
        return held


def _told(cut: _Cut, items: Sequence[_Item], triples: Sequence[PlainTriple]) -> Iterable[SetAside[_Item]]:
    """Yield what was set aside: each claim that went, then faulty nodes that no claim speaks of."""
    by_subject: dict[str, list[_Item]] = defaultdict(list)
    for item, (subject, _, _) in zip(items, triples, strict=True):
        by_subject[subject].append(item)
    spoken: set[str] = set()
    for claim in cut.nodes(v.CLAIM):
        if claim not in cut.gone:
            continue
        fact = cut.about(claim)
        parts = [claim, *([fact] if fact else []), *cut.links[claim][v.HAS_EVIDENCE]]
        spoken.update(parts)
        described = tuple(item for node in parts for item in by_subject[node])
        yield SetAside(claim, fact, tuple(cut.why.get(claim, ())), described)
    for node in sorted(cut.why):
        if node not in spoken and v.CLAIM not in cut.kinds[node]:
            yield SetAside(None, node, tuple(cut.why[node]), tuple(by_subject[node]))
