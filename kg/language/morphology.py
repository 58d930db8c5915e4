"""Forms of Italian verbs: what a lexicon entry's infinitive looks like in a text.

Regular conjugations are generated; irregular remote pasts, participles and presents are data
(``kg/lexicon/verbs.toml``). Only the third persons, the non-finite forms and the first person
singular and plural are made: the press tells, it seldom addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.lexicon import load

_CLITICS = ("si", "lo", "la", "li", "le", "gli", "ne", "ci", "vi", "mi")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One reading of a word as a verb.

    ``mood``: ind, sub, cond, inf, ger, part; ``tense``: pres, past (passato remoto), impf, fut or ""
    ``number``: s, p or ""; ``gender``: m, f or "" (participles).
    """

    lemma: str
    mood: str
    tense: str = ""
    number: str = ""
    gender: str = ""


_ENDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    # first persons: present; imperfect; remote past
    # presents: 3s 3p; imperfect; past; future; conditional; subjunctive present; subjunctive imperfect
    "are": {
        "pres": ("a", "ano"),
        "impf": ("ava", "avano"),
        "past": ("ò", "arono"),
        "fut": ("erà", "eranno"),
        "cond": ("erebbe", "erebbero"),
        "sub": ("i", "ino", "asse", "assero"),
        "ger": ("ando",),
        "part": ("ato",),
        "first": ("o", "iamo"),
        "ours": ("avo", "avamo"),
        "did": ("ai", "ammo"),
    },
    "ere": {
        "pres": ("e", "ono"),
        "impf": ("eva", "evano"),
        "past": ("é", "ette", "erono", "ettero"),
        "fut": ("erà", "eranno"),
        "cond": ("erebbe", "erebbero"),
        "sub": ("a", "ano", "esse", "essero"),
        "ger": ("endo",),
        "part": ("uto",),
        "first": ("o", "iamo"),
        "ours": ("evo", "evamo"),
        "did": ("ei", "emmo"),
    },
    "ire": {
        "pres": ("e", "ono"),
        "impf": ("iva", "ivano"),
        "past": ("ì", "irono"),
        "fut": ("irà", "iranno"),
        "cond": ("irebbe", "irebbero"),
        "sub": ("a", "ano", "isse", "issero"),
        "ger": ("endo",),
        "part": ("ito",),
        "first": ("o", "iamo"),
        "ours": ("ivo", "ivamo"),
        "did": ("ii", "immo"),
    },
}


def _soft(stem: str, ending: str, kind: str) -> str:
    """Join stem and ending with the spelling rules of -care, -gare, -ciare, -giare verbs."""
    if kind == "are":
        if stem.endswith(("c", "g")) and ending[0] in "ei":
            return stem + "h" + ending
        if stem.endswith(("ci", "gi", "sci")) and ending[0] in "ei":
            return stem[:-1] + ending
        if stem.endswith("i") and ending[0] == "i":
            return stem + ending[1:]
    return stem + ending


def _participle(base: str, lemma: str) -> Iterator[tuple[str, VerbForm]]:
    stem = base[:-1]
    for ending, number, gender in (("o", "s", "m"), ("a", "s", "f"), ("i", "p", "m"), ("e", "p", "f")):
        yield stem + ending, VerbForm(lemma, "part", "", number, gender)


def _regular(lemma: str) -> Iterator[tuple[str, VerbForm]]:
    kind = lemma[-3:]
    stem = lemma[:-3]
    table = _ENDINGS[kind]
    for tense in ("pres", "impf", "past", "fut"):
        for ending in table[tense]:
            number = "p" if ending.endswith(("no", "ro")) else "s"
            yield _soft(stem, ending, kind), VerbForm(lemma, "ind", tense, number)
    if kind == "ire":  # -isc- verbs: both are made, the wrong one meets no text
        yield stem + "isce", VerbForm(lemma, "ind", "pres", "s")
        yield stem + "iscono", VerbForm(lemma, "ind", "pres", "p")
    for ending in table["cond"]:
        yield _soft(stem, ending, kind), VerbForm(lemma, "cond", "pres", "p" if ending.endswith("o") else "s")
    for ending in table["sub"]:
        yield (
            _soft(stem, ending, kind),
            VerbForm(lemma, "sub", "pres", "p" if ending.endswith(("no", "ro")) else "s"),
        )
    for ending in table["first"]:
        yield _soft(stem, ending, kind), VerbForm(lemma, "ind", "first", "p" if ending == "iamo" else "s")
    for tense, row in (("impf", "ours"), ("past", "did")):
        for ending in table[row]:
            yield _soft(stem, ending, kind), VerbForm(lemma, "ind", tense, "p" if ending.endswith("mo") else "s")
    for ending in table["ger"]:
        gerund = _soft(stem, ending, kind)
        yield gerund, VerbForm(lemma, "ger")
        for clitic in _CLITICS:
            yield gerund + clitic, VerbForm(lemma, "ger")
    yield from _participle(_soft(stem, table["part"][0], kind), lemma)


def _infinitives(lemma: str) -> Iterator[tuple[str, VerbForm]]:
    yield lemma, VerbForm(lemma, "inf")
    if not lemma.endswith("rre"):
        yield lemma[:-1], VerbForm(lemma, "inf")
        for clitic in _CLITICS:
            yield lemma[:-1] + clitic, VerbForm(lemma, "inf")


def conjugate(lemma: str) -> list[tuple[str, VerbForm]]:
    """Return the forms of the verb with their readings, the more likely reading of a form first.

    Args:
        lemma: infinitive in lower case, ending in -are, -ere, -ire or -rre.
    """
    irregular = load("verbs")["irregular"].get(lemma, {})
    forms: list[tuple[str, VerbForm]] = []
    for tense in ("pres", "past", "fut", "impf"):
        for form in irregular.get(tense, ()):
            number = "p" if form.endswith(("no", "ro")) else "s"
            forms.append((form, VerbForm(lemma, "ind", tense, number)))
    for form in irregular.get("cond", ()):
        forms.append((form, VerbForm(lemma, "cond", "pres", "p" if form.endswith("ro") else "s")))
    for form in irregular.get("sub", ()):
        forms.append((form, VerbForm(lemma, "sub", "pres", "p" if form.endswith(("no", "ro")) else "s")))
    for base in irregular.get("part", ()):
        forms.extend(_participle(base, lemma))
    for base in irregular.get("ger", ()):
        forms.append((base, VerbForm(lemma, "ger")))
        forms.extend((base + clitic, VerbForm(lemma, "ger")) for clitic in _CLITICS)
    forms.extend(_infinitives(lemma))
    if not lemma.endswith("rre"):
        forms.extend(_regular(lemma))
    return forms


@cache
def homographs() -> dict[str, tuple[VerbForm, ...]]:
    """Return forms that are nouns except where the words around them make a verb of them ("Rossi porta in vantaggio i suoi")."""
    data = load("verbs")["homographs"]
    return {
        form: tuple(reading for made, reading in conjugate(lemma) if made == form and reading.mood == "ind")
        for form, lemma in data.items()
    }


@cache
def verb_table() -> dict[str, tuple[VerbForm, ...]]:
    """Return form → readings for every verb of ``verbs.toml``; folded of no accents, lower case."""
    table: dict[str, list[VerbForm]] = {}
    data = load("verbs")
    for lemma in dict.fromkeys([*data["verbs"], *data["irregular"]]):
        for form, reading in conjugate(lemma):
            readings = table.setdefault(form, [])
            if reading not in readings:
                readings.append(reading)
    for form in data["never_verbs"]:
        table.pop(form, None)
    return {form: tuple(readings) for form, readings in table.items()}
