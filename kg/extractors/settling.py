"""One place told twice: the more specific reading of a man's deed wins."""

from __future__ import annotations

import re

from kg.extractors.case import Case, Said

#: Two of these by one man in one sentence are two deeds where their minutes differ.
_TIMED = frozenset({"goal", "yellow_card"})
_ANNULLED = re.compile(
    r"\bma (?:[^.;]{0,40}\b)?(?:annulla|annullato|annullata|annullano|cancella|non convalida)\b"
    r"|\b(?:il var|l'arbitro) annulla\b"
)


def settle(case: Case) -> None:
    """In one sentence, the more specific reading of a man's deed wins: penalty over goal, own goal over goal, saved over missed."""
    wins = {
        "goal": ("penalty_goal", "own_goal", "disallowed_goal"),
        "penalty_goal": ("penalty_missed", "penalty_saved", "own_goal"),
        "penalty_missed": ("penalty_saved",),
        "celebration": ("muted_celebration",),
        "yellow_card": ("red_card",),
        "woodwork": ("penalty_missed",),
        "save": ("penalty_saved",),
    }
    kept: list[Said] = []
    for said in case.said:
        better = () if said.sheet else wins.get(said.type, ())  # a sheet tells each deed by itself
        rivals = [
            o
            for o in case.said
            if o is not said
            and o.sentence == said.sentence
            and o.type in better
            and o.player is said.player
            and (said.type not in _TIMED or None in (o.minute, said.minute) or o.minute == said.minute)
        ]
        if rivals:
            rivals[0].against = rivals[0].against or said.against
            rivals[0].club = rivals[0].club or said.club
            continue
        kept.append(said)
    case.said[:] = kept
    _disallowed(case)


def _disallowed(case: Case) -> None:
    """ "X va in gol, ma il Var annulla": the goal told in the words before is none."""
    r = case.r
    marked = {s.sentence for s in case.said if s.type == "disallowed_goal"}
    for said in case.said:
        if said.type != "goal" or said.sentence in marked:
            continue
        after = r.plain[r.end[said.end - 1] : r.end[r.sentences[said.sentence].end - 1]]
        if _ANNULLED.search(after):
            said.type = "disallowed_goal"
