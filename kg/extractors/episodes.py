"""One minute for one episode: the foul, the penalty and its kick; the assist, the goal and what it set off.

A minute that one place gives goes to all the rows of the episode (``docs/conventions.md``), if no other episode of the kind can be meant.
"""

from __future__ import annotations

from dataclasses import replace

from kg.extractors.case import Said

_KICKS = frozenset({"penalty_goal", "penalty_missed", "penalty_saved"})
_GOALS = frozenset({"goal", "penalty_goal"})


def share_minutes(groups: list[list[Said]]) -> None:
    """Fill the minutes of the incidents that belong to one episode; ``groups`` hold what tells one incident each."""
    fixtures = {g[0].fixture for g in groups if g[0].fixture is not None}
    for fixture in sorted(fixtures):
        here = [g for g in groups if g[0].fixture == fixture and not g[0].rule.endswith(".kick")]
        _penalties(here)
        _scorers(here)


def _minute(group: list[Said]) -> int | None:
    return next((s.minute for s in group if s.minute is not None), None)


def _fill(groups: list[list[Said]]) -> None:
    """Give the one minute told among the groups to those that have none."""
    told = {m for g in groups if (m := _minute(g)) is not None}
    if len(told) == 1:
        minute = told.pop()
        for group in groups:
            if _minute(group) is None:
                group[0] = replace(group[0], minute=minute)


def _penalties(groups: list[list[Said]]) -> None:
    """Of a side with one kick, the man who won it and the one who gave it away share its minute."""
    for club in {g[0].club for g in groups if g[0].type in _KICKS and g[0].club is not None}:
        kicks = [g for g in groups if g[0].type in _KICKS and g[0].club is club]
        won = [g for g in groups if g[0].type == "penalty_won" and g[0].club is club]
        given = [g for g in groups if g[0].type == "penalty_conceded" and g[0].opponent is club]
        if len(kicks) == 1 and len(won) <= 1 and len(given) <= 1:
            _fill([*kicks, *won, *given])


def _scorers(groups: list[list[Said]]) -> None:
    """The assist and the celebration of a man's only goal have its minute."""
    for player in {g[0].player for g in groups if g[0].type in _GOALS}:
        goals = [g for g in groups if g[0].type in _GOALS and g[0].player is player]
        assists = [g for g in groups if g[0].type == "assist" and any(s.other is player for s in g)]
        if len(goals) == 1 and len(assists) <= 1:
            joy = [g for g in groups if g[0].type in ("celebration", "muted_celebration") and g[0].player is player]
            _fill([*goals, *assists, *(joy if len(joy) == 1 else [])])
