"""What comes out: rows, cards, exports; plain in a pipe, coloured on a terminal, never a stranger's control codes."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from kg_runner import DERBY, ROOT, Run, folder

PLAYERS = "SELECT ?name WHERE { ?p a calcio:Person ; rdfs:label ?name } ORDER BY ?name"
#: Colours, bold and the like; anything else that begins with ESC moves the cursor or worse.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(*words: object, **environment: str) -> str:
    """Return what ``kg`` prints to a terminal of its own."""
    leader, follower = pty.openpty()
    code = "import sys, kg.cli; sys.argv = ['kg', *sys.argv[1:]]; kg.cli.main()"
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "NEO4J_URI")}
    env |= {"KG_LANG": "en", "TERM": "xterm-256color", "COLUMNS": "200", **environment}
    with subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)], stdin=follower, stdout=follower, stderr=follower, env=env
    ):
        os.close(follower)
        parts: list[bytes] = []
        while True:
            try:
                part = os.read(leader, 65_536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
    os.close(leader)
    return b"".join(parts).decode("utf-8")


def test_rows_as_table_csv_and_json_are_the_same(kg: Run, loaded: Path) -> None:
    table, comma, data = (kg("sparql", PLAYERS, "--store", loaded, "-f", f).out for f in ("table", "csv", "json"))
    names = [row["name"] for row in json.loads(data)]
    assert "Fabio Quagliarella" in names
    assert [row["name"] for row in csv.DictReader(io.StringIO(comma))] == names
    assert [line.strip() for line in table.splitlines()] == ["name", *names]


def test_a_query_from_file_and_from_standard_input(kg: Run, loaded: Path, tmp_path: Path) -> None:
    path = tmp_path / "giocatori.rq"
    path.write_text(PLAYERS, "utf-8")
    expected = kg("sparql", PLAYERS, "--store", loaded).out
    assert expected.count("\n") > 5
    assert kg("sparql", path, "--store", loaded).out == expected
    assert kg("sparql", "-", "--store", loaded, stdin=PLAYERS.encode()).out == expected
    assert kg("sparql", "--store", loaded, stdin=PLAYERS.encode()).out == expected


def test_triples_are_printed_as_turtle(kg: Run, loaded: Path) -> None:
    from rdflib import Graph

    query = "CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p a calcio:Club ; rdfs:label ?n }"
    assert len(Graph().parse(data=kg("sparql", query, "--store", loaded).out, format="turtle")) > 3
    rows = json.loads(kg("sparql", query, "--store", loaded, "--format", "json").out)
    assert set(rows[0]) == {"subject", "predicate", "object"}
    assert kg("sparql", PLAYERS, "--store", loaded, "--format", "ttl").code == 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x WHERE { ?x ",
        "SELECT nonsense",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
    ],
)
def test_a_query_that_is_wrong_or_not_allowed_gives_code_six(kg: Run, loaded: Path, query: str) -> None:
    result = kg("sparql", query, "--store", loaded)
    assert (result.code, result.out) == (6, "")
    assert len(result.err.splitlines()) == 1


def test_a_missing_query_file_is_told(kg: Run, loaded: Path) -> None:
    result = kg("sparql", "manca.rq", "--store", loaded)
    assert result.code == 3
    assert "manca.rq" in result.err


def test_rows_left_out_are_told(kg: Run, loaded: Path) -> None:
    result = kg("sparql", PLAYERS, "--store", loaded, "--limit", "2", "-f", "json")
    assert len(json.loads(result.out)) == 2
    assert "first 2 rows" in result.err


def test_csv_runs_no_formula_in_a_spreadsheet(kg: Run, loaded: Path) -> None:
    query = """SELECT * WHERE { VALUES (?a ?b ?c) { ('=HYPERLINK("http://x")' "@SUM(A1)" -3) ("+1" "a=b, c" 2.5) } }"""
    rows = list(csv.DictReader(io.StringIO(kg("sparql", query, "--store", loaded, "-f", "csv").out)))
    assert [tuple(row.values()) for row in rows] == [
        ('\'=HYPERLINK("http://x")', "'@SUM(A1)", "-3"),
        ("'+1", "a=b, c", "2.5"),
    ]


HOSTILE = DERBY.replace("Quagliarella decide", "\x1b]0;preso\x07\x1b[2J\x9b31m\u202eQuagliarella decide").replace(
    "Criscito", "Cri\x1b[31mscito"
)


def test_no_control_code_of_an_article_reaches_a_pipe_or_a_screen(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "ostile\x1b[5m.txt"
    path.write_text(f"Title: \x1b[31mRosso\x9b1m\n\n{HOSTILE}", "utf-8")
    store = tmp_path / "kg"
    printed = [
        kg("load", path, "--store", store),
        kg("extract", path),
        kg("show", "Quagliarella", "--store", store),
        kg("sparql", "SELECT ?q WHERE { GRAPH ?g { ?e calcio:quote ?q } }", "--store", store),
        kg("load", tmp_path / "manca\x1b[5m.txt", "--store", store),
    ]
    for result in printed:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.out + result.err), result
    assert "Rosso" in printed[0].out


def test_a_terminal_gets_colours_and_no_other_codes(tmp_path: Path) -> None:
    path = tmp_path / "ostile.txt"
    path.write_text(HOSTILE, "utf-8")
    printed = on_terminal("load", path, "--store", tmp_path / "kg")
    assert COLOUR.search(printed)
    assert not re.search("[\x1b\x9b\x07\u202e]", COLOUR.sub("", printed))
    assert "Fabio Quagliarella" in printed


def test_long_work_that_prints_nothing_shows_how_far_it_is(tmp_path: Path) -> None:
    printed = on_terminal("extract", ROOT / "examples", "--out", tmp_path / "out")
    assert "Reading articles" in printed
    assert len(list((tmp_path / "out").iterdir())) == len(list((ROOT / "examples").glob("*.txt")))
    assert "Reading articles" not in on_terminal("extract", ROOT / "examples")


def test_no_color_means_no_colour(tmp_path: Path) -> None:
    path = tmp_path / "derby.txt"
    path.write_text(DERBY, "utf-8")
    printed = on_terminal("load", path, "--store", tmp_path / "kg", NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", printed)
    assert "\x1b" not in on_terminal("status", "--store", tmp_path / "kg", TERM="dumb")


def test_a_reader_that_stops_early_is_no_fault(loaded: Path) -> None:
    code = "import sys, kg.cli; sys.argv = ['kg', *sys.argv[1:]]; kg.cli.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "export", "--store", str(loaded)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.wait()
    process.stderr.close()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_stops_early_does_not_stop_a_load(kg: Run, tmp_path: Path, form: str) -> None:
    for number in range(4):
        (tmp_path / f"gara{number}.txt").write_text(DERBY, "utf-8")
    words = ["load", *sorted(map(str, tmp_path.glob("*.txt"))), "--store", str(tmp_path / "kg"), "--format", form]
    code = "import sys, kg.cli; sys.argv = ['kg', *sys.argv[1:]]; kg.cli.main()"
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        ended = subprocess.run(
            [sys.executable, "-c", code, *words], stdout=nobody, stderr=subprocess.PIPE, timeout=300, check=False
        )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert len(kg("status", "--articles", "--store", tmp_path / "kg").out.splitlines()) == 4


def test_markup_of_an_article_is_text(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Title: [bold red]Derby[/] :smiley:\n\n{DERBY}", "utf-8")
    assert "[bold red]Derby[/] :smiley:" in on_terminal("load", path, "--store", tmp_path / "kg")


def test_an_export_is_the_graph_and_loads_elsewhere(kg: Run, loaded: Path, tmp_path: Path) -> None:
    import pyoxigraph

    quads = kg("export", "--store", loaded).out
    store = pyoxigraph.Store()
    store.load(quads.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    status = json.loads(kg("status", "--store", loaded, "--format", "json").out)
    assert len(store) == status["quads"] == len(quads.splitlines())
    out = tmp_path / "grafo.trig"
    assert kg("export", "--store", loaded, "--format", "trig", "--out", out).code == 0
    again = pyoxigraph.Store()
    again.load(out.read_bytes(), format=pyoxigraph.RdfFormat.TRIG)
    assert set(again) == set(store)


def test_forgetting_leaves_what_was_before(kg: Run, store: Path, tmp_path: Path) -> None:
    before = kg("export", "--store", store).out
    path = tmp_path / "altro.txt"
    path.write_text(DERBY.replace("Quagliarella", "Defrel"), "utf-8")
    assert kg("load", path, "--store", store).code == 0
    assert kg("export", "--store", store).out != before
    result = kg("forget", "altro", "--store", store)
    assert (result.code, "altro" in result.out) == (0, True)
    assert kg("export", "--store", store).out == before


def test_forgetting_something_unknown_forgets_nothing(kg: Run, store: Path) -> None:
    before = kg("export", "--store", store).out
    result = kg("forget", "derby", "mai-visto", "--store", store)
    assert result.code == 2
    assert "mai-visto" in result.err
    assert kg("export", "--store", store).out == before


def test_a_card_names_facts_words_and_articles(kg: Run, loaded: Path) -> None:
    printed = kg("show", "Quagliarella", "--store", loaded).out
    assert "Fabio Quagliarella" in printed
    assert "derby" in printed
    data = json.loads(kg("show", "Quagliarella", "--store", loaded, "--format", "json").out)
    assert data["name"] == "Fabio Quagliarella"
    assert kg("show", "Nessuno Qualunque", "--store", loaded).code == 2


@pytest.mark.parametrize("suffix", [".html", ".svg", ".graphml"])
def test_the_graph_is_written_to_a_file(kg: Run, loaded: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"grafo{suffix}"
    result = kg("graph", "--store", loaded, "-o", out)
    assert (result.code, str(out) in result.out) == (0, True)
    assert "Calhanoglu" in out.read_text("utf-8")
    assert kg("graph", "--store", loaded, "-o", tmp_path / "manca" / f"x{suffix}").code == 2


def test_scores_of_gold_against_itself_are_perfect(kg: Run) -> None:
    report = json.loads(kg("evaluate", ROOT / "examples", ROOT / "examples", "--format", "json").out)
    assert {family["f1"] for family in report["families"].values()} == {1.0}
    table = kg("evaluate", ROOT / "examples", ROOT / "examples", "--errors").out
    assert "incidents" in table
    assert "1.000" in table


def test_articles_beside_the_gold_are_read_where_no_facts_are_named(kg: Run) -> None:
    result = kg("evaluate", ROOT / "examples", "--format", "json")
    assert result.code == 0, result.err
    report = json.loads(result.out)
    assert report["families"]["persons"]["right"] > 0
    assert report["missing"] == []
    assert kg("evaluate", ROOT / "examples", "--family", "nessuna").code == 2


def test_questions_are_listed_and_shown(kg: Run) -> None:
    rows = json.loads(kg("ask", "--list", "--format", "json").out)
    assert all(row["description"] in kg("ask", "--list").out for row in rows)
    italian = json.loads(kg("ask", "--list", "--format", "json", KG_LANG="it").out)
    assert all(one["description"] != other["description"] for one, other in zip(rows, italian, strict=True))
    assert {"gol-dell-ex", "storie"} <= {row["question"] for row in rows}
    for row in rows:
        shown = {engine: kg("ask", row["question"], "--show", engine).out for engine in ("sparql", "cypher")}
        assert "SELECT" in shown["sparql"]
        assert "RETURN" in shown["cypher"]


def test_the_text_of_a_question_runs_as_it_is_shown(kg: Run, loaded: Path, tmp_path: Path) -> None:
    for name, *words in (["gol-dell-ex"], ["carriera", "--player", "Quagliarella"]):
        asked = json.loads(kg("ask", name, *words, "--store", loaded, "-f", "json").out)
        for engine in ("sparql", "cypher"):
            file = tmp_path / f"mia.{engine}"
            file.write_text(kg("ask", name, *words, "--show", engine, "--store", loaded).out, "utf-8")
            rows = json.loads(kg(engine, file, "--store", loaded, "-f", "json").out)
            assert rows
            assert len(rows) == len(asked)


def test_a_question_answers_alike_in_all_formats(kg: Run, loaded: Path) -> None:
    rows = json.loads(kg("ask", "partita", "--club", "Sampdoria", "--store", loaded, "-f", "json").out)
    assert any("Quagliarella" in str(row.values()) for row in rows)
    text = kg("ask", "partita", "--club", "Sampdoria", "--store", loaded, "-f", "csv").out
    comma = list(csv.DictReader(io.StringIO(text)))
    assert [list(row) for row in comma] == [list(row) for row in rows]
    table = kg("ask", "partita", "--club", "Sampdoria", "--store", loaded).out
    assert f"Rows: {len(rows)}" in table


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--player", "Nessuno Qualunque"], "Nessuno Qualunque"),
        (["--club", "Atlantide"], "Atlantide"),
        (["--from", "ieri"], "ieri"),
        (["--colore", "rosso"], "colore"),
        (["parola"], "parola"),
        (["--colore"], "--colore"),
    ],
)
def test_a_question_with_wrong_values_tells_which(kg: Run, loaded: Path, words: list[str], told: str) -> None:
    result = kg("ask", "gol-dell-ex", *words, "--store", loaded)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


@pytest.mark.parametrize("engine", ["sparql", "embedded"])
def test_a_value_that_is_not_allowed_gets_those_that_are(kg: Run, loaded: Path, engine: str) -> None:
    words = ("ask", "trasferimenti", "--store", loaded, "--engine", engine, "--certainty")
    wrong = kg(*words, "boh")
    assert (wrong.code, wrong.out) == (2, "")
    assert "done, agreed, talks, rumour, denied" in wrong.err
    assert kg(*words, "done").code == 0


def test_every_engine_gives_the_same_rows(kg: Run, loaded: Path) -> None:
    words = ("ask", "partita", "--club", "Sampdoria", "--store", loaded, "-f", "json", "--engine")
    rows = [json.loads(kg(*words, engine).out) for engine in ("sparql", "embedded")]
    assert rows[0] == rows[1] != []


def test_cypher_runs_on_the_embedded_graph(kg: Run, loaded: Path, tmp_path: Path) -> None:
    query = "MATCH (p:Person) RETURN p.name AS name ORDER BY name"
    names = [row["name"] for row in json.loads(kg("sparql", PLAYERS, "--store", loaded, "-f", "json").out)]
    found = [row["name"] for row in json.loads(kg("cypher", query, "--store", loaded, "-f", "json").out)]
    assert sorted(found) == sorted(names)
    path = tmp_path / "nomi.cypher"
    path.write_text(query, "utf-8")
    assert kg("cypher", path, "--store", loaded, NEO4J_URI="bolt://127.0.0.1:9").code == 5
    assert kg("cypher", path, "--store", loaded, "--embedded", NEO4J_URI="bolt://127.0.0.1:9").out.count("\n") > 5


@pytest.mark.parametrize(
    "query", ["", "MATCH (n", "CREATE (n:X)", "MATCH (n) DETACH DELETE n", "LOAD CSV FROM 'x' AS r RETURN r"]
)
def test_cypher_that_is_wrong_or_not_allowed_gives_code_six(kg: Run, loaded: Path, query: str) -> None:
    result = kg("cypher", query, "--store", loaded)
    assert (result.code, result.out) == (6, "")
    assert "^" not in result.err
    assert len(result.err.splitlines()) == 1


def test_a_sound_graph_validates(kg: Run, loaded: Path) -> None:
    result = kg("validate", "--store", loaded)
    assert (result.code, "conforms" in result.out) == (0, True)
    assert kg("validate", "derby", "--store", loaded).code == 0
    assert kg("validate", "mai-visto", "--store", loaded).code == 2
    assert json.loads(kg("validate", "--store", loaded, "--format", "json").out)["conforms"] is True


def test_a_violation_is_told_and_gives_code_seven(kg: Run, store: Path) -> None:
    """Evidence that has no end, written past the gate."""
    from kg.rdf import vocabulary
    from kg.store.rdf_store import RdfStore

    with RdfStore.open(store, write=True) as opened:
        article = opened.article("derby")
        assert article is not None
        quads = list(opened.quads("derby"))
        ends = [quad for quad in quads if quad.predicate.value == vocabulary.END_OFFSET]
        assert ends
        opened.put(article, [quad for quad in quads if quad not in ends])
    result = kg("validate", "--store", store)
    assert (result.code, result.err.count("\n")) == (7, 1)
    assert "derby" in result.out
    data = json.loads(kg("validate", "--store", store, "--format", "json").out)
    assert data["conforms"] is False
    assert {row["article"] for row in data["results"]} == {"derby"}


def test_the_store_named_by_the_environment_or_in_this_folder_is_used(kg: Run, loaded: Path, tmp_path: Path) -> None:
    expected = kg("sparql", PLAYERS, "--store", loaded).out
    assert kg("sparql", PLAYERS, KG_STORE=str(loaded)).out == expected
    (tmp_path / ".kg").symlink_to(loaded)
    with folder(tmp_path):
        assert kg("sparql", PLAYERS).out == expected


def test_start_up_loads_no_heavy_library() -> None:
    heavy = (
        "spacy",
        "rdflib",
        "pydantic",
        "pyoxigraph",
        "neo4j",
        "kglite",
        "trafilatura",
        "numpy",
        "lxml",
        "jsonschema",
    )
    code = f"import sys, kg.cli; print([m for m in {heavy!r} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_a_question_loads_no_language_model() -> None:
    heavy = ("spacy", "rdflib", "pydantic_settings", "neo4j", "trafilatura", "numpy", "lxml")
    code = f"""
