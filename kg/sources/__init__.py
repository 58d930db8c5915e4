"""Where articles come from: text, Markdown and HTML files, folders, standard input, web addresses.

``read`` is the whole room in one call; ``locate`` and ``read_one`` are its two halves for callers that
count, show progress or go on after errors. Knows nothing of language beyond "this is not Italian".
"""

from kg.sources.limits import Limits
from kg.sources.locate import Origin, locate
from kg.sources.notices import Notice
from kg.sources.reading import read, read_one

__all__ = ["Limits", "Notice", "Origin", "locate", "read", "read_one"]
