"""Score sheets made from recorded matches in the layouts of the Italian press, and how many of their facts are read back.

    python scripts/generated_sheets.py [--matches 2000] [--layout NAME] [--show NAME] [--list 20] [--seed 1]

The records (``incidents_serie_a*.csv.gz``) lie in ``$KG_SHARED/data`` or ``../shared/data``. A match gives one sheet in one
layout, so every fact of the sheet is known: goals with minute, kind and side, cards, substitutions, who stands where. Men
the records do not name as starters fill the line-ups from the same team's other matches of the season. Matches in which
two men share a surname are left out: a sheet of surnames does not tell them apart.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.article import Article  # noqa: E402
from kg.evaluation import fold  # noqa: E402
from kg.extraction import Extractor  # noqa: E402
from kg.facts import Facts  # noqa: E402

_PARTICLES = {
    "de",
    "di",
    "del",
    "della",
    "dalla",
    "dal",
    "da",
    "la",
    "lo",
    "le",
    "van",
    "der",
    "den",
    "dos",
    "el",
    "al",
    "d'",
    "mac",
}
_GOALS = ("goal", "penalty_goal", "own_goal")
_CARDS = {"yellow": "yellow_card", "red": "red_card"}

#: One fact of a sheet: type, folded surname, minute (``None`` where the layout leaves it out), side, the other man's surname.
Fact = tuple[str, str, int | None, str, str]


@dataclass(slots=True)
class Event:
    """An incident of the records. ``minute`` is the printed one ("45+2"); ``own`` the player's own side, 0 home or 1 away."""

    kind: str
    minute: str
    player: str
    own: int
    out: str = ""

    @property
    def value(self) -> int:
        """The minute as a number, added time left out."""
        return int(self.minute.split("+")[0])

    @property
    def half(self) -> int:
        """First or second half."""
        return 1 if self.value <= 45 else 2


@dataclass(slots=True)
class Team:
    """One side: starters in the order of the sheet, bench, coach."""

    name: str
    starters: list[str] = field(default_factory=list)
    bench: list[str] = field(default_factory=list)
    coach: str = ""


@dataclass(slots=True)
class Match:
    """A recorded match with its line-ups completed."""

    date: str
    teams: tuple[Team, Team]
    score: tuple[int, int]
    events: list[Event]

    def of(self, *kinds: str, side: int | None = None) -> list[Event]:
        """Return the events of some kinds in the order of play, of one side if given."""
        return [e for e in self.events if e.kind in kinds and side in (None, e.own)]


def records() -> Path | None:
    """Return the file of records, ``None`` where there is none."""
    base = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared")) / "data"
    return next(iter(sorted(base.glob("incidents_serie_a*.csv.gz"))), None)


def surname(name: str) -> str:
    """Return the surname of a record's name ("Del Piero A.", "Nicola Amoruso")."""
    words = name.split()
    if len(words) > 1 and words[-1].endswith("."):
        while len(words) > 1 and words[-1].endswith("."):
            words.pop()
        return " ".join(words)
    for k, word in enumerate(words[1:], 1):
        if word.lower() in _PARTICLES:
            return " ".join(words[k:])
    return words[-1] if words else ""


def matches(path: Path, seed: int = 1) -> Iterator[Match]:
    """Return the usable matches of the records in a random order that the seed fixes."""
    grouped: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    squads: dict[tuple[str, str], set[str]] = defaultdict(set)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            grouped[(row["date"], row["home"], row["away"])].append(row)
            if row["kind"] in ("goal", "substitution", "yellow"):
                squads[(row["season"], row["team"])].update(surname(n) for n in (row["player"], row["player_out"]) if n)
    keys = sorted(grouped)
    chance = random.Random(seed)
    chance.shuffle(keys)
    for key in keys:
        match = _match(key, grouped[key], squads, chance)
        if match is not None:
            yield match


