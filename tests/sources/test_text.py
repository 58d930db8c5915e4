"""Text and Markdown files: metadata from the head, the text as given, ids from the names."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.sources import Limits, dates, locate, read, read_one
from kg.sources.header import read as head
from kg.sources.italian import other_language

BODY = "Il Cagliari ha vinto a Lecce con una rete nel finale, e non è la prima volta.\n"


def one(path: Path, **limits: int) -> object:
    return next(iter(read(path, limits=Limits(**limits))))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_header_lines_are_read_and_stay_in_the_text(tmp_path: Path, line_end: str) -> None:
    lines = ["Titolo: Colpo del Cagliari: 1-2", "Data: 3 marzo 2019", "Url: https://example.org/2001/02/03/x"]
    lines += ["Fonte: Il Corriere dei Tifosi", "Autore: Anna Neri", "", BODY]
    text = line_end.join(lines)
    (article,) = read(write(tmp_path, "lecce-cagliari.txt", text))
    assert article.text == text
    assert article.id == "lecce-cagliari"
    assert article.title == "Colpo del Cagliari: 1-2"
    assert article.date == "2019-03-03"
    assert article.url == "https://example.org/2001/02/03/x"
    assert article.site == "Il Corriere dei Tifosi"
    assert article.author == "Anna Neri"


def test_front_matter_is_read_and_stays_in_the_text(tmp_path: Path) -> None:
    text = f'---\ntitle: "Colpo del Cagliari"\ndate: 2019-03-03T21:05:00Z\ntags: [calcio]\n---\n# Altro\n\n{BODY}'
    (article,) = read(write(tmp_path, "a.md", text))
    assert (article.text, article.title, article.date) == (text, "Colpo del Cagliari", "2019-03-03")


def test_the_first_heading_of_markdown_is_its_title(tmp_path: Path) -> None:
    (article,) = read(write(tmp_path, "a.md", f"# Colpo del Cagliari #\n\n{BODY}"))
    assert article.title == "Colpo del Cagliari"


def test_a_text_without_header_has_no_metadata(tmp_path: Path) -> None:
    text = f"Milano: la festa\nCagliari: il rimpianto\n{BODY}"
    (article,) = read(write(tmp_path, "a.txt", text))
    assert (article.title, article.date, article.url, article.text) == (None, None, None, text)


def test_a_front_matter_never_closed_is_text() -> None:
    assert head("---\ntitle: x\n" + BODY).values == {}


def test_blank_lines_may_stand_between_header_lines() -> None:
    text = f"Titolo: x\n\nData: 2020\n\n\n{BODY}"
    assert head(text).values == {"title": "x", "date": "2020"}
    assert text[head(text).body :].strip() == BODY.strip()


def test_the_body_begins_behind_the_header() -> None:
    text = f"Title: x\nDate: 2020\n\n{BODY}"
    assert text[head(text).body :] == f"\n{BODY}"
    assert head(BODY).body == 0


def test_the_byte_order_mark_goes_and_offsets_are_those_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + BODY.encode())
    assert next(iter(read(path))).text == BODY


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-11-07", "2021-11-07"),
        ("2021-11-07T23:30:00+01:00", "2021-11-07"),
        ("2021-11-07 23:30", "2021-11-07"),
        ("20211107", "2021-11-07"),
        ("2021-11", "2021-11"),
        ("1989", "1989"),
        ("07/11/2021", "2021-11-07"),
        ("7.11.2021, 22:45", "2021-11-07"),
        ("7 novembre 2021", "2021-11-07"),
        ("domenica 7 novembre 2021", "2021-11-07"),
        ("1° maggio 2021", "2021-05-01"),
        ("novembre 2021", "2021-11"),
        ("November 7, 2021", "2021-11-07"),
        ("ieri", None),
        ("oggi alle 20", None),
        ("lunedì", None),
        ("7 novembre", None),
        ("2021-13-40", None),
        ("31/02/2021", None),
        ("1234", None),
        ("12345", None),
        ("", None),
        ("Serie A 2021 giornata 12", None),
    ],
)
def test_dates_keep_their_precision_and_are_never_guessed(written: str, expected: str | None) -> None:
    assert dates.parse(written) == expected


def test_a_folder_is_read_through_sorted_and_without_what_is_about_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.htm", "README.md", ".hidden.txt", ".git/d.txt", "gold.json", "LICENSE.txt"):
        write(tmp_path, name, BODY)
    origins, errors = locate([tmp_path])
    assert [origin.id for origin in origins] == ["a", "b", "c"]
    assert errors == []


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", BODY)
    assert len(locate([path, tmp_path, path])[0]) == 1


def test_equal_names_get_their_folder_then_their_suffix(tmp_path: Path) -> None:
    for name in ("uno/derby.txt", "due/Derby.txt", "tre/x.txt", "tre/x.md", "solo.txt"):
        write(tmp_path, name, BODY)
    origins, _ = locate([tmp_path])
    assert sorted(origin.id for origin in origins) == ["due-Derby", "solo", "tre-x-md", "tre-x-txt", "uno-derby"]


def test_a_name_in_another_encoding_gives_an_id_that_can_be_written(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caff\xe8.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(BODY.encode())
    (article,) = read(tmp_path)
    assert article.id == "caff\ufffd"
    assert article.text == BODY


def test_ids_of_addresses_are_their_last_part() -> None:
    names = ["https://example.org/calcio/il-derby.html?x=1", "https://example.org/", "http://example.org/2021/11/123"]
    assert [origin.id for origin in locate(names)[0]] == ["il-derby", "example.org", "example.org-2021-11-123"]


def test_standard_input_is_named_by_its_content() -> None:
    (origin,), _ = locate(["-"])
    first = read_one(origin, stdin=io.BytesIO(BODY.encode()))
    again = read_one(origin, stdin=io.BytesIO(BODY.encode()))
    other = read_one(origin, stdin=io.BytesIO((BODY + "Fine.").encode()))
    assert first.id == again.id != other.id
    assert first.id.startswith("stdin-")


def test_a_given_id_is_taken(tmp_path: Path) -> None:
    (origin,), _ = locate([write(tmp_path, "a.txt", BODY)], article_id="altro")
    assert read_one(origin).id == "altro"


@pytest.mark.parametrize(
    ("content", "limits", "key"),
    [
        ("", {}, "input_empty"),
        (" \n\t\n", {}, "input_empty"),
        ("Title: solo testata\n\n", {}, "input_empty"),
        ("%PDF-1.4 x", {}, "input_binary"),
        (BODY * 20, {"max_file_bytes": 1000}, "input_too_large"),
        (BODY * 20, {"max_text_chars": 1000}, "input_too_long"),
        (BODY.strip() * 20, {"max_line_chars": 1000}, "input_long_line"),
        (
            "The team won the match and the fans were happy with the goal that was scored by the boy. " * 3,
            {},
            "input_not_italian",
        ),
        (
            "Команда выиграла матч, и все болельщики были очень рады этому голу в конце игры на стадионе",
            {},
            "input_not_italian",
        ),
        ("<!DOCTYPE html><html><body></body></html>", {}, "input_no_article"),
    ],
)
def test_what_cannot_be_an_article_is_refused_by_name(
    tmp_path: Path, content: str, limits: dict[str, int], key: str
) -> None:
    path = write(tmp_path, "a.txt", content)
    with pytest.raises(InputError) as caught:
        one(path, **limits)
    assert caught.value.key == key
    assert str(path) in str(caught.value)


def test_missing_paths_and_empty_folders_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "vuota").mkdir()
    good = write(tmp_path, "a.txt", BODY)
    errors: list[InputError] = []
    articles = list(read([tmp_path / "vuota", tmp_path / "manca.txt", good], on_error=errors.append))
    assert [article.id for article in articles] == ["a"]
    assert [error.key for error in errors] == ["input_empty_folder", "input_missing"]


def test_a_file_of_fifty_megabytes_in_one_line_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError) as caught:
        one(path)
    assert caught.value.key == "input_too_large"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "MILAN (4-2-3-1): Maignan 6; Calabria 6, Kjaer 6,5, Tomori 6, Hernandez 7; Kessié 5, Bennacer 6.",
        "Gol: 12' Leao (M), 45' Lautaro (I).",
        "El Shaarawy e De la Fuente: il Barcellona di Xavi batte il Real Madrid al Camp Nou, ma la Liga non è finita.",
    ],
)
def test_italian_and_score_sheets_pass(text: str) -> None:
    assert other_language(text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "es",
            "El equipo de los blancos ganó en el estadio y los aficionados celebraron por las calles. ",
        ),
        ("fr", "Le club a gagné dans le stade et les joueurs ont fêté avec les supporters pour une nuit dans la rue. "),
        (
            "de",
            "Der Verein hat das Spiel nicht verloren, und die Spieler haben sich mit den Fans gefreut. ",
        ),
    ],
)
def test_other_languages_are_told_apart(language: str, text: str) -> None:
    assert other_language(text * 3) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The striker has signed for the club on a free transfer. He was on loan in Spain last season, and the manager "
            "said that his goals would help them to stay in the top division.",
        ),
        ("en", "Two late goals from the captain were enough for the visitors, who had lost the last four games away."),
        (
            "en",
            "The defender is expected to leave the club this summer after the two sides failed to agree on a contract.",
        ),
        (
            "es",
            "El delantero marcó en los últimos minutos y el equipo ganó por fin en casa ante los campeones de Liga.",
        ),
        (
            "es",
            "El entrenador no quiso hablar de los fichajes, pero está contento con las llegadas y espera más para enero.",
        ),
        ("fr", "Le gardien a été décisif dans les dernières minutes et les visiteurs ont perdu pour la première fois."),
        (
            "de",
            "Der Stürmer hat in der letzten Minute das Tor gemacht, und die Gäste haben das Spiel nicht mehr gedreht.",
        ),
        (
            "pt",
            "O avançado não jogou na primeira parte, mas foi ele quem marcou os dois golos após o intervalo em casa.",
        ),
    ],
)
def test_short_texts_of_other_languages_are_told_apart(language: str, text: str) -> None:
    assert 18 <= len(text.split()) <= 40
    assert other_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Il Torino batte 2-0 il Cagliari: a segno Belotti e Ansaldi. Espulso Barella nel finale per doppia ammonizione.",
        "Gol dell'ex al Ferraris: Quagliarella segna e non esulta, poi si scusa sotto la curva dei suoi vecchi tifosi.",
        "L'AS Roma ha ceduto in prestito Under al Leicester. L'AS Monaco, invece, saluta Jardim: al suo posto torna Kovac.",
        "Da Empoli a Napoli: la carriera di Di Lorenzo passa da Matera, poi le stagioni in A e la fascia da capitano.",
        "Dos Santos, El Kaddouri, De Roon, Van Basten, De Jong, Das Neves: quanti assenti per la gara del prossimo turno.",
        "The Special One è tornato: Mourinho firma con la Roma, “The best choice”, dice in inglese alla stampa, e saluta.",
        "Formazioni. Milan: Donnarumma, Calabria, Romagnoli. Inter: Handanovic, De Vrij, Bastoni, Barella, Lukaku, Lautaro.",
        "Marcatori: 12' El Shaarawy, 40' De Ketelaere, 55' Dos Santos, 78' Van de Beek, 90' De la Fuente. Arbitro: Orsato.",
        "Pavoletti in gol al 90', Cagliari salvo: Ranieri piange, la squadra lo porta in trionfo, Bari gelato a un passo da tutto.",
    ],
)
def test_short_italian_texts_pass(text: str) -> None:
    assert other_language(text) is None
