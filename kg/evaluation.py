"""Scores of predicted facts against gold: strict, per family, micro-averaged over articles.

The keys of each family, the attributes, how rows are paired and how names are compared are
told in ``docs/evaluation.md``. In short: a row is right when its whole key is right, one gold row
pays for one predicted row, and everything else a row says is an attribute, counted on its own.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from jsonschema import ValidationError as SchemaError

from kg.errors import InputError
from kg.facts import Facts

FAMILIES: tuple[str, ...] = (
    "persons",
    "clubs",
    "affiliations",
    "former",
    "transfers",
    "transfers_strict",
    "matches",
    "incidents",
    "ex_incidents",
)
"""The families of the table, in order. ``former`` and ``ex_incidents`` are parts of the row above;
``transfers_strict`` are the transfers with kind, status and fee in the key."""

ATTRIBUTES: tuple[str, ...] = (
    "person.role",
    "affiliation.as",
    "transfer.kind",
    "transfer.status",
    "transfer.fee",
    "match.score",
    "match.date",
    "incident.club",
    "incident.opponent",
    "incident.minute",
    "incident.other",
    "incident.ex_player",
)
"""The attributes of the table, in order."""

CONFIDENCES: tuple[float, ...] = (0.9, 0.8, 0.7, 0.6, 0.5, 0.0)
"""Lower ends of the bins of the calibration table."""

UNKNOWN_KIND = "?"
_OPEN = frozenset({"talks", "rumour", "denied"})
_KEY_WEIGHT = 1000

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼʹ′`´", ""))


def fold(name: str) -> str:
    """Return the form in which two names are compared: without case, diacritics and apostrophes, one space.

    Nothing else is forgiven: "Calhanoglu" is not "Hakan Calhanoglu".
    """
    decomposed = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_PLAIN)
    return " ".join(plain.split())


@dataclass(slots=True)
class Score:
    """Counts of one family: ``right`` rows are in both, ``missed`` only in gold, ``spurious`` only predicted."""

    right: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def gold(self) -> int:
        """Rows in the gold."""
        return self.right + self.missed

    @property
    def predicted(self) -> int:
        """Rows predicted."""
        return self.right + self.spurious

    @property
    def precision(self) -> float | None:
        """Share of the predicted rows that are right; ``None`` where nothing was predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold rows that were found; ``None`` where the gold has none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; ``None`` where neither side has a row."""
        rows = self.gold + self.predicted
        return 2 * self.right / rows if rows else None

    def add(self, other: Score) -> None:
        """Add the counts of another score to this one."""
        self.right += other.right
        self.missed += other.missed
        self.spurious += other.spurious

    def to_json(self) -> dict[str, Any]:
        """Return counts and ratios as plain data; ratios rounded to four places."""
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "right": self.right,
            "missed": self.missed,
            "spurious": self.spurious,
            "precision": _rounded(self.precision),
            "recall": _rounded(self.recall),
            "f1": _rounded(self.f1),
        }


@dataclass(slots=True)
class Agreement:
    """How often one attribute agrees over the paired rows in which at least one side gives it."""

    right: int = 0
    total: int = 0

    @property
    def accuracy(self) -> float | None:
        """Share of agreement; ``None`` where no pair counts."""
        return self.right / self.total if self.total else None

    def add(self, other: Agreement) -> None:
        """Add the counts of another agreement to this one."""
        self.right += other.right
        self.total += other.total

    def to_json(self) -> dict[str, Any]:
        """Return counts and accuracy as plain data."""
        return {"right": self.right, "total": self.total, "accuracy": _rounded(self.accuracy)}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One row that is wrong: ``missed``, ``spurious`` or, with the right key, a wrong ``attribute``.

    ``gold`` and ``predicted`` are rows of the exchange format; ``attribute`` is a field name of it.
    """

    article: str
    family: str
    what: str
    gold: dict[str, Any] | None
    predicted: dict[str, Any] | None
    attribute: str | None = None


