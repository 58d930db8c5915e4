"""Lists of stories: each item has a heading of its own that names the man and the match ("PEDRO (LAZIO-ROMA 3-2 26/09/2021)").

What is told under a heading belongs to the heading's match until the next heading. These are matches looked back on, one
beside the other; none of them is the match the article reports.
"""

from __future__ import annotations

from kg.extractors.case import Case

_LONGEST = 110  # characters of a heading
_FEWEST = 2  # headings that make a list


def read_items(case: Case) -> bool:
    """Set ``case.scopes`` for the lines under each heading; tell whether the page is such a list."""
    heads = _headings(case)
    if sum(man and number is not None for _, number, man in heads) < _FEWEST:
        return False
    stops = [sentence for sentence, _, _ in heads[1:]] + [len(case.r.sentences)]
    for (begin, number, _), stop in zip(heads, stops, strict=True):
        if number is None:
            continue
        case.fixtures[number].past = True
        for sentence in range(begin, stop):
            case.scopes[sentence] = number
    return True


def _headings(case: Case) -> list[tuple[int, int | None, bool]]:
    """Return (sentence, index of the match it names, whether it names a man) of each short line without a verb or full stop."""
    r = case.r
    found = []
    by_line: dict[int, list[int]] = {}
    place = 0
    for s in case.story():
        start = r.start[s.start]
        while place + 1 < len(r.lines) and r.lines[place].end <= start:
            place += 1
        by_line.setdefault(place, []).append(s.index)
    for place, sentences in by_line.items():
        line = r.lines[place]
        words = r.text[line.start : line.end].strip()
        if not words or len(words) > _LONGEST or words[-1] in ".!?…:;,":
            continue
        first, last = r.sentences[sentences[0]], r.sentences[sentences[-1]]
        if r.end[last.end - 1] > line.end + 1 and r.text[line.end : r.end[last.end - 1]].strip():
            continue  # the sentence goes on in the next line
        if any(r.classes[k] == "verb" for k in range(first.start, last.end)):
            continue
        man = any(m.entity is not None for i in sentences for m in case.in_sentence(i, "person"))
        numbers = [n for n, f in enumerate(case.fixtures) if any(i in f.sentences for i in sentences)]
        if man or numbers:
            found.append((sentences[0], numbers[0] if len(numbers) == 1 else None, man))
    return found
