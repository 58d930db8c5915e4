"""The written forms under which the press names people and clubs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.gazetteer.folding import fold, fold_words
from kg.gazetteer.inflection import inflect
from kg.gazetteer.records import ClubRecord, PersonRecord

#: Kinds of a form; the position is the number used in the compiled index.
KINDS = (
    "person",
    "person_short",
    "person_nick",
    "club",
    "club_nick",
    "colour",
    "demonym",
    "ground",
    "stand",
    "town",
    "region",
)
PERSON_KINDS = frozenset({"person", "person_short", "person_nick"})

#: Words that belong to the surname they precede ("De Vrij", "El Shaarawy", "Mac Allister").
_PARTICLES = (
    "de di da do dos das del della delle dello dei degli dell' dal dalla dalle d' lo la le li van von der den ter ten "
    "el al ben bin bel abu ould mac mc st st. saint san du des af zu e y"
)
PARTICLES = frozenset(_PARTICLES.split())
_ELIDED = frozenset({"d", "l", "dell", "dall"})
_LEGAL_FORMS = (
    "ac acf acr afc as asc asd bc bk ca calcio cd cf cfc club ec fbc fc ff fk gd gnk hnk if jk kf ks nk ogc pfc rc rcd "
    "sad sc sco sd sfc sk sm srl ss ssc ssd sv uc ud us usd vfb vfl"
)
_AFFIXES = frozenset(_LEGAL_FORMS.split())
_SUFFIXES = frozenset({"jr", "jr.", "junior", "neto", "filho", "ii", "iii"})
_ARTICLES = {"il": "sm", "lo": "sm", "la": "sf", "i": "pm", "gli": "pm", "le": "pf", "los": "pm", "les": "p", "the": ""}


class Form(NamedTuple):
    """A written form of somebody or something.

    ``exact`` is the folded form; ``capitals`` the places that must be upper-case in the text (lower-case
    "conte" is no name); ``article`` asks for an article before a form the press writes in lower case.
    """

    exact: str
    kind: str
    capitals: tuple[int, ...]
    number: str = ""
    gender: str = ""
    article: bool = False


def key_of(exact: str) -> str:
    """Return what the index stores for a folded form: words between single spaces, bounded by spaces."""
    return f" {fold_words(exact)} "


def _capitals(surface: str) -> tuple[int, ...]:
    """Return the places of the capitals that begin a word of the surface; particles are free."""
    places: list[int] = []
    start = 0
    for word in surface.split(" "):
        elided, apostrophe, rest = word.partition("'")
        if apostrophe and fold(elided) in _ELIDED:  # "D'Ambrosio", "d'Ambrosio", "l'Aquila"
            places += [start + len(elided) + 1] if rest[:1].isupper() else []
        elif fold(word) not in PARTICLES and word[:1].isupper():
            places.append(start)
        start += len(word) + 1
    if not places and surface[:1].isupper():
        places.append(0)
    return tuple(places)


def name_form(surface: str, kind: str, reading: str = "", article: bool = False) -> Iterator[Form]:
    """Give the forms of a name: as written, and without the full stop of an abbreviation ("St. Pauli")."""
    surface = " ".join(surface.split())
    if not fold_words(surface).strip():
        return
    yield Form(fold(surface), kind, _capitals(surface), reading[:1], reading[1:], article)
    if ". " in surface:
        plain = surface.replace(". ", " ")
        yield Form(fold(plain), kind, _capitals(plain), reading[:1], reading[1:], article)


def _without_article(nickname: str) -> str:
    head, _, rest = nickname.partition(" ")
    return rest if rest and fold(head) in _ARTICLES else nickname


def _nickname(text: str, kind: str) -> Iterator[Form]:
    head, _, rest = text.partition(" ")
    if text.startswith(("l'", "l’", "L'")):
        yield from name_form(text[2:], kind, "s", article=text[2].islower())
    elif rest and fold(head) in _ARTICLES:
        yield from name_form(rest, kind, _ARTICLES[fold(head)], article=rest[0].islower())
    else:
        yield from name_form(text, kind, article=text[:1].islower())


def surname(name: str) -> str:
    """Return the surname: the last word with the particles before it; "" for a one-word name."""
    words = name.split()
    if len(words) < 2:
        return ""
    first = len(words) - 1
    if fold(words[first]) in _SUFFIXES and first > 1:
        first -= 1
    while first > 1 and fold(words[first - 1]) in PARTICLES:
        first -= 1
    return " ".join(words[first:])


def short_names(person: PersonRecord) -> tuple[str, ...]:
    """Return the forms below the full name: the surname and what the record adds.

    Where the short forms give the name with more than its surname and not the surname ("Alex Sandro", "Thiago Silva"),
    the surname alone is no form: nobody calls the man "Sandro".
    """
    last = surname(person.name)
    folded, full = f" {fold(last)}", fold(person.name)
    shorts = {f" {fold(short)}" for short in person.short}
    compound = any(short.endswith(folded) and f" {full}".endswith(short) for short in shorts - {folded})
    own = [last] if last and (folded in shorts or not compound) else []
    return tuple(dict.fromkeys([*own, *person.short]))


def without_affixes(name: str) -> str:
    """Return a club's name without legal forms and years around it ("US Alessandria 1912" is Alessandria)."""
    words = name.split()
    while len(words) > 1 and _is_affix(words[0]):
        del words[0]
    while len(words) > 1 and _is_affix(words[-1]):
        del words[-1]
    return " ".join(words)


def _is_affix(word: str) -> bool:
    return word.isdecimal() or fold(word).replace(".", "") in _AFFIXES


def person_forms(person: PersonRecord) -> Iterator[Form]:
    """Give every written form of a person."""
    yield from name_form(person.name, "person")
    full = fold(person.name)
    for short in short_names(person):
        if fold(short) != full:
            yield from name_form(short, "person_short", "s")
    last = surname(person.name)
    for nickname in person.nicknames:
        yield from _nickname(nickname, "person_nick")
        bare = _without_article(nickname)
        if last and " " not in bare and bare[:1].isupper():
            yield from name_form(f"{bare} {last}", "person")


def club_forms(club: ClubRecord, region_adjectives: tuple[str, ...] = ()) -> Iterator[Form]:
    """Give every written form of a club: names, nicknames, adjectives in all their forms, places."""
    for name in dict.fromkeys((club.name, club.full, *club.aliases)):
        if name:
            yield from name_form(name, "club")
    for nickname in club.nicknames:
        yield from _nickname(nickname, "club_nick")
    if club.women:  # colours, town and grounds without more mean the men's side
        return
    for kind, words in (("colour", club.colours), ("demonym", club.demonyms), ("region", region_adjectives)):
        for word in words:
            for form, number, gender in inflect(word):
                yield Form(fold(form), kind, (), number, gender)
    for kind, names in (("ground", club.grounds), ("town", (club.town or "",))):
        for name in names:
            yield from name_form(name, kind)
    for stand in club.stands:
        yield from _nickname(stand, "stand")
