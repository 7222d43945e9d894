"""Protected ranges: who may write where."""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.sheets.a1 import Region
from workspace_agent.sandbox.sheets.grid import area_of
from workspace_agent.sandbox.sheets.model import Book, Sheet

_MESSAGE = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
    "protection if you need to edit."
)


def refuse_protected(book: Book, sheet: Sheet, region: Region, user: str) -> None:
    """Refuse a write into a protected range; the owner, its editors and a range that only warns are let pass.

    Raises:
        ApiError: The range is closed to the user.
    """
    if user == book.owner:
        return
    if any(_closed(sheet, protection, region, user) for protection in sheet.protected):
        raise ApiError(400, _MESSAGE, canonical="INVALID_ARGUMENT")


def _closed(sheet: Sheet, protection: Json, region: Region, user: str) -> bool:
    spanned = sheet.region(area_of(protection.get("range", {})))
    if _open_to(protection, user) or not spanned.meets(region):
        return False
    # A protected sheet may leave ranges open; what lies in one of them alone is free.
    gaps = [sheet.region(area_of(gap)) for gap in protection.get("unprotectedRanges") or []]
    return not any(
        gap.holds((region.top, region.left)) and gap.holds((region.bottom - 1, region.right - 1))
        for gap in gaps
    )


def _open_to(protection: Json, user: str) -> bool:
    return bool(protection.get("warningOnly")) or user in protection.get("editors", {}).get("users", [])


def refuse_protection_change(book: Book, protected_id: object, user: str) -> None:
    """Refuse that somebody lifts a protection which binds them.

    Raises:
        ApiError: It does.
    """
    protections = [each for sheet in book.sheets for each in sheet.protected]
    bound = [each for each in protections if each["protectedRangeId"] == protected_id]
    if user != book.owner and not all(_open_to(each, user) for each in bound):
        raise ApiError(400, _MESSAGE, canonical="INVALID_ARGUMENT")


def seen_by(book: Book, protection: Json, user: str) -> Json:
    """A protected range as one user is told of it."""
    told = {name: part for name, part in protection.items() if name != "requestingUserCanEdit"}
    if user == book.owner or _open_to(protection, user):
        told["requestingUserCanEdit"] = True
    return told
