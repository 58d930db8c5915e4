"""A small graph built by hand after docs/architecture.md, hostile words included, and how to ask it."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.views.network import Edge, Fact, Network, Node

#: A name and a quote that would break out of markup, scripts and lines if they could.
HOSTILE_NAME = "Zè </script><script>window.broken=1</script>"
HOSTILE_QUOTE = "<img src=x onerror=window.broken=1> \\u202Eelor\\u202C ]]> </style> ${title} \\u2028 fine"

TRIG = (
    (
        """
@prefix : <https://w3id.org/calcio-kg/> .
@prefix calcio: <https://w3id.org/calcio-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/calcio-kg/person/ada> a calcio:Person ; rdfs:label "Nino Adami" ; calcio:role "player" .
<https://w3id.org/calcio-kg/person/bes> a calcio:Person ; rdfs:label "Ivo Besić" ; calcio:role "coach" .
<https://w3id.org/calcio-kg/person/bes2> a calcio:Person ; rdfs:label "Mirko Besić" ; calcio:role "player" .
<https://w3id.org/calcio-kg/person/evil> a calcio:Person ; rdfs:label "HOSTILE_NAME" ; calcio:role "player" .
<https://w3id.org/calcio-kg/club/ponte> a calcio:Club ; rdfs:label "Ponterosso" .
<https://w3id.org/calcio-kg/club/valle> a calcio:Club ; rdfs:label "Vallefiorita" .
<https://w3id.org/calcio-kg/club/italia> a calcio:Club, calcio:NationalTeam ; rdfs:label "Italia" .

<https://w3id.org/calcio-kg/spell/1> a calcio:Spell ;
  calcio:person <https://w3id.org/calcio-kg/person/ada> ; calcio:club <https://w3id.org/calcio-kg/club/valle> ;
  calcio:capacity "player" ; calcio:from "2015"^^xsd:gYear ; calcio:until "2019"^^xsd:gYear .
<https://w3id.org/calcio-kg/spell/2> a calcio:Spell ;
  calcio:person <https://w3id.org/calcio-kg/person/ada> ; calcio:club <https://w3id.org/calcio-kg/club/ponte> ;
  calcio:capacity "player" .
<https://w3id.org/calcio-kg/spell/3> a calcio:Spell ;
  calcio:person <https://w3id.org/calcio-kg/person/bes> ; calcio:club <https://w3id.org/calcio-kg/club/valle> ;
  calcio:capacity "coach" .
<https://w3id.org/calcio-kg/spell/4> a calcio:Spell ;
  calcio:person <https://w3id.org/calcio-kg/person/evil> ; calcio:club <https://w3id.org/calcio-kg/club/italia> ;
  calcio:capacity "player" .
<https://w3id.org/calcio-kg/transfer/1> a calcio:Transfer ;
  calcio:player <https://w3id.org/calcio-kg/person/ada> ;
  calcio:origin <https://w3id.org/calcio-kg/club/valle> ; calcio:destination <https://w3id.org/calcio-kg/club/ponte> ;
  calcio:transferKind "permanent" ; calcio:feeMillionEuro 4.5 .
<https://w3id.org/calcio-kg/transfer/2> a calcio:Transfer ;
  calcio:player <https://w3id.org/calcio-kg/person/bes2> ;
  calcio:destination <https://w3id.org/calcio-kg/club/ponte> ; calcio:transferKind "loan" .
<https://w3id.org/calcio-kg/match/1> a calcio:Match ;
  calcio:home <https://w3id.org/calcio-kg/club/valle> ; calcio:away <https://w3id.org/calcio-kg/club/ponte> ;
  calcio:homeGoals 0 ; calcio:awayGoals 1 ; calcio:date "2020-10-04"^^xsd:date ; calcio:competition "Serie C" .
<https://w3id.org/calcio-kg/incident/1> a calcio:Goal, calcio:Incident ; calcio:incidentType "goal" ;
  calcio:player <https://w3id.org/calcio-kg/person/ada> ;
  calcio:forClub <https://w3id.org/calcio-kg/club/ponte> ; calcio:againstClub <https://w3id.org/calcio-kg/club/valle> ;
  calcio:inMatch <https://w3id.org/calcio-kg/match/1> ; calcio:minute 31 .
<https://w3id.org/calcio-kg/incident/2> a calcio:MutedCelebration, calcio:Incident ;
  calcio:incidentType "muted_celebration" ; calcio:player <https://w3id.org/calcio-kg/person/ada> ;
  calcio:forClub <https://w3id.org/calcio-kg/club/ponte> ; calcio:againstClub <https://w3id.org/calcio-kg/club/valle> ;
  calcio:inMatch <https://w3id.org/calcio-kg/match/1> .
