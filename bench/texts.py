"""Articles to measure with: real ones are few, so reports are made from football records.

Each made article tells one Serie A match of the records (goals, cards, changes) in plain sentences and a score
sheet, about 300 words. They are for speed and size; they say nothing about quality.
"""

from __future__ import annotations

import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kg.article import Article

ROOT = Path(__file__).resolve().parent.parent
RECORDS = "data/incidents_serie_a_2000-2025_odcby.csv.gz"


def records() -> Path | None:
    """Return the file of incidents, ``None`` where it is not on this machine."""
    folder = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
    path = folder / RECORDS
    return path if path.exists() else None


def examples() -> list[Article]:
    """Return the example articles of the repository."""
    return [Article(id=p.stem, text=p.read_text("utf-8")) for p in sorted((ROOT / "examples").glob("*.txt"))]


def made(count: int) -> list[Article]:
    """Return ``count`` made match reports, the same ones each time.

    Raises:
        FileNotFoundError: the records are not on this machine.
    """
    path = records()
    if path is None:
        raise FileNotFoundError(RECORDS)
    return list(islice(_reports(path), count))


def _reports(path: Path) -> Iterator[Article]:
    matches: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["season"] >= "2005":
                matches[row["date"], row["home"], row["away"]].append(row)
    for (day, home, away), rows in sorted(matches.items()):
        yield Article(id=f"{day}-{home}-{away}".replace(" ", "-"), text=_report(day, home, away, rows), date=day)


def _name(player: str) -> str:
    """ "Rossi M." is told as Rossi."""
    words = player.split()
    return " ".join(words[:-1]) if len(words) > 1 and words[-1].endswith(".") else player


def _report(day: str, home: str, away: str, rows: list[dict[str, str]]) -> str:
    score = f"{rows[0]['hg']}-{rows[0]['ag']}"
    text = [f"{home}-{away} {score}", ""]
    told = [
        f"Finisce {score} la sfida tra {home} e {away}, una gara giocata a viso aperto dalle due squadre fino al novantesimo."
    ]
    sheet: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        name, minute, kind, side = _name(row["player"]), row["minute"], row["kind"], row["team"]
        if kind in ("goal", "penalty_goal", "penalty"):
            told.append(
                f"Al {minute}' {name} batte il portiere avversario e segna il gol del momentaneo {row['run_h']}-{row['run_a']} per la squadra ospitata dal proprio pubblico."
            )
            sheet["Marcatori"].append(f"{minute}' {'rig. ' if kind.startswith('penalty') else ''}{name} ({side[:1]})")
        elif kind == "yellow":
            told.append(
                f"Il direttore di gara al {minute}' ammonisce {name} per un intervento in ritardo a centrocampo."
            )
            sheet["Ammoniti"].append(f"{name} ({side[:1]})")
        elif kind == "red":
            told.append(f"Al {minute}' viene espulso {name}, e la sua squadra resta in dieci uomini.")
            sheet["Espulsi"].append(f"{minute}' {name} ({side[:1]})")
        elif row["player_out"]:
            told.append(f"Al {minute}' entra {name} al posto di {_name(row['player_out'])}.")
    text.append(" ".join(told))
    text.append("")
    text += [f"{label}: {', '.join(names)}." for label, names in sorted(sheet.items(), reverse=True)]
    return "\n".join(text) + "\n"
