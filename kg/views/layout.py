"""Where each node of a network stands on the page. Same network in, same places out."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.views.network import EDGE_KINDS, Edge, Network, Node
from kg.views.plain import shorten

#: Width of a character of the 12-pixel page font, on average, in pixels; ideographs take two.
CHARACTER = 6.9
#: Longest label drawn, in characters; the whole name stands in the details.
LABEL = 26
#: Radius of a person's mark, height of a club's box, distance from a mark to its label, in pixels.
MARK = 8.0
BOX = 28.0
BESIDE = 5.0
#: Labels on lines are drawn up to so many lines; above, the page shows them on pointing.
LABELLED = 60
_GAP = 10.0
_ROW = 5.0
_ROW_LABELLED = 14.0
_SEED = 7
_CLUBS = ("club", "national")


@dataclass(frozen=True, slots=True)
class Place:
    """A node's centre and the size of what is drawn there with its label, in pixels.

    ``side`` tells where a person's label stands: right, left or below; a club's stands in its box.
    """

    x: float
    y: float
    width: float
    height: float
    side: str = "right"


@dataclass(frozen=True, slots=True)
class Layout:
    """The places by node id, and the size of the whole drawing in pixels."""

    places: Mapping[str, Place]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Block:
    """A node with those that only it is joined to: places around it, and how far they reach from its centre."""

    members: Mapping[str, Place]
    reach: tuple[float, float, float, float]


def drawn_label(node: Node) -> str:
    """Return the label as it is drawn: cut where very long."""
    return shorten(node.label, LABEL)


def text_width(label: str) -> float:
    """Return how wide a label is drawn, in pixels, generously."""
    return sum(CHARACTER if ord(c) < 0x2E80 else 2 * CHARACTER for c in label)


def edge_label(edge: Edge) -> str:
    """Return the short text on a line: the labels of its facts, counted where they repeat."""
    counts: dict[str, int] = {}
    for fact in edge.facts:
        if fact.label:
            counts[fact.label] = counts.get(fact.label, 0) + 1
    return shorten(", ".join(f"{label} ×{n}" if n > 1 else label for label, n in counts.items()), 40)


def size(node: Node, side: str = "right") -> tuple[float, float]:
    """Return width and height of a node with its label."""
    width = text_width(drawn_label(node))
    if node.kind in _CLUBS:
        return width + (34.0 if node.kind == "national" else 22.0), BOX
    if side == "below":
        return max(width, 2 * MARK), 2 * MARK + 18.0
    return 2 * MARK + BESIDE + width, 2 * MARK


def arrange(network: Network) -> Layout:
    """Place every node: joined nodes near each other, no label on another, parts side by side.

    Who is joined to one club alone stands in a column beside it, so that many names find room; only
    clubs and those who join several of them are spread by forces.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(n.id for n in network.nodes)
    graph.add_edges_from(sorted((min(e.source, e.target), max(e.source, e.target)) for e in network.edges))
    nodes = {n.id: n for n in network.nodes}
    blocks = _blocks(graph, network, nodes)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda p: (-len(p), p[0]))
    return _packed([_part(graph, [i for i in part if i in blocks], blocks) for part in parts])


def _blocks(graph: nx.Graph[str], network: Network, nodes: Mapping[str, Node]) -> dict[str, _Block]:
    """Return the blocks by the node in their middle."""
    hubs: dict[str, str] = {}
    for node in sorted(graph, key=lambda i: (nodes[i].kind in _CLUBS, i)):
        beside = list(graph[node])
        # Of a pair that stands alone the person is set beside the club.
        if len(beside) == 1 and beside[0] not in hubs:
            hubs[node] = beside[0]
    leaves: dict[str, list[str]] = defaultdict(list)
    rank, written = _order(network, nodes)
    for leaf, hub in sorted(hubs.items(), key=lambda pair: rank[pair[0]]):
        leaves[hub].append(leaf)
    room = written if len(network.edges) <= LABELLED else {}
    return {i: _star(nodes[i], [nodes[leaf] for leaf in leaves[i]], room) for i in graph if i not in hubs}


def _order(network: Network, nodes: Mapping[str, Node]) -> tuple[dict[str, tuple[object, ...]], dict[str, float]]:
    """Return how nodes are ordered around a club (kind of line, name) or a person (time), and the widths of line labels."""
    rank: dict[str, tuple[object, ...]] = {n.id: (len(EDGE_KINDS), "", n.label, n.id) for n in network.nodes}
    written: dict[str, float] = defaultdict(float)
    for edge in network.edges:
        when = min((fact.when for fact in edge.facts if fact.when), default="9999")
        for end in (edge.source, edge.target):
            club = nodes[end].kind in _CLUBS
            kind = 0 if club else EDGE_KINDS.index(edge.kind)
            rank[end] = min(rank[end], (kind, when if club else "", nodes[end].label, end))
            written[end] = max(written[end], text_width(edge_label(edge)))
    return rank, written


