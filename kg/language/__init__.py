"""The spaCy pipeline: tokens, sentences, lines by kind, minutes, scores, money, dates.

``pipeline()`` is a blank Italian pipeline with the component ``calcio_reading``, which fills
``doc._.reading`` and the span groups ``minutes``, ``scores``, ``dates``, ``money`` and ``noise``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.language.reading import Reading, Sentence, read

__all__ = ["Reading", "Sentence", "blank", "pipeline", "read"]

Doc.set_extension("reading", default=None, force=True)
Doc.set_extension("quoted", default=(), force=True)
Doc.set_extension("source", default=None, force=True)  # the text the Doc was made of, where whoever made it kept it


@Language.component("calcio_reading")
def calcio_reading(doc: Doc) -> Doc:
    """Fill ``doc._.reading``, sentence starts and the span groups of quantities and noise."""
    reading = read(doc, doc._.quoted, doc._.source)
    doc._.reading = reading
    starts: Any = np.full((len(doc), 1), -1, dtype=np.int64).view(
        np.uint64
    )  # one array for all: setting token by token is slow
    starts[[sentence.start for sentence in reading.sentences], 0] = 1
    if len(doc):
        doc.from_array([SENT_START], starts)
    found: dict[str, list[Any]] = {
        "minutes": reading.minutes,
        "scores": reading.scores,
        "dates": reading.dates,
        "money": reading.money,
    }
    for name, items in found.items():
        doc.spans[name] = [Span(doc, *reading.tokens(item.start, item.end), label=name) for item in items]
    doc.spans["noise"] = [
        Span(doc, *reading.tokens(line.start, line.end), label=line.kind)
        for line in reading.lines
        if line.kind != "text"
    ]
    return doc


def blank() -> Language:
    """Return spaCy's blank Italian with the tokenizer settings of the genre.

    Fixtures ("Milan-Inter"), sheets ("Rossi(M)") and missing spaces after a full stop are cut apart; the
    text itself stays as it is.
    """
    nlp = spacy.blank("it")
    nlp.max_length = 60_000_000
    defaults: Any = nlp.Defaults
    tokenizer: Any = nlp.tokenizer
    infixes = [
        *defaults.infixes,
        r"(?<=[^\W\d_])[-–—](?=[A-ZÀ-Þ])",
        r"[()\[\]/;|«»“”]",
        r"(?<=[^\W\d_]{2})[.:,](?=[A-ZÀ-Þ])",
    ]
    tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    return nlp


@cache
def pipeline() -> Language:
    """Return the blank Italian pipeline with ``calcio_reading``."""
    nlp = blank()
    nlp.add_pipe("calcio_reading")
    return nlp