def _match(
    key: tuple[str, str, str],
    rows: list[dict[str, str]],
    squads: dict[tuple[str, str], set[str]],
    chance: random.Random,
) -> Match | None:
    events = []
    for row in rows:
        if row["kind"] not in (*_GOALS, *_CARDS, "substitution"):
            continue
        if not row["minute"] or not row["minute"].replace("+", "").isdigit() or not row["player"]:
            return None
        side = 0 if row["side"] == "home" else 1
        own = 1 - side if row["kind"] == "own_goal" else side
        events.append(Event(row["kind"], row["minute"], surname(row["player"]), own, surname(row["player_out"])))
    events.sort(key=lambda e: (e.value, e.minute))
    season = rows[0]["season"]
    score = (int(rows[0]["hg"]), int(rows[0]["ag"]))
    counted = [0, 0]
    for e in events:
        if e.kind in _GOALS:
            counted[1 - e.own if e.kind == "own_goal" else e.own] += 1
    if tuple(counted) != score or not score[0] + score[1]:
        return None
    teams = (Team(key[1]), Team(key[2]))
    if not all(_fill(team, side, events, squads[(season, team.name)], chance) for side, team in enumerate(teams)):
        return None
    everybody = [fold(n) for t in teams for n in (*t.starters, *t.bench, t.coach)]
    if len(set(everybody)) != len(everybody) or any(
        a != b and a.split()[-1] == b.split()[-1] for a in everybody for b in everybody
    ):
        return None
    return Match(key[0], teams, score, events)


_COACHES = (
    "Bellardini",
    "Fantazzoli",
    "Morgantini",
    "Pescarola",
    "Trevisanato",
    "Zambonelli",
    "Quartesan",
    "Lombardozzo",
)


def _fill(team: Team, side: int, events: list[Event], squad: set[str], chance: random.Random) -> bool:
    """Complete eleven starters and a bench; refuse a side whose changes do not fit together."""
    came = [e.player for e in events if e.own == side and e.kind == "substitution"]
    went = [e.out for e in events if e.own == side and e.kind == "substitution"]
    acted = [e.player for e in events if e.own == side and e.kind != "substitution"]
    if len(set(came)) != len(came) or len(set(went)) != len(went) or not all(came) or not all(went):
        return False
    starters = list(dict.fromkeys(n for n in [*went, *acted] if n not in came))
    spare = sorted(squad - set(starters) - set(came))
    chance.shuffle(spare)
    while len(starters) < 11 and spare:
        starters.append(spare.pop())
    if len(starters) != 11:
        return False
    chance.shuffle(starters)
    team.starters, team.bench, team.coach = (
        starters,
        [*came, *spare[:4]],
        _COACHES[(side + 2 * chance.randrange(4)) % 8],
    )
    return True


# -- layouts ---------------------------------------------------------------------------------------
def _short(m: Match, side: int) -> str:
    """The letters that stand for a side: as many as tell the two apart."""
    a, b = m.teams[side].name, m.teams[1 - side].name
    width = next((k for k in range(1, 4) if a[:k] != b[:k]), 3)
    return a[:width]


def _half(e: Event, label: tuple[str, str] = ("pt", "st")) -> str:
    """ "12' pt", "45'+2 pt", "12' st"."""
    base, _, added = e.minute.partition("+")
    value = int(base) - (45 if e.half == 2 else 0)
    return f"{value}'{'+' + added if added else ''} {label[e.half - 1]}"


def _full(e: Event) -> str:
    base, _, added = e.minute.partition("+")
    return f"{base}'+{added}" if added else f"{base}'"


def _lineup(
    m: Match, side: int, change: Callable[[Event], str], sep: tuple[str, str, str, str] = ("; ", ", ", "; ", ", ")
) -> str:
    """Eleven names 1-4-3-3 with who came on behind whom: ``change`` prints one change."""
    subs = {e.out: e for e in m.of("substitution", side=side)}

    def man(name: str) -> str:
        chain = []
        e = subs.get(name)
        while e is not None:
            chain.append(change(e))
            e = subs.get(e.player)
        return f"{name} ({', '.join(chain)})" if chain else name

    names = [man(n) for n in m.teams[side].starters]
    return sep[0].join([names[0], sep[1].join(names[1:5]), sep[1].join(names[5:8]), sep[1].join(names[8:])])


