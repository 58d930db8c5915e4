"""Clauses: a verb group with the stretch of the sentence that belongs to it.

A shallow grammar, no parser: verb groups are found by word class, and each owns the words from the
last boundary before it (relative pronoun, subordinator, coordinator, comma, dash) to the next. It tells
voice, mood, negation and modality, which is what the rules of the genre need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.language.morphology import VerbForm
from kg.language.reading import Reading, Sentence
from kg.lexicon import load

_BE = frozenset(
    "è e' sono era erano fu furono sarà saranno sarebbe sia siano stato stata stati state essere viene vengono veniva venne vennero verrà".split()
)
_MODAL = frozenset(
    "può possono poteva potrebbe potrebbero deve devono doveva dovrebbe dovrebbero vuole vogliono voleva vorrebbe vorrebbero potrà dovrà vorrà".split()
)
_CONDITIONAL = frozenset(
    "sarebbe sarebbero avrebbe avrebbero potrebbe potrebbero dovrebbe dovrebbero vorrebbe vorrebbero".split()
)
_FUTURE = frozenset("sarà saranno avrà avranno potrà dovrà verrà vorrà".split())
_SUBJUNCTIVE = frozenset("fosse fossero avesse avessero sia siano abbia abbiano".split())
_PLURAL = frozenset(
    "sono erano furono saranno sarebbero siano vengono venivano vennero verranno hanno avevano ebbero avranno avrebbero abbiano".split()
)
_HYPOTHESIS = frozenset(["se", "qualora"])
#: Participles that are nouns behind an article ("il posto", "il fatto").
_NO_VERB = frozenset(["fino"])
_NOMINAL = frozenset("fatto fatti posto posti corso punto punti".split())
#: Prepositions that stand before a verb as adverbs ("prima segna X, dopo pareggia Y").
_ALSO_ADVERBS = frozenset("dopo prima contro sotto sopra davanti dietro oltre".split())
_BREAK_PUNCT = frozenset([",", ";", ":", "(", ")", "-", "–", "—", "«", "»", "“", "”", '"'])


@dataclass(slots=True)
class Clause:
    """A verb group and its stretch.

    ``start``/``end`` are tokens; ``verb`` is the token of the lexical verb, ``group`` where the verb group
    starts. ``form`` is its reading; ``passive`` covers essere/venire + participle of a transitive use and bare
    participles; ``reduced`` is a participle that modifies a noun ("un rigore trasformato da X").
    ``opener`` is the token index of the word that opens the clause (che, mentre, e, comma), -1 at the sentence's start.
    ``modality`` is real, hypothetical, conditional, wished (modal verbs), future.
    """

    start: int
    end: int
    verb: int
    group: int
    form: VerbForm
    passive: bool = False
    reduced: bool = False
    negated: bool = False
    modality: str = "real"
    opener: int = -1
    relative: bool = False
    sentence: int = 0
    number: str = ""

    @property
    def lemma(self) -> str:
        """Infinitive of the verb."""
        return self.form.lemma


@cache
def _noun_forms() -> frozenset[str]:
    """Verb forms that behind an article are nouns ("la firma", "la sfida")."""
    return frozenset(load("verbs")["noun_forms"])


@cache
def _unaccusative() -> frozenset[str]:
    return frozenset(load("grammar")["unaccusative"])


def _best_form(forms: tuple[VerbForm, ...], has_aux: bool) -> VerbForm:
    wanted = "part" if has_aux else "ind"
    for form in forms:
        if form.mood == wanted:
            return form
    for form in forms:
        if form.mood != "part" or not has_aux:
            return form
    return forms[0]


def clauses(reading: Reading, sentence: Sentence, names: frozenset[int] = frozenset()) -> list[Clause]:
    """Return the clauses of a sentence in text order.

    Args:
        reading: the text.
        sentence: the sentence.
        names: tokens of names and epithets, where "viola" is a colour and no verb.
    """
    classes, low = reading.classes, reading.low
    found: list[Clause] = []
    for i in range(sentence.start, sentence.end):
        if classes[i] != "verb" or i in names or low[i] in _NO_VERB:
            continue
        group, aux = _group_start(reading, sentence, i)
        form = _best_form(reading.verbs[i], bool(aux))
        if (
            not aux
            and i > sentence.start
            and classes[i - 1] == "det"
            and (form.mood in ("ind", "sub") or low[i] in _NOMINAL)
            and not _clitic_before(reading, sentence, i)
        ):
            continue  # "il passa", "la firma": a noun that looks like a verb
        if (
            form.mood != "inf"
            and not aux
            and i > sentence.start
            and classes[i - 1] == "prep"
            and low[i - 1] not in _ALSO_ADVERBS
        ):
            continue  # "nella prova", "dal tiro", "di ripresa"
        if low[i] in ("fatto", "fatti") and not aux:
            continue  # "di fatto", "fatti": a noun without its auxiliary
        if form.tense == "first" and not aux and not _first_person(reading, sentence, i):
            continue  # "Piatek freddo", "anticipo secco", "fa centro"
        if form.mood == "part" and not aux and _adjective(reading, sentence, i):
            continue
        found.append(_clause(reading, sentence, i, group, form, aux))
    _stretch(reading, sentence, found)
    return found


def _first_person(reading: Reading, sentence: Sentence, i: int) -> bool:
    """ "io segno", "non esulto", "se segno": somebody speaks of himself; alone the word is a noun or an adjective."""
    if i == sentence.start:
        return True
    before = reading.low[i - 1]
    return reading.classes[i - 1] in ("cli", "neg", "sub", "rel") or before in (
        "io", "se", "e", "ma", "quando", "poi", "ora", "oggi", "sempre", "«", "“", '"',
    )  # fmt: skip


def _adjective(reading: Reading, sentence: Sentence, i: int) -> bool:
    """ "l'infortunato Rossi", "il neo entrato Verdi": a participle between the article and a name."""
    if i + 1 >= sentence.end or reading.classes[i + 1] != "name":
        return False
    return i > sentence.start and (reading.classes[i - 1] == "det" or reading.low[i - 1] == "neo")


def _clitic_before(reading: Reading, sentence: Sentence, i: int) -> bool:
    """ "la chiude", "lo batte": an article that is a pronoun because a subject or comma stands before it."""
    if reading.low[i - 1] not in ("lo", "la", "l'", "li", "le", "gli"):
        return False
    j = i - 2
    return (
        j < sentence.start
        or reading.classes[j] in ("name", "punct", "aux", "neg", "rel", "cc", "adv", "cli", "num")
        or reading.low[j] in ("a", "chi", "poi")
        or (
            reading.classes[j] == "word" and j > sentence.start and reading.classes[j - 1] in ("det", "prep")
        )  # "la gara la decide", "nel finale la chiude"
        or (
            reading.classes[j] == "word"
            and reading.low[i - 1] in ("lo", "la", "li")
            and reading.low[i] not in _noun_forms()
        )  # "la partita di ieri sera la indirizza"
    )


def _group_start(reading: Reading, sentence: Sentence, i: int) -> tuple[int, list[int]]:
    """Walk left over auxiliaries, adverbs, clitics and negations."""
    group = i
    aux: list[int] = []
    j = i - 1
    adverbs = 0
    while j >= sentence.start:
        kind = reading.classes[j]
        if kind == "aux":
            aux.append(j)
            group = j
        elif kind in ("cli", "neg"):
            group = j
        elif kind == "adv" or (kind == "prep" and reading.low[j] in ("prima", "dopo")):
            adverbs += 1
            if adverbs > 3:
                break
        elif (
            kind == "det"
            and reading.low[j] in ("lo", "la", "l'", "li", "le", "gli")
            and (aux or j == i - 1)
            and _clitic_before(reading, sentence, j + 1)
        ):
            group = j
        elif kind == "cli" or (kind == "sub" and reading.low[j] in ("però", "infatti", "così", "quindi")):
            pass
        else:
            break
        j -= 1
    return group, aux


def _if(reading: Reading, j: int) -> bool:
    """ "se segna", "se Rossi segna"; not the pronoun of "se la prende", "se ne va"."""
    if reading.low[j] != "se" or j + 2 >= len(reading.low):
        return False
    follows = reading.low[j + 1]
    return not (
        follows in ("ne", "n'", "la", "lo", "l'", "li", "le", "gli") and reading.classes[j + 2] in ("verb", "aux")
    )


def _clause(reading: Reading, sentence: Sentence, i: int, group: int, form: VerbForm, aux: list[int]) -> Clause:
    low = reading.low
    aux_words = [low[a] for a in aux]
    be = any(w in _BE for w in aux_words)
    reflexive = any(low[k] in ("si", "s'", "se") for k in range(group, i))
    passive = form.mood == "part" and (be or not aux) and not reflexive and form.lemma not in _unaccusative()
    if any(w in ("aver", "avere", "essere", "esser", "averlo", "averla") for w in aux_words) and not any(
        w in _MODAL for w in aux_words
    ):
        form = VerbForm(form.lemma, "inf", "perf", form.number, form.gender)  # "dopo aver battuto"
    negated = any(
        reading.classes[k] == "neg" or low[k] == "difficilmente" for k in range(max(sentence.start, group - 1), i)
    ) or (group > sentence.start and low[group - 1] in ("non", "senza", "né", "mai", "difficilmente"))
    modality = "real"
    if form.mood == "cond" or any(w in _CONDITIONAL for w in aux_words):
        modality = "conditional"
    elif any(_if(reading, k) for k in range(group, i)):
        modality = "hypothetical"
    elif any(w in _MODAL for w in aux_words):
        modality = "wished"
    elif any(w in _SUBJUNCTIVE for w in aux_words) or form.mood == "sub":
        modality = "subjunctive"
    elif form.tense == "fut" or any(w in _FUTURE for w in aux_words):
        modality = "future"
    return Clause(
        start=group,
        end=i + 1,
        verb=i,
        group=group,
        form=form,
        passive=passive,
        reduced=form.mood == "part" and not aux,
        negated=negated,
        modality=modality,
        sentence=sentence.index,
        number="p"
        if any(w in _PLURAL for w in aux_words)
        else ("s" if aux_words and form.mood == "part" else form.number),
    )


def _stretch(reading: Reading, sentence: Sentence, found: list[Clause]) -> None:
    """Give each clause its left boundary and let it reach to the next clause's boundary."""
    left_limit = sentence.start
    for k, clause in enumerate(found):
        opener = -1
        for j in range(clause.group - 1, left_limit - 1, -1):
            kind, word = reading.classes[j], reading.low[j]
            if (
                kind == "rel"
                or kind == "sub"
                or (word == "se" and kind == "cli" and _if(reading, j))
                or (word in _BREAK_PUNCT and not _in_figure(reading, j))
                or (kind == "cc" and word in ("e", "ed", "ma", "o", "né"))
            ):
                if kind == "cc" and not _joins_clauses(reading, j, left_limit, clause):
                    continue
                opener = j
                break
        if opener > left_limit and reading.low[opener] == "," and reading.classes[opener - 1] == "rel":
            opener -= 1  # "che, dopo aver battuto X, è andato": the relative is interrupted
        clause.opener = opener
        clause.relative = opener >= 0 and reading.classes[opener] == "rel"
        clause.start = opener + 1 if opener >= 0 else left_limit
        if opener >= 0 and reading.low[opener] in _HYPOTHESIS and clause.modality in ("real", "subjunctive", "future"):
            clause.modality = "hypothetical"
        if k:
            found[k - 1].end = max(found[k - 1].verb + 1, opener if opener >= 0 else clause.group)
        left_limit = clause.verb + 1
    if found:
        found[-1].end = sentence.end


def _in_figure(reading: Reading, j: int) -> bool:
    """The dash of "2-1" or of a season parts nothing."""
    return (
        reading.low[j] in ("-", "–")
        and 0 < j < len(reading.low) - 1
        and reading.classes[j - 1] == "num"
        and reading.classes[j + 1] == "num"
    )


def _joins_clauses(reading: Reading, j: int, left_limit: int, clause: Clause) -> bool:
    """ "e" between two names of one subject does not open a clause; before the verb or a new subject it does."""
    if j + 1 == clause.group:
        return True
    if reading.classes[j + 1] == "prep":
        return False
    names_before = j > left_limit and reading.classes[j - 1] == "name"
    names_after = reading.classes[j + 1] == "name" or (reading.classes[j + 1] == "det" and j + 2 < clause.group)
    return not (names_before and names_after and left_limit == reading.sentences[reading.sentence_of[j]].start)
