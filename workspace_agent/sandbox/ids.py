"""Identifiers in Google's forms, the same ones in every run."""

from __future__ import annotations

import hashlib

_BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BASE32HEX = "0123456789abcdefghijklmnopqrstuv"


class Ids:
    """Mints identifiers from a seed and a counter."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._count = 0

    def text(self, length: int, alphabet: str) -> str:
        """The next identifier over an alphabet."""
        self._count += 1
        digest = hashlib.shake_256(f"{self._seed}:{self._count}".encode()).digest(length)
        return "".join(alphabet[byte % len(alphabet)] for byte in digest)

    def file(self) -> str:
        """A Drive file id: 33 characters that begin with `1`."""
        return "1" + self.text(32, _BASE64URL)

    def document(self) -> str:
        """The Drive id of what Google's editors keep: 44 characters that begin with `1`."""
        return "1" + self.text(43, _BASE64URL)

    def event(self) -> str:
        """A Calendar event id: 26 characters of base32hex."""
        return self.text(26, _BASE32HEX)

    def hexadecimal(self, length: int = 16) -> str:
        """A Gmail message or thread id."""
        return self.text(length, "0123456789abcdef")

    def digits(self, length: int) -> str:
        """Digits only: PINs and revision numbers; never begins with zero."""
        return self.text(1, "123456789") + self.text(length - 1, "0123456789")

    def letters(self, length: int) -> str:
        """Small letters: the parts of a Meet code."""
        return self.text(length, "abcdefghijkmnopqrstuvwxyz")

    def token(self, length: int = 40) -> str:
        """A longer opaque string: tokens, form and response ids."""
        return self.text(length, _BASE64URL)
