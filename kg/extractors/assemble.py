"""From what places of the text say to rows: each distinct incident, affiliation, match and transfer once."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extractors.case import Belongs, Case, Fixture, Said
from kg.extractors.episodes import share_minutes
from kg.extractors.time import looks_back
from kg.extractors.triggers import padded
from kg.facts import Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer
from kg.mentions.model import Entity, Mention

_GOALS = frozenset({"goal", "penalty_goal"})
_RESPONSES = {
    "celebration": ("goal", "penalty_goal"),
    "muted_celebration": ("goal", "penalty_goal"),
    "crowd_reaction": ("celebration", "goal", "penalty_goal", "penalty_missed", "penalty_saved"),
    "confrontation": ("celebration", "goal", "penalty_goal", "foul", "penalty_won"),
    "penalty_goal": ("penalty_won", "penalty_conceded"),
    "penalty_saved": ("penalty_won", "penalty_conceded"),
    "penalty_missed": ("penalty_won", "penalty_conceded"),
}
_OF_THE_DAY = frozenset(
    f"affiliation.{rule}"
    for rule in ("match", "deed", "sheet", "beside", "theme", "possession", "team of coach", "office")
)
_PLACES = frozenset({"ground", "stand", "town", "region"})


class Assembler:
    """Turns a solved case into :class:`kg.facts.Facts`."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.former: set[tuple[str, str]] = set()

    def run(self) -> Facts:
        """Return the article's facts."""
        case = self.case
        self._penalty_pairs()
        merged = self._merge(case.said)
        share_minutes(merged)
        self.former = {(b.person.key, b.club.key) for b in case.belongs if b.status == "former"}
        fixtures = self._matches(merged)
        facts = Facts(id=case.article.id, url=case.article.url, title=case.article.title, date=case.date)
        facts.matches = [self._match(f) for f in fixtures]
        facts.incidents = [self._incident(group, fixtures) for group in merged]
        self._responses(facts.incidents)
        facts.affiliations = self._affiliations(merged)
        facts.transfers = self._transfers()
        facts.persons = self._persons()
        facts.clubs = self._clubs()
        facts.dropped = case.dropped
        return facts

    def evidence(self, start: int, end: int, confidence: float, rule: str) -> Evidence:
        """Return the evidence of tokens ``start`` to ``end``."""
        r = self.case.r
        return Evidence(r.start[start], r.end[max(start, end - 1)], confidence, rule)

    # -- incidents -------------------------------------------------------------------------------
    def _penalty_pairs(self) -> None:
        """A foul that gives a penalty is a penalty conceded and one won, told by the same words."""
        added: list[Said] = []
        for said in list(self.case.said):
            if said.type != "foul" or said.rule == "foul.told" or not self._gives_penalty(said):
                continue
            said.type = "penalty_conceded"
            if said.other is not None:
                added.append(_twin(said, "penalty_won"))
        self.case.said.extend(added)
        for said in self.case.said:
            if said.type == "penalty_won" and said.other is None:
                said.other = next(
                    (o.player for o in self.case.said if o.type == "penalty_conceded" and o.other is said.player), None
                )
            if said.type == "penalty_conceded" and said.other is None:
                said.other = next(
                    (
                        o.player
                        for o in self.case.said
                        if o.type == "penalty_won"
                        and abs(o.sentence - said.sentence) <= 1
                        and o.player is not said.player
                    ),
                    None,
                )

    def _gives_penalty(self, said: Said) -> bool:
        r = self.case.r
        s = r.sentences[said.sentence]
        words = padded(r, s.start, s.end)
        return any(f" {w} " in words for w in ("rigore", "dischetto", "penalty", "massima punizione", "in area"))

    def _merge(self, said: list[Said]) -> list[list[Said]]:
        """Group what tells the same incident; a brace makes two groups."""
        groups: list[list[Said]] = []
        ordered = sorted(said, key=lambda s: (not s.sheet, s.start))
        for s in ordered:
            for _ in range(s.count):
                target = self._same(groups, s) if s.count == 1 else self._nth(groups, s)
                if target is None:
                    groups.append([s])
                elif s not in target:
                    target.append(s)
        return sorted(groups, key=lambda g: min(s.start for s in g))

    def _nth(self, groups: list[list[Said]], s: Said) -> list[Said] | None:
        """Place "doppietta di X": each goal of his already told takes it once, the rest are new."""
        for group in groups:
            if (
                s not in group
                and _compatible(group[0], s)
                and group[0].player is s.player
                and group[0].fixture == s.fixture
            ):
                return group
        return None

    def _same(self, groups: list[list[Said]], s: Said) -> list[Said] | None:
        candidates = [g for g in groups if g[0].player is s.player and _compatible(g[0], s) and self._may_meet(g, s)]
        if s.type == "substitution" and candidates:
            return candidates[0]  # a man comes on once
        if s.minute is not None:
            exact = [
                g
                for g in candidates
                if any(
                    o.minute is not None and abs(o.minute - s.minute) <= (0 if o.sheet and s.sheet else 1) for o in g
                )
            ]
            if exact:
                return exact[0]
            candidates = [g for g in candidates if all(o.minute is None for o in g)]
        return candidates[-1] if candidates else None

    @staticmethod
    def _may_meet(group: list[Said], s: Said) -> bool:
        head = group[0]
        if head.rule.endswith(".kick") != s.rule.endswith(".kick"):
            return False  # a kick of the shoot-out is no goal of the match
        if head.fixture != s.fixture and not (head.opponent is s.opponent is not None):
            return False
        if head.type in ("confrontation", "foul", "save", "substitution", "crowd_reaction"):
            others = {o.other for o in group if o.other is not None}
            if head.type == "crowd_reaction":
                return head.club is None or s.club is None or head.club is s.club
            if head.type == "confrontation":
                return (s.other is None) == (head.other is None) and (not others or s.other in others)
            return s.other is None or not others or s.other in others
        if (
            head.type in ("save", "woodwork")
            and head.sentence != s.sentence
            and (head.minute is None) != (s.minute is None)
        ):
            return True
        return True

    def _incident(self, group: list[Said], fixtures: list[Fixture]) -> Incident:
        best = max(group, key=lambda s: (s.sheet, s.confidence, -s.start))
        head = group[0]
        kind = "penalty_goal" if any(s.type == "penalty_goal" for s in group) else head.type
        minute = next((s.minute for s in group if s.sheet and s.minute is not None), None)
        if minute is None:
            minute = next((s.minute for s in group if s.minute is not None), None)
        club = next((s.club for s in group if s.club is not None), None)
        opponent = next((s.opponent for s in group if s.opponent is not None), None)
        other = next((s.other for s in group if s.other is not None), None)
        player = head.player
        if club is opponent and kind != "crowd_reaction":
            opponent = None
        target = club if kind == "crowd_reaction" else opponent
        ex = player is not None and target is not None and (player.key, target.key) in self.former
        fixture = self.case.fixtures[head.fixture] if head.fixture is not None else None
        return Incident(
            type=kind,
            player=player.name if player else None,
            club=club.name if club else None,
            opponent=opponent.name if opponent else None,
            minute=minute,
            other=other.name if other is not None and _keeps_other(kind) else None,
            ex_player=ex,
            evidence=self.evidence(
                best.start, best.end, min(0.99, best.confidence + 0.05 * (len(group) - 1)), best.rule
            ),
            more=tuple(self.evidence(s.start, s.end, s.confidence, s.rule) for s in group if s is not best),
            match=fixtures.index(fixture) if fixture in fixtures else None,
            gesture=next((s.gesture for s in group if s.gesture), None),
            speaker=best.speaker,
        )

    @staticmethod
    def _responses(incidents: list[Incident]) -> None:
        """Link each response to the incident it answers: the last one of the same man before it, else the first."""
        for i, incident in enumerate(incidents):
            for kind in _RESPONSES.get(incident.type, ()):
                same = [
                    j
                    for j, o in enumerate(incidents)
                    if o.type == kind and o.player == incident.player and j != i and o.match == incident.match
                ]
                if not same:
                    continue
                timed = [j for j in same if incident.minute is not None and incidents[j].minute == incident.minute]
                before = [j for j in same if j < i]
                incident.responds_to = (timed or before[-1:] or same)[0]
                break

    # -- affiliations ----------------------------------------------------------------------------
    def _affiliations(self, groups: list[list[Said]]) -> list[Affiliation]:
        rows: dict[tuple[str, str, str], list[Belongs]] = {}
        back = looks_back(self.case)
        for b in [*self.case.belongs, *self._by_deeds(groups)]:
            if back and b.rule in _OF_THE_DAY:  # an old match is told: its men were of that day
                b.status = "former"
            rows.setdefault((b.person.key, b.club.key, b.status), []).append(b)
        found = []
        for (person, club, status), told in rows.items():
            if (
                status == "current"
                and (person, club, "former") in rows
                and all(b.rule == "affiliation.deed" for b in told)
            ):
                continue
            best = max(told, key=lambda b: (b.weight, -b.start))
            capacities = [b.capacity for b in told if b.rule != "affiliation.deed"] or [best.capacity]
            confidence = min(0.98, 0.75 + 0.2 * (best.weight - 0.5) + 0.03 * len(told))
            found.append(
                (
                    min(b.start for b in told),
                    Affiliation(
                        best.person.name,
                        best.club.name,
                        status,
                        capacities[0],
                        self.evidence(best.start, best.end, confidence, best.rule),
                        tuple(self.evidence(b.start, b.end, confidence, b.rule) for b in told if b is not best),
                    ),
                )
            )
        return [a for _, a in sorted(found, key=lambda pair: (pair[0], pair[1].person, pair[1].club, pair[1].status))]

    def _by_deeds(self, groups: list[list[Said]]) -> Iterable[Belongs]:
        """Whoever acts in the match the article reports plays for his side."""
        for group in groups:
            for s in group:
                main = self.case.fixtures[s.fixture] if s.fixture is not None else None
                if main is None or not main.main:
                    yield from self._by_look_back(s)
                    continue
                side = s.opponent if s.type == "crowd_reaction" else s.club
                if s.player is not None and side is not None:
                    yield Belongs(
                        s.player, side, "current", self._capacity(s.player), s.start, s.end, "affiliation.deed", 0.6
                    )
                rival = main.rival(side)
                if side is None or rival is None or s.type == "crowd_reaction":
                    continue
                if s.other is not None:
                    opposed = s.type in (
                        "penalty_won",
                        "penalty_conceded",
                        "foul",
                        "penalty_saved",
                        "save",
                        "confrontation",
                    )
                    yield Belongs(
                        s.other,
                        rival if opposed else side,
                        "current",
                        self._capacity(s.other),
                        s.start,
                        s.end,
                        "affiliation.deed",
                        0.6,
                    )
                if s.against is not None:
                    yield Belongs(
                        s.against,
                        rival if s.type != "own_goal" else side,
                        "current",
                        "player",
                        s.start,
                        s.end,
                        "affiliation.deed",
                        0.55,
                    )

    def _by_look_back(self, s: Said) -> Iterable[Belongs]:
        """The side a man had in another match: former where the words look back or he is said to be elsewhere now."""
        if s.player is None or s.club is None or s.type == "crowd_reaction":
            return
        elsewhere = any(
            b.person is s.player and b.status == "current" and b.club is not s.club for b in self.case.belongs
        )
        status = "former" if s.past or elsewhere else "current"
        yield Belongs(s.player, s.club, status, self._capacity(s.player), s.start, s.end, "affiliation.deed", 0.55)

    @staticmethod
    def _capacity(person: Entity) -> str:
        return person.role if person.role in ("coach", "executive") else "player"

    # -- matches ---------------------------------------------------------------------------------
    def _matches(self, groups: list[list[Said]]) -> list[Fixture]:
        told = [f for f in self.case.fixtures if f.main or f.weight >= 1.0]
        for fixture in told:
            if fixture.main and fixture.score is None:
                fixture.score = self._counted(fixture, groups)
        return sorted(told, key=lambda f: (not f.main, f.start))

    def _counted(self, fixture: Fixture, groups: list[list[Said]]) -> tuple[int, int] | None:
        """An equaliser told without figures: the goals told on either side, where they are level."""
        goals = [0, 0]
        for group in groups:
            s = group[0]
            if s.fixture is None or self.case.fixtures[s.fixture] is not fixture or s.past:
                continue
            if s.type in _GOALS or s.type == "own_goal":
                side = s.club if s.type in _GOALS else s.opponent
                if side is None:
                    return None
                goals[0 if side is fixture.home else 1] += 1
        level = goals[0] == goals[1] > 0
        drawn = any(w in self.case.r.plain for w in ("pareggi", "pari", "parità", "equilibrio"))
        return (goals[0], goals[1]) if level and drawn else None

    def _match(self, f: Fixture) -> Match:
        return Match(
            f.home.name if f.home else None,
            f.away.name if f.away else None,
            f"{f.score[0]}-{f.score[1]}" if f.score else None,
            f.competition,
            f.date,
            self.evidence(f.start, f.end, 0.9 if f.main else 0.75, "match"),
        )

    # -- the rest --------------------------------------------------------------------------------
    def _transfers(self) -> list[Transfer]:
        return [
            Transfer(
                d.player.name,
                d.origin.name if d.origin else None,
                d.to.name if d.to else None,
                d.kind,
                d.fee,
                d.status,
                self.evidence(d.start, d.end, d.confidence, d.rule),
            )
            for d in self.case.deals
        ]

    def _persons(self) -> list[Person]:
        found = []
        for entity in self.case.people:
            mentions = sorted(entity.mentions, key=lambda m: m.start)
            if not mentions:
                continue
            found.append(
                (
                    mentions[0].start,
                    Person(
                        entity.name, entity.role, entity.person.id if entity.person else None, *self._places(mentions)
                    ),
                )
            )
        return [p for _, p in sorted(found, key=lambda pair: pair[0])]

    def _clubs(self) -> list[Club]:
        found = []
        for entity in self.case.clubs:
            mentions = sorted((m for m in entity.mentions if m.form not in _PLACES), key=lambda m: m.start)
            if not mentions:
                continue
            found.append(
                (mentions[0].start, Club(entity.name, entity.club.id if entity.club else None, *self._places(mentions)))
            )
        return [c for _, c in sorted(found, key=lambda pair: pair[0])]

    def _places(self, mentions: list[Mention]) -> tuple[list[str], list[tuple[int, int]]]:
        r = self.case.r
        return list(dict.fromkeys(m.surface for m in mentions)), [
            (r.start[m.start], r.end[m.end - 1]) for m in mentions
        ]


def _twin(said: Said, kind: str) -> Said:
    return Said(
        kind,
        said.start,
        said.end,
        said.sentence,
        said.rule,
        player=said.other,
        other=said.player,
        minute=said.minute,
        past=said.past,
        fixture=said.fixture,
        confidence=said.confidence,
        club=said.opponent,
        opponent=said.club,
    )


def _compatible(a: Said, b: Said) -> bool:
    return a.type == b.type or {a.type, b.type} == _GOALS


def _keeps_other(kind: str) -> bool:
    return kind in (
        "penalty_saved",
        "penalty_won",
        "penalty_conceded",
        "foul",
        "substitution",
        "assist",
        "save",
        "confrontation",
    )
