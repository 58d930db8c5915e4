"""Who is meant: mentions in the text and the entities they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.gazetteer.records import ClubRecord, PersonRecord


@dataclass(slots=True, eq=False)
class Entity:
    """A person or club of one article.

    ``key`` is unique in the article; ``record`` is the gazetteer's entry where one was chosen.
    ``votes`` counts what the text says of a person's role (player, coach, referee …).
    """

    kind: str
    key: str
    name: str
    record: PersonRecord | ClubRecord | None = None
    mentions: list[Mention] = field(default_factory=list)
    votes: dict[str, float] = field(default_factory=dict)
    score: float = 0.0
    reason: str = ""

    @property
    def person(self) -> PersonRecord | None:
        """The person's record, ``None`` for clubs and unknown people."""
        return self.record if isinstance(self.record, PersonRecord) else None

    @property
    def club(self) -> ClubRecord | None:
        """The club's record, ``None`` for people and unknown clubs."""
        return self.record if isinstance(self.record, ClubRecord) else None

    def vote(self, role: str, weight: float = 1.0) -> None:
        """Add what a place of the text says of the person's role."""
        self.votes[role] = self.votes.get(role, 0.0) + weight

    @property
    def role(self) -> str:
        """The role with the most votes; without any, what the gazetteer says first, else player."""
        if self.votes:
            return max(sorted(self.votes), key=lambda role: self.votes[role])
        return self.person.roles[0] if self.person else "player"


@dataclass(slots=True, eq=False)
class Mention:
    """A place that names or means somebody or a club.

    ``start``/``end`` are tokens (end exclusive). ``kind`` is person, club or group; ``form`` tells how:
    full, surname, nick, unknown, epithet (people); name, nick, colour, demonym, ground, town, coach, side (clubs);
    fans, bench, team (groups, whose entity is the club). ``np_start``/``np_end`` bound the noun
    phrase around it; ``prep`` is the preposition before the phrase ("di" for "del"), ``governor`` the
    token index of the word the phrase hangs on ("fallo" in "fallo di Kessié"), ``role_word`` the noun
    in front of the name ("attaccante").
    """

    start: int
    end: int
    kind: str
    form: str
    surface: str
    candidates: tuple[str, ...] = ()
    entity: Entity | None = None
    sentence: int = 0
    np_start: int = 0
    np_end: int = 0
    prep: str = ""
    prep_at: int = -1
    governor: int = -1
    role_word: str = ""
    plural: bool = False
    ex: bool = False
    definite: bool = True
    score: float = 0.0
    reason: str = ""
    inside: Mention | None = None
    parts: list[Mention] = field(default_factory=list)