def _star(hub: Node, leaves: Sequence[Node], room: Mapping[str, float]) -> _Block:
    """Set the leaves in columns right and left of their hub, bent around it like brackets."""
    person = hub.kind not in _CLUBS
    # One club stands to the right of a person, and the name to the left; with more the name stands below.
    side = "right" if not person or not leaves else "left" if len(leaves) == 1 else "below"
    width, height = size(hub, side)
    members = {hub.id: Place(MARK - width / 2 if side == "left" else 0.0, 0.0, width, height, side)}
    near = MARK if side == "left" else width / 2
    half = (len(leaves) + 1) // 2
    for sign, group in ((1.0, leaves[:half]), (-1.0, leaves[half:])):
        distance = near + 34.0 + max((room.get(leaf.id, 0.0) for leaf in group), default=0.0)
        rows = max(16, math.ceil(math.sqrt(10.6 * len(group))))
        for start in range(0, len(group), rows):
            column = group[start : start + rows]
            sizes = [size(leaf) for leaf in column]
            pitch = max(h for _, h in sizes) + (_ROW_LABELLED if room else _ROW)
            bulge = 3.0 * len(column)
            for at, (leaf, (w, h)) in enumerate(zip(column, sizes, strict=True)):
                row = at - (len(column) - 1) / 2
                turn = math.sqrt(1 - (2 * row / (len(column) + 1)) ** 2)
                x, y = sign * (distance + bulge * turn + w / 2), row * pitch
                members[leaf.id] = Place(x, y, w, h, "right" if sign > 0 else "left")
            distance += bulge + max(w for w, _ in sizes) + 26.0
    reach = (
        min(p.x - p.width / 2 for p in members.values()),
        min(p.y - p.height / 2 for p in members.values()),
        max(p.x + p.width / 2 for p in members.values()),
        max(p.y + p.height / 2 for p in members.values()),
    )
    return _Block(members, reach)


def _part(graph: nx.Graph[str], hubs: list[str], blocks: Mapping[str, _Block]) -> dict[str, Place]:
    """Return the places of one connected part; its top left corner is at 0, 0."""
    reach = np.array([blocks[i].reach for i in hubs])
    sizes = reach[:, 2:] - reach[:, :2]
    middles = (reach[:, 2:] + reach[:, :2]) / 2
    centres = _spread(graph, hubs, sizes) if len(hubs) > 1 else sizes / 2
    centres = centres - (centres - sizes / 2).min(axis=0) - middles
    places = {
        member: replace(place, x=place.x + float(centre[0]), y=place.y + float(centre[1]))
        for hub, centre in zip(hubs, centres, strict=True)
        for member, place in blocks[hub].members.items()
    }
    for hub in hubs:
        if len(blocks[hub].members) == 1 and len(graph[hub]) > 1:
            # The mark is turned to those it is joined to, the label away from the lines.
            leaning = sum(places[other].x - places[hub].x for other in graph[hub])
            places[hub] = replace(places[hub], side="left" if leaning > 0 else "right")
    return places


