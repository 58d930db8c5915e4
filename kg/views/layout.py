"""Where each node of a network stands on the page. Same network in, same places out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.views.network import Network, Node
from kg.views.plain import shorten

#: Width of a character of the 12-pixel page font, on average, in pixels; ideographs take two.
CHARACTER = 6.9
#: Longest label drawn, in characters; the whole name stands in the details.
LABEL = 26
#: Radius of a person's mark, height of a club's box, in pixels.
MARK = 8.0
BOX = 28.0
_GAP = 14.0
_SEED = 7


@dataclass(frozen=True, slots=True)
class Place:
    """A node's centre and the size of what is drawn there with its label, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The places by node id, and the size of the whole drawing in pixels."""

    places: Mapping[str, Place]
    width: float
    height: float


def drawn_label(node: Node) -> str:
    """Return the label as it is drawn: cut where very long."""
    return shorten(node.label, LABEL)


def text_width(label: str) -> float:
    """Return how wide a label is drawn, in pixels, generously."""
    return sum(CHARACTER if ord(c) < 0x2E80 else 2 * CHARACTER for c in label)


def size(node: Node) -> tuple[float, float]:
    """Return width and height of a node with its label."""
    width = text_width(drawn_label(node))
    if node.kind in ("club", "national"):
        return width + (34.0 if node.kind == "national" else 22.0), BOX
    return max(width, 2 * MARK), 2 * MARK + 18.0


def arrange(network: Network) -> Layout:
    """Place every node: joined nodes near each other, no label on another, parts side by side."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(n.id for n in network.nodes)
    graph.add_edges_from((e.source, e.target) for e in network.edges)
    nodes = {n.id: n for n in network.nodes}
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda p: (-len(p), p[0]))
    boxes = [_part(graph.subgraph(part), part, nodes) for part in parts]
    return _packed(parts, boxes, nodes)


def _part(graph: nx.Graph[str], ids: list[str], nodes: Mapping[str, Node]) -> NDArray[np.float64]:
    """Return the centres of one connected part, its top left label corner at 0, 0."""
    sizes = np.array([size(nodes[i]) for i in ids])
    if len(ids) == 1:
        return sizes / 2
    if len(ids) == 2:
        # Side by side, with room for a line and its label.
        apart = float(sizes[0, 0] + sizes[1, 0]) / 2 + 90.0
        middle = float(sizes[:, 1].max()) / 2
        return np.array([[sizes[0, 0] / 2, middle], [sizes[0, 0] / 2 + apart, middle]])
    # A subgraph view iterates in the order of a set: build it anew in our order.
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(ids)
    ordered.add_edges_from(sorted((min(e), max(e)) for e in graph.edges))
    found = _springs(ordered, ids)
    centres = np.array([found[i] for i in ids])
    # Room that grows with the labels, and with the lines where these carry labels of their own;
    # a page is wider than high.
    air = 36.0 + 84.0 / (1.0 + len(ids) / 12)
    side = math.sqrt(float(((sizes[:, 0] + air) * (sizes[:, 1] + air)).sum()))
    # A tree has no lines that cross: it can stand closer.
    side *= 0.62 + 0.38 * min(1.0, 2 * (ordered.number_of_edges() - len(ids) + 1) / len(ids))
    spread = centres.max(axis=0) - centres.min(axis=0)
    centres = (centres - centres.min(axis=0)) / np.where(spread > 1e-9, spread, 1.0) * np.array([side * 1.4, side])
    centres = _apart(centres, sizes)
    corner: NDArray[np.float64] = (centres - sizes / 2).min(axis=0)
    return centres - corner


def _springs(graph: nx.Graph[str], ids: list[str]) -> dict[str, NDArray[Any]]:
    """Return places by springs and charges; the hubs (clubs) are heavy and so keep apart."""
    start = nx.spring_layout(graph, seed=_SEED, k=1.6 / math.sqrt(len(ids)), iterations=60)
    mass = {node: 1.0 + degree**1.2 for node, degree in graph.degree}
    found: dict[str, NDArray[Any]] = nx.forceatlas2_layout(
        graph, pos=start, max_iter=200, scaling_ratio=4.0, gravity=1.5, node_mass=mass, linlog=False, seed=_SEED
    )
    return found


def _apart(centres: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Push boxes that overlap apart, along the side where they overlap least."""
    x, y = centres[:, 0].copy(), centres[:, 1].copy()
    reach_x = (sizes[:, None, 0] + sizes[None, :, 0]) / 2 + _GAP
    reach_y = (sizes[:, None, 1] + sizes[None, :, 1]) / 2 + _GAP
    np.fill_diagonal(reach_x, 0.0)
    for _ in range(1500):
        dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
        over_x, over_y = reach_x - np.abs(dx), reach_y - np.abs(dy)
        one, two = np.nonzero((over_x > 0.1) & (over_y > 0.1))
        if not len(one):
            break
        side = over_x[one, two] < over_y[one, two]
        # Two nodes at the very same place part by their order.
        order = np.where(one > two, 1.0, -1.0)
        step_x = np.where(dx[one, two] == 0, order, np.sign(dx[one, two])) * over_x[one, two]
        step_y = np.where(dy[one, two] == 0, order, np.sign(dy[one, two])) * over_y[one, two]
        np.add.at(x, one, np.where(side, step_x, 0.0) * 0.4)
        np.add.at(y, one, np.where(side, 0.0, step_y) * 0.4)
    return np.column_stack((x, y))


def _packed(parts: list[list[str]], boxes: list[NDArray[np.float64]], nodes: Mapping[str, Node]) -> Layout:
    """Set the parts on shelves, the highest first, to a page about 1.5 times as wide as high."""
    margin, gutter = 24.0, 48.0
    extents = []
    for part, centres in zip(parts, boxes, strict=True):
        halves = np.array([size(nodes[i]) for i in part]) / 2
        extents.append((centres + halves).max(axis=0))
    order = sorted(range(len(parts)), key=lambda i: (-float(extents[i][1]), i))
    area = sum((float(e[0]) + gutter) * (float(e[1]) + gutter) for e in extents)
    shelf = max([math.sqrt(area * 1.5), *(float(e[0]) for e in extents)], default=0.0)
    places: dict[str, Place] = {}
    x = y = depth = width = 0.0
    for at in order:
        w, h = (float(v) for v in extents[at])
        if x and x + w > shelf:
            x, y, depth = 0.0, y + depth + gutter, 0.0
        for node_id, centre in zip(parts[at], boxes[at], strict=True):
            wide, high = size(nodes[node_id])
            left, top = float(centre[0]) + x + margin, float(centre[1]) + y + margin
            places[node_id] = Place(round(left, 1), round(top, 1), wide, high)
        x, depth, width = x + w + gutter, max(depth, h), max(width, x + w)
    return Layout(places, round(width + 2 * margin, 1), round(y + depth + 2 * margin, 1))