def _cards(m: Match, kind: str, letters: bool = True, minute: bool = False) -> str:
    rows = []
    for e in {(x.player): x for x in reversed(m.of(kind))}.values():
        rows.append((f"{_full(e)} " if minute else "") + e.player + (f" ({_short(m, e.own)})" if letters else ""))
    return ", ".join(reversed(rows))


def _scorers(m: Match, one: Callable[[Event], str], sep: str = ", ") -> str:
    return sep.join(one(e) for e in m.of(*_GOALS))


def _mark(e: Event, penalty: str, own: str) -> str:
    return {"penalty_goal": penalty, "own_goal": own}.get(e.kind, "")


def _foot(m: Match, **more: bool) -> str:
    booked, sent = _cards(m, "yellow", **more), _cards(m, "red", **more)
    return (f" Ammoniti: {booked}." if booked else "") + (f" Espulsi: {sent}." if sent else "")


def classic(m: Match) -> str:
    """Pink paper: full minutes before the names, letters, everything in one line each."""
    home, away = m.teams
    lines = [
        f"{home.name.upper()}-{away.name.upper()} {m.score[0]}-{m.score[1]}",
        "MARCATORI: "
        + _scorers(m, lambda e: f"{_full(e)} {_mark(e, 'rig. ', 'aut. ')}{e.player} ({_short(m, e.own)})"),
    ]
    for side, team in enumerate(m.teams):
        lines.append(
            f"{team.name.upper()} (4-3-3): {_lineup(m, side, lambda e: f'{_half(e)} {e.player}')}. A disposizione: {', '.join(team.bench)}. All.: {team.coach}."
        )
    lines.append("ARBITRO: Passerotti di Legnago.")
    lines.append("NOTE: spettatori 21.000 circa." + _foot(m))
    return "\n".join(lines)


def halves(m: Match) -> str:
    """Names first, "al 12' p.t.", own goals and penalties behind the name."""
    home, away = m.teams
    lines = [
        f"{home.name} - {away.name} {m.score[0]}-{m.score[1]}",
        "",
        "Reti: "
        + _scorers(
            m,
            lambda e: f"{e.player} ({_short(m, e.own)}{_mark(e, ', rig.', ', aut.')}) al {_half(e, ('p.t.', 's.t.'))}",
        ),
        "",
    ]
    for side, team in enumerate(m.teams):
        lines += [
            f"{team.name} (4-4-2): {_lineup(m, side, lambda e: f'dal {_half(e)} {e.player}')}. All. {team.coach}",
            "",
        ]
    lines += [
        "Arbitro: Passerotti di Legnago",
        "",
        "Ammoniti: " + _cards(m, "yellow"),
        "",
        "Espulsi: " + (_cards(m, "red", minute=True) or "nessuno"),
    ]
    return "\n".join(lines)


def grouped(m: Match) -> str:
    """Halves told once: "pt 12' Totti, 34' Rocchi; st 5' aut. Siviglia"."""
    parts = []
    for half, label in ((1, "pt"), (2, "st")):
        rows = [
            f"{_half(e).split()[0]} {_mark(e, 'rig. ', 'aut. ')}{e.player}" for e in m.of(*_GOALS) if e.half == half
        ]
        if rows:
            parts.append(f"{label} {', '.join(rows)}")
    lines = [
        f"{m.teams[0].name.upper()}-{m.teams[1].name.upper()} {m.score[0]}-{m.score[1]}",
        "Marcatori: " + "; ".join(parts),
    ]
    for side, team in enumerate(m.teams):
        lines.append(
            f"{team.name}: {_lineup(m, side, lambda e: f'{_full(e)} {e.player}', (', ', ', ', ', ', ', '))}. All.: {team.coach}"
        )
    lines.append("Arbitro: Passerotti di Legnago." + _foot(m, letters=False))
    return "\n".join(lines)


