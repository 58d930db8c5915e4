"""How a clause tells a spell at a club: the verb, the preposition, the time.

"è stato al Torino", "al Bari ha passato tre anni", "con il Brescia ha segnato quaranta gol in tre anni", "ha militato nelle fila di …",
"con la maglia del Parma", "ha chiuso la carriera nel Padova", "ha lasciato il Genoa", "con la Roma vinse lo scudetto".
Each reader returns the status, the token the club hangs on and the rule, or ``None``.
"""

from __future__ import annotations

from functools import cache

from kg.extractors.case import Case
from kg.extractors.time import told_years
from kg.extractors.triggers import padded
from kg.language.clauses import Clause
from kg.lexicon import load
from kg.mentions.model import Mention

Told = tuple[str, int, str]

_REACH = 7
_AT = frozenset({"a", "in", "con"})


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load("careers")["stints"][name])


@cache
def _phrases(name: str) -> tuple[str, ...]:
    return tuple(f" {w} " for w in load("careers")["stints"][name])


def bygone(case: Case, sentence: int) -> bool:
    """Tell whether the sentence puts what it tells into a closed time: a year before the last, "in carriera", "stagioni fa"."""
    r = case.r
    s = r.sentences[sentence]
    if case.year is not None:
        years = told_years(r.plain[r.start[s.start] : r.end[s.end - 1]])
        if years and max(years) < case.year - 1:
            return True
    words = padded(r, s.start, s.end)
    return any(w in words for w in _phrases("bygone"))


def lasted(case: Case, sentence: int) -> bool:
    """Tell whether the sentence measures a spell: "in tre stagioni", "per due anni"."""
    r = case.r
    s = r.sentences[sentence]
    for k in range(s.start + 2, s.end):
        if r.low[k] in _words("spans") and r.low[k - 2] in ("in", "per", "dopo"):
            number = r.low[k - 1]
            if number in load("careers")["numbers"] or number.isdigit():
                return True
    return False


def told_stint(case: Case, club: Mention, clause: Clause | None) -> Told | None:
    """Return what the clause around the club tells of a spell there."""
    if clause is None:
        return _been(case, club)
    if clause.negated:
        return None
    if clause.modality != "real":
        return _stays(case, club, clause) if clause.modality == "future" else None
    return (
        _been(case, club)
        or _spent(case, club, clause)
        or _wearing(case, club, clause)
        or _begun(case, club, clause)
        or _ended(case, club, clause)
        or _left(case, club, clause)
        or _came(case, club, clause)
        or _stays(case, club, clause)
        or _achieved(case, club, clause)
    )


def _been(case: Case, club: Mention) -> Told | None:
    """ "è stato al Torino", "era stato nel club", "sono stato due anni a Lecce" """
    low = case.r.low
    if club.prep not in _AT:
        return None
    limit = case.r.sentences[case.r.sentence_of[club.start]].end
    ahead = [k for k in range(club.end, min(club.end + 4, limit)) if low[k] in ("stato", "stata", "stati")]
    if ahead and all(case.r.classes[k] in ("aux", "adv", "cli", "rel") for k in range(club.end, ahead[0])):
        then = case.r.classes[ahead[0] + 1] if ahead[0] + 1 < limit else ""
        return None if then == "verb" or low[ahead[0] - 1] == "c'è" else ("former", ahead[0], "career.been")
    if club.governor < 0:
        return None
    floor = case.r.sentences[case.r.sentence_of[club.start]].start
    k = club.prep_at - 1
    while k > floor and (low[k] in _words("fillers") or low[k].isdigit()):
        k -= 1
    if low[k] in ("stato", "stata", "stati") and k > floor and case.r.classes[k - 1] in ("aux", "adv"):
        return ("former", k, "career.been")
    return None


def _spent(case: Case, club: Mention, clause: Clause) -> Told | None:
    """ "al Bari ha passato tre anni", "è rimasto sei anni alla Reggina" """
    if club.prep not in _AT or clause.lemma not in _words("spends") or clause.form.mood not in ("part", "ind"):
        return None
    low = case.r.low
    span = range(clause.verb + 1, min(clause.verb + _REACH, case.r.sentences[clause.sentence].end))
    if not any(low[k] in _words("spans") for k in span) or not clause.start <= club.start < clause.end + _REACH:
        return None
    return ("former", clause.verb, "career.spent") if _over(clause) else None


