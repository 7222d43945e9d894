"""What values from the settings have in common."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value from the settings: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # some scripts spell names with them


def _one_line(typed: str) -> str:
    """What is printed in mails and on terminals: no sign in it may command either."""
    if any(unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS for sign in typed):
        raise ValueError("holds a sign that nobody sees, such as a tab or a line break; type it anew")
    return typed


OneLine = Annotated[str, AfterValidator(_one_line)]


def is_bare(typed: str) -> bool:
    """No address, and nothing that would end a link in which it stands."""
    return typed.isprintable() and not set(typed) & set('/"<>')


def bare_id(typed: str) -> str:
    """Google's id, also out of a whole address as the browser shows it."""
    if is_bare(typed):
        return typed
    found = re.search(r"/d/([A-Za-z0-9_-]{10,})", typed)
    if not found:
        raise ValueError("not an id; it is what stands between /d/ and /edit in the address")
    return found[1]


GoogleId = Annotated[str, AfterValidator(bare_id)]