def behind(m: Match) -> str:
    """Minutes behind the names, several goals of one man in one entry: "Totti 12' rig., 45' (R)"."""
    by_man: dict[tuple[str, int, bool], list[Event]] = {}
    for e in m.of(*_GOALS):
        by_man.setdefault((e.player, e.own, e.kind == "own_goal"), []).append(e)
    rows = []
    for (player, own, into), events in by_man.items():
        times = ", ".join(f"{_full(e)}{_mark(e, ' rig.', '')}" for e in events)
        rows.append(f"{'autogol ' if into else ''}{player} {times} ({_short(m, own)})")
    lines = [f"{m.teams[0].name}-{m.teams[1].name} {m.score[0]}-{m.score[1]}", f"Gol: {', '.join(rows)}"]
    for side, team in enumerate(m.teams):
        lines.append(
            f"{team.name.upper()} (3-5-2) – {_lineup(m, side, lambda e: f'{e.player} {_full(e)}')}. Panchina: {', '.join(team.bench)}. Allenatore: {team.coach}"
        )
    lines.append(f"Arbitro: Passerotti.{_foot(m, minute=True)}")
    return "\n".join(lines)


def separate(m: Match) -> str:
    """Changes in their own lines: "Sostituzioni: 46' Rossi per Bianchi"."""
    lines = [f"{m.teams[0].name.upper()}-{m.teams[1].name.upper()} {m.score[0]}-{m.score[1]}"]
    lines.append("RETI: " + _scorers(m, lambda e: f"{_half(e)} {e.player}{_mark(e, ' (rig.)', ' (aut.)')}"))
    for team in m.teams:
        lines.append(
            f"{team.name.upper()} (4-2-3-1): {', '.join(team.starters)}. A disp.: {', '.join(team.bench)}. All.: {team.coach}"
        )
    subs = m.of("substitution")
    if subs:
        lines.append("SOSTITUZIONI: " + ", ".join(f"{_full(e)} {e.player} per {e.out}" for e in subs))
    lines.append("ARBITRO: Passerotti." + _foot(m))
    return "\n".join(lines)


def entered(m: Match) -> str:
    """ "Subentrati: Rossi (46' Bianchi)" behind each line-up, the score running along with the goals."""
    goals = [0, 0]

    def one(e: Event) -> str:
        goals[1 - e.own if e.kind == "own_goal" else e.own] += 1
        return f"{_full(e)} {e.player}{_mark(e, ' su rigore', ' (autorete)')} {goals[0]}-{goals[1]}"

    lines = [f"{m.teams[0].name} – {m.teams[1].name} {m.score[0]}-{m.score[1]}", "Marcatori: " + _scorers(m, one, "; ")]
    for side, team in enumerate(m.teams):
        came = ", ".join(f"{e.player} per {e.out} ({_full(e)})" for e in m.of("substitution", side=side))
        lines.append(
            f"{team.name} (4-3-1-2): {'; '.join(team.starters)}. {'Subentrati: ' + came + '. ' if came else ''}Allenatore: {team.coach}"
        )
    lines.append("Arbitro: Passerotti di Legnago." + _foot(m))
    return "\n".join(lines)


