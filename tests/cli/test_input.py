"""What goes in: every fault in one sentence, the rest of the command goes on, nothing stored is harmed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kg_runner import DERBY, Run, folder

from kg.facts import validator

BAD = {
    "vuoto.txt": b"",
    "binario.txt": b"%PDF-1.7 \x00\x01\x02",
    "inglese.txt": b"The team won the match and the fans were happy with the goal that was scored by the boy. " * 3,
    "senza-articolo.html": b"<!DOCTYPE html><html><body><nav><a href='/'>Serie A</a></nav></body></html>",
    "riga.txt": b"Milan e Inter " * 20_000,
}


def articles(stdout: str) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in map(json.loads, stdout.splitlines())}


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with one good article, one in windows-1252, one with a broken byte, and all the bad ones."""
    folder = tmp_path / "misto"
    folder.mkdir()
    (folder / "buono.txt").write_text(DERBY, "utf-8")
    (folder / "latino.txt").write_bytes(
        DERBY.replace("’", "'").encode("cp1252") + "Perché sì, è così.\n".encode("cp1252")
    )
    whole = DERBY.encode()
    (folder / "rotto.txt").write_bytes(whole[:-40] + b"\xff" + whole[-40:])
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    return folder


def test_bad_files_are_told_by_name_and_the_others_are_loaded(kg: Run, mixed: Path, tmp_path: Path) -> None:
    result = kg("load", mixed, tmp_path / "manca.txt", "--store", tmp_path / "kg", "--format", "json")
    assert result.code == 1
    assert set(articles(result.out)) == {"buono", "latino", "rotto"}
    told = [line for line in result.err.splitlines() if str(tmp_path) in line and "read as" not in line]
    for name in [*BAD, "manca.txt"]:
        assert sum(name in line for line in told) == 1, name
    assert "Articles read: 3, not read: 6" in result.err
    assert "Traceback" not in result.err
    status = json.loads(kg("status", "--store", tmp_path / "kg", "--format", "json").out)
    assert status["articles"] == 3


def test_remarks_tell_of_encoding_and_replaced_bytes(kg: Run, mixed: Path) -> None:
    result = kg("extract", mixed / "latino.txt", mixed / "rotto.txt")
    assert result.code == 0
    assert "latino.txt: read as cp1252" in result.err
    assert "rotto.txt: one unreadable byte replaced" in result.err


@pytest.mark.parametrize("command", ["load", "extract"])
def test_nothing_readable_gives_code_three(kg: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "vuoto.txt").touch()
    result = kg(
        command,
        tmp_path / "vuoto.txt",
        tmp_path / "manca.txt",
        *(["--store", tmp_path / "kg"] if command == "load" else []),
    )
    assert (result.code, result.out) == (3, "")
    assert len(result.err.splitlines()) == 2


def test_nothing_readable_makes_no_store(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "vuoto.txt").touch()
    kg("load", tmp_path / "manca.txt", tmp_path / "vuoto.txt", "--store", tmp_path / "kg")
    assert not (tmp_path / "kg").exists()


def test_the_sentence_is_in_the_users_language(kg: Run, tmp_path: Path) -> None:
    assert "non esiste: controlla il percorso" in kg("extract", tmp_path / "x.txt", KG_LANG="it_IT.UTF-8").err
    assert "does not exist: check the path" in kg("extract", tmp_path / "x.txt", KG_LANG="de_DE").err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["load"], 2),
        (["nessuno"], 2),
        (["load", "x.txt", "--nessuno"], 2),
        (["ask", "storie", "--limit", "0"], 2),
        (["neo4j", "nessuno"], 2),
        (["extract", "x.txt", "--format", "pdf"], 2),
        (["evaluate"], 2),
        (["evaluate", "manca"], 3),
        (["ask", "nessuna-domanda"], 2),
        (["sparql", "SELECT", "--format", "pdf"], 2),
        (["ask"], 2),
        (["status", "--store", "manca"], 4),
        (["show", "Totti", "--store", "manca"], 4),
        (["graph", "-o", "x.pdf", "--store", "manca"], 4),
    ],
)
def test_exit_codes_of_wrong_words_and_missing_things(kg: Run, words: list[str], code: int) -> None:
    for language in ("en", "it"):
        result = kg(*words, KG_LANG=language)
        assert (result.code, result.out) == (code, ""), result
        assert result.err.count("\n") == 1, result.err
        assert "Traceback" not in result.err


def test_a_setting_out_of_bounds_is_told_by_its_name(kg: Run, derby: Path) -> None:
    result = kg("extract", derby, KG_MAX_FILE_MB="-1")
    assert result.code == 2
    assert "KG_MAX_FILE_MB=-1" in result.err


def test_a_limit_can_be_set(kg: Run, derby: Path) -> None:
    result = kg("extract", derby, KG_MAX_TEXT_CHARS="50")
    assert result.code == 3
    assert "50" in result.err


def test_extract_prints_one_valid_object_per_line(kg: Run, mixed: Path) -> None:
    result = kg("extract", mixed)
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert [row["id"] for row in rows] == ["buono", "latino", "rotto"]
    for row in rows:
        validator().validate(row)
        assert row["persons"]


def test_evidence_counts_in_the_text_as_given(kg: Run, tmp_path: Path) -> None:
    """A byte order mark, other line ends and a header must not move the words."""
    text = "Titolo: Il derby\r\nData: 12/05/2019\r\n\r\n" + DERBY.replace("\n", "\r\n")
    path = tmp_path / "derby.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    (row,) = map(json.loads, kg("extract", path).out.splitlines())
    assert row["date"] == "2019-05-12"
    words = {text[i["evidence"]["start"] : i["evidence"]["end"]] for i in row["incidents"] + row["matches"]}
    assert words
    assert all("Quagliarella" in said or "Sampdoria" in said or "Criscito" in said for said in words), words