import sys, kg.cli
sys.argv = ["kg", "ask", "--list"]
try:
    kg.cli.main()
finally:
    print([m for m in {heavy!r} if m in sys.modules])
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True).splitlines()[-1] == "[]"


def test_a_table_says_facts_in_words_and_data_keep_their_ids(kg: Run, loaded: Path) -> None:
    table = kg("ask", "fonti", "--player", "Quagliarella", "--store", loaded, KG_LANG="it")
    assert "incident/" not in table.out and "spell/" not in table.out
    assert "Fabio Quagliarella contro la sua ex Napoli: " in table.out
    assert "tipo di fatto" in table.out and "parole" in table.out
    # Nobody speaks in these articles: a column without a value is left out.
    assert "chi parla" not in table.out
    (first, *_) = json.loads(kg("ask", "fonti", "--player", "Quagliarella", "--store", loaded, "-f", "json").out)
    assert first["fact"].startswith(("incident/", "spell/", "match/"))
    assert "speaker" in first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("laod", "x"), "Il comando «kg laod» non esiste"),
        (("load", "--formt", "json", "x"), "forse --format?"),
        (("load", "x", "--format", "xml"), "--format vuole uno di questi valori: text, json."),
        (("ask", "storie", "--limit", "molte"), "--limit vuole un numero, almeno 1."),
        (("graph", "--limit"), "Manca il valore di --limit"),
        (("load", "--quiet=3", "x"), "--quiet non vuole un valore"),
        (("show", "uno", "due"), "«due» è di troppo"),
        (("show",), "Manca NOME: kg show --help"),
    ],
)
def test_wrong_words_are_told_in_the_language_of_the_user(kg: Run, words: tuple[str, ...], said: str) -> None:
    result = kg(*words, KG_LANG="it")
    assert result.code == 2
    assert said in result.err
    assert result.err.count("\n") == 1


