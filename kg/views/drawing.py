"""The network as SVG: shapes by kind of node, line styles by kind of fact, readable without colour."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree as ET

from kg.messages import text
from kg.views.layout import BESIDE, BOX, LABELLED, MARK, Layout, Place, arrange, drawn_label, edge_label, text_width
from kg.views.network import EDGE_KINDS, NODE_KINDS, Edge, Network, Node
from kg.views.plain import clean, quoted

_ARROWS = ("transfer", "rumour", "ex")
_BEND = 30.0
_SVG = "http://www.w3.org/2000/svg"

_Point = tuple[float, float]
#: Centre, width and height.
_Box = tuple[float, float, float, float]


def svg_view(network: Network, path: Path) -> None:
    """Write the network as a standalone SVG file with legend; same network, same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    path.write_text(svg_text(network), encoding="utf-8", newline="\n")


def svg_text(network: Network) -> str:
    """Return the standalone SVG: style inside, words of the articles as tooltips, no script."""
    root = drawing(network, interactive=False)
    style = ET.Element("style")
    style.text = asset("graph.css")
    root.insert(2, style)
    root.set("xmlns", _SVG)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def drawing(network: Network, *, interactive: bool) -> ET.Element:
    """Return the ``svg`` element.

    Args:
        interactive: nodes and lines can be reached with Tab (the page's script answers Enter and
            clicks); otherwise they carry their words as tooltips and a legend stands below.
    """
    layout = arrange(network)
    legend = _legend(network, layout.height) if not interactive else None
    width = max(layout.width, 560.0 if legend is not None else 200.0)
    height = layout.height + (66.0 if legend is not None else 0.0)
    root = ET.Element("svg", {"class": "graph", "viewBox": f"0 0 {width:g} {height:g}", "role": "group"})
    if not interactive:
        root.set("width", f"{width:g}")
        root.set("height", f"{height:g}")
    ET.SubElement(root, "title").text = clean(network.title)
    ET.SubElement(root, "desc").text = text("view_description", language=network.language)
    defs = ET.SubElement(root, "defs")
    for kind in _ARROWS:
        defs.append(_arrow(kind))
    if not interactive:
        ET.SubElement(root, "rect", {"class": "paper", "width": "100%", "height": "100%"})
    many = len(network.edges) > LABELLED
    lines = ET.SubElement(root, "g", {"class": "edges many" if many else "edges"})
    kinds = {n.id: n for n in network.nodes}
    bends = _bends(network.edges)
    taken = None if many else [(p.x, p.y, p.width, p.height) for p in layout.places.values()]
    joined = Counter(end for pair in {frozenset((e.source, e.target)) for e in network.edges} for end in pair)
    # What people come for is drawn last, above the rest.
    for at, edge in sorted(enumerate(network.edges), key=lambda pair: (EDGE_KINDS.index(pair[1].kind), pair[0])):
        lines.append(
            _edge(at, edge, bends[at], layout, kinds, taken, joined, interactive=interactive, language=network.language)
        )
    marks = ET.SubElement(root, "g", {"class": "nodes"})
    # Clubs above people: where they are drawn large they must stay readable.
    for at, node in sorted(enumerate(network.nodes), key=lambda pair: (pair[1].kind in ("club", "national"), pair[0])):
        marks.append(_node(at, node, layout.places[node.id], network, interactive=interactive))
    if legend is not None:
        root.append(legend)
    return root


def sample(kind: str, x: float = 0.0, y: float = 0.0) -> ET.Element:
    """Return a short line of one kind of fact, for a legend."""
    group = ET.Element("g", {"class": f"edge {kind}"})
    line = {"class": "line", "d": f"M{x:g} {y + 8:g}H{x + 40:g}"}
    if kind in _ARROWS:
        line["marker-end"] = f"url(#tip-{kind})"
    ET.SubElement(group, "path", line)
    return group


def shape(kind: str, x: float, y: float, width: float = 22.0) -> ET.Element:
    """Return the mark of one kind of node around a centre; ``width`` counts for clubs."""
    half = width / 2
    if kind == "player":
        return ET.Element("circle", {"class": "mark", "cx": _n(x), "cy": _n(y), "r": _n(MARK)})
    if kind == "club":
        box = {"x": _n(x - half), "y": _n(y - BOX / 2), "width": _n(width), "height": _n(BOX), "rx": "7"}
        return ET.Element("rect", {"class": "mark", **box})
    if kind == "staff":
        points = [(x, y - MARK - 1), (x + MARK + 1, y), (x, y + MARK + 1), (x - MARK - 1, y)]
    else:
        cut, high = min(10.0, half / 2), BOX / 2
        points = [(x - half, y), (x - half + cut, y - high), (x + half - cut, y - high)]
        points += [(x + half, y), (x + half - cut, y + high), (x - half + cut, y + high)]
    return ET.Element("polygon", {"class": "mark", "points": " ".join(f"{_n(a)},{_n(b)}" for a, b in points)})


