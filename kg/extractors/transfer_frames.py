"""What one stretch of a market sentence says of one man: the frame that moves him and what each club is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from kg.extractors.case import Case
from kg.extractors.roles import Roles
from kg.extractors.transfer_terms import Terms
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.lexicon import load
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
)
_LINKS = frozenset({",", "e", "ed", "o", "oppure", "né", "il", "lo", "la", "l'", "i", "gli", "al", "alla", "all'"})
_TAKERS = frozenset({"buy", "redeem", "want", "talk", "interest", "talks", "arrival", "agreed"})
#: Frames by which the man leaves the club the piece is about, and those by which he joins it.
OUT = frozenset({"sell", "departure", "leave", "release", "please", "refuse"})
IN = frozenset({"buy", "redeem", "arrival", "want", "interest", "talks", "talk", "agreed"})


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


class Frames:
    """Finds the frame of a stretch and sorts its clubs into takers and givers."""

    def __init__(self, case: Case, roles: Roles, terms: Terms) -> None:
        self.case = case
        self.roles = roles
        self.terms = terms
        self.r = case.r
        self._verbs: dict[int, list[Clause]] = {}

    # -- clauses ---------------------------------------------------------------------------------
    def verbs(self, sentence: int) -> list[Clause]:
        """Return the sentence's clauses whose verb is a verb here: no "riscatto", "offerta", "fino" read as one."""
        found = self._verbs.get(sentence)
        if found is None:
            found = self._verbs[sentence] = [c for c in self.case.clauses(sentence) if not self._noun(c)]
        return found

    def _noun(self, clause: Clause) -> bool:
        r, v = self.r, clause.verb
        if clause.form.tense == "first" or (clause.form.mood == "sub" and clause.group == v):
            return True
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
        for clause in self.verbs(st.sentence):
            if not (st.a <= clause.verb < st.b) or clause.lemma not in verb_class():
                continue
            frame = verb_class()[clause.lemma]
            if clause.lemma in _set("verbs", "weak") and not self._market_near(clause, st):
                continue
            if not self._plays(st, clause, frame):
                continue
            cost = (
                self._distance(st, clause.verb)
                + (4 if clause.form.mood == "inf" else 0)
                + (3 if frame in ("ask", "stay", "refuse") else 0)
            )
            if best is None or cost < best[0]:
                best = (cost, frame, clause)
        for start, end, name in self.terms.hits("nouns", st.a, st.b):
            if name == "loan":
                continue
            cost = (
                self._distance(st, start)
                + (1 if best is not None and best[2] is not None else 0)
                + (3 if name in ("refuse",) else 0)
            )
            near = st.at is not None and (end == st.at.np_start or (st.at.governor >= start and st.at.governor < end))
            if near:
                cost = 0
            if best is None or cost < best[0]:
                best = (cost, name, None)
        if best is None and self.terms.hits("nouns", st.a, st.b):
            best = (9, "loan", None)
        if best is None and st.at is not None and self.headline(st):
            best = (0, "headline", None)
        if best is not None:
            _, st.frame, st.clause = best

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
            return True
        subject = self.roles.subject(clause)
        me = subject is not None and subject.entity is st.player
        lemma = clause.lemma
        if frame in ("move", "return", "leave", "stay"):
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
            self.terms.hits("kinds", st.a, st.b)
            or self.terms.hits("status", st.a, st.b)
            or self.terms.hits("nouns", st.a, st.b)
        ):
            return True
        if any(st.a <= self.r.token_at[m.start] < st.b for m in self.r.money):
            return True
        frame = verb_class()[clause.lemma]
        clubs = [c for c in self.clubs(st.sentence) if st.a <= c.start < st.b]
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
        if not after:
            return False
        club = after[0]
        if any(r.classes[k] in ("verb", "aux") for k in range(max(st.a, st.at.start - 6), club.start)):
            return False
        between = [r.low[k] for k in range(st.at.end, club.start)]
        return (
            club.prep in ("a", "da")
            or between in (["-"], ["–"])
            or (not between and club.form == "colour")
            or self._is(st.at, club)
        )

    def _is(self, at: Mention, club: Mention) -> bool:
        return [self.r.low[k] for k in range(at.end, club.start)] in (
            ["è"],
            ["è", "del"],
            ["è", "della"],
            ["è", "dell'"],
        )

    # -- clubs -----------------------------------------------------------------------------------
    def clubs(self, sentence: int) -> list[Mention]:
        """Return what stands for a club in the sentence: names, epithets, "la squadra di X", towns under a verb of going."""
        return [m for m in self.case.in_sentence(sentence) if self._stands(m)]

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

    def ends(self, st: Stretch) -> None:
        """Sort the clubs of the stretch, and the subject of its verb, into takers and givers."""
        r = self.r
        previous: tuple[Mention, str] | None = None
        for c in self.clubs(st.sentence):
            if not st.a <= c.start < st.b:
                continue
            role = ""
            if (
                previous is not None
                and c.prep in ("", previous[0].prep)
                and all(r.low[k] in _LINKS for k in range(previous[0].end, c.start))
            ):
                role = previous[1]
            role = role or self._role(c, st)
            previous = (c, role)
            club = c.entity
            if club is None or not role:
                continue
            if role == "to" and club not in st.takers:
                st.takers.append(club)
            elif role == "from" and club not in st.givers:
                st.givers.append(club)
            elif role == "owner" and club not in st.givers:
                st.givers.insert(0, club)
            elif role == "bracket":
                st.brackets.append(club)
            elif role == "stay":
                st.stays = club
            elif role == "refused":
                st.refused.append(club)
        self._by_subject(st)

    def _by_subject(self, st: Stretch) -> None:
        """The verb's subject where it stands outside the stretch, or is a director who deals for his club."""
        clause = st.clause
        if clause is None or clause.passive or clause.reduced:
            return
        subject = self.roles.subject(clause, inverted=False) if clause.form.mood != "inf" else None
        club = self.club_of(subject)
        if club is None or club in st.takers or club in st.givers:
            return
        if subject is not None and self.r.sentence_of[subject.start] != st.sentence:
            return
        if subject is not None and subject.prep:
            return
        if st.frame in ("buy", "redeem", "want", "talk"):
            st.takers.append(club)
        elif st.frame in ("sell", "ask"):
            st.givers.append(club)

    def club_of(self, mention: Mention | None) -> Entity | None:
        """The club a subject stands for: itself, its team, or the club its director or coach works for."""
        if mention is None or mention.entity is None:
            return None
        if mention.entity.kind == "club":
            return mention.entity
        if mention.entity.role in ("executive", "coach"):
            told = [b.club for b in self.case.belongs if b.person is mention.entity and b.status == "current"]
            return told[0] if told else None
        return None

    def _role(self, c: Mention, st: Stretch) -> str:
        """What the club is for the man: to, from, owner, bracket, stay, refused, or nothing."""
        r = self.r
        at = st.at
        s = r.sentences[st.sentence]
        before = r.low[c.np_start - 1] if c.np_start > s.start else ""
        if c.ex or before == "ex" or "ex" in [r.low[k] for k in range(max(s.start, c.start - 2), c.start)]:
            return ""
        if at is not None and self._in_bracket(at, c):
            return "bracket" if c.prep in ("", "da") else self._by_preposition(c, st)
        if at is not None and at.np_start <= c.start < at.end:
            return "owner"
        if not c.prep:
            return self._bare(c, st)
        return self._by_preposition(c, st)

    def _in_bracket(self, at: Mention, c: Mention) -> bool:
        r = self.r
        return (
            at.end < len(r.low)
            and r.low[at.end] == "("
            and at.end < c.start <= at.end + 6
            and not any(r.low[k] == ")" for k in range(at.end, c.start))
        )

    def _bare(self, c: Mention, st: Stretch) -> str:
        """A club without preposition: subject or object of its clause, the far end of a dash, a colour after the name."""
        r, at = self.r, st.at
        clause = next((k for k in reversed(self.verbs(st.sentence)) if k.start <= c.start < k.end), None)
        if at is not None and c.start - at.end in (0, 1) and c.start >= at.end:
            between = [r.low[k] for k in range(at.end, c.start)]
            if between in ([], ["-"], ["–"]) and (between or c.form == "colour"):
                return "to"
        if at is not None and c.form == "colour" and r.low[c.start - 1] in ("è", "lui", "anche"):
            return "to" if r.low[c.start - 1] == "è" else "owner"
        if r.low[c.start - 1] in (
            "destinazione",
            "direzione",
            "ipotesi",
            "pista",
            "opzione",
            "soluzione",
            "maglia",
            "suggestione",
        ):
            return "to"
        if clause is None:
            return (
                "to"
                if st.frame in ("interest", "talks", "agreed")
                and c.start < (at.start if at else c.start)
                and not self.heads(c)
                else ""
            )
        frame = verb_class().get(clause.lemma, "")
        after = c.start > clause.verb
        subject = self.roles.subject(clause)
        mine = subject is not None and subject.entity is c.entity
        if frame == "leave" and after:
            return "from"
        if frame == "refuse":
            return "refused" if after or clause.reduced else "from"
        if (
            frame in ("move",)
            and after
            and clause.lemma in ("scegliere", "raggiungere", "vestire", "indossare", "riabbracciare")
        ):
            return "to"
        if frame == "want" and self._asks(clause, c, st):
            return "from"
        if mine or not after or clause.form.mood == "ind":
            if frame in ("buy", "redeem", "talk"):
                return "to" if not clause.passive else ""
            if frame == "want":
                return "to"
            if frame in ("sell", "ask"):
                return "from"
        if mine or not after:
            words = padded(r, clause.group, min(st.b, clause.verb + 8))
            if " sì al prestito " in words or " sì alla cessione " in words or " apre " in words or " aprono " in words:
                return "from"
            if (
                " offerta " in words
                or " proposta " in words
                or " ritirato " in words
                or " accordo " in words
                or " osservator" in words
                or " inserit" in words
            ):
                return "refused" if " ritirato " in words else "to"
        if st.frame in ("interest", "talks", "agreed") and not after and not self.heads(c):
            return "to"
        return ""

    def _asks(self, clause: Clause, c: Mention, st: Stretch) -> bool:
        """ "i viola ne vogliono 28", "vogliono 45 milioni": wanting money is the seller's part."""
        r = self.r
        if any(r.low[k] == "ne" for k in range(clause.group, clause.verb)):
            return True
        return any(clause.verb < r.token_at[m.start] <= clause.verb + 2 for m in r.money)

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

    def _by_preposition(self, c: Mention, st: Stretch) -> str:
        r = self.r
        s = r.sentences[st.sentence]
        gov = r.low[c.governor] if c.governor >= s.start else ""
        head = [r.low[k] for k in range(max(s.start, c.prep_at - 5), c.prep_at)]
        frame = st.frame
        if c.prep in ("a", "con", "in", "di") and self._behind(gov, head):
            return "from"
        if c.prep == "da":
            return self._from(c, st, gov)
        clause = next(
            (k for k in reversed(self.verbs(st.sentence)) if k.start <= c.start < k.end and k.verb < c.start), None
        )
        verb = verb_class().get(clause.lemma, "") if clause is not None else ""
        if gov in _set("past", "ignore"):
            return "" if c.prep != "a" or gov != "ritorno" else "to"
        if c.prep in ("a", "in", "verso"):
            if verb == "stay":
                return "stay"
            if " no " in f" {' '.join(head[-3:])} " or verb == "refuse":
                return "refused"
            if (
                clause is not None
                and clause.lemma in ("presentare", "chiedere", "offrire", "strappare", "soffiare", "pagare", "proporre")
                and not clause.passive
                and frame != "please"
            ):
                return "from"
            if any(w in head for w in ("vanno", "milioni", "indennizzo")) and verb != "sell":
                return ""
            if c.prep_at == s.start and frame not in ("move", "return", "headline", "arrival", "buy"):
                return ""
            if (
                clause is None
                and c.prep_at <= s.start + 1
                and st.at is not None
                and c.end < st.at.start
                and self._figure_after(c)
            ):
                return ""
            return "to"
        if c.prep == "per":
            return "to" if frame in ("leave", "departure", "sell", "move") else ""
        if c.prep == "con":
            return self._with(clause, gov, frame, st, c)
        if c.prep == "di":
            return self._of(c, st, gov, clause)
        if c.prep == "su":
            return ""
        return ""

    def _figure_after(self, c: Mention) -> bool:
        return self.r.classes[min(c.end, len(self.r.classes) - 1)] in ("num", "verb")

    def _behind(self, gov: str, head: list[str]) -> bool:
        past = _set("past")
        near = head[-4:]
        if gov in past or any(w in past for w in near[-2:]):
            needs = _set("past", "after")
            word = gov if gov in past else next(w for w in reversed(near) if w in past)
            if word in needs or word in ("anno", "anni", "stagione", "stagioni", "mesi"):
                return any(w in _set("past", "openers") for w in head) or (
                    word not in needs and "per" not in head and "fino" not in head
                )
            return True
        return False

    def _from(self, c: Mention, st: Stretch, gov: str) -> str:
        """ "acquistato dalla Juventus" is by, "ha acquistato dalla Roma" from; "un'offerta dal Galatasaray" by."""
        r = self.r
        if gov in _set("suitor") or gov in (
            "offerta",
            "richiesta",
            "passo",
            "corteggiato",
            "cercato",
            "seguito",
            "accostato",
        ):
            return "to"
        clause = next(
            (
                k
                for k in self.verbs(st.sentence)
                if k.verb == c.governor or (k.start <= c.start < k.end and k.verb < c.prep_at <= k.verb + 3)
            ),
            None,
        )
        if clause is not None and clause.passive:
            verb = verb_class().get(clause.lemma, "")
            if clause.lemma in _set("verbs", "from_only"):
                return "from"
            if verb in ("buy", "want") or (verb == "redeem" and not self._taker_told(st, c)):
                return "to"
            if verb == "sell":
                return "from"
        return "from" if r.low[c.prep_at] else ""

    def _taker_told(self, st: Stretch, c: Mention) -> bool:
        return bool(st.takers) or st.listed

    def _with(self, clause: Clause | None, gov: str, frame: str, st: Stretch, c: Mention) -> str:
        lemma = clause.lemma if clause is not None else ""
        if lemma in ("firmare", "legare", "accasare", "giocare", "accordare") or gov in (
            "firma",
            "firmato",
            "svincolato",
            "contratto",
        ):
            return "to"
        subject = self.roles.subject(clause) if clause is not None else None
        mine = subject is not None and subject.entity is st.player
        if gov in ("accordo", "intesa") and mine:
            return "to"
        if (
            lemma in ("rescindere", "risolvere")
            or gov
            in (
                "accordo",
                "intesa",
                "distanze",
                "trattativa",
                "operazione",
                "affare",
                "scambio",
                "definito",
                "tratta",
                "trattano",
                "sondaggio",
            )
            or lemma in ("trattare", "definire", "chiudere", "limare", "discutere", "negoziare")
        ):
            return "from"
        if st.at is not None and c.prep_at <= st.at.end + 8 and frame in ("talk", "agreed", "talks"):
            return "from"
        return ""

    def _of(self, c: Mention, st: Stretch, gov: str, clause: Clause | None) -> str:
        r, at = self.r, st.at
        if at is not None and c.prep_at == at.end:
            return "owner"
        words = [r.low[k] for k in range(max(r.sentences[st.sentence].start, c.prep_at - 3), c.prep_at)]
        if gov in _set("belongs"):
            lemma = clause.lemma if clause is not None else ""
            if (
                gov in ("è", "destinazione", "direzione")
                or "nuovo" in words
                or "nuova" in words
                or "giocatore" in words
            ):
                return "to"
            if (
                lemma in ("vestire", "indossare", "tornare", "arrivare", "accasare", "andare", "approdare")
                or gov == "corte"
            ):
                return (
                    "to"
                    if clause is None or clause.form.tense not in ("past", "impf") or clause.form.mood == "inf"
                    else ""
                )
            return ""
        if gov in _set("suitor"):
            return "to"
        role = (
            gov in role_words()
            or gov
            in ("greco", "mezzala", "proprietà", "capitano", "stella", "classe", "gioiello", "talento", "giovane")
            or self.r.classes[c.governor] == "num"
        )
        if role and at is not None and -8 <= c.prep_at - at.end <= 8 and not self._other_between(at, c):
            return "owner"
        return ""

    def _other_between(self, at: Mention, c: Mention) -> bool:
        low, high = (at.end, c.start) if at.end <= c.start else (c.end, at.np_start)
        return any(
            m.entity is not at.entity and m.kind == "person" and low <= m.start < high
            for m in self.case.in_sentence(self.r.sentence_of[at.start])
        )
