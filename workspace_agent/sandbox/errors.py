"""Refusals in the shape of the service that was called."""

from __future__ import annotations

from collections.abc import Iterable

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
NEW_STYLE = frozenset({"sheets", "forms"})


def body_of(service: str, error: ApiError, xgafv: str = "") -> Json:
    """The JSON that the service answers for a refusal.

    Args:
        service: Whose.
        error: The refusal.
        xgafv: Which shape the request asked for with `$.xgafv`.
    """
    content: Json = {"code": error.status, "message": error.message}
    if _shows_errors(service, xgafv):
        content["errors"] = [_old_style(service, one) for one in (error, *error.beside)]
    canonical = error.canonical or CANONICAL.get(error.status, "UNKNOWN")
    # Drive and Calendar name a status only where the common front end refuses.
    if service in NEW_STYLE or service == "gmail" or error.canonical:
        content["status"] = canonical
    if error.details and "status" in content:
        content["details"] = error.details
    return {"error": content}


def _shows_errors(service: str, xgafv: str) -> bool:
    """Source: brekkylab/backlot#202, measured for each family."""
    if service in NEW_STYLE:
        return xgafv == "1"
    return service != "gmail" or xgafv != "2"


def _old_style(service: str, error: ApiError) -> Json:
    default = (
        "invalidArgument"
        if (service, error.status) == ("gmail", 400)
        else REASONS.get(error.status, "invalid")
    )
    entry: Json = {"message": error.brief or error.message}
    entry |= {"domain": error.domain} if error.domain else {}
    entry["reason"] = error.reason or default
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


def not_writable() -> ApiError:
    """Drive's refusal of a field that only Google sets."""
    text = "The resource body includes fields which are not directly writable."
    return ApiError(403, text, reason="fieldNotWritable")


def unknown_name(name: str, why: str, place: str = "") -> ApiError:
    """A parameter or field that the newer front end does not know."""
    at = f" at '{place}'" if place else ""
    description = f'Invalid JSON payload received. Unknown name "{name}"{at}: {why}'
    return bad_request(description, place, description)


def bad_request(message: str, field: str, description: str) -> ApiError:
    """A refusal that names the field in `BadRequest`, as the newer front end does."""
    refusal = ApiError(400, message, reason="invalid", location=field)
    violation = {"field": field, "description": description} if field else {"description": description}
    refusal.details = [_field_violations([violation])]
    return refusal


def _field_violations(violations: list[dict[str, str]]) -> Json:
    return {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}


def bad_values(violations: list[tuple[str, str]]) -> ApiError:
    """Query parameters that are not of their type: all of them in one refusal, each by its field.

    Source: brekkylab/backlot#337.
    """
    message = "\n".join(text for _, text in violations)
    refusal = ApiError(400, message, reason="invalid", domain="", canonical="INVALID_ARGUMENT")
    refusal.details = [
        _field_violations([{"field": field, "description": text} for field, text in violations])
    ]
    return refusal


def bad_mask(text: str, path: str) -> ApiError:
    """What the editors say of a mask that names no field. Source: brekkylab/backlot#161 for Sheets."""
    refusal = bad_argument("Request contains an invalid argument.")
    said = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    refusal.details = [_field_violations([{"field": text, "description": said}])]
    return refusal


def bad_argument(message: str) -> ApiError:
    """What the common front end says of a parameter of its own."""
    return ApiError(400, message, reason="badRequest", canonical="INVALID_ARGUMENT")


class UploadError(Exception):
    """A refusal of the server that takes uploads, which speaks plain text.

    Source: googleapis/google-api-php-client#1227 and #2368, Byron/google-apis-rs#291.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def not_built(method_id: str) -> ApiError:
    """The sandbox's own refusal: Google has this method, the sandbox has not."""
    return ApiError(501, f"The sandbox does not build {method_id}.", reason="notImplemented")


_ADVICE = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project."
)


def no_credentials() -> ApiError:
    """No bearer token at all."""
    return _unauthenticated(
        f"Request is missing required authentication credential. {_ADVICE}", "required", "Login Required."
    )


def bad_credentials() -> ApiError:
    """A token that is unknown or has expired."""
    refusal = _unauthenticated(
        f"Request had invalid authentication credentials. {_ADVICE}", "authError", "Invalid Credentials"
    )
    refusal.headers = {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'}
    return refusal


def key_without_token() -> ApiError:
    """An API key where somebody has to be signed in."""
    text = (
        "API keys are not supported by this API. Expected OAuth2 access token or other authentication "
        "credentials that assert a principal. See https://cloud.google.com/docs/authentication"
    )
    return _unauthenticated(text, "required", "Login Required.")


# RFC 6750 section 3, as in recorded answers: rubenCodeforges/ng-gapi#79, kwent/react-google-contacts#6.
_CHALLENGE = 'Bearer realm="https://accounts.google.com/"'


def _unauthenticated(message: str, reason: str, brief: str) -> ApiError:
    refusal = ApiError(401, message, reason=reason, location="Authorization", canonical="UNAUTHENTICATED")
    refusal.brief = brief
    refusal.headers = {"WWW-Authenticate": _CHALLENGE}
    return refusal


def unregistered_caller() -> ApiError:
    """Neither token nor key, where reading what is public takes a key.

    Source: brekkylab/backlot#307 (Drive, Sheets); chicago-tool-library/circulate#1437 (Calendar).
    """
    text = (
        "Method doesn't allow unregistered callers (callers without established identity). Please use API "
        "Key or other form of API consumer identity to call this API."
    )
    return ApiError(403, text, reason="forbidden", canonical="PERMISSION_DENIED")


def bad_api_key(service: str) -> ApiError:
    """A key that Google never gave out. Source: bpk68/g-sheets-api#126."""
    refusal = bad_argument("API key not valid. Please pass a valid API key.")
    refusal.details = [_error_info("API_KEY_INVALID", {"service": host(service)})]
    return refusal


def missing_scope(service: str, method_id: str, scopes: Iterable[str]) -> ApiError:
    """A token that holds none of the method's scopes."""
    refusal = ApiError(
        403,
        "Request had insufficient authentication scopes.",
        reason="insufficientPermissions",
        canonical="PERMISSION_DENIED",
    )
    refusal.brief = "Insufficient Permission"
    named = {"service": host(service), "method": method_id}
    refusal.details = [_error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", named)]
    wanted = " ".join(sorted(scopes))
    refusal.headers = {"WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_scope", scope="{wanted}"'}
    return refusal


def host(service: str) -> str:
    """The name under which Google counts and refuses what a service is asked."""
    family = service.partition(".")[0]
    return "calendar-json.googleapis.com" if family == "calendar" else f"{family}.googleapis.com"


def _error_info(reason: str, metadata: dict[str, str]) -> Json:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }
