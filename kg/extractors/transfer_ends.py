"""What each club of a stretch is for its man: taker, giver, owner, where he stays, whom he turned down."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from kg.extractors.transfer_frames import Frames, Stretch, verb_class
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Entity, Mention
from kg.mentions.names import role_words

_LINKS = frozenset({",", "e", "ed", "o", "oppure", "né", "il", "lo", "la", "l'", "i", "gli", "al", "alla", "all'"})
_WISHES = frozenset({"vuole", "vorrebbe", "voleva", "preferisce", "preferirebbe"})
#: "rifiutata l'offerta del Pisa", "respinto l'assalto del Milan"
_TURNED_DOWN = frozenset({"rifiutat", "respint", "declinat", "snobbat", "scartat"})


@cache
def _set(section: str, name: str = "words") -> frozenset[str]:
    return frozenset(load("transfers")[section][name])


class Ends:
    """Sorts the clubs of a stretch by preposition, governor and the class of their clause's verb."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.case = frames.case
        self.roles = frames.roles
        self.terms = frames.terms
        self.r = frames.r
        self.about: Entity | None = None

    def sort(self, st: Stretch) -> None:
        """Fill takers, givers and the rest of the stretch."""
        previous: tuple[Mention, str, str] | None = None
        for c in self.frames.clubs(st.sentence):
            if not st.has(c.start):
                continue
            if previous is not None and (
                self._coordinated(previous[0], previous[2], c) or (previous[1] == "to" and self._both(previous[0], c))
            ):
                role = previous[1]
                previous = (c, role, c.prep or previous[2])
            else:
                role = self._role(c, st)
                previous = (c, role, c.prep)
            if c.entity is not None:
                self._note(st, c, c.entity, role)
        self._between(st)
        self._by_subject(st)

    def _note(self, st: Stretch, c: Mention, club: Entity, role: str) -> None:
        lists = {"to": st.takers, "from": st.givers, "bracket": st.brackets, "refused": st.refused}
        if role in lists:
            if club not in lists[role]:
                lists[role].append(club)
        elif role == "owner":
            if club not in st.givers:
                st.givers.insert(0, club)
        elif role == "stay":
            st.stays = club
        elif (
            not role
            and not c.prep
            and not self.frames.heads(c)
            and c.kind == "club"
            and c.form != "ground"
            and club not in st.loose
        ):
            st.loose.append(club)

    def _coordinated(self, before: Mention, prep: str, c: Mention) -> bool:
        """ "a Milan, Roma e Inter", "al Marsiglia e al Galatasaray": the later go with the first, under its ``prep``."""
        gap = [self.r.low[k] for k in range(before.end, c.start)]
        if gap in (["-"], ["–"]) and self.r.low[before.np_start - 1] in ("duello", "derby", "asta", "sfida", "corsa"):
            return True
        if not gap or not any(w in (",", "e", "ed", "o", "né") for w in gap):
            return False
        if c.prep:
            return c.prep == prep and all(w in _LINKS or w == self.r.low[c.prep_at] for w in gap)
        return bool(prep) and all(w in (",", "e", "ed", "o") for w in gap)

    def _both(self, before: Mention, c: Mention) -> bool:
        """ "Lecce e Pisa interessate", "il Milan, la Roma e il Napoli": bare names in a row."""
        gap = [self.r.low[k] for k in range(before.end, c.start)]
        return (
            not before.prep
            and not c.prep
            and any(w in (",", "e", "ed", "o") for w in gap)
            and all(w in (",", "e", "ed", "o", "il", "lo", "la", "l'", "i", "gli", "anche") for w in gap)
        )

    def _between(self, st: Stretch) -> None:
        """ "tra Fiorentina e Nottingham Forest", "sull'asse Brescia-Livorno": one end told, the other follows."""
        r = self.r
        pair = [c for c in self.frames.clubs(st.sentence) if c.entity is not None]
        for a, b in pairwise(pair):
            gap = [r.low[k] for k in range(a.end, b.start)]
            if not (
                (a.prep == "tra" and "e" in gap and len(gap) <= 3)
                or (r.low[a.start - 1] == "asse" and gap in (["-"], ["–"]))
            ):
                continue
            for one, other in ((a.entity, b.entity), (b.entity, a.entity)):
                if one is None or other is None:
                    continue
                if one in st.givers:
                    st.takers = [other]
                elif one in st.takers and not st.givers:
                    st.givers = [other]

    def _by_subject(self, st: Stretch) -> None:
        """The verb's subject where it stands outside the stretch, or is a director who deals for his club."""
        clause = st.clause
        if clause is None or clause.passive or clause.reduced or clause.form.mood == "inf":
            return
        subject = self.roles.subject(clause, inverted=False)
        if subject is None or subject.ex or self.r.sentence_of[subject.start] != st.sentence:
            return
        if subject.prep and not clause.relative:
            return
        club = self.frames.club_of(subject)
        if club is None or club in st.takers or club in st.givers:
            return
        if st.frame in ("buy", "redeem", "want", "talk"):
            st.takers.append(club)
        elif st.frame == "sell":
            st.givers.append(club)

    def doer(self, st: Stretch) -> Entity | None:
        """Whose business the man's part is: "il Lecce si rinforza con l'arrivo di", "colpo per il Bari, che", "in casa Pisa"."""
        if st.at is None:
            return None
        r = self.r
        for c in reversed(self.frames.clubs(st.sentence)):
            if c.start >= st.at.np_start or c.entity is None or c.ex or not self._acts(c):
                continue
            if any(r.low[k] == ";" for k in range(c.end, st.at.np_start)):
                return None
            return c.entity
        return None

    def _acts(self, c: Mention) -> bool:
        r = self.r
        low = r.low
        if (
            c.prep == "per"
            and c.governor >= 0
            and any(w in _set("gains") for w in low[max(0, c.governor - 2) : c.governor + 1])
        ):
            return True
        if low[c.start - 1] == "casa":
            return True
        rel = c.end + (low[c.end : c.end + 1] == [","])
        if low[rel : rel + 1] == ["che"]:
            clause = next((k for k in self.frames.verbs(r.sentence_of[c.start]) if k.opener == rel), None)
            return (clause is not None and verb_class().get(clause.lemma, "") in ("buy", "sell", "redeem", "want")) or (
                clause is not None and clause.lemma in _set("strengthen")
            )
        if c.prep:
            return False
        return any(
            self.roles.subject(k) is c and (k.lemma in _set("strengthen"))
            for k in self.frames.verbs(r.sentence_of[c.start])
        )

    # -- one club --------------------------------------------------------------------------------
    def _role(self, c: Mention, st: Stretch) -> str:
        """Return to, from, owner, bracket, stay, refused, or nothing."""
        low, at = self.r.low, st.at
        s = self.r.sentences[st.sentence]
        if c.ex or "ex" in low[max(s.start, c.start - 2) : c.start]:
            return "ex"
        if low[c.start - 1 : c.start] == ["casa"]:
            return ""  # "in casa granata": whom the lines are about
        if at is not None and self._in_bracket(at, c):
            if "già" in low[at.end : c.start]:
                return ""
            if c.prep == "a" and self.terms.sums(at.end, c.start):
                return "from"  # "Toldo (55 miliardi alla Fiorentina)": who was paid
            return "bracket" if c.prep in ("", "da") else self._by_preposition(c, st)
        if at is not None and at.np_start <= c.start < at.end:
            return "owner"
        return self._by_preposition(c, st) if c.prep else self._bare(c, st)

    def _in_bracket(self, at: Mention, c: Mention) -> bool:
        low = self.r.low
        return (
            at.end < len(low)
            and low[at.end] == "("
            and at.end < c.start <= at.end + 6
            and ")" not in low[at.end : c.start]
        )

    def _clause(self, c: Mention, sentence: int) -> Clause | None:
        return next((k for k in reversed(self.frames.verbs(sentence)) if k.start <= c.start < k.end), None)

    # -- no preposition --------------------------------------------------------------------------
    def _bare(self, c: Mention, st: Stretch) -> str:
        """Subject or object of its clause, the far end of a dash, a colour after the name."""
        low, at = self.r.low, st.at
        before = low[c.start - 1] if c.start else ""
        if at is not None and c.start - at.end in (0, 1) and c.start >= at.end:
            between = low[at.end : c.start]
            if between in ([], ["-"], ["–"]) and (between or c.form == "colour"):
                return "to"
        if at is not None and c.form == "colour" and before in ("è", "lui", "anche"):
            return "to" if before == "è" else "owner"
        if before in _set("bound"):
            return "to"
        if (
            at is not None
            and at.end <= c.start
            and any(w in _WISHES for w in low[max(at.end, c.np_start - 2) : c.np_start])
        ):
            return "to"  # "vuole solo il Pisa": his own wish
        behind = low[c.end : c.end + 2]
        if any(w in _set("asking") for w in behind) and (behind[:1] == ["ne"] or self._sum_after(c)):
            return "from"
        words = padded(self.r, c.end, min(c.end + 6, self.r.sentences[st.sentence].end))
        if any(f" {w} " in words for w in _set("subject", "withdraws")):
            return "refused"
        clause = self._clause(c, st.sentence)
        if clause is None and any(f" {w} " in words for w in _set("subject", "enters")):
            return "to"
        if clause is None:
            opens = at is None or c.start < at.start
            return (
                "to"
                if st.frame in ("interest", "talks", "agreed", "want") and opens and not self.frames.heads(c)
                else ""
            )
        return self._in_clause(c, st, clause)

    def _in_clause(self, c: Mention, st: Stretch, clause: Clause) -> str:
        if st.clause is not None and clause is not st.clause:
            carried = self.roles.subject(st.clause)
            if carried is not None and carried.entity is c.entity:
                clause = st.clause  # "la Juventus ha comprato molti e X l'ha mandato a Parma"
        frame = verb_class().get(clause.lemma, "")
        after = c.start > clause.verb
        subject = self.roles.subject(clause)
        mine = subject is not None and subject.entity is c.entity
        if frame in ("buy", "sell") and not after:
            words = f" {' '.join(self.r.low[clause.verb : min(clause.verb + 6, self.r.sentences[st.sentence].end)])} "
            if any(f" {w} " in words for w in _set("subject", "enters")):
                return "to"  # "ha presentato un'offerta"
        if frame in ("buy", "sell") and not after and self.frames.other_object(clause, st):
            return ""  # "piazza una tripletta": only what the lines are about
        if frame == "leave" and (after or mine):
            return "from"
        if frame == "refuse":
            return "refused" if after or clause.reduced else "from"
        if frame == "await" and after:
            return "to"
        if frame == "move" and after and clause.lemma in _set("verbs", "towards"):
            return "to"
        if frame == "want" and after and "si" in self.r.low[clause.group : clause.verb]:
            return "to"  # "si è inserito con forza il Manchester United"
        if frame == "want" and self._asks(clause):
            return "from"
        if mine or not after or clause.form.mood == "ind":
            if frame in ("buy", "redeem", "talk") and not clause.passive:
                return "to"
            if frame == "want":
                return "to"
            if frame == "ask":
                return "from" if self._asks(clause) or st.at is None else "to"
            if frame == "sell":
                return "from"
        if mine or not after:
            words = padded(
                self.r, clause.group, min(clause.end + 8, self.r.sentences[st.sentence].end, clause.verb + 8)
            )
            for name, role in (("consents", "from"), ("withdraws", "refused"), ("enters", "to")):
                if any(f" {w} " in words for w in _set("subject", name)):
                    return role
        if st.frame in ("interest", "talks", "agreed") and not after and not self.frames.heads(c):
            return "to"
        return ""

    def _sum_after(self, c: Mention) -> bool:
        return self.terms.sums(c.end, c.end + 4)

    def _asks(self, clause: Clause) -> bool:
        """ "i viola ne vogliono 28", "vogliono 45 milioni": wanting money is the seller's part."""
        r = self.r
        if any(r.low[k] == "ne" for k in range(clause.group, clause.verb)):
            return True
        return self.terms.sums(clause.verb + 1, clause.verb + (8 if clause.lemma == "valutare" else 3))

    # -- under a preposition ---------------------------------------------------------------------
    def _by_preposition(self, c: Mention, st: Stretch) -> str:
        low = self.r.low
        s = self.r.sentences[st.sentence]
        gov = low[c.governor] if c.governor >= s.start else ""
        if c.governor > s.start and gov not in _set("suitor") and low[c.governor - 1] in _set("suitor"):
            gov = low[c.governor - 1]  # "obiettivo concreto del Genoa"
        head = low[max(s.start, c.prep_at - 5) : c.prep_at]
        if "già" in head[-1:]:
            return ""
        if c.prep == "con" and head[-1:] in (["gol"], ["rete"]) and st.frame in ("move", "return"):
            return "from"
        if c.prep in ("a", "con", "in", "di") and self._behind(gov, head):
            return "from"
        if c.prep == "da":
            return self._from(c, st, gov)
        clause = next(
            (k for k in reversed(self.frames.verbs(st.sentence)) if k.start <= c.start < k.end and k.verb < c.start),
            None,
        )
        if gov in _set("past", "ignore"):
            return "to" if c.prep == "a" and gov == "ritorno" else ""
        if c.prep in ("a", "in", "verso"):
            return self._to(c, st, clause, gov, head)
        if c.prep == "per":
            wanted = st.frame in ("interest", "talks") and (gov in _set("suitor") or gov in _set("gains"))
            return "to" if wanted or st.frame in ("leave", "departure", "sell", "move") else ""
        if c.prep == "con":
            return self._with(clause, gov, st, c)
        return self._of(c, st, gov, clause) if c.prep == "di" else ""

    def _behind(self, gov: str, head: list[str]) -> bool:
        """ "dopo nove stagioni all'Inter", "reduce dal prestito alla Virtus", "in scadenza con il Liverpool"."""
        past = _set("past")
        word = gov if gov in past else next((w for w in reversed(head[-2:]) if w in past), "")
        if not word:
            return False
        if word == "prestito" and ("dal" in head or "dai" in head):
            return True  # "rientra al Genoa dal prestito al Lecce"
        if word in _set("past", "after"):
            return any(w in _set("past", "openers") for w in head)
        if word in _set("past", "spans"):
            return "per" not in head and "fino" not in head
        return True

    def _to(self, c: Mention, st: Stretch, clause: Clause | None, gov: str, head: list[str]) -> str:
        s, low = self.r.sentences[st.sentence], self.r.low
        verb = verb_class().get(clause.lemma, "") if clause is not None else ""
        if verb == "stay" and clause is not None:
            return "from" if clause.form.tense == "impf" else "stay"
        if "no" in head[-3:] or verb == "refuse":
            return "refused"
        if gov == "favore":
            return "to"
        if c.prep == "a" and gov in _set("addressed"):
            return "from"
        if gov in ("chiuso", "chiusa"):
            return "owner"
        here = self._clause(c, st.sentence)
        if here is not None and here.lemma in ("andare", "spettare", "entrare") and self._pays(here):
            return "from"
        if gov in _set("past", "there") or (
            c.prep_at == s.start and self.r.low[c.end : c.end + 1] in (["hanno"], ["ha"])
        ):
            return "from"
        if c.form == "ground" and st.frame in ("interest", "talks", "want", "departure"):
            return "from"  # where he is at home
        paid = clause is not None and (clause.lemma in _set("verbs", "bought_at") or not clause.passive)
        if clause is not None and "si" in low[clause.group : clause.verb]:
            paid = False  # "si presenta al Pisa"
        if paid and clause is not None and clause.lemma in _set("verbs", "paid") and st.frame != "please":
            return "from"
        if low[c.prep_at - 1] in (":", ",", ";") and c.prep_at > s.start and self._figure(c):
            return "from"  # "è del Pisa: al Genoa 5 milioni"
        if (
            c.prep_at == s.start
            and st.at is None
            and not any(k.verb < c.end + 4 for k in self.frames.verbs(st.sentence))
        ):
            return "from" if self._figure(c) else ""
        if st.frame in ("interest", "talks") and c.prep == "in":
            return ""
        return "to"

    def _pays(self, clause: Clause) -> bool:
        """ "alla Sampdoria vanno 25 miliardi": who is paid gave the man."""
        return self.terms.sums(clause.verb + 1, clause.verb + 5) or self.r.low[clause.verb + 1 : clause.verb + 3] == [
            "un",
            "indennizzo",
        ]

    def _figure(self, c: Mention) -> bool:
        """ "Ai veneti 4 milioni"."""
        return self.r.low[c.end : c.end + 1] != [":"] and self.terms.sums(c.end, c.end + 2)

    def _from(self, c: Mention, st: Stretch, gov: str) -> str:
        """ "acquistato dalla Juventus" is by, "ha acquistato dalla Roma" from; "un'offerta dal Galatasaray" by."""
        if gov in _set("suitor") or gov in _set("suitor", "by"):
            return "to"
        clause = next(
            (
                k
                for k in self.frames.verbs(st.sentence)
                if k.verb == c.governor or (k.start <= c.start < k.end and k.verb < c.prep_at <= k.verb + 3)
            ),
            None,
        )
        if clause is not None and clause.passive and clause.lemma not in _set("verbs", "from_only"):
            verb = verb_class().get(clause.lemma, "")
            if verb == "want" and self._asks(clause):
                return "from"  # "valutato 20 milioni dal Genoa"
            if verb in ("buy", "want"):
                return "to"
            if verb == "redeem":
                return "to" if not st.takers and (self.about is None or self.about is c.entity) else "from"
        return "from"

    def _with(self, clause: Clause | None, gov: str, st: Stretch, c: Mention) -> str:
        lemma = clause.lemma if clause is not None else ""
        if lemma in _set("with", "joins") or gov in _set("with", "joining"):
            return "to"
        subject = self.roles.subject(clause) if clause is not None else None
        if gov in ("accordo", "intesa") and subject is not None and subject.entity is st.player:
            return "to"
        if lemma in _set("with", "parts") or gov in _set("with", "parting"):
            return "from"
        near = st.at is not None and c.prep_at <= st.at.end + 8
        return "from" if near and st.frame in ("talk", "agreed", "talks") else ""

    def _of(self, c: Mention, st: Stretch, gov: str, clause: Clause | None) -> str:
        r, at = self.r, st.at
        if at is not None and c.prep_at == at.end:
            return "owner"
        words = r.low[max(r.sentences[st.sentence].start, c.prep_at - 3) : c.prep_at]
        if gov in _set("belongs"):
            if gov in ("è", "destinazione", "direzione") or {"nuovo", "nuova", "giocatore"} & set(words):
                return "to"
            lemma = clause.lemma if clause is not None else ""
            if gov == "corte" or lemma in ("tornare", "arrivare", "accasare", "andare", "approdare"):
                return "to"
            if clause is not None and lemma in _set("verbs", "career"):
                past = clause.form.mood == "part" or clause.form.tense in ("past", "impf") or gov == "maglie"
                return "" if past else "to"
            return ""
        if gov == "concorrenza" and {
            "superando",
            "superata",
            "battuta",
            "nonostante",
            "alla",
            "sbaragliata",
            "vinta",
            "bruciata",
            "bruciando",
        } & set(words):
            return ""
        if gov == "parte" and st.frame == "departure":
            return "from"
        if gov in _set("suitor") and any(w[:-1] in _TURNED_DOWN for w in words):
            return "refused"
        if gov in _set("suitor") or gov == "favore":
            return "to"
        if {"nuovo", "nuova", "neo", "nuovi"} & set(words) and (gov in role_words() or gov in _set("gains")):
            return "to"
        role = gov in role_words() or gov in _set("owned") or r.classes[c.governor] == "num"
        if role and at is not None and -8 <= c.prep_at - at.end <= 8 and not self._other_between(at, c):
            return "owner"
        return ""

    def _other_between(self, at: Mention, c: Mention) -> bool:
        low, high = (at.end, c.start) if at.end <= c.start else (c.end, at.np_start)
        people = self.case.in_sentence(self.r.sentence_of[at.start], "person")
        return any(m.entity is not at.entity and low <= m.start < high for m in people)
