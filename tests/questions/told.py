"""Four short articles whose answers can be counted on one's fingers, and the answers."""

from __future__ import annotations

from typing import Any, ClassVar

from kg.article import Article
from kg.facts import Affiliation, Club, Evidence, Facts, Incident, Match, Person, Transfer
from kg.gazetteer import ClubRecord, PersonRecord, SpellRecord
from tests.store.worlds import Told

PEOPLE = {
    "Aldo Neri": "neri",
    "Bruno Riva": "riva",
    "Carlo Sala": "sala",
    "Dario Testa": "testa",
    "Elio Conti": "conti",
    "Ugo Vitali": "vitali",
}
CLUBS = {"Albenga": "albenga", "Bitonto": "bitonto", "Cuneo": "cuneo"}


class Records:
    """A gazetteer of two people."""

    clubs: ClassVar = {identifier: ClubRecord(identifier, name) for name, identifier in CLUBS.items()}
    people: ClassVar = {
        "neri": PersonRecord(
            "neri", "Aldo Neri", spells=(SpellRecord("albenga", 2012, 2016), SpellRecord("bitonto", 2016, None))
        ),
        "riva": PersonRecord(
            "riva", "Bruno Riva", spells=(SpellRecord("albenga", 2014, 2020), SpellRecord("cuneo", 2020, None))
        ),
    }


class _Writer:
    """Writes an article's facts; the words of a fact are looked up in the text."""

    def __init__(self, identifier: str, date: str, text: str, *names: str) -> None:
        self.article = Article(identifier, text, date=date)
        self.facts = Facts(identifier, date=date)
        for name in names:
            said = name if name in text else name.split()[-1]
            span = [(text.index(said), text.index(said) + len(said))]
            if name in PEOPLE:
                self.facts.persons.append(Person(name, "player", PEOPLE[name], [said], span))
            else:
                self.facts.clubs.append(Club(name, CLUBS[name], [said], span))

    def words(self, said: str) -> Evidence:
        start = self.article.text.index(said)
        return Evidence(start, start + len(said), 0.9, "prose")

    def spell(self, person: str, club: str, status: str, said: str) -> None:
        self.facts.affiliations.append(Affiliation(person, club, status, "player", self.words(said)))

    def deal(
        self, player: str, origin: str | None, to: str, kind: str, fee: float | None, sure: str, said: str
    ) -> None:
        self.facts.transfers.append(Transfer(player, origin, to, kind, fee, sure, self.words(said)))

    def happened(self, kind: str, player: str, sides: tuple[str, str], said: str, **more: Any) -> None:
        self.facts.incidents.append(Incident(kind, player, *sides, evidence=self.words(said), match=0, **more))

    @property
    def told(self) -> Told:
        return self.article, self.facts


