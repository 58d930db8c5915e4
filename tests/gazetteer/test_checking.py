from __future__ import annotations

from pathlib import Path

import pytest
from gazetteer_samples import CLUBS, PEOPLE, write_data

from kg.gazetteer import check

HEADER = PEOPLE.splitlines()[0] + "\n"


def test_the_sample_is_sound(tmp_path: Path) -> None:
    assert check([write_data(tmp_path)]) == []


@pytest.mark.parametrize(
    ("block", "about", "message"),
    [
        ('id = "inter"\nname = "Altra"', "inter", "id given twice"),
        ('id = "altra"\nname = "Inter"', "altra", "given twice"),
        ('id = "Altra Squadra"\nname = "Altra"', "Altra Squadra", "no slug"),
        ('id = "altra"\nname = "Altra"\ncolors = ["rossi"]', "altra", "unknown key"),
        ('id = "altra"\nname = "Altra"\ncolours = "rossi"', "altra", "no list"),
        ('id = "altra"\nname = "Altra"\ncolours = ["Rossi"]', "altra", "lower case"),
        ('id = "altra"\nname = "Altra"\naliases = ["A", "A"]', "altra", "twice"),
        ('id = "altra"\nname = "Altra"\ntown = ""', "altra", "town is no text"),
        ('id = "altra"\nname = "Altra"\nrivals = ["nessuna"]', "altra", "no other club"),
        ('id = "altra"\nname = "Altra"\nrivals = ["altra"]', "altra", "no other club"),
        ('id = "altra"\nname = "Altra"\nweight = 9', "altra", "weight"),
        ('id = "altra"\nname = "Altra"\nnational = "yes"', "altra", "neither true nor false"),
        ('id = "altra"\nname = "Altra"\ncountry = "Italy"', "altra", "three-letter"),
        ('id = "altra"\nname = "Altra"\nwikidata = "1234"', "altra", "Q id"),
    ],
)
def test_faults_of_a_club(tmp_path: Path, block: str, about: str, message: str) -> None:
    problems = check([write_data(tmp_path, clubs=f"{CLUBS}\n[[club]]\n{block}\n")])
    assert any(p.about == about and message in p.message and p.file == "c.toml" for p in problems), problems


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Luca Bello,,,1980,ITA,MF,,nowhere 2000-2005,", "unknown club 'nowhere'"),
        ("Luca Bello,,,1980,ITA,MF,,roma 2000-2005 loan nowhere,", "unknown club 'nowhere'"),
        ("Luca Bello,,,1980,ITA,MF,,roma 2005-2000,", "impossible years"),
        ("Luca Bello,,,1980,ITA,MF,,roma 1200-,", "impossible years"),
        ("Luca Bello,,,1980,ITA,MF,,roma 1985-2000,", "does not fit a birth"),
        ("Luca Bello,,,,ITA,MF,,roma 1960-1999,", "too long"),
        ("Luca Bello,,,1980,ITA,MF,,roma dal 2000,", "does not follow the format"),
        ("Luca Bello,,,80,ITA,MF,,,", "is no year"),
        ("Luca Bello,,,1980,Italia,MF,,,", "three-letter"),
        ("Luca Bello,,,1980,ITA,mezzala,,,", "position"),
        ("Luca Bello,,,1980,ITA,MF,allenatore,,", "role"),
        ("Luca Bello,,,1980,ITA,MF,,,1234", "Q id"),
        ("Luca Bello,,,1980,ITA,MF,,,,", "cells instead of"),
        ("Antonio Conte,,,1969,ITA,MF,,,", "listed twice"),
        ("Antonio Conte,,,,ITA,MF,,,", "needs a birth year"),
        ("Andrea Conti,,,1993,ITA,DF,,milan 2018-2020,", "one man?"),
    ],
)
def test_faults_of_a_person(tmp_path: Path, line: str, message: str) -> None:
    (problem,) = check([write_data(tmp_path, people=f"{PEOPLE}{line}\n")])
    assert message in problem.message
    assert (problem.file, problem.about) == ("p.csv", line.split(",")[0])
    assert problem.line > 0 and str(problem).startswith("p.csv:")


def test_two_wikidata_ids_for_one_person(tmp_path: Path) -> None:
    data = write_data(tmp_path, people=HEADER + "Luca Bello,,,1980,ITA,MF,,,Q1\n")
    (data / "people" / "q.csv").write_text(HEADER + "Luca Bello,,,1980,ITA,MF,,,Q2\n", "utf-8")
    (problem,) = check([data])
    assert "Q2 here and Q1 elsewhere" in problem.message


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (problem, *_) = check([write_data(tmp_path, clubs="[[club]\n", people=HEADER)])
    assert problem.file == "c.toml"