<https://w3id.org/calcio-kg/incident/3> a calcio:YellowCard, calcio:Incident ; calcio:incidentType "yellow_card" ;
  calcio:player <https://w3id.org/calcio-kg/person/bes2> ; calcio:inMatch <https://w3id.org/calcio-kg/match/1> ;
  calcio:minute 12 .

<https://w3id.org/calcio-kg/graph/derived> {
  <https://w3id.org/calcio-kg/incident/1> a calcio:ExPlayerIncident ;
    calcio:formerClub <https://w3id.org/calcio-kg/club/valle> ; calcio:yearsSinceLeaving 1 .
  <https://w3id.org/calcio-kg/incident/2> a calcio:ExPlayerIncident ;
    calcio:formerClub <https://w3id.org/calcio-kg/club/valle> .
}
"""
        + "".join(
            f"""
<https://w3id.org/calcio-kg/graph/{article}> {{
  <https://w3id.org/calcio-kg/article/{article}> a calcio:Article ; schema:headline "{headline}" ;
    schema:datePublished "{date}"^^xsd:date ; schema:url "{url}"^^xsd:anyURI .
  <https://w3id.org/calcio-kg/claim/{article}/{n}> a calcio:Claim ;
    calcio:aboutFact <https://w3id.org/calcio-kg/{fact}> ;
    calcio:inArticle <https://w3id.org/calcio-kg/article/{article}> ; {more} ;
    calcio:evidence <https://w3id.org/calcio-kg/evidence/{article}/{n}> .
  <https://w3id.org/calcio-kg/evidence/{article}/{n}> a calcio:Evidence ;
    calcio:startOffset {n * 10} ; calcio:endOffset {n * 10 + 9} ; calcio:quote "{quote}" .
}}
"""
            for n, (article, headline, date, url, fact, more, quote) in enumerate(
                [
                    ("gara%20uno", "Adami decide e tace", "2020-10-04", "https://example.org/gara", fact, more, quote)
                    for fact, more, quote in (
                        ("spell/1", 'calcio:spellStatus "former"', "l'ex di turno"),
                        ("spell/2", 'calcio:spellStatus "current"', "l'attaccante del Ponterosso"),
                        ("incident/1", 'calcio:certainty "stated"', "gol dell'ex al 31'"),
                        ("incident/2", 'calcio:certainty "stated"', "mani alzate, niente festa"),
                        ("match/1", 'calcio:claimedScore "0-1"', "Vallefiorita-Ponterosso 0-1"),
                    )
                ]
                + [
                    ("mercato", "Colpo", "2019-07-01", "javascript:alert(1)", fact, more, quote)
                    for fact, more, quote in (
                        ("transfer/1", 'calcio:certainty "done"', "preso per 4,5 milioni"),
                        ("transfer/2", 'calcio:certainty "rumour"', "piace in prestito"),
                        ("spell/4", 'calcio:spellStatus "current"', "HOSTILE_QUOTE"),
                    )
                ]
            )
        )
    )
    .replace("HOSTILE_NAME", HOSTILE_NAME)
    .replace("HOSTILE_QUOTE", HOSTILE_QUOTE)
)


class Asked:
    """Answers SPARQL from an in-memory store, rows in the order asked for: as found or backwards."""

    def __init__(self, store: ox.Store, *, backwards: bool = False) -> None:
        self.store = store
        self.backwards = backwards

    def __call__(self, query: str) -> list[dict[str, str | None]]:
        found: Any = self.store.query(query)
        names = [variable.value for variable in found.variables]
        rows = [{name: getattr(row[name], "value", None) for name in names} for row in found]
        return rows[::-1] if self.backwards else rows


def made(nodes: int) -> Network:
    """A network of clubs and players; every third player has two clubs."""
    clubs = [Node(f"c{i}", f"Società {i}", "club") for i in range(max(1, nodes // 8))]
    people = [Node(f"p{i:03}", f"Calciatore dal nome lungo {i}", "player") for i in range(nodes - len(clubs))]
    edges = []
    for i, person in enumerate(people):
        for turn in range(1 + (i % 3 == 0)):
            club = clubs[(i * 7 + turn) % len(clubs)]
            fact = Fact(f"s{i}-{turn}", "player", "2019–2021", f"{person.label}: {club.label}")
            edges.append(Edge(person.id, club.id, "former" if turn else "spell", (fact,)))
    return Network((*clubs, *people), tuple(edges), 0, "Prova", "it")
