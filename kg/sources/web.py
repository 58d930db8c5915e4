"""One page from an address the user named: http or https, bounded in time, size and redirects.

Every hop's host is resolved once, checked, and connected to by that very address, so that a name
cannot point to a public address for the check and to the local network for the connection.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import urllib3
from urllib3.util import Url, parse_url

from kg.errors import InputError
from kg.sources.limits import Limits

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_CHUNK = 65_536
_TEXTUAL = ("text/", "application/xhtml+xml", "application/xml")
_AGENT = "calcio-kg (+https://w3id.org/calcio-kg/)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the bytes, where they were found in the end, type and charset as declared."""

    data: bytes
    url: str
    media_type: str
    charset: str | None


def is_address(name: str) -> bool:
    """Return whether ``name`` is a web address and not a path."""
    return name.lower().startswith(("http://", "https://"))


def fetch(url: str, limits: Limits) -> Fetched:
    """Return what stands at ``url``.

    Raises:
        InputError: not reachable, refused, too large, no text, or on a network that is not allowed.
    """
    deadline = time.monotonic() + limits.timeout_seconds
    current = url
    for _ in range(limits.max_redirects + 1):
        response = _request(current, url, limits)
        try:
            if response.status in _REDIRECTS and response.headers.get("Location"):
                current = _elsewhere(current, response.headers["Location"], url)
                continue
            return _body(response, current, url, limits, deadline)
        finally:
            response.close()
    raise InputError("input_redirects", name=url, limit=limits.max_redirects)


def _elsewhere(current: str, location: str, named: str) -> str:
    try:
        return urljoin(current, location)
    except ValueError as error:
        raise InputError("input_address", name=named) from error


def _request(current: str, named: str, limits: Limits) -> Any:
    parts = _split(current, named)
    host = (parts.host or "").strip("[]")
    scheme = parts.scheme or ""
    port = parts.port or _PORTS[scheme]
    headers = {"User-Agent": _AGENT, "Accept": "text/html, text/plain;q=0.9", "Accept-Encoding": "identity"}
    timeout = urllib3.Timeout(total=limits.timeout_seconds)
    options: dict[str, Any] = {"redirect": False, "retries": False, "preload_content": False, "timeout": timeout}
    try:
        proxy = _proxy(scheme, host)
        address = _resolve(host, port, named, limits, required=proxy is None)
        if proxy is not None:
            return urllib3.ProxyManager(proxy).request("GET", parts.url, headers=headers, **options)
        headers["Host"] = parts.netloc or host
        return _pool(scheme, address, port, host).request("GET", parts.request_uri, headers=headers, **options)
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise InputError("input_unreachable", name=named, reason=_reason(error)) from error


def _pool(scheme: str, address: str, port: int, host: str) -> urllib3.HTTPConnectionPool:
    if scheme == "https":
        return urllib3.HTTPSConnectionPool(address, port, server_hostname=host, assert_hostname=host)
    return urllib3.HTTPConnectionPool(address, port)


def _split(current: str, named: str) -> Url:
    """Return the parts of an address, the host in ASCII and the path percent-encoded."""
    try:
        parts = parse_url(current)
    except urllib3.exceptions.LocationParseError as error:
        raise InputError("input_address", name=named) from error
    if parts.scheme not in _PORTS or not parts.host:
        raise InputError("input_address", name=named)
    return parts


def _proxy(scheme: str, host: str) -> str | None:
    if urllib.request.proxy_bypass(host):
        return None
    return urllib.request.getproxies().get(scheme)


def _resolve(host: str, port: int, named: str, limits: Limits, *, required: bool) -> str:
    """Return an address of ``host``; behind a proxy a name that only the proxy knows is left to it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        if required:
            raise
        return host
    addresses = [str(entry[4][0]) for entry in found]
    if not limits.allow_private and not all(_is_public(address) for address in addresses):
        raise InputError("input_private", name=named)
    return addresses[0]


def _is_public(address: str) -> bool:
    plain = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(plain, ipaddress.IPv6Address) and plain.ipv4_mapped is not None:
        plain = plain.ipv4_mapped
    return plain.is_global and not plain.is_multicast


def _body(response: Any, current: str, named: str, limits: Limits, deadline: float) -> Fetched:
    if response.status != 200:
        raise InputError("input_status", name=named, status=response.status)
    media_type, _, parameters = response.headers.get("Content-Type", "text/html").partition(";")
    media_type = media_type.strip().lower()
    if not media_type.startswith(_TEXTUAL):
        raise InputError("input_media_type", name=named, media_type=media_type)
    data = bytearray()
    try:
        for chunk in response.stream(_CHUNK, decode_content=True):
            data += chunk
            if len(data) > limits.max_file_bytes:
                raise InputError("input_too_large", name=named, limit=limits.max_file_bytes // 1_000_000)
            if time.monotonic() > deadline:
                raise InputError("input_unreachable", name=named, reason="timeout")
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise InputError("input_unreachable", name=named, reason=_reason(error)) from error
    charset = next(
        (
            value.strip("\"' ")
            for name, _, value in (piece.strip().partition("=") for piece in parameters.split(";"))
            if name.lower() == "charset"
        ),
        None,
    )
    return Fetched(bytes(data), current, media_type, charset)


def _reason(error: BaseException) -> str:
    """Return the shortest true reason in the chain of an error of the network."""
    while error.__cause__ is not None or getattr(error, "reason", None).__class__.__name__.endswith("Error"):
        inner = error.__cause__ or getattr(error, "reason", None)
        if not isinstance(inner, BaseException):
            break
        error = inner
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if "timed out" in str(error).lower() or "Timeout" in type(error).__name__:
        return "timeout"
    return type(error).__name__
