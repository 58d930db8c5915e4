"""The check of people against records: what counts as agreement, and the shipped people themselves."""

from __future__ import annotations

import gzip
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kg.gazetteer import Gazetteer, PersonRecord, SpellRecord
from kg.gazetteer.files import DATA

ROOT = Path(__file__).resolve().parents[2]

CLUBS = """
[[club]]
id = "rossi"
name = "Rossi"

[[club]]
id = "verdi"
name = "Verdi"
"""
PEOPLE = """name,short,nicknames,birth,nationalities,position,roles,spells,wikidata
Anna Prova,,,1990,ITA,FW,,rossi 2010-2014,
Bruno Esempio,,,1985,ITA,DF,,rossi 2008-2012; verdi 2012-,
Carlo Nessuno,,,1988,ITA,DF,,rossi 2010-2011,
"""
PLAYERS = "name,birth,licence\nAnna Prova,1990-05-01,x\nCarlo Nessuno,1979-01-01,x\n"
STINTS = """player,birth,nationality,club,league,from,to,licence
Anna Prova,1990-05-01,Italy,Rossi,Serie A,2009-07-01,2014-06-30,x
Esempio Bruno,1985-02-01,Italy,Rossi,Serie A,2008-07-01,2010-06-30,x
Altro Ignoto,1980-02-01,Italy,Rossi,Serie A,2008-07-01,2014-06-30,x
Esempio Bruno,1985-02-01,Italy,Verdi,Serie A,2012-07-01,2021-06-30,x
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_people", ROOT / "scripts" / "check_people.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_people"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for folder, name, text in (("clubs", "c.toml", CLUBS), ("people", "x_people.csv", PEOPLE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    for name, text in (("players_a.csv.gz", PLAYERS), ("stints_a.csv.gz", STINTS)):
        with gzip.open(folder / name, "wt", encoding="utf-8") as file:
            file.write(text)
    return folder


def test_spans_that_touch_are_joined_and_others_are_not(script: ModuleType) -> None:
    assert script.merged([(2015, 2017), (2010, 2012), (2012, 2013), (2014, 2014)]) == [(2010, 2017)]
    assert script.merged([(2010, 2012), (2014, 2015)]) == [(2010, 2012), (2014, 2015)]


@pytest.mark.parametrize(
    ("span", "silent", "agree"),
    [
        ((2010, 2013), (), True),
        ((2011, 2014), (), True),
        ((2012, 2013), (), False),
        ((2010, 2016), (), False),
        ((2010, 2016), (2013, 2014), True),
        ((2007, 2013), (2008, 2009), True),
        ((2007, 2013), (2008,), False),
    ],
)
def test_a_stint_agrees_within_a_season_and_over_seasons_without_records(
    script: ModuleType, span: tuple[int, int], silent: tuple[int, ...], agree: bool
) -> None:
    assert script.agrees(script.Stint("rossi", 2010, 2013), [span], frozenset(silent)) is agree


def test_a_spell_that_began_before_the_records_agrees_from_their_first_year(script: ModuleType) -> None:
    stint = script.Stint("rossi", script.FIRST_YEAR, 2008)
    assert script.agrees(stint, [(1998, 2008)])
    assert not script.agrees(stint, [(2006, 2008)])


def test_figures_and_disagreements_of_a_small_gazetteer(script: ModuleType, data: Path, records: Path) -> None:
    gazetteer = Gazetteer.load([data])
    report = script.compare(gazetteer.people.values(), script.Records(records, gazetteer))
    assert (report.people, report.found, report.births) == (3, 2, (2, 3))
    assert report.stints == (2, 3)
    assert [(f.kind, f.person) for f in report.findings] == [("birth", "Carlo Nessuno"), ("years", "Bruno Esempio")]


def test_a_spell_that_a_recorded_club_does_not_know_is_told(script: ModuleType, data: Path, records: Path) -> None:
    gazetteer = Gazetteer.load([data])
    spells = (SpellRecord("rossi", 2010, 2014), SpellRecord("verdi", 2013, 2014))
    invented = PersonRecord("anna-prova", "Anna Prova", birth=1990, spells=spells)
    report = script.compare([invented], script.Records(records, gazetteer))
    assert report.spells == (1, 2)
    assert [(f.kind, f.ours) for f in report.findings] == [("unrecorded", "verdi 2013-2014")]


def test_without_records_it_says_so(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(["--records", str(tmp_path)]) == 1
    assert "no records" in capsys.readouterr().err


def test_the_command_prints_the_figures(
    script: ModuleType, data: Path, records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["--data", str(data), "--records", str(records), "--list", "1"]) == 0
    out = capsys.readouterr().out
    assert "names found          2/3" in out
    assert "… 1 more" in out


@pytest.mark.shared
def test_the_shipped_modern_players_agree_with_the_records(script: ModuleType) -> None:
    folder = script.records_folder()
    if not any(folder.glob("stints_*.csv.gz")):
        pytest.skip(f"no records in {folder} (KG_SHARED)")
    gazetteer = Gazetteer.load([DATA])
    listed = script.names_in(sorted((DATA / "people").glob("m_*.csv")))
    people = [p for p in gazetteer.people.values() if script.slug(p.name) in {name for name, _ in listed}]
    report = script.compare(people, script.Records(folder, gazetteer))
    for (part, whole), least in ((report.births, 0.98), (report.stints, 0.9), (report.spells, 0.95)):
        assert part / whole >= least
