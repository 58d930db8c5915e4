"""How much a source may hold, as one value that callers may change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for everything that is read from outside.

    Attributes:
        max_file_bytes: bytes of one file, page or standard input.
        max_text_chars: code points of one article; a longer text is a collection, not an article.
        max_line_chars: code points of one line; longer lines are data, not prose.
        max_redirects: redirects followed for one address.
        timeout_seconds: longest wait for one address, connection and silence alike.
        allow_private: addresses of the local network and of this machine may be read.
    """

    max_file_bytes: int = 20_000_000
    max_text_chars: int = 1_000_000
    max_line_chars: int = 200_000
    max_redirects: int = 5
    timeout_seconds: float = 20.0
    allow_private: bool = False