def articles() -> list[Told]:
    """Return the articles."""
    home, away = ("Albenga", "Bitonto"), ("Bitonto", "Albenga")
    derby = _Writer(
        "derby",
        "2020-03-08",
        "Albenga-Bitonto 1-2. Aldo Neri, ora al Bitonto, segna al 30' alla sua Albenga e non esulta; la curva lo fischia. "
        "Bruno Riva si procura un rigore steso da Elio Conti del Bitonto, al 60' Carlo Sala non sbaglia. "
        "All'80' Dario Testa para il rigore di Conti.",
        *("Aldo Neri", "Bruno Riva", "Carlo Sala", "Dario Testa", "Elio Conti", "Albenga", "Bitonto"),
    )
    derby.spell("Aldo Neri", "Bitonto", "current", "ora al Bitonto")
    derby.spell("Aldo Neri", "Albenga", "former", "alla sua Albenga")
    derby.spell("Elio Conti", "Bitonto", "current", "Elio Conti del Bitonto")
    derby.facts.matches.append(Match(*home, "1-2", "Serie D", "2020-03-08", derby.words("Albenga-Bitonto 1-2")))
    derby.happened("goal", "Aldo Neri", away, "segna al 30'", minute=30, ex_player=True)
    derby.happened("muted_celebration", "Aldo Neri", away, "non esulta", minute=30, ex_player=True, responds_to=0)
    derby.happened("crowd_reaction", "Aldo Neri", home, "la curva lo fischia", ex_player=True, responds_to=1)
    derby.happened("penalty_won", "Bruno Riva", home, "si procura un rigore", minute=60, other="Elio Conti")
    derby.happened("penalty_conceded", "Elio Conti", away, "steso da Elio Conti", minute=60, other="Bruno Riva")
    derby.happened("penalty_goal", "Carlo Sala", home, "Carlo Sala non sbaglia", minute=60)
    derby.happened("penalty_saved", "Elio Conti", away, "para il rigore di Conti", minute=80, other="Dario Testa")

    after = _Writer(
        "il-giorno-dopo",
        "2020-03-09",
        "Ancora sull'1-3 di Albenga-Bitonto: il gol al 30' di Aldo Neri ha deciso tutto.",
        *("Aldo Neri", "Albenga", "Bitonto"),
    )
    after.facts.matches.append(Match(*home, "1-3", "Serie D", "2020-03-08", after.words("1-3 di Albenga-Bitonto")))
    after.happened("goal", "Aldo Neri", away, "il gol al 30' di Aldo Neri", minute=30)

    rumours = _Writer(
        "voci",
        "2020-05-10",
        "Carlo Sala piace al Cuneo. Il Bitonto tratta Bruno Riva e segue Dario Testa; Elio Conti nel mirino del Cuneo.",
        *("Carlo Sala", "Bruno Riva", "Dario Testa", "Elio Conti", "Cuneo", "Bitonto"),
    )
    rumours.deal("Carlo Sala", None, "Cuneo", "unknown", None, "rumour", "Carlo Sala piace al Cuneo")
    rumours.deal("Bruno Riva", None, "Bitonto", "unknown", None, "talks", "Il Bitonto tratta Bruno Riva")
    rumours.deal("Dario Testa", None, "Bitonto", "unknown", None, "rumour", "segue Dario Testa")
    rumours.deal("Elio Conti", None, "Cuneo", "unknown", None, "rumour", "Elio Conti nel mirino del Cuneo")

    market = _Writer(
        "mercato",
        "2020-07-20",
        "Il Cuneo ha preso Carlo Sala in prestito dall'Albenga per 2,5 milioni e Bruno Riva, che ritrova Ugo Vitali. "
        "Elio Conti al Cuneo? Smentito.",
        *("Carlo Sala", "Bruno Riva", "Ugo Vitali", "Elio Conti", "Cuneo", "Albenga"),
    )
    market.deal("Carlo Sala", "Albenga", "Cuneo", "loan", 2.5, "done", "ha preso Carlo Sala in prestito dall'Albenga")
    market.deal("Bruno Riva", None, "Cuneo", "unknown", None, "done", "e Bruno Riva")
    market.deal("Elio Conti", None, "Cuneo", "unknown", None, "denied", "Elio Conti al Cuneo? Smentito")
    market.spell("Bruno Riva", "Cuneo", "current", "Bruno Riva")
    market.spell("Ugo Vitali", "Cuneo", "current", "che ritrova Ugo Vitali")
    return [derby.told, after.told, rumours.told, market.told]


Row = tuple[Any, ...]
_ON = ("2020-03-08", "Albenga-Bitonto")
_GOAL = "segna al 30'"
_GAME = (*_ON, "1-2 / 1-3")

