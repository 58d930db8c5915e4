"""Articles with facts for the tests of store and questions: a small football world, made from a seed."""

from __future__ import annotations

import json
import random
from pathlib import Path

from kg.article import Article
from kg.facts import INCIDENT_TYPES, Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer
from kg.rdf.identifiers import slug

ROOT = Path(__file__).resolve().parents[2]
GIVEN = [
    "Aldo",
    "Bruno",
    "Carlo",
    "Dario",
    "Elio",
    "Fabio",
    "Gino",
    "Ivo",
    "Luca",
    "Marco",
    "Nino",
    "Piero",
    "Renzo",
    "Sandro",
    "Tino",
    "Ugo",
]
FAMILY = [
    "Abate",
    "Berti",
    "Conti",
    "Donati",
    "Esposito",
    "Ferri",
    "Galli",
    "Longo",
    "Mori",
    "Neri",
    "Orsi",
    "Pace",
    "Riva",
    "Sala",
    "Testa",
    "Vitali",
]
TOWNS = [
    "Albenga",
    "Bitonto",
    "Cuneo",
    "Derthona",
    "Empoli",
    "Fasano",
    "Gela",
    "Imolese",
    "Legnago",
    "Matelica",
    "Nardò",
    "Olbia",
]
DAYS = ("2020-01-10", "2020-01-11", "2020-02-12", "2020-03-01", "2020-05", None)
ANSWERS = ("celebration", "muted_celebration", "crowd_reaction", "confrontation")
WITH_OTHER = ("foul", "penalty_saved", "penalty_won", "assist", "substitution", "confrontation")
WORDS = " ".join(f"parola{number}" for number in range(400))

Told = tuple[Article, Facts]


class World:
    """People and clubs, the same for every article of a seed."""

    def __init__(self, seed: int, clubs: int = 8, people: int = 30) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.clubs = TOWNS[:clubs]
        self.people = [f"{self.random.choice(GIVEN)} {self.random.choice(FAMILY)} {number}" for number in range(people)]

    def words(self) -> Evidence:
        """Return some words of the text."""
        start = self.random.randrange(3000)
        confidence = round(self.random.uniform(0.5, 1), 2)
        return Evidence(start, start + self.random.randint(5, 40), confidence, self.random.choice(("prose", "sheet")))

    def article(self, number: int) -> Told:
        """Return one article and what it says."""
        pick = self.random
        date = f"20{pick.randint(10, 23)}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"
        people, clubs = pick.sample(self.people, min(12, len(self.people))), pick.sample(self.clubs, 4)
        facts = Facts(f"mondo-{self.seed}-{number}", date=pick.choice((date, date, date, None)), kind="match")
        facts.persons = [
            Person(name, "player", slug(name), [name], [(5 * i, 5 * i + 4)]) for i, name in enumerate(people)
        ]
        facts.clubs = [Club(name, slug(name), [name], [(5 * i, 5 * i + 4)]) for i, name in enumerate(clubs)]
        for person in people:
            for club in pick.sample(clubs, pick.randint(0, 2)):
                capacity = pick.choice(("player",) * 5 + ("coach",))
                status = pick.choice(("current", "former"))
                facts.affiliations.append(Affiliation(person, club, status, capacity, self.words()))
        facts.transfers = [self._transfer(people, clubs) for _ in range(pick.randint(0, 3))]
        score = f"{pick.randint(0, 3)}-{pick.randint(0, 2)}"
        facts.matches = [Match(clubs[0], clubs[1], score, "Serie A", pick.choice(DAYS), self.words())]
        facts.incidents = [self._incident(people, clubs) for _ in range(pick.randint(2, 9))]
        for place, incident in enumerate(facts.incidents):
            if place and incident.type in ANSWERS:
                incident.responds_to = pick.randrange(place)
        return Article(facts.id, WORDS, title=f"Articolo {number}", date=facts.date), facts

    def _transfer(self, people: list[str], clubs: list[str]) -> Transfer:
        pick = self.random
        kind, fee = pick.choice(("permanent", "loan", "unknown")), pick.choice((None, 5.0, 12.5))
        status = pick.choice(("done", "agreed", "talks", "rumour", "denied"))
        origin, to = pick.choice((clubs[2], clubs[3], None)), pick.choice((clubs[0], clubs[1], None))
        return Transfer(
            pick.choice(people), origin, to, kind, fee, status, self.words(), speaker=pick.choice((None, "Il ds"))
        )

    def _incident(self, people: list[str], clubs: list[str]) -> Incident:
        pick = self.random
        kind = pick.choice(INCIDENT_TYPES)
        player, other = pick.sample(people, 2)
        club, opponent = pick.sample(clubs[:2], 2)
        return Incident(
            kind,
            player,
            club,
            opponent,
            pick.choice((None, pick.randint(1, 90))),
            other if kind in WITH_OTHER else None,
            pick.random() < 0.5,
            self.words(),
            match=pick.choice((0, 0, 0, None)),
            gesture=pick.choice((None, "braccia alzate")),
        )


def world(seed: int, articles: int, clubs: int = 8, people: int = 30) -> list[Told]:
    """Return the articles of a seed; the same seed gives the same."""
    made = World(seed, clubs, people)
    return [made.article(number) for number in range(articles)]


def examples() -> list[Told]:
    """Return the articles of ``examples/`` with their gold facts.

    The exchange format names no words for facts annotated by hand and no match of an incident: the
    first mention of its subject stands for the words, the article's one match for the match.
    """
    return [_example(path) for path in sorted((ROOT / "examples").glob("*.json"))]


def _example(path: Path) -> Told:
    facts = Facts.from_json(json.loads(path.read_text("utf-8")))
    text = path.with_suffix(".txt").read_text("utf-8")
    places: dict[str, tuple[int, int]] = {}
    for named in (*facts.persons, *facts.clubs):
        named.id = slug(named.name)
        named.spans = [(text.find(said), text.find(said) + len(said)) for said in named.mentions if said in text]
        places[named.name] = named.spans[0] if named.spans else (0, 10)
    subjects = [
        *((row, row.person) for row in facts.affiliations),
        *((row, row.player) for row in facts.transfers),
        *((row, row.home) for row in facts.matches),
        *((row, row.player) for row in facts.incidents),
    ]
    for row, subject in subjects:
        row.evidence = row.evidence or Evidence(*places.get(subject or "", (0, 10)))
    for incident in facts.incidents if len(facts.matches) == 1 else ():
        incident.match = 0
    return Article(facts.id, text, title=facts.title, date=facts.date), facts
