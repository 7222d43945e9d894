"""A request as a WSGI environment, for requests that come by no socket."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from string import printable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def environ(verb: str, url: str, headers: Mapping[str, str | bytes], content: bytes) -> WSGIEnvironment:
    """The environment of one request; the address may be a path alone."""
    plain = escaped(url, "utf-8")
    address = urlsplit(f"https://localhost{plain}" if plain.startswith("/") else plain)
    built: WSGIEnvironment = {
        "REQUEST_METHOD": verb,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(address.path).decode("latin-1"),
        "QUERY_STRING": address.query,
        "REQUEST_URI": f"{address.path}?{address.query}" if address.query else address.path,
        "SERVER_NAME": address.hostname,
        "SERVER_PORT": str(address.port or 443),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(content),
        "wsgi.url_scheme": address.scheme,
        "wsgi.errors": BytesIO(),
    }
    built |= {_variable(name): _text(value) for name, value in headers.items()}
    return built | {"CONTENT_LENGTH": str(len(content))}


def escaped(address: str, encoding: str) -> str:
    """The same address in ASCII: some clients send other letters as they are."""
    return address if address.isascii() else quote(address, safe=printable, encoding=encoding)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _variable(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
