"""What one stretch of a market sentence says of one man: the frame that moves him and what each club is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from kg.extractors.case import Case
from kg.extractors.roles import Roles
from kg.extractors.transfer_terms import Terms
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.epithets import nationalities
from kg.mentions.model import Entity, Mention
from kg.mentions.names import role_words

_CLASSES = (
    "buy",
    "redeem",
    "sell",
    "move",
    "return",
    "leave",
    "release",
    "want",
    "please",
    "talk",
    "stay",
    "ask",
    "refuse",
    "await",
)
#: What is done, not wished for.
_FIRM = frozenset({"buy", "redeem", "sell", "move", "return"})
_IS = frozenset({"è", "diventa", "diventerà", "sarà", "diventato"})
#: Frames by which the man leaves the club the piece is about.
OUT = frozenset({"sell", "departure", "leave", "release", "please", "refuse"})


@cache
def verb_class() -> dict[str, str]:
    """Return infinitive → class of market verb."""
    return {verb: name for name in reversed(_CLASSES) for verb in load("transfers")["verbs"][name]}


@cache
def _set(section: str, name: str = "words") -> frozenset[str]:
    return frozenset(load("transfers")[section][name])


@dataclass(slots=True)
class Stretch:
    """One man's part of a sentence: tokens ``a`` to ``b``, his mention, the clubs, the clause that moves him.

    ``takers``/``givers`` are what the words say of the clubs; ``stays`` where he is said to remain; ``refused`` whom he
    turned down. ``frame`` is empty where nothing moves him.
    """

    player: Entity
    at: Mention | None
    sentence: int
    a: int
    b: int
    frame: str = ""
    clause: Clause | None = None
    takers: list[Entity] = field(default_factory=list)
    givers: list[Entity] = field(default_factory=list)
    brackets: list[Entity] = field(default_factory=list)
    stays: Entity | None = None
    refused: list[Entity] = field(default_factory=list)
    listed: bool = False
    earlier: bool = False
    anchor: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)
    loose: list[Entity] = field(default_factory=list)

    def has(self, token: int) -> bool:
        """Tell whether the token is part of what is said of the man."""
        return any(start <= token < end for start, end in self.spans)

    def without(self, start: int, end: int) -> None:
        """Take tokens ``start`` to ``end`` out: they tell something else."""
        kept: list[tuple[int, int]] = []
        for a, b in self.spans:
            kept += [(a, min(b, start)), (max(a, end), b)]
        self.spans = [(a, b) for a, b in kept if b > a]


class Frames:
    """Finds the frame of a stretch and sorts its clubs into takers and givers."""

    def __init__(self, case: Case, roles: Roles, terms: Terms) -> None:
        self.case = case
        self.roles = roles
        self.terms = terms
        self.r = case.r
        self._verbs: dict[int, list[Clause]] = {}
        self._clubs: dict[int, list[Mention]] = {}

    # -- clauses ---------------------------------------------------------------------------------
    def verbs(self, sentence: int) -> list[Clause]:
        """Return the sentence's clauses whose verb is a verb here: no "riscatto", "offerta", "fino" read as one."""
        found = self._verbs.get(sentence)
        if found is None:
            found = self._verbs[sentence] = [c for c in self.case.clauses(sentence) if not self._noun(c)]
        return found

    def _noun(self, clause: Clause) -> bool:
        r, v = self.r, clause.verb
        if clause.form.tense == "first":
            return True
        if clause.form.mood == "sub" and clause.group == v:  # "gli arrivi", but "che la Roma lasci"
            return not any(m.end == v for m in self.case.in_sentence(clause.sentence, "club"))
        if clause.group < v:
            return False
        before = r.low[v - 1] if v else ""
        return (
            clause.form.mood == "part"
            and (r.classes[v - 1] in ("prep", "det") if v else False)
            and before not in ("da", "più")
        )

    # -- frame -----------------------------------------------------------------------------------
    def find(self, st: Stretch) -> None:
        """Set the frame: the nearest market verb that the man can play in, else a noun or phrase, else a headline."""
        best: tuple[int, str, Clause | None] | None = None
        if st.at is not None and any(self.owns(st.at, c) for c in self.clubs(st.sentence)):
            st.frame = "arrival"  # "Cristiano Ronaldo è della Juventus"
            return
        for clause in self.verbs(st.sentence):
            if not st.has(clause.verb) or clause.lemma not in verb_class():
                continue
            frame = verb_class()[clause.lemma]
            if frame == "stay" and not any(
                c.prep in ("a", "in") and st.has(c.start) and c.start > clause.verb for c in self.clubs(st.sentence)
            ):
                continue
            if frame == "refuse" and self.r.low[clause.verb + 1 : clause.verb + 2] == ["di"]:
                continue  # "si rifiutò di tirare"
            if (
                clause.lemma == "chiudere"
                and clause.passive
                and self.r.low[clause.verb + 1 : clause.verb + 2] != ["per"]
            ):
                continue  # "chiuso dall'arrivo di Honda"
            if clause.lemma == "costare" and not self._sum(clause):
                continue
            if clause.lemma in _set("verbs", "weak") and not self._market_near(clause, st):
                continue
            if not self._plays(st, clause, frame) or self.other_object(clause, st):
                continue
            cost = (
                self._distance(st, clause.verb)
                + (4 if clause.form.mood == "inf" else 0)
                + (3 if frame in ("ask", "stay", "refuse", "await") else 0)
            )
            if frame == "release" and clause.reduced:
                cost += 6  # "svincolato" tells how he comes
            if best is None or cost < best[0]:
                best = (cost, frame, clause)
        for start, end, name in self.terms.over("nouns", st.spans):
            if name == "loan" or (name == "want" and self._modal(end)) or self.r.low[start - 1] in ("mi", "ci"):
                continue
            cost = (
                self._distance(st, start)
                + (
                    (4 if best[1] in _FIRM and name == "interest" else 1)
                    if best is not None and best[2] is not None
                    else 0
                )
                + (3 if name in ("refuse",) else 0)
            )
            near = st.at is not None and (end == st.at.np_start or (st.at.governor >= start and st.at.governor < end))
            if near:
                cost = 0
            if best is None or cost < best[0]:
                best = (cost, name, None)
        if best is None and self.terms.over("nouns", st.spans):
            best = (9, "loan", None)
        if best is None and st.at is not None and self.headline(st):
            best = (0, "headline", None)
        if best is not None:
            _, st.frame, st.clause = best

    def _sum(self, clause: Clause) -> bool:
        return self.terms.sums(clause.verb + 1, clause.verb + 5)

    def _modal(self, token: int) -> bool:
        """ "vuole cedere": the wanting is of the deed, not of a man."""
        r = self.r
        return any(
            r.classes[k] == "verb" and any(f.mood == "inf" for f in r.verbs[k])
            for k in range(token, min(token + 2, len(r.low)))
        )

    def other_object(self, clause: Clause, st: Stretch) -> bool:
        """ "piazza una tripletta", "ha presentato un'offerta", "ha preso il posto": the verb has another object."""
        r = self.r
        if (
            clause.passive
            or clause.reduced
            or clause.lemma not in _set("verbs", "weak")
            or self._clitic(clause)
            or verb_class()[clause.lemma] not in ("buy", "sell")
        ):
            return False
        k = clause.verb + 1
        end = r.sentences[st.sentence].end
        while k < end and (
            r.classes[k] in ("adv", "prep") or any(c.start <= k < c.end for c in self.clubs(st.sentence))
        ):
            k += 1
        if k + 1 >= end or r.low[k] not in ("un", "una", "un'", "il", "lo", "la", "l'", "le", "i", "gli"):
            return False
        return (
            r.classes[k + 1] in ("word", "verb")
            and r.low[k + 1] not in role_words()
            and r.low[k + 1] not in _set("light")
            and r.low[k + 1] not in nationalities()
            and not (st.at is not None and st.at.np_start <= k + 1 < st.at.end)
            and r.low[k + 1]
            not in ("giovane", "suo", "proprio", "forte", "nazionale", "talentuoso", "promettente", "esperto")
        )

    def _distance(self, st: Stretch, token: int) -> int:
        if st.at is None:
            return token - st.a
        if st.at.np_start <= token < st.at.end:
            return 0
        gap = range(token, st.at.np_start) if token < st.at.np_start else range(st.at.end, token)
        return sum(1 for k in gap if self.r.classes[k] != "space")

    def _plays(self, st: Stretch, clause: Clause, frame: str) -> bool:
        """Whether the man can be what the verb moves: subject of going verbs, object of taking and giving ones."""
        if st.at is None:
            return (
                frame != "sell"
                or clause.passive
                or self._clitic(clause)
                or any(self.r.low[k] in ("mi", "m'") for k in range(clause.group, clause.verb))
            )
        subject = self.roles.subject(clause)
        me = subject is not None and subject.entity is st.player
        lemma = clause.lemma
        if frame in ("move", "return", "leave", "stay"):
            if any(w in ("avevamo", "abbiamo") for w in self.r.low[max(0, clause.verb - 2) : clause.verb]):
                return False  # "avevamo firmato tutto": others' deed
            if {"offerta", "proposta", "chiamata"} & set(self.r.low[clause.verb + 1 : clause.verb + 4]):
                return False  # "è arrivata l'offerta": not he
            if (
                lemma in _set("verbs", "career")
                and clause.modality not in ("future", "conditional")
                and clause.form.mood != "inf"
            ):
                return False
            if me or clause.reduced:
                return True
            if subject is not None and subject.kind == "person" and st.a <= subject.start < clause.group:
                return False
            return not st.at.prep or st.at.end <= clause.group or st.at.np_start > clause.verb
        if frame in ("buy", "redeem", "sell", "want", "talk"):
            if me and not clause.passive and not clause.reduced and st.at.end <= clause.group:
                return lemma in ("costare",) or self._clitic(clause)
            return True
        return True

    def _clitic(self, clause: Clause) -> bool:
        return any(self.r.low[k] in ("lo", "l'", "la", "gli") for k in range(clause.group, clause.verb))

    def _market_near(self, clause: Clause, st: Stretch) -> bool:
        if (
            self.terms.over("kinds", st.spans)
            or self.terms.over("status", st.spans)
            or self.terms.over("nouns", st.spans)
        ):
            return True
        if any(self.terms.sums(start, end) for start, end in st.spans):
            return True
        frame = verb_class()[clause.lemma]
        clubs = [c for c in self.clubs(st.sentence) if st.has(c.start)]
        if frame in ("move", "return"):
            return any(c.prep in ("a", "da", "in", "con") for c in clubs) or bool(
                clubs and clause.lemma in ("vestire", "indossare", "scegliere")
            )
        return bool(clubs)

    def headline(self, st: Stretch) -> bool:
        """ "Spinazzola alla Roma", "Balotelli-Milan?", "Chiesa bianconero", "Lazovic dal Genoa": no verb, a club at the name."""
        if st.at is None:
            return False
        r = self.r
        after = [c for c in self.clubs(st.sentence) if st.at.end <= c.start < st.b and c.start - st.at.end <= 3]
        if after and after[0].prep == "di":  # "Rossi del Lecce al Bologna?"
            after = [
                c for c in self.clubs(st.sentence) if after[0].end < c.start <= after[0].end + 2 and st.has(c.start)
            ]
        if not after:
            return False
        club = after[0]
        opens = next((k + 1 for k in range(st.at.start - 1, st.a, -1) if r.low[k] in (":", "–", "—")), st.a)
        if any(r.classes[k] in ("verb", "aux") for k in range(max(opens, st.at.start - 6), club.start)):
            return False
        between = [r.low[k] for k in range(st.at.end, club.start)]
        return (
            club.prep in ("a", "da", "verso")
            or (club.prep == "in" and club.form == "colour")
            or between in (["-"], ["–"])
            or (not between and club.form == "colour")
            or self.owns(st.at, club)
        )

    def owns(self, at: Mention, club: Mention) -> bool:
        """ "Enrico Chiesa è un giocatore del Parma", "Cristiano Ronaldo è della Juventus", "Ounas è rossoblù"."""
        between = self.r.low[at.end : club.start]
        if between == ["è"]:
            return club.form == "colour"
        if len(between) < 2 or between[0] not in _IS or between[-1] not in ("del", "della", "dell'", "dello"):
            return False
        fresh = not any(w in role_words() for w in between) or bool({"nuovo", "nuova", "giocatore"} & set(between))
        return fresh and all(w in _set("belonging") or w in role_words() for w in between[1:-1])

    # -- clubs -----------------------------------------------------------------------------------
    def clubs(self, sentence: int) -> list[Mention]:
        """Return what stands for a club in the sentence: names, epithets, "la squadra di X", towns under a verb of going."""
        found = self._clubs.get(sentence)
        if found is None:
            found = self._clubs[sentence] = [m for m in self.case.in_sentence(sentence) if self._stands(m)]
        return found

    def forget(self, sentence: int) -> None:
        """Look at the sentence's clubs anew: colours and towns were lent their club."""
        self._clubs.pop(sentence, None)

    def _stands(self, m: Mention) -> bool:
        if m.entity is None or m.entity.kind != "club" or m.inside is not None:
            return False
        if m.entity.club is not None and m.entity.club.national:
            return False
        if m.kind == "group":
            return m.form == "team"
        if m.kind != "club":
            return False
        if m.form in ("ground", "town", "region"):
            return m.prep in ("a", "in", "da") or (m.form == "ground" and not m.prep)
        return m.form != "stand"

    def club_of(self, mention: Mention | None) -> Entity | None:
        """The club a subject stands for: itself, its team, or the club its director or coach works for."""
        if mention is None or mention.entity is None:
            return None
        if mention.entity.kind == "club":
            return mention.entity
        if mention.entity.role in ("executive", "coach"):
            told = [b.club for b in self.case.belongs if b.person is mention.entity and b.status == "current"]
            return told[0] if told else self._by_record(mention.entity)
        return None

    def _by_record(self, person: Entity) -> Entity | None:
        """Among the article's clubs the one he ran or coached at the time: whose man he is goes without saying."""
        record, year = person.person, self.case.year
        if record is None or year is None:
            return None
        keys = {spell.club for spell in record.spells_in(year) if spell.capacity in ("executive", "coach")}
        found = [c for c in self.case.clubs if c.key in keys]
        return found[0] if len(found) == 1 else None

    def heads(self, c: Mention) -> bool:
        """ "ASCOLI: …", "JUVENTUS – …", "Lazio, quasi fatta per": the club heads what follows."""
        r = self.r
        s = r.sentences[r.sentence_of[c.start]]
        if c.prep or c.kind != "club" or c.form in ("colour", "demonym") or c.end >= s.end:
            return False
        if any(
            r.classes[k] not in ("num", "punct", "space")
            and r.low[k] not in ("ore", "ufficiale", "calciomercato", "mercato")
            for k in range(s.start, c.start)
        ):
            return False
        return (
            r.low[c.end] in (":", "-", "–", "—", ",") or (r.classes[c.end] == "num") or r.low[c.end].startswith("s.v")
        )
