"""The terms of the graph as plain IRIs, and which class an incident type has.

What a term means stands in ``ontology/calcio.ttl`` alone; a test holds these names against it.
"""

from __future__ import annotations

from typing import Final

CALCIO: Final = "https://w3id.org/calcio-kg/ontology#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SCHEMA: Final = "https://schema.org/"
PROV: Final = "http://www.w3.org/ns/prov#"
OA: Final = "http://www.w3.org/ns/oa#"
WIKIDATA: Final = "http://www.wikidata.org/entity/"

#: Prefixes of every Turtle, TriG and SPARQL text the project writes.
PREFIXES: Final[dict[str, str]] = {
    "calcio": CALCIO,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "schema": SCHEMA,
    "prov": PROV,
    "oa": OA,
    "wd": WIKIDATA,
}

TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"
SAME_AS: Final = OWL + "sameAs"
HAS_SOURCE: Final = OA + "hasSource"
NAME: Final = SCHEMA + "name"
HEADLINE: Final = SCHEMA + "headline"
PUBLISHED: Final = SCHEMA + "datePublished"
URL: Final = SCHEMA + "url"
PUBLISHER: Final = SCHEMA + "publisher"
AUTHOR: Final = SCHEMA + "author"

STRING: Final = XSD + "string"
INTEGER: Final = XSD + "integer"
DECIMAL: Final = XSD + "decimal"
BOOLEAN: Final = XSD + "boolean"
ANY_URI: Final = XSD + "anyURI"
DATE: Final = XSD + "date"
YEAR_MONTH: Final = XSD + "gYearMonth"
YEAR: Final = XSD + "gYear"

PERSON: Final = CALCIO + "Person"
CLUB: Final = CALCIO + "Club"
NATIONAL_TEAM: Final = CALCIO + "NationalTeam"
SPELL: Final = CALCIO + "Spell"
TRANSFER: Final = CALCIO + "Transfer"
MATCH: Final = CALCIO + "Match"
INCIDENT: Final = CALCIO + "Incident"
EX_PLAYER_INCIDENT: Final = CALCIO + "ExPlayerIncident"
ARTICLE: Final = CALCIO + "Article"
CLAIM: Final = CALCIO + "Claim"
EVIDENCE: Final = CALCIO + "Evidence"

#: The class of each incident type of the facts format, most special first, up to ``Incident``.
INCIDENT_CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "goal": (CALCIO + "Goal", INCIDENT),
    "penalty_goal": (CALCIO + "PenaltyGoal", CALCIO + "Goal", INCIDENT),
    "own_goal": (CALCIO + "OwnGoal", INCIDENT),
    "disallowed_goal": (CALCIO + "DisallowedGoal", INCIDENT),
    "penalty_missed": (CALCIO + "PenaltyMissed", INCIDENT),
    "penalty_saved": (CALCIO + "PenaltySaved", INCIDENT),
    "penalty_won": (CALCIO + "PenaltyWon", INCIDENT),
    "penalty_conceded": (CALCIO + "PenaltyConceded", INCIDENT),
    "foul": (CALCIO + "Foul", INCIDENT),
    "yellow_card": (CALCIO + "YellowCard", INCIDENT),
    "red_card": (CALCIO + "RedCard", INCIDENT),
    "substitution": (CALCIO + "Substitution", INCIDENT),
    "assist": (CALCIO + "Assist", INCIDENT),
    "save": (CALCIO + "Save", INCIDENT),
    "woodwork": (CALCIO + "Woodwork", INCIDENT),
    "injury": (CALCIO + "Injury", INCIDENT),
    "celebration": (CALCIO + "Celebration", INCIDENT),
    "muted_celebration": (CALCIO + "MutedCelebration", INCIDENT),
    "crowd_reaction": (CALCIO + "CrowdReaction", INCIDENT),
    "confrontation": (CALCIO + "Confrontation", INCIDENT),
}

GAZETTEER_ID: Final = CALCIO + "gazetteerId"
ROLE: Final = CALCIO + "role"

OF_PERSON: Final = CALCIO + "person"
AT_CLUB: Final = CALCIO + "club"
CAPACITY: Final = CALCIO + "capacity"
FROM: Final = CALCIO + "from"
UNTIL: Final = CALCIO + "until"
FROM_YEAR: Final = CALCIO + "fromYear"
UNTIL_YEAR: Final = CALCIO + "untilYear"
LOAN_FROM: Final = CALCIO + "loanFrom"

PLAYER: Final = CALCIO + "player"
ORIGIN: Final = CALCIO + "origin"
DESTINATION: Final = CALCIO + "destination"
TRANSFER_KIND: Final = CALCIO + "transferKind"
FEE: Final = CALCIO + "feeMillionEuro"

HOME: Final = CALCIO + "home"
AWAY: Final = CALCIO + "away"
HOME_GOALS: Final = CALCIO + "homeGoals"
AWAY_GOALS: Final = CALCIO + "awayGoals"
COMPETITION: Final = CALCIO + "competition"
MATCH_DATE: Final = CALCIO + "date"

INCIDENT_TYPE: Final = CALCIO + "incidentType"
OTHER: Final = CALCIO + "other"
FOR_CLUB: Final = CALCIO + "forClub"
AGAINST_CLUB: Final = CALCIO + "againstClub"
IN_MATCH: Final = CALCIO + "inMatch"
MINUTE: Final = CALCIO + "minute"
GESTURE: Final = CALCIO + "gesture"
IN_RESPONSE_TO: Final = CALCIO + "inResponseTo"
FORMER_CLUB: Final = CALCIO + "formerClub"
YEARS_SINCE_LEAVING: Final = CALCIO + "yearsSinceLeaving"

ARTICLE_KIND: Final = CALCIO + "articleKind"
TEXT_HASH: Final = CALCIO + "textHash"
TEXT_LENGTH: Final = CALCIO + "textLength"

ABOUT_FACT: Final = CALCIO + "aboutFact"
IN_ARTICLE: Final = CALCIO + "inArticle"
CERTAINTY: Final = CALCIO + "certainty"
CONFIDENCE: Final = CALCIO + "confidence"
RULE: Final = CALCIO + "rule"
HAS_EVIDENCE: Final = CALCIO + "evidence"
MAIN_EVIDENCE: Final = CALCIO + "mainEvidence"
SPELL_STATUS: Final = CALCIO + "spellStatus"
SPEAKER: Final = CALCIO + "speaker"
EX_PLAYER_STATED: Final = CALCIO + "exPlayerStated"
MENTION: Final = CALCIO + "mention"
CLAIMED_SCORE: Final = CALCIO + "claimedScore"
CLAIMED_FEE: Final = CALCIO + "claimedFee"
CLAIMED_KIND: Final = CALCIO + "claimedKind"

START_OFFSET: Final = CALCIO + "startOffset"
END_OFFSET: Final = CALCIO + "endOffset"
QUOTE: Final = CALCIO + "quote"
