"""The properties that apps put on files: everybody's, and each app's own.

Source: https://developers.google.com/workspace/drive/api/guides/properties, and for the refusals what clients
of the API have recorded.
"""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call
from workspace_agent.sandbox.drive.state import File

_BYTES, _MOST, _MOST_IN_ALL = 124, 30, 100
_TOO_LONG = (
    f"Properties and app properties are limited to {_BYTES} bytes in UTF-8 encoding, counting both "
    "the key and the value."
)
_TOO_MANY = "The limit for the number of properties of this file has been exceeded."

Properties = dict[str, str]


def merged(call: Call, file: File) -> tuple[Properties, dict[str, Properties]]:
    """A file's properties with those of the request, where null deletes one; the file stays as it is.

    Raises:
        ApiError: 403 beyond the limits of a property, of an app and of a file.
    """
    own = _merged(call, "appProperties", file.app_properties.get(call.client_id, {}))
    shared = _merged(call, "properties", file.properties)
    apps = file.app_properties | {call.client_id: own}
    if sum(map(len, [shared, *apps.values()])) > _MOST_IN_ALL:
        raise _too_many()
    return shared, apps


def _merged(call: Call, name: str, held: Properties) -> Properties:
    sent = call.body.get(name) or {}
    for key, value in sent.items():
        if value is not None and len(f"{key}{value}".encode()) > _BYTES:
            raise ApiError(403, _TOO_LONG, reason="propertyLengthLimitExceeded")
    together = {key: value for key, value in (held | sent).items() if value is not None}
    if len(together) > _MOST:
        raise _too_many()
    return together


def _too_many() -> ApiError:
    return ApiError(403, _TOO_MANY, reason="propertyCountLimitExceeded")
