"""Calcio KG: Italian football news as a knowledge graph, every fact with the words that say it."""

__version__ = "0.1.0"
