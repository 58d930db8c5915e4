from __future__ import annotations

import threading
from pathlib import Path

import pytest
from gazetteer_samples import CLUBS, PEOPLE, write_data

from kg.errors import InputError
from kg.gazetteer import Gazetteer, SpellRecord, stored

HEADER = PEOPLE.splitlines()[0] + "\n"


def cached(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def test_second_load_reads_the_stored_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path / "cache"))
    data = write_data(tmp_path / "data")
    first = Gazetteer.load([data])
    assert len(cached(tmp_path / "cache")) == 1
    monkeypatch.setattr("kg.gazetteer.compile_files", lambda _: pytest.fail("compiled again"))
    second = Gazetteer.load([data])
    assert dict(second.people) == dict(first.people)
    assert second.clubs == first.clubs
    text = "Calhanoglu e M. Rossi per i nerazzurri al Verona"
    assert second.find(text) == first.find(text) != []


def test_changed_data_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path / "cache"))
    Gazetteer.load([write_data(tmp_path / "data")])
    changed = Gazetteer.load([write_data(tmp_path / "data", people=PEOPLE.replace("Ronaldinho", "Ronaldo"))])
    assert "ronaldo" in changed.people and "ronaldinho" not in changed.people


@pytest.mark.parametrize("damage", [b"", b"rubbish", None])
def test_a_damaged_store_is_never_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path / "cache"))
    data = write_data(tmp_path / "data")
    Gazetteer.load([data])
    (file,) = cached(tmp_path / "cache")
    whole = file.read_bytes()
    file.write_bytes(whole[:-40] + b"\0" * 40 if damage is None else damage)
    assert "hakan-calhanoglu" in Gazetteer.load([data]).people
    assert file.read_bytes() == whole


def test_no_folder_to_write_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("KG_CACHE_DIR", str(blocked / "cache"))
    assert "hakan-calhanoglu" in Gazetteer.load([write_data(tmp_path / "data")]).people
    assert stored.write("x", 1) is False


def test_writers_at_once_leave_whole_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path))
    values = [[str(n)] * 20_000 for n in range(8)]
    threads = [threading.Thread(target=stored.write, args=("same", value)) for value in values]
    for thread in threads:
        thread.start()
    seen = [stored.read("same") for _ in range(50)]
    for thread in threads:
        thread.join()
    assert all(value is None or value in values for value in seen)
    assert stored.read("same") in values
    assert [path.name for path in cached(tmp_path)] == ["gazetteer-same.bin"]


def test_old_compiled_forms_are_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(tmp_path))
    for n in range(9):
        stored.write(str(n), n)
    assert len(cached(tmp_path)) == 4
    assert stored.read("8") == 8


def test_lines_of_one_person_are_joined(tmp_path: Path) -> None:
    data = write_data(tmp_path, people=HEADER + "Luca Bello,,,1980,ITA,MF,,milan 2000-2005; inter 2005-2008,\n")
    (data / "people" / "q.csv").write_text(
        HEADER + "Luca Bello,,il Mago,1980,ITA,,coach,milan 2000-2004; coach roma 2015-2017,Q5\n", "utf-8"
    )
    people = Gazetteer.load([data]).people
    assert list(people) == ["luca-bello"]
    person = people["luca-bello"]
    assert (person.roles, person.nicknames, person.wikidata) == (("player", "coach"), ("il Mago",), "Q5")
    assert person.spells == (
        SpellRecord("milan", 2000, 2005),
        SpellRecord("inter", 2005, 2008),
        SpellRecord("roma", 2015, 2017, "coach"),
    )


def test_spells_as_written(tmp_path: Path) -> None:
    spells = "milan ?-2005; inter 2005-2005 loan milan; roma 2006-2007 loan; exec bari 2010-; nonsense"
    data = write_data(tmp_path, people=HEADER + f"Luca Bello,,,1980,ITA,MF,,{spells},\n")
    assert Gazetteer.load([data]).people["luca-bello"].spells == (
        SpellRecord("milan", None, 2005),
        SpellRecord("inter", 2005, 2005, "player", True, "milan"),
        SpellRecord("roma", 2006, 2007, "player", True),
        SpellRecord("bari", 2010, None, "executive"),
    )


def test_own_files_correct_the_shipped_ones(tmp_path: Path) -> None:
    first = write_data(tmp_path / "a")
    own = write_data(
        tmp_path / "b", clubs='[[club]]\nid = "bari"\nname = "Bari"\nnicknames = ["i biancorossi"]\n', people=HEADER
    )
    assert Gazetteer.load([first, own]).clubs["bari"].nicknames == ("i biancorossi",)
    assert "inter" in Gazetteer.load([first, own]).clubs


def test_an_unknown_club_in_a_spell_loads(tmp_path: Path) -> None:
    data = write_data(tmp_path, people=HEADER + "Luca Bello,,,1980,ITA,MF,,nowhere 2000-2005,\n")
    gazetteer = Gazetteer.load([data])
    assert gazetteer.people["luca-bello"].spells[0].club == "nowhere"
    assert gazetteer.resolve("nowhere") is None


@pytest.mark.parametrize(
    ("clubs", "people"),
    [
        ("[[club]\n", PEOPLE),
        ('[[club]]\nname = "Bari"\n', PEOPLE),
        (CLUBS, "nome,cognome\nLuca,Bello\n"),
        (CLUBS, ""),
    ],
)
def test_a_file_off_the_format_is_named(tmp_path: Path, clubs: str, people: str) -> None:
    with pytest.raises(InputError) as raised:
        Gazetteer.load([write_data(tmp_path, clubs, people)])
    assert str(tmp_path) in str(raised.value)


def test_wrong_encoding_and_missing_file_are_named(tmp_path: Path) -> None:
    data = write_data(tmp_path)
    (data / "people" / "p.csv").write_bytes(HEADER.encode() + b"Kessi\xe9,,,,,,,,\n")
    with pytest.raises(InputError, match=r"p\.csv"):
        Gazetteer.load([data])
    with pytest.raises(InputError, match="nowhere"):
        Gazetteer.load([tmp_path / "nowhere"])


def test_the_shipped_gazetteer_is_loaded_once() -> None:
    assert Gazetteer.default() is Gazetteer.default()