def marked(m: Match) -> str:
    """Marks in the line-up: "Totti 6, Taddei 5,5 (12' st Vucinic 6,5)"."""
    chance = random.Random(m.date)
    marks = ("5", "5,5", "6", "6,5", "7", "s.v.")

    def mark() -> str:
        return chance.choice(marks)

    lines = [
        f"{m.teams[0].name.upper()}-{m.teams[1].name.upper()} {m.score[0]}-{m.score[1]}",
        "MARCATORI: "
        + _scorers(m, lambda e: f"{e.player} ({_short(m, e.own)}) {_mark(e, 'su rigore ', 'autogol ')}al {_half(e)}"),
    ]
    for side, team in enumerate(m.teams):
        subs = {e.out: e for e in m.of("substitution", side=side)}
        names = []
        for name in team.starters:
            text, e = f"{name} {mark()}", subs.get(name)
            while e is not None:
                text += f" ({_half(e)} {e.player} {mark()})"
                e = subs.get(e.player)
            names.append(text)
        lines.append(
            f"{team.name.upper()} (4-3-3): {names[0]}; {', '.join(names[1:5])}; {', '.join(names[5:8])}; {', '.join(names[8:])}. All. {team.coach} 6"
        )
    lines.append("ARBITRO: Passerotti 6,5." + _foot(m, minute=True))
    return "\n".join(lines)


def stacked(m: Match) -> str:
    """Every item in a line of its own, as live pages print it."""
    lines = [f"{m.teams[0].name}-{m.teams[1].name} {m.score[0]}-{m.score[1]}", "Marcatori:"]
    lines += [f"{_full(e)} {_mark(e, 'rig. ', 'aut. ')}{e.player} ({_short(m, e.own)})" for e in m.of(*_GOALS)]
    for side, team in enumerate(m.teams):
        lines += [
            "",
            f"{team.name.upper()} (4-3-3)",
            _lineup(m, side, lambda e: f"{_full(e)} {e.player}") + ".",
            f"A disposizione: {', '.join(team.bench)}.",
            f"Allenatore: {team.coach}.",
        ]
    lines += ["", "Arbitro: Passerotti", "Ammoniti: " + _cards(m, "yellow"), "Espulsi: " + (_cards(m, "red") or "-")]
    return "\n".join(lines)


def running(m: Match) -> str:
    """The whole sheet in one paragraph, as agencies send it."""
    text = f"{m.teams[0].name}-{m.teams[1].name} {m.score[0]}-{m.score[1]}\n"
    for side, team in enumerate(m.teams):
        text += f"{team.name} (4-4-2): {_lineup(m, side, lambda e: f'{_half(e)} {e.player}')}. A disp. {', '.join(team.bench)}. All. {team.coach}. "
    text += "Arbitro: Passerotti di Legnago. "
    text += "Reti: " + _scorers(m, lambda e: f"{_half(e)} {e.player}{_mark(e, ' rig.', ' aut.')}") + "."
    return text + _foot(m, letters=False)


def brief(m: Match) -> str:
    """No line-ups: letters alone tell the sides, behind an own goal the player's own."""
    return _brief(m, lambda e: _short(m, e.own))


def brief_gain(m: Match) -> str:
    """The same with the side that gains behind an own goal: only the score tells."""
    return _brief(m, lambda e: _short(m, 1 - e.own if e.kind == "own_goal" else e.own))


def _brief(m: Match, letter: Callable[[Event], str]) -> str:
    lines = [
        f"{m.teams[0].name}-{m.teams[1].name} {m.score[0]}-{m.score[1]}",
        "Reti: " + _scorers(m, lambda e: f"{_full(e)} {_mark(e, 'rig. ', 'aut. ')}{e.player} ({letter(e)})"),
        "Ammoniti: " + _cards(m, "yellow"),
    ]
    return "\n".join([*lines, *(["Espulsi: " + _cards(m, "red", minute=True)] if m.of("red") else [])])


LAYOUTS: dict[str, Callable[[Match], str]] = {
    f.__name__: f
    for f in (classic, halves, grouped, behind, separate, entered, marked, stacked, running, brief, brief_gain)
}
_TIMELESS_CARDS = {"classic", "grouped", "separate", "entered", "stacked", "running", "halves", "brief", "brief_gain"}


