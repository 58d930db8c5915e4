"""HTML, SVG and GraphML of one network: well-formed, deterministic, nothing overlapping, no words run."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from small_graph import Asked, made

from kg.errors import UsageError
from kg.messages import _catalogue
from kg.views.drawing import svg_text
from kg.views.graph_page import graph_view, html_text
from kg.views.layout import arrange
from kg.views.network import EDGE_KINDS, NODE_KINDS, Network, network_of
from kg.views.plain import clean, fold, quoted, shorten, web_address


@pytest.mark.parametrize("nodes", [1, 2, 10, 60, 300])
def test_no_label_covers_another(nodes: int) -> None:
    network = made(nodes)
    layout = arrange(network)
    places = list(layout.places.values())
    covered = [
        (a, b)
        for i, a in enumerate(places)
        for b in places[:i]
        if abs(a.x - b.x) < (a.width + b.width) / 2 and abs(a.y - b.y) < (a.height + b.height) / 2
    ]
    assert covered == []
    assert all(p.x - p.width / 2 >= 0 and p.x + p.width / 2 <= layout.width for p in places)
    assert all(p.y - p.height / 2 >= 0 and p.y + p.height / 2 <= layout.height for p in places)


def test_same_network_same_bytes_in_another_process(select: Asked, tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "import pyoxigraph as ox; from small_graph import TRIG, Asked\n"
        "from kg.views.network import network_of; from kg.views.graph_page import graph_view\n"
        "store = ox.Store(); store.load(TRIG.encode(), format=ox.RdfFormat.TRIG)\n"
        "network = network_of(Asked(store), language='it')\n"
        "[graph_view(network, Path(sys.argv[2]) / f'g{e}') for e in ('.html', '.svg', '.graphml')]\n"
    )
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    for ending in (".html", ".svg", ".graphml"):
        graph_view(network_of(select, language="it"), here / f"g{ending}")
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", script, str(Path(__file__).parent), str(there)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        for ending in (".html", ".svg", ".graphml"):
            assert (here / f"g{ending}").read_bytes() == (there / f"g{ending}").read_bytes()


def test_an_ending_nobody_knows_is_refused(select: Asked, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.graphml"):
        graph_view(network_of(select), tmp_path / "g.png")
    assert not list(tmp_path.iterdir())


class Tags(HTMLParser):
    """Collects elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_hostile_words_stay_words(select: Asked) -> None:
    page = html_text(network_of(select, language="it"))
    tags = Tags()
    tags.feed(page)
    assert [tag for tag, _ in tags.found].count("script") == 2
    assert not [tag for tag, _ in tags.found if tag in ("img", "iframe", "object", "base")]
    assert not [a for _, attrs in tags.found for a in attrs if a.startswith("on") or a == "style"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    links = {attrs.get("href") for tag, attrs in tags.found if tag == "a"}
    assert links == {"#table", "https://example.org/gara"}


def test_the_page_names_no_resource(select: Asked) -> None:
    page = html_text(network_of(select))
    assert not re.search(r"""(?:src|srcset|data|poster)\s*=\s*["']?(?!data:)\w+:|url\((?!#)|@import""", page)
    assert "default-src 'none'" in page
    assert "unsafe" not in page.split("</head>")[0].split("<style>")[0]


def test_svg_stands_alone_and_keeps_the_words(select: Asked) -> None:
    root = ET.fromstring(svg_text(network_of(select, language="it")))
    ns = "{http://www.w3.org/2000/svg}"
    assert not list(root.iter(f"{ns}script"))
    titles = [t.text or "" for t in root.iter(f"{ns}title")]
    assert any("«gol dell'ex al 31'» — gara uno" in t for t in titles)
    drawn = {t.text for t in root.iter(f"{ns}text")}
    assert {"Nino Adami", "Ponterosso", "episodio da ex", "squadra", "non esulta"} <= drawn | {
        part for t in drawn for part in (t or "").split(", ")
    }


def test_graphml_has_one_edge_per_fact_and_reads_back(select: Asked, tmp_path: Path) -> None:
    network = network_of(select, language="it")
    graph_view(network, tmp_path / "g.graphml")
    graph = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert set(graph.nodes) == {n.id for n in network.nodes}
    assert graph.number_of_edges() == sum(len(e.facts) for e in network.edges)
    goal = next(d for _, _, d in graph.edges(data=True) if d["kind"] == "goal")
    assert (goal["family"], goal["quotes"], goal["articles"]) == ("ex", "gol dell'ex al 31'", "gara uno")


def test_an_empty_graph_says_so(tmp_path: Path) -> None:
    for ending in (".html", ".svg", ".graphml"):
        graph_view(Network(language="en"), tmp_path / f"g{ending}")
    assert "nothing to draw" in (tmp_path / "g.html").read_text()
    ET.parse(tmp_path / "g.svg")


def test_kinds_differ_without_colour() -> None:
    """Each kind of line has a dash pattern, width or arrow of its own."""
    css = (Path(__file__).parents[2] / "kg/views/assets/graph.css").read_text().split("@media")[0]
    looks = set()
    for kind in EDGE_KINDS:
        (rule,) = re.findall(rf"\.graph \.{kind} \.line {{([^}}]*)}}", css)
        dash = re.search(r"stroke-dasharray: ([^;]+);", rule)
        looks.add((dash and dash.group(1), f".tip-{kind}" in css))
    assert len(looks) == len(EDGE_KINDS)


def test_every_kind_has_words() -> None:
    for language in ("it", "en"):
        keys = _catalogue(language)
        assert {f"view_node_{k}" for k in NODE_KINDS} | {f"view_edge_{k}" for k in EDGE_KINDS} <= set(keys)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Gol\nal 5'\t", "Gol al 5'"),
        ("a\u202eb", "a\ufffdb"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("Kessié 🎉", "Kessié 🎉"),
    ],
)
def test_clean(given: str, expected: str) -> None:
    assert clean(given) == expected


def test_fold_and_shorten() -> None:
    assert fold("Besić  D’Ambrosio") == fold("BESIC d'ambrosio")
    assert shorten("uno due tre quattro", 12) == "uno due tre…"
    assert shorten("uno", 12) == "uno"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.org", "https://", "http://[", "", None]
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_address(address) is None
    assert web_address("https://example.org/a?b=c") == "https://example.org/a?b=c"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("**Besić ha segnato** al 31'", "Besić ha segnato al 31'"),
        ("**Besić ha segnato", "Besić ha segnato"),
        ("la rete di *Besić* e _Adami_", "la rete di Besić e Adami"),
        ('[Besić](https://example.org/a_b_(c) "gol") segna', "Besić segna"),
        ("> Besić segna\n> ancora", "Besić segna ancora"),
        ("## Il gol\n* di Besić", "Il gol di Besić"),
        # What is no mark stays: scores, footnotes, names of files, places in a sheet.
        ("Rossi 6,5*; Bianchi 5*", "Rossi 6,5*; Bianchi 5*"),
        ("3 * 2 = 6", "3 * 2 = 6"),
        ("foto_di_gara", "foto_di_gara"),
        ("gol [1] di testa", "gol [1] di testa"),
    ],
)
def test_quotes_read_as_their_reader_saw_them(given: str, read: str) -> None:
    assert quoted(given) == read
