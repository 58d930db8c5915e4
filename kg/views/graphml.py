"""The network as GraphML, for Gephi, yEd, Cytoscape and networkx: one edge per fact."""

from __future__ import annotations

from pathlib import Path

import networkx as nx

from kg.views.network import Network
from kg.views.plain import clean


def graphml_view(network: Network, path: Path) -> None:
    """Write the network as GraphML; same network, same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    # The writer on the standard library's XML: the one on lxml, where installed, writes other bytes.
    nx.write_graphml_xml(multigraph(network), path, prettyprint=True)


def multigraph(network: Network) -> nx.MultiDiGraph[str]:
    """Return the network as a networkx graph; quotes and articles of a fact are joined with `` | ``."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=clean(network.title))
    for node in network.nodes:
        graph.add_node(node.id, label=clean(node.label), kind=node.kind)
    for edge in network.edges:
        for fact in edge.facts:
            told = {
                "fact": fact.id,
                "family": edge.kind,
                "kind": fact.kind,
                "label": clean(fact.summary),
                "when": fact.when,
                "certainty": fact.certainty or "",
                "quotes": " | ".join(dict.fromkeys(clean(s.quote) for s in fact.sources if s.quote)),
                "articles": " | ".join(dict.fromkeys(s.article for s in fact.sources)),
            }
            graph.add_edge(edge.source, edge.target, **told)
    return graph
