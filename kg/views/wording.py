"""How facts are said in words, in Italian and English, and how a name people type is understood."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UsageError
from kg.messages import text
from kg.views.plain import clean, fold
from kg.views.reading import Incident, Match, Reading, Source, Spell, Thing, Transfer


@dataclass(frozen=True, slots=True)
class Wording:
    """Says facts in one language; names come from the graph."""

    reading: Reading
    language: str

    def say(self, key: str, **values: object) -> str:
        """Return the view's message ``key``."""
        return text(f"view_{key}", language=self.language, **values)

    def period(self, since: str | None, until: str | None) -> str:
        """Return ``2017–2021``, ``2017–``, ``–2021``, ``2017`` where it is both, or nothing."""
        if since and since == until:
            return since
        return f"{since or ''}–{until or ''}" if since or until else ""

    def told_on(self, sources: Sequence[Source]) -> str:
        """Return the date of the first article that has one."""
        return next((s.date for s in sources if s.date), "")

    def spell(self, spell: Spell, of: str = "both") -> str:
        """Return a spell in words; ``of`` says which end to name: both, club or person."""
        person, club = self.reading.name(spell.person), self.reading.name(spell.club)
        loan = self.say("on_loan_from", club=self.reading.name(spell.loan_from)) if spell.loan_from else ""
        capacity = self.say(f"capacity_{spell.capacity}") if spell.capacity else ""
        kind = "former" if spell.status == "former" else "spell"
        if of == "both":
            extra = ", ".join(filter(None, (capacity, self.period(spell.since, spell.until), loan)))
            return _tidy(self.say(f"{kind}_summary", person=person, club=club, extra=extra))
        status = self.say(f"status_{spell.status}") if spell.status else ""
        extra = ", ".join(filter(None, (capacity, status, loan)))
        return _tidy(f"{club if of == 'club' else person} ({extra})")

    def transfer(self, transfer: Transfer) -> str:
        """Return a transfer in words: from where to where, how, and how certain."""
        return _tidy(
            self.say(
                "transfer_summary",
                person=self.reading.name(transfer.player),
                origin=self.reading.name(transfer.origin) or "?",
                destination=self.reading.name(transfer.destination) or "?",
                extra=", ".join(filter(None, (*self.terms(transfer), self.certainty(transfer)))),
            )
        )

    def terms(self, transfer: Transfer) -> list[str]:
        """Return the kind and the fee, as far as told."""
        terms = [self.say(f"transfer_{transfer.kind}")] if transfer.kind and transfer.kind != "unknown" else []
        return [*terms, self.say("fee", fee=self.number(transfer.fee))] if transfer.fee else terms

    def certainty(self, transfer: Transfer) -> str:
        """Return how certain a deal is, nothing where it is done."""
        told = transfer.certainty
        return self.say(f"certainty_{told}") if told and told not in ("done", "stated") else ""

    def incident(self, incident: Incident, match: Match | None, *, minute: bool = True) -> str:
        """Return an incident in words; one of an ex-player's names the club he had left."""
        other = self.say("with_other", person=self.reading.name(incident.other)) if incident.other else ""
        extra = [
            f"{incident.minute}'" if minute and incident.minute is not None else "",
            other,
            self.match(match, bracketed=False) if match else "",
            self._years(incident.years) if incident.years else "",
        ]
        club = incident.former_club or incident.against
        return _tidy(
            self.say(
                "ex_summary" if incident.ex_player and club else "incident_summary",
                person=self.reading.name(incident.player) or "?",
                club=self.reading.name(club),
                incident=self.say(f"incident_{incident.type}"),
                extra=", ".join(filter(None, extra)),
            )
        )

    def match(self, match: Match, *, bracketed: bool = True) -> str:
        """Return ``Milan–Inter 1-1 (2021-11-07)`` with what is known; the date behind a comma where not ``bracketed``."""
        sides = f"{self.reading.name(match.home) or '?'}–{self.reading.name(match.away) or '?'}"
        told = " ".join(filter(None, (sides, match.score)))
        if not match.date:
            return told
        return f"{told} ({match.date})" if bracketed else f"{told}, {match.date}"

    def _years(self, years: str) -> str:
        """Return how long ago a former player had left."""
        return self.say("years_none") if years == "0" else self.say("years_since", years=years)

    def number(self, value: str) -> str:
        """Return a decimal as people write it: no empty decimals, a comma in Italian."""
        short = value.rstrip("0").rstrip(".") if "." in value else value
        return short.replace(".", ",") if self.language == "it" else short


def named(reading: Reading, name: str, kinds: Sequence[str]) -> list[Thing]:
    """Return the people or clubs that ``name`` means: the whole name, else its last or first words.

    Case, diacritics and the form of apostrophes do not count; an IRI of the graph is understood too.

    Raises:
        UsageError: nothing has the name; the message offers the names nearest in spelling.
    """
    things = [t for t in reading.things().values() if t.kind in kinds]
    wanted = fold(name)
    folded = {t.id: fold(t.name) for t in things}
    exact = [t for t in things if t.id == name or (wanted and folded[t.id] == wanted)]
    last = [t for t in things if wanted and folded[t.id].endswith(" " + wanted)]
    first = [t for t in things if wanted and folded[t.id].startswith(wanted + " ")]
    if found := exact or last or first:
        return found
    near = difflib.get_close_matches(wanted, sorted(set(folded.values())), n=3, cutoff=0.6)
    offered = sorted({t.name for t in things if folded[t.id] in near})
    if offered:
        raise UsageError("view_unknown_name_near", name=clean(name), near=", ".join(offered))
    raise UsageError("view_unknown_name", name=clean(name))


def _tidy(sentence: str) -> str:
    """Drop the empty brackets that a sentence has where nothing more is known."""
    return sentence.replace(" ()", "")
