"""What values from the settings have in common."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value from the settings: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def bare_id(typed: str) -> str:
    """Google's id, also out of a whole address as the browser shows it."""
    if "/" not in typed:
        return typed
    found = re.search(r"/d/([A-Za-z0-9_-]{10,})", typed)
    if not found:
        raise ValueError("not an id; it is what stands between /d/ and /edit in the address")
    return found[1]


GoogleId = Annotated[str, AfterValidator(bare_id)]
