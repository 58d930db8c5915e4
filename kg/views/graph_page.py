"""The graph page: one HTML file that needs nothing else and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from xml.etree import ElementTree as ET

from kg.errors import UsageError
from kg.messages import text
from kg.views.drawing import asset, drawing, sample, shape, svg_view
from kg.views.graphml import graphml_view
from kg.views.network import EDGE_KINDS, NODE_KINDS, Edge, Fact, Network
from kg.views.plain import clean, quoted, web_address
from kg.views.reading import Source

#: File name endings and who writes them.
FORMATS = (".html", ".svg", ".graphml")


def graph_view(network: Network, path: Path) -> None:
    """Write the network to a file; its ending tells the format: .html, .svg or .graphml.

    Raises:
        UsageError: another ending.
        OSError: the file cannot be written.
    """
    writers = {".html": html_view, ".htm": html_view, ".svg": svg_view, ".graphml": graphml_view}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError("view_unknown_format", path=str(path), known=", ".join(FORMATS))
    writer(network, path)


def html_view(network: Network, path: Path) -> None:
    """Write the network as a self-contained HTML page; same network, same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    path.write_text(html_text(network), encoding="utf-8", newline="\n")


def html_text(network: Network) -> str:
    """Return the page. Its policy lets it load nothing and run only its own script."""

    def say(key: str, **values: object) -> str:
        return escape(text(f"view_{key}", language=network.language, **values))

    style = asset("page.css") + asset("graph.css")
    script = asset("page.js")
    counts = say("counts", nodes=len(network.nodes), facts=len(_facts(network.edges)))
    if network.hidden:
        counts += " " + say("hidden", hidden=network.hidden)
    return Template(asset("page.html")).substitute(
        language=escape(network.language),
        policy=(
            f"default-src 'none'; img-src data:; style-src 'sha256-{_hash(style)}'; "
            f"script-src 'sha256-{_hash(script)}'; base-uri 'none'; form-action 'none'"
        ),
        title=escape(clean(network.title)),
        style=style,
        script=script,
        counts=counts,
        legend=_legend(network),
        drawing=_markup(drawing(network, interactive=True)),
        table=_table(network),
        data=_json(_data(network)),
        open="" if network.edges else "open",
        skip=say("skip"),
        tools_label=say("tools"),
        find_label=say("find"),
        zoom_in=say("zoom_in"),
        zoom_out=say("zoom_out"),
        fit=say("fit"),
        details_label=say("details"),
        close=say("close"),
        hint=say("hint") if network.edges else say("empty"),
        table_title=say("table"),
    )


def _facts(edges: Iterable[Edge]) -> dict[str, Fact]:
    """Return each fact once: a transfer stands on two lines."""
    return {fact.id: fact for edge in edges for fact in edge.facts}


def _data(network: Network) -> dict[str, Any]:
    places = {node.id: at for at, node in enumerate(network.nodes)}
    facts = _facts(network.edges)
    order = {fact: at for at, fact in enumerate(facts)}
    words = {key: text(f"view_{key}", language=network.language) for key in ("unsourced", "nofacts")}
    return {
        "words": words,
        "nodes": [clean(node.label) for node in network.nodes],
        "facts": [
            {"summary": clean(f.summary), "sources": [_source(s, network.language) for s in f.sources]}
            for f in facts.values()
        ],
        "edges": [
            {
                "source": places[e.source],
                "target": places[e.target],
                "kind": e.kind,
                "facts": [order[f.id] for f in e.facts],
            }
            for e in network.edges
        ],
    }


def _source(source: Source, language: str) -> dict[str, str]:
    certainty = source.certainty if source.certainty != "stated" else None
    told: dict[str, str | None] = {
        "article": clean(source.article),
        "headline": source.headline and clean(source.headline),
        "date": source.date,
        "url": web_address(source.url),
        "quote": source.quote and quoted(source.quote),
        "certainty": certainty and text(f"view_certainty_{certainty}", language=language),
        "speaker": source.speaker and clean(source.speaker),
    }
    if source.start is not None:
        told["place"] = text("view_place", language=language, start=source.start, end=source.end)
    return {key: value for key, value in told.items() if value}


def _legend(network: Network) -> str:
    parts = []
    used = {n.kind for n in network.nodes}
    for kind in (k for k in NODE_KINDS if k in used):
        svg = ET.Element("svg", {"class": "graph", "width": "34", "height": "30", "aria-hidden": "true"})
        ET.SubElement(svg, "g", {"class": kind}).append(shape(kind, 17, 15, 30.0))
        label = escape(text(f"view_node_{kind}", language=network.language))
        parts.append(f"<span>{_markup(svg)} {label}</span>")
    drawn = {e.kind for e in network.edges}
    for kind in (k for k in EDGE_KINDS if k in drawn):
        svg = ET.Element("svg", {"class": "graph", "width": "52", "height": "16", "aria-hidden": "true"})
        svg.append(sample(kind, 2))
        label = escape(text(f"view_edge_{kind}", language=network.language))
        parts.append(f'<label><input type="checkbox" data-kind="{kind}" checked> {_markup(svg)} {label}</label>')
    return "\n".join(parts)


def _table(network: Network) -> str:
    """Return every fact with its words as a table: for screen readers, printing and no script."""

    def say(key: str) -> str:
        return escape(text(f"view_{key}", language=network.language))

    heads = "".join(f'<th scope="col">{say(key)}</th>' for key in ("kind", "fact", "when", "words", "article"))
    rows, told = [], set()
    for edge in network.edges:
        for fact in edge.facts:
            if fact.id in told:
                continue
            told.add(fact.id)
            words = "<br>".join(f"«<bdi>{escape(quoted(s.quote))}</bdi>»" for s in fact.sources if s.quote)
            articles = "<br>".join(dict.fromkeys(_cited(s) for s in fact.sources))
            cells = (
                say(f"edge_{edge.kind}"),
                f"<bdi>{escape(clean(fact.summary))}</bdi>",
                escape(fact.when),
                words,
                articles,
            )
            rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    body = "\n".join(rows)
    caption = say("table_caption")
    return f"<table><caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"


def _cited(source: Source) -> str:
    name = f"<bdi>{escape(clean(source.headline or source.article))}</bdi>"
    if address := web_address(source.url):
        name = f'<a href="{escape(address)}" rel="noopener noreferrer" target="_blank">{name}</a>'
    return f"{name} ({escape(source.date)})" if source.date else name


def _markup(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode", short_empty_elements=False)


def _json(data: dict[str, Any]) -> str:
    """Return JSON that cannot end its script element nor open a comment in it."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        plain = plain.replace(character, f"\\u{ord(character):04x}")
    return plain


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