@dataclass(slots=True)
class Report:
    """Scores over all articles and per kind of article.

    Attributes:
        articles: number of gold articles, the denominators of everything else.
        families: score per family of :data:`FAMILIES`.
        attributes: agreement per attribute of :data:`ATTRIBUTES`.
        kinds: per kind of article (gold's ``kind``): the same scores, for the tables by kind.
        kind_articles: number of gold articles per kind.
        calibration: per bin of :data:`CONFIDENCES`, how many of the facts said with that confidence are right
            (affiliations, transfers, matches and incidents that carry evidence).
        open_as_done: gold deals that are talks, rumour or denied and came out as done.
        missing: gold articles without a prediction (all their rows count as missed).
        extra: predicted articles without gold (not counted).
        mistakes: every wrong row, in the order of the articles.
    """

    articles: int = 0
    families: dict[str, Score] = field(default_factory=lambda: {f: Score() for f in FAMILIES})
    attributes: dict[str, Agreement] = field(default_factory=lambda: {a: Agreement() for a in ATTRIBUTES})
    kinds: dict[str, dict[str, Score]] = field(default_factory=dict)
    kind_articles: dict[str, int] = field(default_factory=dict)
    calibration: dict[float, Agreement] = field(default_factory=lambda: {c: Agreement() for c in CONFIDENCES})
    open_as_done: Agreement = field(default_factory=Agreement)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain data, without the list of mistakes."""
        return {
            "articles": self.articles,
            "families": {name: score.to_json() for name, score in self.families.items()},
            "attributes": {name: agreement.to_json() for name, agreement in self.attributes.items()},
            "calibration": {str(low): agreement.to_json() for low, agreement in self.calibration.items()},
            "open_as_done": {
                "done": self.open_as_done.right,
                "open": self.open_as_done.total,
                "share": _rounded(self.open_as_done.accuracy),
            },
            "kinds": {
                kind: {
                    "articles": self.kind_articles[kind],
                    "families": {name: score.to_json() for name, score in self.kinds[kind].items()},
                }
                for kind in sorted(self.kinds)
            },
            "missing": self.missing,
            "extra": self.extra,
        }


def evaluate(gold: Mapping[str, Facts], predicted: Mapping[str, Facts]) -> Report:
    """Compare predicted facts with gold, article by article (by id), and add the counts up.

    Args:
        gold: the annotated facts by article id.
        predicted: the facts found, by article id. An article that lacks counts as found empty.

    Returns:
        Counts, ratios and the list of mistakes.
    """
    report = Report(missing=sorted(set(gold) - set(predicted)), extra=sorted(set(predicted) - set(gold)))
    for name in sorted(gold):
        article = _Article(name, gold[name], predicted.get(name) or Facts(id=name))
        article.compare()
        report.articles += 1
        report.mistakes.extend(article.mistakes)
        report.open_as_done.add(article.open_as_done)
        for low, agreement in article.calibration.items():
            report.calibration[low].add(agreement)
        kind = gold[name].kind or UNKNOWN_KIND
        of_kind = report.kinds.setdefault(kind, {f: Score() for f in FAMILIES})
        report.kind_articles[kind] = report.kind_articles.get(kind, 0) + 1
        for family, score in article.families.items():
            report.families[family].add(score)
            of_kind[family].add(score)
        for attribute, agreement in article.attributes.items():
            report.attributes[attribute].add(agreement)
    return report


Row = dict[str, Any]
"""A row of the exchange format."""

_NAMES = frozenset({"name", "person", "club", "player", "from", "to", "home", "away", "opponent", "other"})


@dataclass(frozen=True, slots=True)
class _Family:
    """How the rows of one family are compared; all strings are field names of the exchange format.

    ``key`` makes two rows the same fact. ``near`` is the part of the key by which rows are paired at
    all: within a ``near`` group rows of equal key are paired first, then the rest by agreeing
    attributes. ``attributes`` count over pairs of equal key, ``loose`` ones over every pair.
    ``only`` keeps the rows that have this value; ``listed`` families report their mistakes.
    """

    name: str
    rows: str
    key: tuple[str, ...]
    near: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    loose: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, Any] | None = None
    listed: bool = True


_SPELL = ("person", "club", "status")
_DEAL = ("player", "from", "to")
_DEAL_ATTRIBUTES = {"transfer.kind": "kind", "transfer.status": "status", "transfer.fee": "fee_meur"}
_INCIDENT = ("type", "player", "club", "opponent")
_FAMILIES = (
    _Family("persons", "persons", ("name",), ("name",), {"person.role": "role"}),
    _Family("clubs", "clubs", ("name",), ("name",)),
    _Family("affiliations", "affiliations", _SPELL, _SPELL, {"affiliation.as": "as"}),
    _Family("former", "affiliations", _SPELL, _SPELL, only=("status", "former"), listed=False),
    _Family("transfers", "transfers", _DEAL, _DEAL, _DEAL_ATTRIBUTES),
    _Family("transfers_strict", "transfers", (*_DEAL, "kind", "status", "fee_meur"), _DEAL, listed=False),
    _Family(
        "matches",
        "matches",
        ("home", "away", "score"),
        ("home", "away"),
        {"match.date": "date"},
        {"match.score": "score"},
    ),
    _Family(
        "incidents",
        "incidents",
        _INCIDENT,
        _INCIDENT[:2],
        {"incident.minute": "minute", "incident.other": "other", "incident.ex_player": "ex_player"},
        {"incident.club": "club", "incident.opponent": "opponent"},
    ),
    _Family("ex_incidents", "incidents", _INCIDENT, _INCIDENT[:2], only=("ex_player", True), listed=False),
)


def _value(row: Row, name: str) -> Hashable:
    """Return what is compared: names folded, an unsaid ``ex_player`` as false, fees to the thousand euro."""
    value = row.get(name)
    if name == "ex_player":
        return bool(value)
    if name == "fee_meur" and value is not None:
        return round(float(value), 3)
    if name in _NAMES and isinstance(value, str):
        return fold(value)
    return cast(Hashable, value)


def _values(row: Row, names: tuple[str, ...]) -> tuple[Hashable, ...]:
    return tuple(_value(row, name) for name in names)


class _Article:
    """The comparison of one article."""

    def __init__(self, name: str, gold: Facts, predicted: Facts) -> None:
        self.name = name
        self.gold = gold.to_json()
        self.predicted = predicted.to_json()
        self.families: dict[str, Score] = {}
        self.attributes: dict[str, Agreement] = {}
        self.calibration: dict[float, Agreement] = {}
        self.open_as_done = Agreement()
        self.mistakes: list[Mistake] = []

    def compare(self) -> None:
        for family in _FAMILIES:
            self._family(family)
        self._open_as_done()

    def _rows(self, facts: dict[str, Any], family: _Family) -> list[Row]:
        rows: list[Row] = facts[family.rows]
        if family.only is None:
            return rows
        name, wanted = family.only
        return [row for row in rows if _value(row, name) == wanted]

    def _family(self, family: _Family) -> None:
        score = self.families.setdefault(family.name, Score())
        for left, right in _pair(family, self._rows(self.gold, family), self._rows(self.predicted, family)):
            same = left is not None and right is not None and _values(left, family.key) == _values(right, family.key)
            if right is not None and family.listed:
                self._calibrate(right, same)
            if left is not None and right is not None:
                self._attributes(family, left, right, same)
                if same:
                    score.right += 1
                    continue
            if left is not None:
                score.missed += 1
                self._mistake(family, "missed", left, None)
            if right is not None:
                score.spurious += 1
                self._mistake(family, "spurious", None, right)

    def _calibrate(self, row: Row, right: bool) -> None:
        evidence = row.get("evidence")
        if not evidence or evidence.get("confidence") is None:
            return
        low = next(c for c in CONFIDENCES if evidence["confidence"] >= c)
        agreement = self.calibration.setdefault(low, Agreement())
        agreement.total += 1
        agreement.right += right

    def _attributes(self, family: _Family, left: Row, right: Row, same: bool) -> None:
        counted = {**family.loose, **(family.attributes if same else {})}
        for attribute, name in counted.items():
            ours, theirs = _value(left, name), _value(right, name)
            if ours is None and theirs is None:
                continue
            agreement = self.attributes.setdefault(attribute, Agreement())
            agreement.total += 1
            agreement.right += ours == theirs
            # A loose attribute that disagrees has already made its rows missed and spurious.
            if ours != theirs and attribute in family.attributes:
                self._mistake(family, "attribute", left, right, name)

    def _mistake(
        self, family: _Family, what: str, left: Row | None, right: Row | None, attribute: str | None = None
    ) -> None:
        if family.listed:
            self.mistakes.append(Mistake(self.name, family.name, what, left, right, attribute))

    def _open_as_done(self) -> None:
        ends = ("player", "to")
        done = {_values(t, ends) for t in self.predicted["transfers"] if t["status"] == "done"}
        settled = {_values(t, ends) for t in self.gold["transfers"] if t["status"] not in _OPEN}
        for deal in self.gold["transfers"]:
            if _values(deal, ends) not in settled:
                self.open_as_done.total += 1
                self.open_as_done.right += _values(deal, ends) in done


def _pair(family: _Family, gold: Sequence[Row], predicted: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair rows one to one: within a ``near`` group equal keys first, then by agreeing attributes."""
    groups: dict[Hashable, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in gold:
        groups[_values(row, family.near)][0].append(row)
    for row in predicted:
        groups[_values(row, family.near)][1].append(row)
    for left, right in groups.values():
        yield from _pair_group(family, left, right)


def _pair_group(family: _Family, left: Sequence[Row], right: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    if len(left) <= 1 and len(right) <= 1:
        yield (left[0] if left else None, right[0] if right else None)
        return
    matched = _assignment([[_likeness(family, a, b) for b in right] for a in left])
    taken = set(matched.values())
    for i, row in enumerate(left):
        yield row, right[matched[i]] if i in matched else None
    for j, row in enumerate(right):
        if j not in taken:
            yield None, row


def _likeness(family: _Family, a: Row, b: Row) -> int:
    """Weight of a pair: an equal key outweighs all attributes together, and any pair is worth something."""
    names = [*family.attributes.values(), *family.loose.values()]
    agreeing = sum(_value(a, name) == _value(b, name) for name in names)
    return 1 + agreeing + (_values(a, family.key) == _values(b, family.key)) * _KEY_WEIGHT


def _assignment(weights: list[list[int]]) -> dict[int, int]:
    """Return the one-to-one assignment of rows to columns with the greatest total weight."""
    import networkx  # only this needs it, and only where a group has several rows

    graph: networkx.Graph[tuple[str, int]] = networkx.Graph()
    for i, row in enumerate(weights):
        for j, weight in enumerate(row):
            graph.add_edge(("l", i), ("r", j), weight=weight)
    result: dict[int, int] = {}
    for a, b in networkx.max_weight_matching(graph):
        left, right = (a, b) if a[0] == "l" else (b, a)
        result[left[1]] = right[1]
    return result


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def load_facts(folder: Path) -> dict[str, Facts]:
    """Read every ``*.json`` of a folder (or one file) as facts by article id.

    The id is the one inside the file; two files with one id are an error.

    Raises:
        InputError: the folder is missing or empty, a file is not JSON, does not follow the schema or repeats an id.
    """
    if not folder.exists():
        raise InputError("evaluation_missing", path=str(folder))
    files = sorted(folder.glob("*.json")) if folder.is_dir() else [folder]
    if not files:
        raise InputError("evaluation_empty", path=str(folder))
    loaded: dict[str, Facts] = {}
    for file in files:
        facts = _read(file)
        if facts.id in loaded:
            raise InputError("evaluation_twice", path=str(file), id=facts.id)
        loaded[facts.id] = facts
    return loaded


def _read(file: Path) -> Facts:
    try:
        return Facts.from_json(json.loads(file.read_text("utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError("evaluation_not_json", path=str(file), reason=str(error)) from error
    except SchemaError as error:
        place = "/".join(str(p) for p in error.absolute_path) or "."
        raise InputError("evaluation_not_facts", path=str(file), place=place, reason=error.message) from error


def format_report(report: Report, kinds: bool = True) -> str:
    """Return the report as a text table of fixed width.

    Args:
        report: what :func:`evaluate` returned.
        kinds: also print F1 and gold rows per kind of article.
    """
    lines = [f"{'':<18}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'pred':>7}{'right':>7}"]
    for name, score in report.families.items():
        ratios = "".join(f"{_show(v):>7}" for v in (score.precision, score.recall, score.f1))
        lines.append(f"{name:<18}{ratios}{score.gold:>7}{score.predicted:>7}{score.right:>7}")
    lines += ["", f"{'':<22}{'acc':>7}{'right':>7}{'of':>7}"]
    for name, agreement in [*report.attributes.items(), ("open deals as done", report.open_as_done)]:
        lines.append(f"{name:<22}{_show(agreement.accuracy):>7}{agreement.right:>7}{agreement.total:>7}")
    lines += ["", *_calibration_lines(report)]
    if kinds:
        lines += ["", *_kind_lines(report)]
    lines += ["", f"articles {report.articles}, missing {len(report.missing)}, extra {len(report.extra)}"]
    return "\n".join(lines)


def _calibration_lines(report: Report) -> list[str]:
    lines = [f"{'confidence':<22}{'acc':>7}{'right':>7}{'of':>7}"]
    for low, agreement in report.calibration.items():
        name = f">= {low:.1f}" if low else f"<  {CONFIDENCES[-2]:.1f}"
        lines.append(f"{name:<22}{_show(agreement.accuracy):>7}{agreement.right:>7}{agreement.total:>7}")
    return lines


def _kind_lines(report: Report) -> list[str]:
    names = sorted(report.kinds)
    lines = [f"{'F1 (gold rows)':<18}" + "".join(f"{name:>13}" for name in names)]
    lines.append(f"{'articles':<18}" + "".join(f"{report.kind_articles[name]:>13}" for name in names))
    for family in FAMILIES:
        cells = [report.kinds[name][family] for name in names]
        lines.append(f"{family:<18}" + "".join(f"{f'{_show(s.f1)} ({s.gold})':>13}" for s in cells))
    return lines


def _show(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def format_errors(report: Report, family: str | None = None) -> str:
    """Return every mistake on a line of its own, grouped by article: ``-`` missed, ``+`` spurious, ``~`` attribute.

    Args:
        report: what :func:`evaluate` returned.
        family: only mistakes of this family.
    """
    lines: list[str] = []
    article = None
    for mistake in report.mistakes:
        if family is not None and mistake.family != family:
            continue
        if mistake.article != article:
            article = mistake.article
            lines.append(article)
        lines.append(f"  {_mistake(mistake)}")
    return "\n".join(lines)


def _mistake(mistake: Mistake) -> str:
    if mistake.gold is not None and mistake.predicted is not None:
        name = mistake.attribute or ""
        got, wanted = mistake.predicted.get(name), mistake.gold.get(name)
        return f"~ {mistake.family} {_cells(mistake.gold)}: {name} {got!r}, gold {wanted!r}"
    sign, row = ("-", mistake.gold) if mistake.gold is not None else ("+", mistake.predicted)
    return f"{sign} {mistake.family} {_cells(row or {})}"


def _cells(row: Row) -> str:
    """Return the row's values in the order of the format; plain numbers and flags with their name."""
    named = {"minute", "other", "ex_player", "fee_meur", "competition"}
    kept = {k: v for k, v in row.items() if k not in ("evidence", "mentions", "id") and v not in (None, False)}
    return " | ".join(f"{k}={v}" if k in named else str(v) for k, v in kept.items())
