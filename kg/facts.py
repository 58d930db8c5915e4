"""The facts of one article: the exchange format, as data.

``Facts.to_json()`` gives the documented exchange format (``kg/facts.schema.json``). The classes
carry a little more than the format prints, because the graph needs it: the rule that found a
fact, further places that say it, which incident answers which, and what was set aside.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

Role = Literal["player", "coach", "referee", "executive", "agent", "other"]
Capacity = Literal["player", "coach", "executive"]
ArticleKind = Literal["match", "live", "transfer", "rumour", "ex_player", "interview", "column", "mixed"]
TransferKind = Literal[
    "permanent", "loan", "loan_option", "loan_obligation", "loan_return", "free", "swap", "redemption", "unknown"
]
Certainty = Literal["done", "agreed", "talks", "rumour", "denied"]
IncidentType = Literal[
    "goal",
    "penalty_goal",
    "own_goal",
    "disallowed_goal",
    "penalty_missed",
    "penalty_saved",
    "penalty_won",
    "penalty_conceded",
    "foul",
    "yellow_card",
    "red_card",
    "substitution",
    "assist",
    "save",
    "woodwork",
    "injury",
    "celebration",
    "muted_celebration",
    "crowd_reaction",
    "confrontation",
]
DropReason = Literal[
    "negated",
    "hypothetical",
    "no_subject",
    "ambiguous_club",
    "ambiguous_person",
    "below_threshold",
    "duplicate",
    "outside_article",
    "contradiction",
    "incomplete",
    "counted",
]

ROLES: tuple[str, ...] = get_args(Role)
CAPACITIES: tuple[str, ...] = get_args(Capacity)
KINDS: tuple[str, ...] = get_args(ArticleKind)
TRANSFER_KINDS: tuple[str, ...] = get_args(TransferKind)
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
INCIDENT_TYPES: tuple[str, ...] = get_args(IncidentType)
DROP_REASONS: tuple[str, ...] = get_args(DropReason)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that say a fact: code-point offsets into the article's text, end exclusive.

    ``confidence`` is between 0 and 1; ``rule`` names the rule that read the words.
    """

    start: int
    end: int
    confidence: float = 1.0
    rule: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the exchange form: start, end, confidence rounded to two places."""
        return {"start": self.start, "end": self.end, "confidence": round(self.confidence, 2)}

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Evidence:
        """Read the exchange form."""
        confidence = row.get("confidence")
        return cls(row["start"], row["end"], 1.0 if confidence is None else float(confidence))


@dataclass(slots=True)
class Person:
    """Somebody the article names or unambiguously means.

    ``name`` is the full canonical name where the gazetteer knows him, else the longest form of
    the text. ``id`` is the gazetteer's id. ``spans`` are the places of the mentions.
    """

    name: str
    role: str = "player"
    id: str | None = None
    mentions: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Club:
    """A club or national team; ``name`` is the common short Italian name, ``id`` the gazetteer's."""

    name: str
    id: str | None = None
    mentions: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Affiliation:
    """``person`` belongs (current) or belonged (former) to ``club`` at the time of the article."""

    person: str
    club: str
    status: str
    capacity: str | None = "player"
    evidence: Evidence | None = None
    more: tuple[Evidence, ...] = ()
    speaker: str | None = None


@dataclass(slots=True)
class Transfer:
    """A deal. ``fee_meur`` is the base fee in millions of euro; ``origin``/``to`` null where unknown."""

    player: str
    origin: str | None
    to: str | None
    kind: str = "unknown"
    fee_meur: float | None = None
    status: str = "done"
    evidence: Evidence | None = None
    more: tuple[Evidence, ...] = ()
    speaker: str | None = None


