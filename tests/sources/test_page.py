"""Pages: the article, its metadata, embedded posts as quoted text; the address is never a date."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.article import Article
from kg.errors import InputError
from kg.sources import page, read

FIRST = (
    "Il Torino vince in rimonta contro la Lazio con la rete di Bianchi, arrivata a dieci minuti dalla fine "
    "dopo una lunga azione sulla fascia che ha sorpreso la difesa."
)
SECOND = (
    "L’attaccante non ha esultato davanti alla curva dei suoi vecchi tifosi, che lo hanno applaudito a lungo "
    "quando ha lasciato il campo."
)
TWEET = (
    '<blockquote class="twitter-tweet"><p lang="it" dir="ltr">Rete di Bianchi, che partita! '
    '<a href="https://t.co/x">pic.twitter.com/x</a></p>&mdash; Torino (@toro_prova) '
    '<a href="https://twitter.com/toro_prova/status/1">April 2, 2023</a></blockquote>'
    '<script async src="https://platform.twitter.com/widgets.js"></script>'
)
QUOTED = "«Rete di Bianchi, che partita!» — Torino (@toro_prova)"


def markup(body: str, head: str = "") -> str:
    navigation = "<nav><ul><li><a href='/a'>Serie A</a></li><li><a href='/b'>Serie B</a></li></ul></nav>"
    foot = "<footer>Copyright 2019 Il Foglio di Prova. Informativa sui cookie.</footer>"
    return f'<!DOCTYPE html><html lang="it-IT"><head>{head}</head><body>{navigation}{body}{foot}</body></html>'


def article(tmp_path: Path, body: str, head: str = "", name: str = "pagina.html") -> Article:
    path = tmp_path / name
    path.write_text(markup(body, head), "utf-8")
    return next(iter(read(path)))


HEAD = """
<title>Bianchi punisce la sua ex | Il Foglio di Prova</title>
<meta property="og:title" content="Bianchi punisce la sua ex">
<meta property="og:site_name" content="Il Foglio di Prova">
<meta property="article:published_time" content="2023-04-02T22:51:00+02:00">
<meta property="og:image" content="https://example.org/2018/12/24/foto.jpg">
<link rel="canonical" href="https://example.org/2019/01/05/bianchi">
"""


def test_metadata_come_from_the_page(tmp_path: Path) -> None:
    found = article(tmp_path, f"<article><p>{FIRST}</p><p>{SECOND}</p></article>", HEAD)
    assert found.title == "Bianchi punisce la sua ex"
    assert found.date == "2023-04-02"
    assert found.site == "Il Foglio di Prova"
    assert found.url == "https://example.org/2019/01/05/bianchi"
    assert found.language == "it"
    assert found.id == "pagina"


def test_the_headline_comes_first_where_the_body_lacks_it(tmp_path: Path) -> None:
    found = article(tmp_path, f"<article><p>{FIRST}</p><p>{SECOND}</p></article>", HEAD)
    assert found.text == f"Bianchi punisce la sua ex\n{FIRST}\n{SECOND}"


def test_the_headline_is_not_doubled(tmp_path: Path) -> None:
    body = f"<article><h1>Bianchi punisce la sua ex</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
    assert article(tmp_path, body, HEAD).text.count("Bianchi punisce la sua ex") == 1


def test_navigation_and_footer_are_left_out(tmp_path: Path) -> None:
    text = article(tmp_path, f"<article><p>{FIRST}</p><p>{SECOND}</p></article>", HEAD).text
    assert "Serie B" not in text
    assert "cookie" not in text


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-02-05"}</script>',
            "",
            "2022-02-05",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@id":"x"},{"datePublished":"2022-02-05"}]}</script>',
            "",
            "2022-02-05",
        ),
        (
            '<script type="application/ld+json">{broken</script><meta name="date" content="2022-02-06">',
            "",
            "2022-02-06",
        ),
        ('<meta name="DC.date.issued" content="6 febbraio 2022">', "", "2022-02-06"),
        ("", '<time datetime="2022-02-07T08:00">lunedì</time>', "2022-02-07"),
        ("", "<time>7 febbraio 2022</time>", "2022-02-07"),
        ("", '<span itemprop="datePublished" content="2022-02-08"></span>', "2022-02-08"),
        ('<link rel="canonical" href="https://example.org/2019/01/05/bianchi">', "", None),
        ('<meta property="og:url" content="https://example.org/2019/01/05/bianchi">', "", None),
        ('<meta property="og:image" content="https://example.org/2018/12/24/foto.jpg">', "", None),
        ('<meta name="date" content="presto">', "", None),
    ],
)
def test_the_date_is_what_the_page_says_and_never_its_address(
    tmp_path: Path, head: str, body: str, expected: str | None
) -> None:
    found = article(tmp_path, f"<article>{body}<p>{FIRST}</p><p>{SECOND}</p></article>", head)
    assert found.date == expected


@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        '<div class="embed social-embed"><div class="twitter">{}</div></div>',
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">{}</div></figure>',
    ],
)
def test_an_embedded_tweet_is_quoted_text_in_its_place(tmp_path: Path, wrap: str) -> None:
    body = f"<article><p>{FIRST}</p>{wrap.format(TWEET)}<p>{SECOND}</p></article>"
    found = article(tmp_path, body)
    assert found.text == f"{FIRST}\n{QUOTED}\n{SECOND}"
    assert [(found.text[q.start : q.end], q.kind) for q in found.quoted] == [(QUOTED, "tweet")]


def test_the_spans_of_several_tweets_are_right(tmp_path: Path) -> None:
    second = TWEET.replace("Rete di Bianchi, che partita!", "Finita, grazie ragazzi 💛")
    found = article(tmp_path, f"<article><p>{FIRST}</p>{TWEET}<p>{SECOND}</p>{second}<p>{FIRST}</p></article>")
    words = [found.text[q.start : q.end] for q in found.quoted]
    assert words == [QUOTED, "«Finita, grazie ragazzi 💛» — Torino (@toro_prova)"]


def test_a_tweet_of_nothing_but_a_picture_leaves_no_trace(tmp_path: Path) -> None:
    empty = '<blockquote class="twitter-tweet"><p><a href="https://t.co/x">pic.twitter.com/x</a></p></blockquote>'
    found = article(tmp_path, f"<article><p>{FIRST}</p>{empty}<p>{SECOND}</p></article>")
    assert (found.text, found.quoted) == (f"{FIRST}\n{SECOND}", ())


def test_an_ordinary_quotation_is_no_embedded_post(tmp_path: Path) -> None:
    quotation = "<blockquote><p>«Ho grande rispetto per questa gente», ha detto a fine gara.</p></blockquote>"
    found = article(tmp_path, f"<article><p>{FIRST}</p>{quotation}<p>{SECOND}</p></article>")
    assert "Ho grande rispetto" in found.text
    assert found.quoted == ()


def test_a_page_in_a_text_file_is_read_as_a_page(tmp_path: Path) -> None:
    found = article(tmp_path, f"<article><p>{FIRST}</p><p>{SECOND}</p></article>", HEAD, name="pagina.txt")
    assert "<p>" not in found.text
    assert found.date == "2023-04-02"


@pytest.mark.parametrize(
    "content",
    [
        "<html></html>",
        "<!-- niente -->",
        "<html><body><nav><a href='/'>Serie A</a><a href='/b'>Serie B</a></nav></body></html>",
        "<html><body><p>Ciao.</p></body></html>",
        "ciao",
    ],
)
def test_a_page_without_article_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "p.html"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        next(iter(read(path)))
    assert caught.value.key == "input_no_article"


def test_a_long_article_is_kept_whole(tmp_path: Path) -> None:
    paragraphs = [
        f"Al minuto {n} il Torino attacca ancora e la Lazio si difende con ordine nella sua metà campo."
        for n in range(400)
    ]
    found = article(tmp_path, "<article>" + "".join(f"<p>{p}</p>" for p in paragraphs) + "</article>")
    assert found.text.splitlines() == paragraphs


PIECES = st.sampled_from(
    [
        TWEET,
        FIRST,
        "QZPOSTBEGIN0Q",
        "[" * 200,
        "{}",
        "\x00",
        "&#0;",
        "&#x110000;",
        "'>",
        *[
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<table><tr><td>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "<svg>",
            "<html>",
            "<body>",
            "<time>",
        ],
        "<div class=twitter-tweet>",
        "<blockquote class=twitter-tweet>",
        "<meta name=date>",
        "<time datetime='",
        "<script type='application/ld+json'>",
        "<html lang=''>",
        "<?xml version='1.0' encoding='utf-16'?>",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_any_markup_gives_an_article_or_an_input_error(pieces: list[str]) -> None:
    try:
        found = page.read("".join(pieces), "p.html")
    except InputError as error:
        assert error.key == "input_no_article"
    else:
        assert found.text.strip()
        assert all(0 <= quoted.start < quoted.end <= len(found.text) for quoted in found.quoted)
