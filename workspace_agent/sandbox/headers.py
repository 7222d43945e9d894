"""The headers that Google puts on every answer of a service, beside those that say something.

Source: mvsjes2/p5-google-restapi, whose tests hold recorded exchanges with all their headers (April 2026).
"""

from __future__ import annotations

from werkzeug.wrappers import Response

_SAFE = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "SAMEORIGIN", "X-XSS-Protection": "0"}
_NEVER_KEPT = {
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "Mon, 01 Jan 1990 00:00:00 GMT",
}
_REVALIDATED = {"Cache-Control": "private, max-age=0, must-revalidate, no-transform"}
_REFUSED = {"Cache-Control": "private, max-age=0"}
_OLDER = frozenset({"drive", "drive.v2", "calendar"})


def dress(response: Response, service: str, verb: str) -> None:
    """Put them on."""
    headers = response.headers
    for name, value in (_SAFE | _cached(service, verb, response.status_code)).items():
        headers.setdefault(name, value)
    varies = "Origin, X-Origin" if service.startswith("drive") else "Origin, X-Origin, Referer"
    headers["Vary"] = f"{varies}, Accept-Encoding" if response.data else varies
    if response.status_code == 204:
        headers["Content-Type"] = "text/html" if service in _OLDER else "application/json; charset=UTF-8"
    elif response.mimetype == "application/json":
        headers.setdefault("Accept-Ranges", "none")


def _cached(service: str, verb: str, status: int) -> dict[str, str]:
    if service not in _OLDER:
        return {}
    if status >= 400:
        return _REFUSED
    return _REVALIDATED if service == "calendar" and verb == "GET" else _NEVER_KEPT