@cache
def asset(name: str) -> str:
    """Return a text file of ``kg/views/assets``."""
    return resources.files("kg.views").joinpath("assets").joinpath(name).read_text("utf-8")


def spoken(edge: Edge) -> str:
    """Return what a screen reader says of a line: its facts in words."""
    return "; ".join(clean(f.summary) for f in edge.facts)


def _node(at: int, node: Node, place: Place, network: Network, *, interactive: bool) -> ET.Element:
    person = node.kind in ("player", "staff")
    group = ET.Element("g", {"class": f"node {node.kind}"})
    kind = text(f"view_node_{node.kind}", language=network.language)
    if interactive:
        group.set("id", f"n{at}")
        _reachable(group, f"{clean(node.label)}, {kind}")
    ET.SubElement(group, "title").text = f"{clean(node.label)} ({kind})"
    x, y = _centre(node, place)
    group.append(shape(node.kind, x, y, place.width))
    if person and place.side != "below":
        reach = MARK + BESIDE
        label = {"class": f"nlabel {place.side}", "x": _n(x + reach if place.side == "right" else x - reach)}
        label["y"] = _n(y + 4.2)
    else:
        label = {"class": "nlabel", "x": _n(x), "y": _n(y + MARK + 14 if person else y + 4.2)}
    ET.SubElement(group, "text", label).text = clean(drawn_label(node))
    return group


def _edge(
    at: int,
    edge: Edge,
    bend: float,
    layout: Layout,
    nodes: Mapping[str, Node],
    taken: list[_Box] | None,
    joined: Mapping[str, int],
    *,
    interactive: bool,
    language: str,
) -> ET.Element:
    group = ET.Element("g", {"class": f"edge {edge.kind}"})
    kind = text(f"view_edge_{edge.kind}", language=language)
    if interactive:
        group.set("id", f"e{at}")
        _reachable(group, f"{kind}: {spoken(edge)}")
    tooltip = [f"{kind}: {spoken(edge)}"]
    if not interactive:
        quotes = dict.fromkeys(f"«{quoted(s.quote)}» — {s.article}" for f in edge.facts for s in f.sources if s.quote)
        tooltip += quotes
    ET.SubElement(group, "title").text = "\n".join(tooltip)
    start, control, end = _curve(edge, bend, layout, nodes)
    d = f"M{_n(start[0])} {_n(start[1])}Q{_n(control[0])} {_n(control[1])} {_n(end[0])} {_n(end[1])}"
    if interactive:
        ET.SubElement(group, "path", {"class": "hit", "d": d})
    line = {"class": "line", "d": d}
    if edge.kind in _ARROWS:
        line["marker-end"] = f"url(#tip-{edge.kind})"
    ET.SubElement(group, "path", line)
    label = edge_label(edge) if interactive or taken is not None else ""
    if label:
        x, y = _label_place(label, (start, control, end), taken, joined[edge.source] == 1, joined[edge.target] == 1)
        ET.SubElement(group, "text", {"class": "elabel", "x": _n(x), "y": _n(y + 3.5)}).text = clean(label)
    return group


def _curve(edge: Edge, bend: float, layout: Layout, nodes: Mapping[str, Node]) -> tuple[_Point, _Point, _Point]:
    """Return start, control point and end of a line, from outline to outline."""
    source, target = layout.places[edge.source], layout.places[edge.target]
    ax, ay = _centre(nodes[edge.source], source)
    bx, by = _centre(nodes[edge.target], target)
    length = math.hypot(bx - ax, by - ay) or 1.0
    # The side a line bends to is that of the pair, not of the direction: two lines never coincide.
    turn = 1.0 if edge.source < edge.target else -1.0
    control = ((ax + bx) / 2 - (by - ay) / length * bend * turn, (ay + by) / 2 + (bx - ax) / length * bend * turn)
    start = _outline(nodes[edge.source], source, (ax, ay), control, 2.0)
    end = _outline(nodes[edge.target], target, (bx, by), control, 7.0 if edge.kind in _ARROWS else 2.0)
    return start, control, end