def test_extract_writes_one_file_per_article(kg: Run, mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "fatti" / "qui"
    assert kg("extract", mixed, "--out", out).code == 1
    assert sorted(path.name for path in out.iterdir()) == ["buono.json", "latino.json", "rotto.json"]
    written = json.loads((out / "buono.json").read_text("utf-8"))
    (printed,) = map(json.loads, kg("extract", mixed / "buono.txt").out.splitlines())
    assert written == printed


@pytest.mark.parametrize(("form", "suffix"), [("rdf", ".ttl"), ("jsonld", ".jsonld"), ("nquads", ".nq")])
def test_rdf_formats_hold_the_same_triples(kg: Run, derby: Path, tmp_path: Path, form: str, suffix: str) -> None:
    from rdflib import Dataset

    out = tmp_path / "rdf"
    assert kg("extract", derby, "--format", form, "--out", out).code == 0
    reference = kg("extract", derby, "--format", "nquads").out
    path = out / f"derby{suffix}"
    read = Dataset(default_union=True).parse(
        path, format={"rdf": "turtle", "jsonld": "json-ld", "nquads": "nquads"}[form]
    )
    triples = {(s, p, o) for s, p, o, *_ in read.quads()}
    expected = {(s, p, o) for s, p, o, *_ in Dataset(default_union=True).parse(data=reference, format="nquads").quads()}
    assert triples == expected


def test_standard_input_is_an_article(kg: Run) -> None:
    (row,) = map(json.loads, kg("extract", "-", stdin=DERBY.encode()).out.splitlines())
    assert row["id"].startswith("stdin-")
    (row,) = map(json.loads, kg("extract", "-", "--id", "derby", stdin=DERBY.encode()).out.splitlines())
    assert row["id"] == "derby"
    assert kg("extract", "-", "--id", "../fuori", stdin=DERBY.encode()).code == 2


def test_loading_twice_changes_nothing(kg: Run, derby: Path, tmp_path: Path) -> None:
    first = kg("load", derby, "--store", tmp_path / "kg", "--format", "json")
    before = kg("export", "--store", tmp_path / "kg").out
    again = kg("load", derby, "--store", tmp_path / "kg", "--format", "json")
    assert [articles(result.out)["derby"]["change"] for result in (first, again)] == ["added", "unchanged"]
    assert kg("export", "--store", tmp_path / "kg").out == before != ""


def test_the_report_names_facts_with_their_words(kg: Run, derby: Path, tmp_path: Path) -> None:
    out = kg("load", derby, "--store", tmp_path / "kg").out
    assert "Fabio Quagliarella" in out
    assert "«Quagliarella" in out
    assert "Articles read: 1, not read: 0" in out
    quiet = kg("load", derby, "--store", tmp_path / "kg2", "--quiet").out
    assert len(quiet.splitlines()) < len(out.splitlines())
    assert "«" not in quiet


def test_a_fault_of_the_program_is_one_sentence_and_debug_shows_it(derby: Path, tmp_path: Path) -> None:
    code = (
        "import sys, kg.cli, kg.sources.reading as r\n"
        "r.header.read = lambda text: 1 / 0\n"
        "sys.argv = ['kg', 'extract', sys.argv[1]]\n"
        "kg.cli.main()\n"
    )

    def run(debug: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "KG_DEBUG": debug, "KG_LANG": "en"}
        return subprocess.run([sys.executable, "-c", code, derby], env=environment, capture_output=True, text=True)

    plain = run("")
    assert plain.returncode == 1
    assert plain.stderr.count("\n") == 1
    assert "ZeroDivisionError" in plain.stderr
    assert "Traceback" in run("1").stderr


def test_an_empty_name_is_no_folder(kg: Run, tmp_path: Path) -> None:
    """A shell's empty variable must not load whatever lies in the folder one is in."""
    with folder(tmp_path):
        (tmp_path / "derby.txt").write_text(DERBY, "utf-8")
        result = kg("load", "", "--store", tmp_path / "kg")
    assert result.code == 3
    assert "An empty name" in result.err
    assert not (tmp_path / "kg").exists()


def test_data_and_other_addresses_are_no_articles(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text('{"id": "derby", "incidents": []}', "utf-8")
    result = kg("load", tmp_path / "facts.json", "ftp://example.org/derby.txt", "--store", tmp_path / "kg")
    assert result.code == 3
    assert "holds data (JSON)" in result.err
    assert "ftp://example.org/derby.txt is not a web address" in result.err


def test_a_link_that_leads_nowhere_is_told_in_a_folder_too(kg: Run, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "derby.txt").write_text(DERBY, "utf-8")
    (articles / "lost.txt").symlink_to(tmp_path / "nowhere.txt")
    result = kg("load", articles, "--store", tmp_path / "kg")
    assert result.code == 1
    assert "lost.txt does not exist" in result.err


@pytest.mark.parametrize("words", [("forget", "derby"), ("neo4j", "push", "--neo4j", "bolt://localhost:1")])
def test_no_store_is_made_to_remove_or_push(kg: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    result = kg(*words, "--store", tmp_path / "kg")
    assert result.code == 4
    assert "There is no store in" in result.err
    assert not (tmp_path / "kg").exists()


def test_what_the_system_says_is_in_the_language_of_the_user(kg: Run, derby: Path) -> None:
    result = kg("extract", derby, "--out", derby / "facts", KG_LANG="it")
    assert result.code == 2
    assert "una parte del percorso non è una cartella" in result.err