# -- what is in a sheet and what is read -----------------------------------------------------------
def expected(m: Match, layout: str) -> Counter[Fact]:
    """Return the facts the sheet of this layout tells."""
    facts: Counter[Fact] = Counter()
    for e in m.of(*_GOALS):
        facts[(e.kind, _key(e.player), e.value, m.teams[e.own].name, "")] += 1
    for kind, row in _CARDS.items():
        first = {e.player: e for e in reversed(m.of(kind))}
        for e in first.values():
            timed = layout not in _TIMELESS_CARDS or (layout in ("halves", "brief", "brief_gain") and kind == "red")
            facts[(row, _key(e.player), e.value if timed else None, m.teams[e.own].name, "")] += 1
    for e in m.of("substitution") if not layout.startswith("brief") else []:
        facts[("substitution", _key(e.player), e.value, m.teams[e.own].name, _key(e.out))] += 1
    return facts


def read(facts: Facts, m: Match) -> Counter[Fact]:
    """Return the incidents read, men by the surnames of the sheet."""
    sheet = {_key(n): n for t in m.teams for n in (*t.starters, *t.bench)}

    def man(name: str | None) -> str:
        folded = f" {fold(name or '').replace('-', ' ')} "
        fits = [k for k in sheet if folded.endswith(f" {k} ")] or [k for k in sheet if f" {k} " in folded]
        return max(fits, key=len) if fits else fold(name or "")

    sides = {fold(t.name): t.name for t in m.teams} | {"hellas verona": "Verona"}
    return Counter(
        (
            i.type,
            man(i.player),
            i.minute,
            sides.get(fold(i.club or ""), i.club or ""),
            man(i.other) if i.type == "substitution" else "",
        )
        for i in facts.incidents
    )


def _key(name: str) -> str:
    return fold(name).replace("-", " ")


def family(fact: Fact) -> str:
    """Return goals, cards or substitutions."""
    return (
        "goals"
        if fact[0] in _GOALS
        else "cards"
        if fact[0] in _CARDS.values()
        else fact[0]
        if fact[0] != "substitution"
        else "substitutions"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Generate, read back, and print precision and recall by layout and family."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--matches", type=int, default=2000)
    parser.add_argument("--layout", choices=sorted(LAYOUTS))
    parser.add_argument("--show", choices=sorted(LAYOUTS), help="print one sheet of this layout and stop")
    parser.add_argument("--list", type=int, default=0, help="print so many mistakes")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    path = records()
    if path is None:
        print("no records: set KG_SHARED", file=sys.stderr)
        return 2
    extractor = Extractor()
    names = [args.layout] if args.layout else list(LAYOUTS)
    table: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    shown = 0
    for number, match in enumerate(matches(path, args.seed)):
        if number >= args.matches:
            break
        layout = args.show or names[number % len(names)]
        text = LAYOUTS[layout](match)
        if args.show:
            print(text)
            return 0
        wanted = expected(match, layout)
        found = read(extractor.extract(Article(id=str(number), text=text, date=match.date)), match)
        for fact in wanted | found:
            for key in ((layout, family(fact)), ("all", family(fact))):
                row = table[key]
                row[0] += wanted[fact]
                row[1] += found[fact]
                row[2] += min(wanted[fact], found[fact])
        for fact in [*(wanted - found).elements(), *(found - wanted).elements()]:
            if shown < args.list:
                shown += 1
                print(
                    "missed" if (wanted - found)[fact] else "wrong ",
                    layout,
                    match.date,
                    match.teams[0].name,
                    match.teams[1].name,
                    fact,
                )
    print(f"{'layout':12}{'family':16}{'P':>8}{'R':>8}{'told':>8}{'read':>8}{'right':>8}")
    for (layout, kind), (told, got, right) in sorted(table.items(), key=lambda x: (x[0][0] == "all", x[0])):
        print(
            f"{layout:12}{kind:16}{right / got if got else 0:8.3f}{right / told if told else 0:8.3f}{told:8}{got:8}{right:8}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
