"""Every reading of what left the agent: a byte search alone finds nothing in base64 or JSON escapes."""

from __future__ import annotations

import base64
import binascii
import email
import gzip
import html
import io
import quopri
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from urllib.parse import unquote_plus

from pypdf import PdfReader

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^>]*>")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def readings(content: bytes | str, depth: int = 4) -> Iterator[str]:
    """The content as text, and all that is hidden in it: gzip, PDF, MIME, base64, QP, percent, JSON, HTML."""
    raw = content.encode() if isinstance(content, str) else content
    text = raw.decode("utf8", errors="replace")
    yield from _plain(text)
    if depth == 0:
        return
    for inner in _inside(raw):
        yield from readings(inner, depth - 1)


def _plain(text: str) -> Iterator[str]:
    yield text
    yield unquote_plus(text)
    yield html.unescape(_TAG.sub(" ", text))
    yield _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _inside(raw: bytes) -> Iterator[bytes]:
    if raw.startswith(b"\x1f\x8b"):
        yield gzip.decompress(raw)
    if raw.startswith(b"%PDF"):
        yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages).encode()
        return  # its compressed bytes may look like anything
    if b"MIME-Version" in raw[:4000] or b"Content-Type:" in raw[:4000]:
        yield from _mime(raw)
    if b"=\n" in raw or b"=\r\n" in raw or re.search(rb"=[0-9A-F]{2}", raw):
        yield quopri.decodestring(raw)
    for match in _BASE64.findall(raw):
        yield from _base64(match)


def _mime(raw: bytes) -> Iterator[bytes]:
    message = email.message_from_bytes(raw, policy=policy.default)
    for part in message.walk():
        yield "\n".join(f"{name}: {value}" for name, value in part.items()).encode()
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            yield payload if isinstance(payload, bytes) else b""


def _base64(match: bytes) -> Iterator[bytes]:
    """What is hidden in it, if that is text or a known container: opaque ids decode to noise."""
    bare = match.rstrip(b"=").replace(b"+", b"-").replace(b"/", b"_")
    with suppress(binascii.Error, UnicodeDecodeError):
        inner = base64.urlsafe_b64decode(bare + b"=" * (-len(bare) % 4))
        if not inner.startswith((b"\x1f\x8b", b"%PDF")):
            inner.decode("utf8")
        yield inner


def folded(text: str) -> str:
    """Lower case without accents, apostrophes as one, spaces as one."""
    bare = _NOT_ASCII.sub(_without_accents, text.casefold())
    return re.sub(r"\s+", " ", bare.replace("’", "'"))


def _without_accents(match: re.Match[str]) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", match[0]) if not unicodedata.combining(c))
