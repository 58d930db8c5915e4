"""Articles and facts of our own that say something of every kind."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.article import Article
from kg.facts import INCIDENT_TYPES, Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer
from kg.gazetteer.records import ClubRecord, PersonRecord, SpellRecord


@dataclass
class People:
    """A gazetteer of a few invented people and clubs."""

    people: dict[str, PersonRecord] = field(default_factory=dict)
    clubs: dict[str, ClubRecord] = field(default_factory=dict)


def gazetteer() -> People:
    """Return the records of the invented people and clubs."""
    clubs = [
        ClubRecord("alba", "Alba", wikidata="Q1"),
        ClubRecord("bora", "Bora"),
        ClubRecord("cima", "Cima"),
        ClubRecord("azzurra", "Azzurra", national=True),
    ]
    people = [
        PersonRecord(
            "mario-rossi",
            "Mario Rossi",
            spells=(
                SpellRecord("cima", None, 2015),
                SpellRecord("alba", 2015, 2021),
                SpellRecord("cima", 2018, 2019, loan=True, loan_from="alba"),
                SpellRecord("bora", 2021, None),
            ),
            wikidata="Q3",
        ),
        PersonRecord("luca-bianchi", "Luca Bianchi", spells=(SpellRecord("alba", 2019, None),)),
    ]
    return People({person.id: person for person in people}, {club.id: club for club in clubs})


TEXT = (
    "Alba-Bora 1-2. Mario Rossi, ex Alba, segna al 37' e non esulta: mani alzate, i tifosi dell'Alba lo fischiano. "
    "Luca Bianchi, difensore dell'Alba, lo affronta. Rossi era passato dall'Alba alla Bora per 18,5 milioni, dice lui."
)


def words(part: str, *more: str) -> tuple[Evidence, tuple[Evidence, ...]]:
    """Return the evidence of parts of the text."""
    places = [Evidence(TEXT.index(p), TEXT.index(p) + len(p), 0.9, "by hand") for p in (part, *more)]
    return places[0], tuple(Evidence(place.start, place.end) for place in places[1:])


def article() -> Article:
    """Return the article."""
    return Article(
        "alba-bora",
        TEXT,
        title="Il gol dell'ex",
        date="2021-11-08",
        url="https://example.org/alba-bora.html",
        site="Il Foglio di prova",
        author="Anna Verdi",
    )


def facts() -> Facts:
    """Return facts of every family, an incident of every type."""
    rossi, bianchi = "Mario Rossi", "Luca Bianchi"
    incidents = [
        Incident(kind, rossi, "Bora", "Alba", 37, None, False, *words("segna al 37'"), match=0)
        for kind in INCIDENT_TYPES
    ]
    by_type = {incident.type: incident for incident in incidents}
    by_type["goal"].ex_player = True
    by_type["goal"].more = words("Rossi era passato")[:1]
    by_type["confrontation"].other = bianchi
    by_type["muted_celebration"].gesture = "mani alzate"
    by_type["muted_celebration"].responds_to = incidents.index(by_type["goal"])
    by_type["crowd_reaction"].club, by_type["crowd_reaction"].opponent = "Alba", "Bora"
    return Facts(
        "alba-bora",
        kind="match",
        persons=[
            Person(rossi, "player", "mario-rossi", ["Mario Rossi", "Rossi"], [(15, 26)]),
            Person(bianchi, "player", "luca-bianchi", ["Luca Bianchi"]),
        ],
        clubs=[Club("Alba", "alba", ["Alba"], [(0, 4)]), Club("Bora", "bora", ["Bora"], [(5, 9)])],
        affiliations=[
            Affiliation(rossi, "Alba", "former", "player", *words("ex Alba")),
            Affiliation(rossi, "Bora", "current", "player", *words("alla Bora")),
            Affiliation(bianchi, "Alba", "current", "player", *words("difensore dell'Alba")),
        ],
        transfers=[
            Transfer(rossi, "Alba", "Bora", "permanent", 18.5, "done", *words("era passato dall'Alba"), bianchi),
        ],
        matches=[Match("Alba", "Bora", "1-2", "Serie A", "2021-11-07", *words("Alba-Bora 1-2"))],
        incidents=incidents,
    )
