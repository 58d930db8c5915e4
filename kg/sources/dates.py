"""Dates as headers and pages write them, into ISO 8601 with the precision they have."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?=\D|$))?)?(?:[T ].*)?$")
_ISO_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\D.*)?$")
_EARLIEST = 1880


def parse(written: str) -> str | None:
    """Return ``written`` as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``None`` where it is no date.

    Never guesses: "ieri" and other words that depend on today are no date.
    """
    written = " ".join(written.split()).strip("\"' ")
    if match := _ISO.match(written) or _ISO_BASIC.match(written):
        return _checked(*match.groups())
    if match := _DAY_FIRST.match(written):
        day, month, year = match.groups()
        return _checked(year, month, day)
    return _in_words(written)


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if int(year) < _EARLIEST:
        return None
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])


def _in_words(written: str) -> str | None:
    if not re.search(r"\b\d{4}\b", written) or len(written) > 80:
        return None
    import dateparser

    for needed, form in ((["day", "month", "year"], "%Y-%m-%d"), (["month", "year"], "%Y-%m")):
        found = dateparser.parse(
            written,
            languages=["it", "en"],
            settings={
                "REQUIRE_PARTS": needed,
                "PARSERS": ["absolute-time"],
                "DATE_ORDER": "DMY",
                "PREFER_DAY_OF_MONTH": "first",
                "RETURN_AS_TIMEZONE_AWARE": False,
            },
        )
        if found is not None and found.year >= _EARLIEST:
            return str(found.strftime(form))
    return None