def _spread(graph: nx.Graph[str], hubs: list[str], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the centres of blocks that several lines join."""
    # A subgraph view iterates in the order of a set: build it anew in our order.
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(hubs)
    inside = set(hubs)
    ordered.add_edges_from(sorted((a, b) for a, b in map(sorted, graph.edges) if a in inside and b in inside))
    found = _springs(ordered, hubs)
    centres = np.array([found[i] for i in hubs])
    # Room that grows with the labels, and with the lines where these carry labels of their own;
    # a page is wider than high.
    air = 30.0 + 84.0 / (1.0 + len(hubs) / 12) if ordered.number_of_edges() <= LABELLED else 24.0
    side = math.sqrt(float(((sizes[:, 0] + air) * (sizes[:, 1] + air)).sum()))
    spread = centres.max(axis=0) - centres.min(axis=0)
    centres = (
        (centres - centres.min(axis=0)) / np.where(spread > 1e-9, spread, 1.0) * np.array([side * 1.6, side * 0.8])
    )
    gap = _GAP + air / 2
    centres = _apart(centres, sizes, gap)
    for _ in range(12):
        # Drawn together and pushed apart again: the room that pushing left over is closed.
        centres = _apart(centres.mean(axis=0) + (centres - centres.mean(axis=0)) * 0.94, sizes, gap, 60)
    return _apart(centres, sizes, gap)


def _springs(graph: nx.Graph[str], ids: list[str]) -> dict[str, NDArray[Any]]:
    """Return places by springs and charges; the hubs (clubs) are heavy and so keep apart."""
    start = nx.spring_layout(graph, seed=_SEED, k=1.6 / math.sqrt(len(ids)), iterations=60)
    mass = {node: 1.0 + degree**1.2 for node, degree in graph.degree}
    found: dict[str, NDArray[Any]] = nx.forceatlas2_layout(
        graph, pos=start, max_iter=200, scaling_ratio=4.0, gravity=1.5, node_mass=mass, linlog=False, seed=_SEED
    )
    return found


def _apart(
    centres: NDArray[np.float64], sizes: NDArray[np.float64], gap: float, rounds: int = 1500
) -> NDArray[np.float64]:
    """Push boxes that overlap apart, along the side where they overlap least; ``gap`` is left between them."""
    x, y = centres[:, 0].copy(), centres[:, 1].copy()
    reach_x = (sizes[:, None, 0] + sizes[None, :, 0]) / 2 + gap
    reach_y = (sizes[:, None, 1] + sizes[None, :, 1]) / 2 + gap
    np.fill_diagonal(reach_x, 0.0)
    for _ in range(rounds):
        dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
        over_x, over_y = reach_x - np.abs(dx), reach_y - np.abs(dy)
        one, two = np.nonzero((over_x > 0.1) & (over_y > 0.1))
        if not len(one):
            break
        # Labels are wider than high: of two ways out the one sideways may be somewhat longer.
        side = over_x[one, two] < over_y[one, two] * 1.6
        # Two nodes at the very same place part by their order.
        order = np.where(one > two, 1.0, -1.0)
        step_x = np.where(dx[one, two] == 0, order, np.sign(dx[one, two])) * over_x[one, two]
        step_y = np.where(dy[one, two] == 0, order, np.sign(dy[one, two])) * over_y[one, two]
        np.add.at(x, one, np.where(side, step_x, 0.0) * 0.4)
        np.add.at(y, one, np.where(side, 0.0, step_y) * 0.4)
    return np.column_stack((x, y))


def _packed(parts: list[dict[str, Place]]) -> Layout:
    """Set the parts side by side and below each other, to a page about 1.5 times as wide as high."""
    margin, gutter = 20.0, 40.0
    extents = [
        (max(p.x + p.width / 2 for p in part.values()), max(p.y + p.height / 2 for p in part.values()))
        for part in parts
    ]
    rooms = [(w + gutter, h + gutter) for w, h in extents]
    widest = max((w for w, _ in rooms), default=0.0)
    area = sum(w * h for w, h in rooms)
    tries = [_settled(rooms, max(widest, math.sqrt(area * ratio))) for ratio in (1.2, 1.5, 1.8, 2.2, 2.8, 3.5)]

    def extent(corners: list[tuple[float, float]]) -> tuple[float, float]:
        ends = [(x + w, y + h) for (x, y), (w, h) in zip(corners, extents, strict=True)]
        return max((x for x, _ in ends), default=0.0), max((y for _, y in ends), default=0.0)

    best = min(tries, key=lambda corners: max(extent(corners)[0] / 1.5, extent(corners)[1]))
    places = {
        node: replace(place, x=round(place.x + x + margin, 1), y=round(place.y + y + margin, 1))
        for part, (x, y) in zip(parts, best, strict=True)
        for node, place in part.items()
    }
    width, height = extent(best)
    return Layout(places, round(width + 2 * margin, 1), round(height + 2 * margin, 1))


def _settled(rooms: list[tuple[float, float]], page: float) -> list[tuple[float, float]]:
    """Return the corners of rectangles dropped in turn, the largest first, to the highest free place of a page."""
    corners = [(0.0, 0.0)] * len(rooms)
    done: list[tuple[float, float, float, float]] = []
    for at in sorted(range(len(rooms)), key=lambda i: (-rooms[i][0] * rooms[i][1], i)):
        w, h = rooms[at]
        found = (0.0, math.inf)
        for x in sorted({0.0, *(right for _, _, right, _ in done)}):
            if x and x + w > page + 0.1:
                break
            # Free is what lies below everything in this column.
            y = max((bottom for left, _, right, bottom in done if left < x + w and x < right), default=0.0)
            if y < found[1]:
                found = (x, y)
        corners[at] = found
        done.append((found[0], found[1], found[0] + w, found[1] + h))
    return corners
