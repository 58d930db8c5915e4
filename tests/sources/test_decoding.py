"""Bytes become text without losing a place, or one sentence says why not."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.sources.decoding import decode, decode_page
from kg.sources.notices import Notice

SENTENCE = "Perché Niccolò non esultò: la città era già sua, e c’è chi lo capì."


def read(data: bytes) -> tuple[str, list[Notice]]:
    notices: list[Notice] = []
    return decode(data, "articolo.txt", notices.append), notices


def test_utf8_is_read_as_it_stands() -> None:
    assert read(f"{SENTENCE}\r\n\tFine\n".encode()) == (f"{SENTENCE}\r\n\tFine\n", [])


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert read(mark + SENTENCE.encode(encoding)) == (SENTENCE, [])


def test_utf16_without_a_mark_is_recognised() -> None:
    text, notices = read(SENTENCE.encode("utf-16-le"))
    assert text == SENTENCE
    assert [n.values["encoding"] for n in notices] == ["utf-16-le"]


def test_windows_1252_is_recognised_and_told() -> None:
    text, notices = read(SENTENCE.encode("cp1252"))
    assert text == SENTENCE
    assert [(n.key, n.values["encoding"]) for n in notices] == [("notice_encoding", "cp1252")]


@pytest.mark.parametrize("word", ["Perché?", "Sarà", "È gol!", "più in là, c’è Totò"])
def test_windows_1252_is_recognised_in_few_words(word: str) -> None:
    assert read(word.encode("cp1252"))[0] == word


def test_a_broken_place_costs_one_place() -> None:
    whole = SENTENCE.encode()
    at = whole.index("già".encode())
    text, notices = read(whole[:at] + b"\xff" + whole[at:])
    before = len(whole[:at].decode())
    assert text == SENTENCE[:before] + "\ufffd" + SENTENCE[before:]
    assert [(n.key, n.values["count"]) for n in notices] == [("notice_replaced", 1)]


def test_a_file_cut_off_inside_a_character_is_utf8() -> None:
    text, notices = read(b"Il pareggio del Milan arriva al novantesimo, perch" + "é".encode()[:1])
    assert text.endswith("perch\ufffd")
    assert [n.key for n in notices] == ["notice_replaced"]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\nMilan",
        b"PK\x03\x04 documento",
        b"\x89PNG\r\n\x1a\n",
        b"Milan\x00Inter",
        bytes(range(1, 32)) * 20,
        bytes(range(256)) * 40,
    ],
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.key == "input_binary"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")))
def test_any_text_in_utf8_comes_back_unchanged(text: str) -> None:
    assert read(text.encode()) == (text, [])


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_an_input_error(data: bytes) -> None:
    try:
        text, notices = read(data)
    except InputError as error:
        assert error.key in {"input_binary", "input_encoding"}
    else:
        text.encode("utf-8")
        assert all(notice.key.startswith("notice_") for notice in notices)


def test_a_page_in_utf8_wins_over_what_it_declares() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body>perché</body></html>'
    assert decode_page(page.encode(), "p.html", pytest.fail) == page


def test_a_page_is_read_as_header_or_meta_declare() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body>“perché” 10 €</body></html>'
    assert decode_page(page.encode("cp1252"), "p.html", pytest.fail) == page
    bare = "<html><body>perché</body></html>"
    assert decode_page(bare.encode("latin-1"), "p.html", pytest.fail, declared="ISO-8859-1") == bare
    notices: list[Notice] = []
    assert decode_page(bare.encode("latin-1"), "p.html", notices.append, declared="no-such-thing") == bare
    assert len(notices) == 1