def test_help_speaks_italian_throughout() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "load", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KG_LANG": "it", "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
    )
    for said in ("Uso: kg load [OPZIONI]", "Argomenti", "Opzioni", "Mostra questo aiuto", "se manca", "CARTELLA"):
        assert said in done.stdout
    for english in ("Usage", "Options", "Arguments", "Show", "default", "required", "<bool>", "<list"):
        assert english not in done.stdout


MARKED = """# Il **Torino** saluta [Belotti](https://example.org/belotti)

Andrea **Belotti ha segnato** al 12' il gol che vale la vittoria della *Roma* sul Torino, 1-0 all'Olimpico.
"""


def test_marks_of_markdown_stay_out_of_what_is_printed_and_offsets_stay_true(kg: Run, tmp_path: Path) -> None:
    article = tmp_path / "saluto.md"
    article.write_text(MARKED, "utf-8")
    printed = kg("load", article, "--store", tmp_path / "kg")
    assert "Il Torino saluta Belotti" in printed.out
    assert "Belotti ha segnato" in printed.out
    assert not re.search(r"\*|\]\(", printed.out)
    facts = json.loads(kg("extract", article).out)
    goal = next(row for row in facts["incidents"] if row["type"] == "goal")
    evidence = goal["evidence"]
    assert "ha segnato" in MARKED[evidence["start"] : evidence["end"]]
    assert "segnato** al" in MARKED


