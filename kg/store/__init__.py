"""Where the graph is kept: the RDF dataset on disk (Oxigraph), the property graph (Neo4j, embedded)."""
