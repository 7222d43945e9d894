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
        mark_lag: The same for a search by `properties` or `appProperties`. Google is not known to do so.
        revoked_apps_lose_files: Whose access is taken back loses with `drive.file` what it made, also when it
            is let in again. Google used to say the first, and nothing of the second.
    """

    empty_first_page: bool = False
    page_size: int = 0
    name_lag: float = 0
    mark_lag: float = 0
    revoked_apps_lose_files: bool = False

    def __post_init__(self) -> None:
        if type(self.page_size) is not int or self.page_size < 0:
            raise ValueError("page_size is a whole number from 0")
        check_seconds("name_lag", self.name_lag)
        check_seconds("mark_lag", self.mark_lag)


def check_seconds(name: str, value: object) -> None:
    """Refuse what is no length of time.

    Raises:
        ValueError: It is no number, or less than nothing.
    """
    if not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{name} is a number of seconds from 0")
