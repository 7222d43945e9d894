"""Refusals in the shape of the service that was called."""

from __future__ import annotations

from html import escape

from workspace_agent.sandbox.call import ApiError, Json

# google.rpc.Code beside its HTTP status: https://cloud.google.com/apis/design/errors#handling_errors
CANONICAL = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    412: "FAILED_PRECONDITION",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}
# https://developers.google.com/workspace/calendar/api/guides/errors, .../drive/api/guides/handle-errors
REASONS = {
    400: "badRequest",
    401: "authError",
    403: "forbidden",
    404: "notFound",
    409: "duplicate",
    410: "deleted",
    412: "conditionNotMet",
    429: "rateLimitExceeded",
    500: "backendError",
    501: "notImplemented",
    503: "backendError",
}
# What the common front end says beside its long text, where a service still has the list of errors.
_SHORT = {
    "required": "Login Required.",
    "authError": "Invalid Credentials",
    "insufficientPermissions": "Insufficient Permission",
}
_EXPECTED = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
_WITH_KEYS = frozenset({"calendar", "drive", "sheets"})
_UNREGISTERED = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or "
    "other form of API consumer identity to call this API."
)
NEW_STYLE = frozenset({"sheets", "forms"})


def body_of(service: str, error: ApiError) -> Json:
    """The JSON that the service answers for a refusal."""
    content: Json = {"code": error.status, "message": error.message}
    if service not in NEW_STYLE:
        content["errors"] = [_old_style(service, one) for one in (error, *error.beside)]
    canonical = error.canonical or CANONICAL.get(error.status, "UNKNOWN")
    # Drive and Calendar name a status only where the common front end refuses.
    if service in NEW_STYLE or service == "gmail" or error.canonical:
        content["status"] = canonical
    if error.details and "status" in content:
        content["details"] = error.details
    return {"error": content}


def _old_style(service: str, error: ApiError) -> Json:
    default = (
        "invalidArgument"
        if (service, error.status) == ("gmail", 400)
        else REASONS.get(error.status, "invalid")
    )
    reason = error.reason or default
    message = _SHORT.get(reason, error.message) if error.canonical else error.message
    entry: Json = {"message": message, "domain": error.domain, "reason": reason}
    if error.location:
        entry |= {"location": error.location, "locationType": _place_of(error.location)}
    return entry


def _place_of(location: str) -> str:
    """Where in the request something stands: a field of a body is written with its resource."""
    if location in {"Authorization", "If-Match"}:
        return "header"
    return "other" if "." in location else "parameter"


def invalid(message: str, location: str = "", *, reason: str = "invalid") -> ApiError:
    """A refused parameter or field."""
    return ApiError(400, message, reason=reason, location=location)


def unknown_name(name: str, why: str, place: str = "") -> ApiError:
    """A parameter or field that the newer front end does not know."""
    at = f" at '{place}'" if place else ""
    description = f'Invalid JSON payload received. Unknown name "{name}"{at}: {why}'
    return bad_request(description, place, description)


def bad_request(message: str, field: str, description: str) -> ApiError:
    """A refusal that names the field in `BadRequest`, as the newer front end does."""
    refusal = ApiError(400, message, reason="invalid", location=field)
    violation = {"field": field, "description": description} if field else {"description": description}
    refusal.details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return refusal


def bad_mask(service: str, text: str, path: str) -> ApiError:
    """A mask with a path that the reply cannot have; the older front end names only the field."""
    if service in NEW_STYLE:
        why = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
        return bad_request("Request contains an invalid argument.", text, why)
    name = path if path == text else path.rpartition(".")[2]
    return invalid(f"Invalid field selection {name}", "fields", reason="invalidParameter")


def page(status: int, path: str) -> str:
    """The front end's own answer, to what belongs to no service: HTML, with a robot beside it."""
    title, text = _PAGES.get(status, _PAGES[404])
    said = text.format(path=escape(path))
    return (
        f"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n"
        f"<title>Error {status} ({title})!!1</title>\n"
        f"<p><b>{status}.</b> <ins>That\u2019s an error.</ins>\n"
        f"<p>{said} <ins>That\u2019s all we know.</ins>\n"
    )


_PAGES = {
    400: ("Bad Request", "Your client has issued a malformed or illegal request."),
    404: ("Not Found", "The requested URL <code>{path}</code> was not found on this server."),
    411: ("Length Required", "POST requests require a <code>Content-length</code> header."),
    413: ("Request Entity Too Large", "Your client issued a request that was too large."),
}


def not_built(method_id: str) -> ApiError:
    """The sandbox's own refusal: Google has this method, the sandbox has not."""
    return ApiError(501, f"The sandbox does not build {method_id}.", reason="notImplemented")


def no_credentials(service: str) -> ApiError:
    """No bearer token at all: where an API key would do, the caller is only unknown."""
    if service in _WITH_KEYS:
        return ApiError(403, _UNREGISTERED, reason="forbidden", canonical="PERMISSION_DENIED")
    return ApiError(
        401,
        f"Request is missing required authentication credential. {_EXPECTED}",
        reason="required",
        location="Authorization",
        canonical="UNAUTHENTICATED",
    )


def bad_credentials() -> ApiError:
    """A token that is unknown or has expired."""
    return ApiError(
        401,
        f"Request had invalid authentication credentials. {_EXPECTED}",
        reason="authError",
        location="Authorization",
        canonical="UNAUTHENTICATED",
    )


def missing_scope(service: str, method_id: str) -> ApiError:
    """A token that holds none of the method's scopes."""
    refusal = ApiError(
        403,
        "Request had insufficient authentication scopes.",
        reason="insufficientPermissions",
        canonical="PERMISSION_DENIED",
    )
    refusal.details = [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com",
            "metadata": {"service": f"{service}.googleapis.com", "method": method_id},
        }
    ]
    return refusal
