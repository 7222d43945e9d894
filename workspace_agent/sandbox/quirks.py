"""Habits of Google that show only now and then; here they show on order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quirks:
    """What is switched on.

    Attributes:
        empty_first_page: The first page of every list that is not empty holds nothing but a token.
        page_size: No page is longer than this; 0 leaves it to the request.
        name_lag: For how many seconds of the sandbox's clock `files.list` does not find a new file by name.
    """

    empty_first_page: bool = False
    page_size: int = 0
    name_lag: float = 0