def _outline(node: Node, place: Place, centre: _Point, towards: _Point, gap: float) -> _Point:
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    length = math.hypot(dx, dy) or 1.0
    dx, dy = dx / length, dy / length
    if node.kind in ("player", "staff"):
        reach = MARK + 1.0
    else:
        reach = min(place.width / 2 / abs(dx) if dx else math.inf, BOX / 2 / abs(dy) if dy else math.inf)
    reach = min(reach + gap, length)
    return centre[0] + dx * reach, centre[1] + dy * reach


def _label_place(
    label: str, curve: tuple[_Point, _Point, _Point], taken: list[_Box] | None, at_start: bool, at_end: bool
) -> _Point:
    """Return where along the line the label hides least, and take that room.

    ``taken`` is ``None`` where labels show only one at a time: then the middle will do. Where a line
    ends at somebody whom nothing else joins, the label's place is beside them: lines come together at the other end.
    """
    width, height = text_width(label) * 0.88, 13.0
    if taken is None:
        return _on(curve, 0.5)
    best: tuple[float, _Point] | None = None
    beside: tuple[float, ...] = ()
    if at_start != at_end:
        near = min(0.5, (width / 2 + 8.0) / (math.dist(curve[0], curve[2]) or 1.0))
        beside = (near if at_start else 1 - near,)
    for t in (*beside, 0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8):
        x, y = _on(curve, t)
        hidden = sum(
            max(0.0, (width + w) / 2 - abs(x - tx)) * max(0.0, (height + h) / 2 - abs(y - ty)) for tx, ty, w, h in taken
        )
        if best is None or hidden < best[0]:
            best = hidden, (x, y)
        if hidden == 0:
            break
    assert best is not None
    taken.append((*best[1], width, height))
    return best[1]


def _on(curve: tuple[_Point, _Point, _Point], t: float) -> _Point:
    """Return the point of a quadratic curve at ``t`` (0 to 1)."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    (x0, y0), (x1, y1), (x2, y2) = curve
    return a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2


def _bends(edges: tuple[Edge, ...]) -> list[float]:
    """Return how far each line bends: straight where alone, fanned out where several join a pair."""
    pairs: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, edge in enumerate(edges):
        pairs[tuple(sorted((edge.source, edge.target)))].append(at)
    bends = [0.0] * len(edges)
    for members in pairs.values():
        for rank, at in enumerate(members):
            bends[at] = (rank - (len(members) - 1) / 2) * _BEND * 2
    return bends


def _legend(network: Network, top: float) -> ET.Element:
    group = ET.Element("g", {"class": "legend"})
    x = 24.0
    used = {n.kind for n in network.nodes}
    for kind in (k for k in NODE_KINDS if k in used):
        part = ET.SubElement(group, "g", {"class": f"node {kind}"})
        part.append(shape(kind, x + 11, top + 8, 30.0))
        label = text(f"view_node_{kind}", language=network.language)
        ET.SubElement(part, "text", {"x": _n(x + 32), "y": _n(top + 12)}).text = label
        x += 50 + text_width(label)
    x = 24.0
    drawn = {e.kind for e in network.edges}
    for kind in (k for k in EDGE_KINDS if k in drawn):
        group.append(sample(kind, x, top + 32))
        label = text(f"view_edge_{kind}", language=network.language)
        ET.SubElement(group, "text", {"x": _n(x + 54), "y": _n(top + 44)}).text = label
        x += 72 + text_width(label)
    return group


def _arrow(kind: str) -> ET.Element:
    box = {"viewBox": "0 0 10 10", "refX": "3", "refY": "5", "markerWidth": "10", "markerHeight": "10"}
    marker = ET.Element("marker", {"id": f"tip-{kind}", **box, "markerUnits": "userSpaceOnUse", "orient": "auto"})
    ET.SubElement(marker, "path", {"class": f"tip-{kind}", "d": "M0.8 1L9.2 5L0.8 9Z"})
    return marker


def _reachable(group: ET.Element, label: str) -> None:
    group.set("tabindex", "0")
    group.set("role", "button")
    group.set("aria-label", label)


def _centre(node: Node, place: Place) -> _Point:
    """Return the centre of a node's mark: a person's label stands beside or below it."""
    if node.kind not in ("player", "staff"):
        return place.x, place.y
    if place.side == "below":
        return place.x, place.y - 9.0
    inward = place.width / 2 - MARK
    return (place.x - inward if place.side == "right" else place.x + inward), place.y


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