#: Question, its parameters, the rows.
ANSWERS: list[tuple[str, dict[str, str], list[Row]]] = [
    ("gol-dell-ex", {}, [(*_ON, 30, "goal", "Aldo Neri", "Bitonto", "Albenga", 4, None, 2, _GOAL)]),
    ("gol-dell-ex", {"club": "Bitonto"}, []),
    ("gol-dell-ex", {"player": "neri", "from": "2020", "to": "2020-03"}, [
        (*_ON, 30, "goal", "Aldo Neri", "Bitonto", "Albenga", 4, None, 2, _GOAL),
    ]),
    ("gol-dell-ex", {"from": "2020-03-09"}, []),
    ("storie", {}, [
        (*_ON, 30, "Aldo Neri", "Albenga", "crowd_reaction", "Aldo Neri", None, None, "la curva lo fischia"),
        (*_ON, 30, "Aldo Neri", "Albenga", "muted_celebration", "Aldo Neri", None, None, "non esulta"),
    ]),
    ("ex-contro", {"club": "Albenga"}, [
        (*_ON, None, "crowd_reaction", "Aldo Neri", "Albenga", "Albenga", 4, None, 1, "la curva lo fischia"),
        (*_ON, 30, "goal", "Aldo Neri", "Bitonto", "Albenga", 4, None, 2, _GOAL),
        (*_ON, 30, "muted_celebration", "Aldo Neri", "Bitonto", "Albenga", 4, None, 1, "non esulta"),
    ]),
    ("non-esulta", {}, [(*_ON, 30, "Aldo Neri", "Bitonto", "Albenga", True, 1, "non esulta")]),
    ("fischi", {}, [("Aldo Neri", "Albenga", 1, "2020-03-08", "2020-03-08", 1, "la curva lo fischia")]),
    ("carriera", {"player": "Aldo Neri"}, [
        ("Aldo Neri", "2012", "2016", "Albenga", "player", "former", "derby", "alla sua Albenga"),
        ("Aldo Neri", "2016", None, "Bitonto", "player", "current", "derby", "ora al Bitonto"),
    ]),
    ("carriera", {"player": "Riva"}, [
        ("Bruno Riva", "2014", "2020", "Albenga", "player", None, None, None),
        ("Bruno Riva", "2020", None, "Cuneo", "player", "current", "mercato", "Bruno Riva"),
    ]),
    ("trasferimenti", {"certainty": "done"}, [
        ("2020-07-20", "Bruno Riva", None, "Cuneo", "unknown", None, "done", "mercato", "e Bruno Riva"),
        (
            *("2020-07-20", "Carlo Sala", "Albenga", "Cuneo", "loan", 2.5, "done", "mercato"),
            "ha preso Carlo Sala in prestito dall'Albenga",
        ),
    ]),
    ("trasferimenti", {"club": "Bitonto", "to": "2020-06"}, [
        ("2020-05-10", "Bruno Riva", None, "Bitonto", "unknown", None, "talks", "voci", "Il Bitonto tratta Bruno Riva"),
        ("2020-05-10", "Dario Testa", None, "Bitonto", "unknown", None, "rumour", "voci", "segue Dario Testa"),
    ]),
    ("trattative", {}, [
        ("2020-05-10", "Bruno Riva", "Bitonto", "talks", 1, "elsewhere", "2020-07-20"),
        ("2020-05-10", "Carlo Sala", "Cuneo", "rumour", 1, "done", "2020-07-20"),
        ("2020-05-10", "Dario Testa", "Bitonto", "rumour", 1, "open", None),
        ("2020-05-10", "Elio Conti", "Cuneo", "rumour", 1, "denied", "2020-07-20"),
    ]),
    ("partita", {"club": "Bitonto", "opponent": "Albenga"}, [
        (*_GAME, 30, "goal", "Aldo Neri", "Bitonto", None, True, 2, _GOAL),
        (*_GAME, 30, "muted_celebration", "Aldo Neri", "Bitonto", None, True, 1, "non esulta"),
        (*_GAME, 60, "penalty_conceded", "Elio Conti", "Bitonto", "Bruno Riva", False, 1, "steso da Elio Conti"),
        (*_GAME, 60, "penalty_goal", "Carlo Sala", "Albenga", None, False, 1, "Carlo Sala non sbaglia"),
        (*_GAME, 60, "penalty_won", "Bruno Riva", "Albenga", "Elio Conti", False, 1, "si procura un rigore"),
        (*_GAME, 80, "penalty_saved", "Elio Conti", "Bitonto", "Dario Testa", False, 1, "para il rigore di Conti"),
        (*_GAME, None, "crowd_reaction", "Aldo Neri", "Albenga", None, True, 1, "la curva lo fischia"),
    ]),
    ("partita", {"club": "Cuneo"}, []),
    ("rigori", {}, [
        ("Carlo Sala", 0, 0, 1, 0, 0, 1),
        ("Bruno Riva", 1, 0, 0, 0, 0, 1),
        ("Dario Testa", 0, 0, 0, 0, 1, 1),
        ("Elio Conti", 0, 1, 0, 1, 0, 1),
    ]),
    ("rigori", {"club": "Bitonto"}, [("Elio Conti", 0, 1, 0, 1, 0, 1)]),
    ("compagni", {"player": "Aldo Neri"}, [
        ("Aldo Neri", "Bruno Riva", "Albenga", "2014", "2016", 0),
        ("Aldo Neri", "Elio Conti", "Bitonto", None, None, 1),
    ]),
    ("percorso", {"player": "Neri", "other": "Conti"}, [(1, "Aldo Neri", "Bitonto", "Elio Conti")]),
    ("percorso", {"player": "Ugo Vitali", "other": "Elio Conti"}, [
        (1, "Ugo Vitali", "Cuneo", "Bruno Riva"),
        (2, "Bruno Riva", "Albenga", "Aldo Neri"),
        (3, "Aldo Neri", "Bitonto", "Elio Conti"),
    ]),
    ("percorso", {"player": "Carlo Sala", "other": "Elio Conti"}, []),
    ("fonti", {"player": "Vitali"}, [
        (
            *("2020-07-20", "mercato", "affiliations", "spell/vitali/cuneo/player/_", "stated", None),
            *("che ritrova Ugo Vitali", 84, 106, 0.9),
        ),
    ]),
    ("fonti", {"article": "voci", "club": "Cuneo"}, [
        (
            *("2020-05-10", "voci", "transfers", "transfer/sala/_/cuneo/2020-summer", "rumour", None),
            *("Carlo Sala piace al Cuneo", 0, 25, 0.9),
        ),
        (
            *("2020-05-10", "voci", "transfers", "transfer/conti/_/cuneo/2020-summer", "rumour", None),
            *("Elio Conti nel mirino del Cuneo", 77, 108, 0.9),
        ),
    ]),
]  # fmt: skip

#: Parameters tried on larger worlds, by name.
TRIED: dict[str, list[str]] = {
    "from": ["2015", "2020-02-11"],
    "to": ["2020-02", "2019-06-30"],
    "certainty": ["done", "rumour"],
}
