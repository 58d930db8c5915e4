"""Pages from an address, over a real server on loopback: bounds, redirects, networks that are not allowed."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.sources import Limits, read

BODY = (
    "Il Torino vince in rimonta contro la Lazio con la rete di Bianchi, arrivata a dieci minuti dalla fine dopo una "
    "lunga azione sulla fascia che ha sorpreso la difesa, perché nessuno lo ha seguito."
)
PAGE = f"<!DOCTYPE html><html lang='it'><head><title>Colpo</title></head><body><p>{BODY}</p></body></html>"
LIMITS = Limits(allow_private=True, timeout_seconds=5)


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """Send what the path asks for."""
        name = self.path.strip("/").partition("?")[0]
        getattr(self, f"send_{name}", self.send_missing)()

    def answer(self, data: bytes, media_type: str = "text/html; charset=utf-8") -> None:
        """Send a whole page."""
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def redirect(self, target: str) -> None:
        """Send the reader elsewhere."""
        self.send_response(302)
        self.send_header("Location", target)
        self.end_headers()

    def send_page(self) -> None:
        self.answer(PAGE.encode())

    def send_latin(self) -> None:
        self.answer(PAGE.encode("latin-1"), "text/html; charset=ISO-8859-1")

    def send_text(self) -> None:
        self.answer(f"Title: Colpo\n\n{BODY}".encode(), "text/plain; charset=utf-8")

    def send_moved(self) -> None:
        self.redirect("/page")

    def send_loop(self) -> None:
        self.redirect("/loop")

    def send_file(self) -> None:
        self.redirect("file:///etc/hostname")

    def send_crooked(self) -> None:
        self.redirect("http://[::1/a")

    def send_image(self) -> None:
        self.answer(b"\x89PNG", "image/png")

    def send_empty(self) -> None:
        self.answer(b"")

    def send_missing(self) -> None:
        self.send_error(404)

    def send_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"<p>Milan</p>" * 10_000)
        except OSError:
            return

    def send_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x" * 70_000)
                time.sleep(0.2)
        except OSError:
            return

    def send_silent(self) -> None:
        time.sleep(3)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server with a certificate for ``localhost`` that only who names its file trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run(
        ["openssl", *words.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}", certificate
    server.shutdown()
    server.server_close()


def test_a_secure_page_is_read_where_its_certificate_is_trusted(
    secure: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, certificate = secure
    assert failure(f"{site}/page").key == "input_unreachable"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    (article,) = read(f"{site}/page", limits=LIMITS)
    assert article.title == "Colpo"
    # Right certificate, wrong name: the address is the server's, the name is not.
    assert failure(f"{site.replace('localhost', '127.0.0.1')}/page").key == "input_unreachable"


def failure(url: str, limits: Limits = LIMITS) -> InputError:
    with pytest.raises(InputError) as caught:
        list(read(url, limits=limits))
    assert url in str(caught.value)
    return caught.value


def test_a_page_is_read_and_knows_its_address(site: str) -> None:
    (article,) = read(f"{site}/page", limits=LIMITS)
    assert (article.id, article.title, article.text) == ("page", "Colpo", f"Colpo\n{BODY}")
    assert article.url == f"{site}/page"
    assert article.source == f"{site}/page"


def test_a_redirect_is_followed_and_the_final_address_kept(site: str) -> None:
    (article,) = read(f"{site}/moved", limits=LIMITS)
    assert (article.id, article.url) == ("moved", f"{site}/page")


def test_the_declared_charset_counts(site: str) -> None:
    (article,) = read(f"{site}/latin", limits=LIMITS)
    assert BODY in article.text


def test_an_address_may_hold_letters_of_any_kind(site: str) -> None:
    (article,) = read(f"{site}/page?città=Forlì e Cesena", limits=LIMITS)
    assert article.title == "Colpo"


def test_plain_text_is_read_as_text(site: str) -> None:
    (article,) = read(f"{site}/text", limits=LIMITS)
    assert (article.title, article.text, article.url) == ("Colpo", f"Title: Colpo\n\n{BODY}", f"{site}/text")


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("loop", "input_redirects"),
        ("file", "input_address"),
        ("crooked", "input_address"),
        ("image", "input_media_type"),
        ("empty", "input_empty"),
        ("nothing-here", "input_status"),
    ],
)
def test_what_is_no_article_is_refused(site: str, path: str, key: str) -> None:
    assert failure(f"{site}/{path}").key == key


def test_an_endless_page_is_cut_off_at_the_limit(site: str) -> None:
    assert failure(f"{site}/endless", replace(LIMITS, max_file_bytes=1_000_000)).key == "input_too_large"


@pytest.mark.parametrize("path", ["silent", "drip"])
def test_a_slow_page_is_given_up(site: str, path: str) -> None:
    start = time.monotonic()
    error = failure(f"{site}/{path}", replace(LIMITS, timeout_seconds=0.6))
    assert (error.key, error.values["reason"]) == ("input_unreachable", "timeout")
    assert time.monotonic() - start < 2.5


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a",
        "http://localhost/a",
        "http://[::1]/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://10.0.0.1/a",
        "http://192.168.1.1/a",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/a",
        "http://2130706433/a",
    ],
)
def test_the_local_network_is_refused_unless_allowed(url: str) -> None:
    assert failure(url, Limits()).key == "input_private"


def test_a_redirect_into_the_local_network_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.sources import web

    public = web._is_public
    checked: list[str] = []

    def first_hop_only(address: str) -> bool:
        checked.append(address)
        return len(checked) == 1 or public(address)

    monkeypatch.setattr(web, "_is_public", first_hop_only)
    assert failure(f"{site}/moved", replace(LIMITS, allow_private=False)).key == "input_private"
    assert len(checked) == 2


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://", "input_address"),
        ("http:///percorso", "input_address"),
        ("https://[::1/a", "input_address"),
        ("http://example.org:99999/a", "input_address"),
        ("http://con spazio.it/a", "input_address"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str, key: str) -> None:
    assert failure(url).key == key


def test_a_closed_port_is_told() -> None:
    error = failure("http://127.0.0.1:9/a")
    assert (error.key, error.values["reason"]) == ("input_unreachable", "Connection refused")