def _wearing(case: Case, club: Mention, clause: Clause) -> Told | None:
    """ "con la maglia del Parma", "in maglia viola", "nelle fila di Catania" """
    low = case.r.low
    noun = club.prep_at - 1 if club.prep == "di" else club.start - 1
    if (club.prep != "di" and club.form != "colour") or noun <= 0 or low[noun] not in _words("shirts"):
        return None
    if clause.lemma in _words("serves"):
        return ("former" if _over(clause) else "current", clause.verb, "career.shirt")
    if bygone(case, clause.sentence) or (lasted(case, clause.sentence) and _over(clause)):
        return ("former", clause.verb, "career.shirt")
    return ("open", clause.verb, "career.shirt")


def _begun(case: Case, club: Mention, clause: Clause) -> Told | None:
    """ "ha esordito in Serie A con il Bologna", "nato calcisticamente nel Padova", "lanciato in Serie A dall'Atalanta" """
    beginnings = load("careers")["beginnings"]
    if clause.lemma not in beginnings or club.prep not in ("con", "in", "da") or not _behind(case, club, clause):
        return None
    if clause.form.mood == "part" or clause.form.tense in ("past", "impf"):
        firm = clause.reduced or bygone(case, clause.sentence) or clause.lemma in ("crescere", "formare", "nascere")
        return ("former" if firm else "open", clause.verb, "career.beginnings")
    return None


def _ended(case: Case, club: Mention, clause: Clause) -> Told | None:
    """ "ha chiuso la carriera nel Padova", "iniziò la carriera al Lecce" """
    if club.prep not in _AT or clause.lemma not in _words("bounds") or not _behind(case, club, clause):
        return None
    gap = case.r.low[clause.verb + 1 : club.prep_at]
    if "carriera" in gap or "avventura" in gap or "attività" in gap or "percorso" in gap:
        return ("former", clause.verb, "career.bounds") if _over(clause) else None
    return None


def _left(case: Case, club: Mention, clause: Clause) -> Told | None:
    """ "ha lasciato il Genoa due anni fa", "ha rescisso con il Torino" """
    if not _over(clause) or clause.passive or not _behind(case, club, clause):
        return None
    low = case.r.low
    if clause.lemma in _words("leaves") and not club.prep and club.np_start == clause.verb + 1:
        return ("former", clause.verb, "career.left")
    if clause.lemma in _words("rescinds") and club.prep in ("con", "da"):
        between = low[clause.verb + 1 : club.prep_at]
        if all(
            w in _words("fillers") or w in ("il", "contratto", "suo", "l'", "accordo", "consensualmente")
            for w in between
        ):
            return ("former", clause.verb, "career.left")
    return None


def _came(case: Case, club: Mention, clause: Clause) -> Told | None:
    """ "venivo dal Cosenza", "arrivava dalla Samp": where he was before."""
    if club.prep != "da" or clause.lemma not in ("venire", "arrivare", "provenire") or clause.form.tense != "impf":
        return None
    return ("former", clause.verb, "career.came") if _behind(case, club, clause) else None


def _stays(case: Case, club: Mention, clause: Clause) -> Told | None:
    """ "resterà al Milan", "è stato confermato dal Torino" """
    if not _behind(case, club, clause):
        return None
    if clause.lemma in ("restare", "rimanere") and club.prep in _AT and clause.form.tense in ("pres", "fut"):
        return ("current", clause.verb, "career.stays")
    if clause.lemma in ("confermare", "blindare", "trattenere") and clause.passive and club.prep == "da":
        return ("current", clause.verb, "career.stays")
    return None


def _achieved(case: Case, club: Mention, clause: Clause) -> Told | None:
    """ "con la Juve ha vinto tre scudetti", "vinse la Coppa con la Roma": whose honours they are."""
    if club.prep != "con" or clause.lemma not in _words("achieves"):
        return None
    if club.governor >= 0 and case.r.low[club.governor] in _words("contests"):
        return None
    if not clause.start - 1 <= club.prep_at <= clause.end + 1:
        return None
    if bygone(case, clause.sentence) or (lasted(case, clause.sentence) and _over(clause)):
        return ("former", clause.verb, "career.achieved")
    return ("open", clause.verb, "career.achieved")


def _behind(case: Case, club: Mention, clause: Clause) -> bool:
    """The club follows the verb closely, no other man or club between."""
    if not clause.verb < club.start <= clause.verb + _REACH:
        return False
    return not any(
        m is not club and m.kind in ("person", "club") and clause.verb < m.start < club.np_start
        for m in case.in_sentence(clause.sentence)
    )


def _over(clause: Clause) -> bool:
    return clause.form.mood == "part" or clause.form.tense in ("past", "impf")