@dataclass(slots=True)
class Match:
    """A match played, under way or announced; ``score`` is home-away, ``date`` as precise as told."""

    home: str | None
    away: str | None
    score: str | None = None
    competition: str | None = None
    date: str | None = None
    evidence: Evidence | None = None
    more: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class Incident:
    """Something that happened in a match.

    ``match`` is the index of the match in ``Facts.matches`` and ``responds_to`` the index of the
    incident in ``Facts.incidents`` that set this one off (a celebration answers a goal, whistles
    answer a celebration); both are ``None`` where the text does not tell.
    """

    type: str
    player: str | None
    club: str | None = None
    opponent: str | None = None
    minute: int | None = None
    other: str | None = None
    ex_player: bool | None = False
    evidence: Evidence | None = None
    more: tuple[Evidence, ...] = ()
    match: int | None = None
    responds_to: int | None = None
    gesture: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something a trigger announced and the reader set aside, with the typed reason."""

    reason: DropReason
    family: str
    start: int
    end: int
    detail: str = ""


@dataclass(slots=True)
class Facts:
    """All facts of one article."""

    id: str
    url: str | None = None
    title: str | None = None
    date: str | None = None
    kind: str | None = None
    persons: list[Person] = field(default_factory=list)
    clubs: list[Club] = field(default_factory=list)
    affiliations: list[Affiliation] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the documented exchange format as plain data, keys in the documented order."""
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title,
            "date": self.date,
            "kind": self.kind,
            "persons": [{"name": p.name, "role": p.role, "id": p.id, "mentions": p.mentions} for p in self.persons],
            "clubs": [{"name": c.name, "id": c.id, "mentions": c.mentions} for c in self.clubs],
            "affiliations": [
                {"person": a.person, "club": a.club, "status": a.status, "as": a.capacity, **_evidence(a)}
                for a in self.affiliations
            ],
            "transfers": [
                {
                    "player": t.player,
                    "from": t.origin,
                    "to": t.to,
                    "kind": t.kind,
                    "fee_meur": t.fee_meur,
                    "status": t.status,
                    **_evidence(t),
                }
                for t in self.transfers
            ],
            "matches": [
                {
                    "home": m.home,
                    "away": m.away,
                    "score": m.score,
                    "competition": m.competition,
                    "date": m.date,
                    **_evidence(m),
                }
                for m in self.matches
            ],
            "incidents": [
                {
                    "type": i.type,
                    "player": i.player,
                    "club": i.club,
                    "opponent": i.opponent,
                    "minute": i.minute,
                    "other": i.other,
                    "ex_player": i.ex_player,
                    **_evidence(i),
                }
                for i in self.incidents
            ],
        }

    def dumps(self, indent: int | None = 1) -> str:
        """Return the exchange format as JSON text (UTF-8 characters kept)."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Facts:
        """Read the exchange format.

        Raises:
            jsonschema.ValidationError: the object does not follow ``facts.schema.json``.
        """
        validator().validate(data)
        return cls(
            id=data["id"],
            url=data.get("url"),
            title=data.get("title"),
            date=data.get("date"),
            kind=data.get("kind"),
            persons=[Person(p["name"], p["role"], p.get("id"), list(p.get("mentions", []))) for p in data["persons"]],
            clubs=[Club(c["name"], c.get("id"), list(c.get("mentions", []))) for c in data["clubs"]],
            affiliations=[
                Affiliation(a["person"], a["club"], a["status"], a.get("as"), _read(a)) for a in data["affiliations"]
            ],
            transfers=[
                Transfer(t["player"], t["from"], t["to"], t["kind"], t.get("fee_meur"), t["status"], _read(t))
                for t in data["transfers"]
            ],
            matches=[
                Match(m["home"], m["away"], m.get("score"), m.get("competition"), m.get("date"), _read(m))
                for m in data["matches"]
            ],
            incidents=[
                Incident(
                    i["type"],
                    i["player"],
                    i.get("club"),
                    i.get("opponent"),
                    i.get("minute"),
                    i.get("other"),
                    i.get("ex_player"),
                    _read(i),
                )
                for i in data["incidents"]
            ],
        )


def _evidence(fact: Any) -> dict[str, Any]:
    return {"evidence": fact.evidence.to_json()} if fact.evidence is not None else {}


def _read(row: dict[str, Any]) -> Evidence | None:
    evidence = row.get("evidence")
    return Evidence.from_json(evidence) if evidence else None


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of the exchange format."""
    text = resources.files("kg").joinpath("facts.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def validator() -> Any:
    """Return a JSON Schema validator (draft 2020-12) for the exchange format."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())
