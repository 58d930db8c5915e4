"""The words on screen: both languages say the same things, and code and catalogues name the same messages."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import errors, facts, messages
from kg.questions import questions

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = {
    language: tomllib.loads((ROOT / f"kg/messages/{language}.toml").read_text("utf-8"))
    for language in messages.LANGUAGES
}
KEY = re.compile(r"[a-z][a-z0-9]*([._][a-z0-9]+)*")
ERRORS = {name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, errors.KgError)}


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def strings(path: Path) -> Iterator[str]:
    """Yield every text of a file that may be a key: constants, and f-strings as patterns."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values
            )


def said(path: Path) -> Iterator[str]:
    """Yield the keys a file hands as a constant to ``text`` or to an error."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0]
        called = name in ERRORS or (name == "text" and isinstance(node.func, ast.Name)) or name in {"Notice", "remark"}
        if called and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


SOURCES = sorted((ROOT / "kg").rglob("*.py"))


def test_both_languages_have_the_same_keys() -> None:
    assert CATALOGUES["it"].keys() == CATALOGUES["en"].keys()


@pytest.mark.parametrize("key", sorted(CATALOGUES["en"]))
def test_a_message_is_a_sentence_with_the_same_places_in_both_languages(key: str) -> None:
    assert KEY.fullmatch(key)
    words = {language: catalogue[key] for language, catalogue in CATALOGUES.items()}
    assert all(isinstance(value, str) and value.strip() == value for value in words.values())
    # Empty is a word too (a role not worth naming), but in both languages or in none.
    assert len({bool(value) for value in words.values()}) == 1
    assert placeholders(words["it"]) == placeholders(words["en"])
    # ``text(key, language)`` takes these itself.
    assert not placeholders(words["en"]) & {"key", "language"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_used_exists(path: Path) -> None:
    assert set(said(path)) <= CATALOGUES["en"].keys()


def test_every_key_is_used() -> None:
    patterns = {pattern for path in SOURCES for pattern in strings(path)}
    # A pattern of nothing but places would match everything.
    telling = [pattern for pattern in patterns if re.match(r"[a-z0-9]+[._]|.*_[a-z]+$", pattern.replace("\\", ""))]
    # ``text`` takes the message of one thing by itself.
    used = {key for key in CATALOGUES["en"] if re.escape(key.removesuffix("_one")) in patterns}
    loose = re.compile("|".join(f"(?:{p})" for p in telling if ".+" in p))
    unused = {
        key for key in CATALOGUES["en"].keys() - used if not loose.fullmatch(key) and not _in_views(key, patterns)
    }
    assert unused == set()


def _in_views(key: str, patterns: set[str]) -> bool:
    """Return whether a key of the views, which say ``say("hint")`` for ``view_hint``, is used."""
    return key.startswith("view_") and any(
        re.fullmatch(pattern, key.removeprefix("view_")) for pattern in patterns if pattern not in {".+", ""}
    )


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("role", {*facts.ROLES, *facts.CAPACITIES}),
        ("status", {"current", "former"}),
        ("kind", facts.KINDS),
        ("transfer", facts.TRANSFER_KINDS),
        ("certainty", facts.CERTAINTIES),
        ("incident", facts.INCIDENT_TYPES),
        ("dropped", facts.DROP_REASONS),
        ("family", {"persons", "clubs", "affiliations", "transfers", "matches", "incidents", "dropped"}),
        ("change", {"added", "replaced", "unchanged"}),
        ("severity", {"violation", "warning", "info"}),
    ],
)
def test_every_value_of_the_facts_has_its_words(prefix: str, values: set[str]) -> None:
    assert {f"{prefix}_{value}" for value in values} <= CATALOGUES["en"].keys()


def test_every_column_and_value_of_a_question_has_its_words() -> None:
    columns = {column for asked in questions().values() for column in asked.columns}
    assert {f"column_{column}" for column in columns} == {k for k in CATALOGUES["en"] if k.startswith("column_")}
    assert {f"outcome_{value}" for value in ("done", "elsewhere", "denied", "open")} <= CATALOGUES["en"].keys()


def test_errors_end_with_the_next_step() -> None:
    """What is wrong and what to do are two parts: a colon, a comma or a second sentence joins them."""
    for catalogue in CATALOGUES.values():
        for key, words in catalogue.items():
            if key.split("_")[0] in {"input", "usage", "store", "neo4j", "evaluation"} and words.endswith("."):
                assert re.search(r"[:;,.–(] ", words) or "{" not in words, (key, words)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "it_IT.UTF-8"}, "it"),
        ({"LANG": "it_IT.UTF-8", "LC_ALL": "C"}, "en"),
        ({"KG_LANG": "it", "LC_ALL": "en_GB.UTF-8"}, "it"),
        ({"LANG": "fr_FR"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_locale(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert messages.user_language() == language
