"""The alias key as a code that a person writes on paper, and back.

56 letters and digits in 14 groups, of the 32 that are hard to mistake for each other (RFC 4648, base32): one
byte that names this format, the 32 bytes of the key, and a checksum of 16 bits. A checksum of that kind
(CRC-16, `binascii.crc_hqx`) finds every change within 16 bits in a row, so any one wrong character (5 bits)
and any two neighbours that changed places.
"""

from __future__ import annotations

from base64 import b32decode, b32encode
from binascii import crc_hqx
from textwrap import wrap

from workspace_agent.ledger.keys import LENGTH
from workspace_agent.model.errors import SettingsError

_FORMAT = b"\x01"
_CHARACTERS = 56
_READ_AS = str.maketrans("018", "OIB", " -–—\t\r\n")
"""No code holds 0, 1 or 8, so whoever reads them meant the letter."""


def recovery_code(secret: bytes) -> str:
    """The key as groups of four characters with spaces between them.

    Args:
        secret: The 32 bytes of the alias key.
    """
    content = _FORMAT + secret
    return " ".join(wrap(b32encode(content + _checksum(content)).decode("ascii"), 4))


def secret_from(code: str) -> bytes:
    """The key that a code stands for; capitals, spaces and dashes do not count.

    Raises:
        SettingsError: It is not such a code, or one of its characters is wrong.
    """
    typed = code.translate(_READ_AS).upper()
    if len(typed) != _CHARACTERS:
        raise _wrong(f"A recovery code has {_CHARACTERS} letters and digits; this has {len(typed)}.")
    try:
        decoded = b32decode(typed)
    except ValueError:
        raise _wrong("A recovery code has only the letters A to Z and the digits 2 to 7.") from None
    content, checksum = decoded[:-2], decoded[-2:]
    if checksum != _checksum(content) or content[:1] != _FORMAT or len(content) != LENGTH + 1:
        raise _wrong("At least one character of this recovery code is wrong.")
    return content[1:]


def _checksum(content: bytes) -> bytes:
    return crc_hqx(content, 0).to_bytes(2, "big")


def _wrong(what: str) -> SettingsError:
    return SettingsError(what, advice="compare it with your paper, group by group, and type it again")
