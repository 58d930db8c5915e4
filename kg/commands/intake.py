"""Reading what the user named, for every command that takes articles: errors told, the rest goes on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, KgError, UsageError
from kg.messages import text, user_language, worded
from kg.views.console import Screen
from kg.views.plain import clean

if TYPE_CHECKING:
    from kg.article import Article
    from kg.sources import Limits, Notice

SOME_FAILED = 1
NOTHING_READ = 3
_WORTH_A_BAR = 3


class Intake:
    """The articles of one command.

    Attributes:
        read: how many articles could be read.
        failed: how many named things could not.
    """

    def __init__(self, names: Sequence[str], *, allow_private: bool = False, article_id: str | None = None) -> None:
        from kg.sources import locate

        self.limits = _limits(allow_private)
        self.read = 0
        self.failed = 0
        if article_id is not None and not _usable(article_id):
            raise UsageError("usage_id", id=article_id)
        self.origins, errors = locate(names, article_id)
        if article_id is not None and len(self.origins) > 1:
            raise UsageError("usage_id_many", count=len(self.origins))
        for error in errors:
            self._tell(error)

    def articles(self, *, printed: bool = True) -> Iterator[Article]:
        """Yield what can be read; what cannot is told on standard error and counted.

        Args:
            printed: the command prints something for each article, which on a terminal shows how far it is.
        """
        from kg.sources import read_one

        with progress(len(self.origins), beside=printed) as advance:
            for origin in self.origins:
                try:
                    article = read_one(origin, limits=self.limits, notify=_notice)
                except InputError as error:
                    self._tell(error)
                else:
                    self.read += 1
                    yield article
                advance()

    def not_loaded(self, error: KgError) -> None:
        """Tell of an article that was read and could not be loaded, and count it as failed."""
        self.read -= 1
        self._tell(error)

    def exit_code(self) -> int:
        """Return 0 where all was read, 1 where some was not, 3 where nothing was."""
        if not self.failed:
            return 0
        return SOME_FAILED if self.read else NOTHING_READ

    def _tell(self, error: KgError) -> None:
        self.failed += 1
        tell(error)


def tell(error: KgError) -> None:
    """Print what is wrong and the next step, in the user's language, on standard error."""
    values = dict(error.values)
    if "other" in values:
        values["other"] = worded(f"language_{values['other']}", values["other"])
    if "reason" in values:
        # The system tells in English only.
        said = str(values["reason"])
        values["reason"] = worded(f"reason_{_key(said)}", said)
    words = text(error.key, user_language(), **values)
    Screen(sys.stderr).line((clean(words), "red"))


def remark(key: str, **values: Any) -> None:
    """Print a remark on standard error."""
    Screen(sys.stderr).line((clean(text(key, **values)), "yellow"))


@contextmanager
def progress(total: int, *, beside: bool) -> Iterator[Any]:
    """Show a bar on standard error while a terminal looks at it and the work is long; yield its step.

    ``beside`` tells that standard output is printed to meanwhile: on one terminal the two would mix.
    """
    if total < _WORTH_A_BAR or not sys.stderr.isatty() or (beside and sys.stdout.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text("word_progress"), total=total)
        yield lambda: bar.advance(task)


def _limits(allow_private: bool) -> Limits:
    from kg.config import settings
    from kg.sources import Limits

    chosen = settings()
    return Limits(
        max_file_bytes=chosen.max_file_bytes,
        max_text_chars=chosen.max_text_chars,
        max_line_chars=chosen.max_line_chars,
        max_redirects=chosen.max_redirects,
        timeout_seconds=chosen.timeout,
        allow_private=allow_private,
    )


def _usable(article_id: str) -> bool:
    return bool(article_id.strip()) and article_id.isprintable() and "/" not in article_id and "\\" not in article_id


def _notice(notice: Notice) -> None:
    remark(notice.key, **notice.values)


def _key(said: str) -> str:
    """Return words of the system as the last part of a message's key."""
    return re.sub(r"\W+", "_", said).lower()
