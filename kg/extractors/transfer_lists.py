"""Lists told side by side: "X, Y e Z rispettivamente a Pisa, Lecce e Bari", "Pisa e Lecce hanno preso nell'ordine X e Y"."""

from __future__ import annotations

from itertools import pairwise

from kg.extractors.transfer_frames import Frames, Stretch
from kg.mentions.model import Entity, Mention

_MARKS = frozenset({"rispettivamente"})
_LINKS = frozenset({",", "e", "ed"})


def share_out(frames: Frames, stretches: list[Stretch]) -> None:
    """Give each man of a list the club of the same place in the list of clubs, where the sentence says so."""
    if len(stretches) < 2:
        return
    sentence = stretches[0].sentence
    s = frames.r.sentences[sentence]
    words = frames.r.low[s.start : s.end]
    if not _MARKS & set(words) and ("nell'", "ordine") not in pairwise(words):
        return
    row = [c.entity for c in _longest_row(frames, sentence) if c.entity is not None]
    places, count = _places(frames, stretches)
    if len(row) != count or count < 2:
        return
    for st, place in places:
        for roles in (st.takers, st.givers, st.loose):
            _only(roles, row, row[place])


def _only(roles: list[Entity], row: list[Entity], own: Entity) -> None:
    """Of the clubs of the row leave the man's own, where any of them had this part."""
    if not any(c in roles for c in row):
        return
    at = next(i for i, c in enumerate(roles) if c in row)
    roles[:] = [c for c in roles if c not in row]
    roles.insert(min(at, len(roles)), own)


def _longest_row(frames: Frames, sentence: int) -> list[Mention]:
    """Return the clubs of the longest list of the sentence."""
    best: list[Mention] = []
    row: list[Mention] = []
    for c in frames.clubs(sentence):
        if c.entity is None:
            continue
        row = [*row, c] if row and _joined(frames, row[-1], c) else [c]
        if len(row) > len(best):
            best = row
    return best


def _joined(frames: Frames, before: Mention, c: Mention) -> bool:
    """Only comma, "e", article and the preposition of the second stand between two clubs of a list."""
    gap = range(before.end, c.start)
    low, classes = frames.r.low, frames.r.classes
    return any(low[k] in _LINKS for k in gap) and all(
        low[k] in _LINKS or classes[k] == "det" or k == c.prep_at for k in gap
    )


def _places(frames: Frames, stretches: list[Stretch]) -> tuple[list[tuple[Stretch, int]], int]:
    """Return the men with their place in the list, and how long the list is: unknown names hold a place too."""
    low = frames.r.low
    men = [(st, st.at) for st in stretches if st.at is not None]
    if not men:
        return [], 0
    places = [(men[0][0], 0)]
    place = depth = 0
    at = men[0][1].end
    for st, mention in men[1:]:
        for k in range(at, mention.np_start):
            depth += (low[k] == "(") - (low[k] == ")")
            place += depth == 0 and low[k] in _LINKS and low[k + 1] not in _LINKS
        places.append((st, place))
        at = mention.end
    return places, place + 1
