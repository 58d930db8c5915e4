"""What a reader should tell about an article that could be read all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on one source: ``key`` names the message in ``kg/messages``, ``values`` fill it."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)


Notify = Callable[[Notice], None]


def ignore(notice: Notice) -> None:
    """Take a notice and do nothing with it: for callers that do not print."""