def test_of_one_article_the_totals_say_nothing_twice(kg: Run, derby: Path, tmp_path: Path) -> None:
    one = kg("load", derby, "--store", tmp_path / "kg").out.splitlines()
    assert one[-1] == "Articles read: 1, not read: 0 · added 1"
    assert one[-2] == ""
    again = kg("load", derby, ROOT / "examples" / "derby-raccontato.txt", "--store", tmp_path / "kg", "-q").out
    assert "Articles read: 2, not read: 0 · added 1 · already there 1\nFound, counted article by article: " in again


def test_what_was_set_aside_stands_with_the_words_around_it(kg: Run, tmp_path: Path) -> None:
    article = tmp_path / "forse.txt"
    article.write_text("Il Genoa ha battuto il Torino 1-0. Nella ripresa Criscito non ha segnato il rigore.\n", "utf-8")
    out = kg("load", article, "--store", tmp_path / "kg").out
    aside = out[out.index("set aside (") :]
    assert re.search(r": (negated|no subject)  «[^»]*Criscito non ha segnato[^»]*»", aside)


def test_one_broken_byte_is_one(kg: Run, tmp_path: Path) -> None:
    article = tmp_path / "rotto.txt"
    article.write_bytes(DERBY.replace("L’arbitro", "Perché l’arbitro").encode() + b"Perch\xc3 no?\n")
    assert "one unreadable byte replaced" in kg("load", article, "--store", tmp_path / "kg", "-q").err


def test_another_language_is_named(kg: Run, tmp_path: Path) -> None:
    article = tmp_path / "english.txt"
    article.write_text(
        "The match was won by the home side and the crowd of the town went home with a song.\n" * 3, "utf-8"
    )
    assert "sembra inglese" in kg("load", article, "--store", tmp_path / "kg", KG_LANG="it").err


@pytest.mark.parametrize("words", [("status",), ("export",), ("ask", "storie", "-f", "json")])
def test_a_reader_that_goes_away_is_no_failure(loaded: Path, words: tuple[str, ...]) -> None:
    done = subprocess.Popen(
        [sys.executable, "-m", "kg", *words, "--store", str(loaded)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout is not None and done.stderr is not None
    done.stdout.close()
    told = done.stderr.read()
    done.stderr.close()
    assert done.wait(60) == 0
    assert told == b""
