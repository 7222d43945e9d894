"""Google's discovery documents: methods, parameters, scopes, schemas and routes.

The documents ship inside google-api-python-client. They are read as files: importing the library would cost
half a second and 30 MB for nothing.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from werkzeug.routing import Map, MapAdapter, Rule

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.prose import enrich
from workspace_agent.sandbox.replies import Replies

DOCUMENTS = {
    "sheets": "sheets.v4",
    "drive": "drive.v3",
    "calendar": "calendar.v3",
    "gmail": "gmail.v1",
    "forms": "forms.v1",
    "drive.v2": "drive.v2",
}


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """One method of one service, as its discovery document describes it.

    Attributes:
        id: Google's, but for `drive.v2`, whose methods have the same names as those of v3.
        media_download: Whether it answers bytes for `alt=media`.
        accepts: The types of content that can be uploaded with it, such as `message/*`.
    """

    id: str
    service: str
    verb: str
    paths: tuple[str, ...]
    parameters: Mapping[str, Json]
    scopes: frozenset[str]
    request: str
    response: str
    media_download: bool
    accepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Discovery:
    """All methods by id, all schemas by service, and the routes."""

    methods: Mapping[str, Method]
    schemas: Mapping[str, Mapping[str, Json]]
    replies: Mapping[str, Replies]
    routes: MapAdapter
    scopes: frozenset[str]

    def match(self, raw_path: str, verb: str) -> tuple[Method, dict[str, str]]:
        """Find the method for a still percent-encoded path.

        Matching happens before decoding, so that an encoded `/` or `:` stays inside its parameter. A slash
        too many passes before the verb of an address, as in `/v4/spreadsheets/abc/:batchUpdate`: so does
        theoephraim/node-google-spreadsheet ask, whose tests run against Google. Under `/download` are the
        methods whose documents say `useMediaDownloadService`.

        Raises:
            werkzeug.exceptions.HTTPException: No such path, or not with this verb.
        """
        endpoint, values = self.routes.match(
            raw_path.removeprefix("/download").replace("/:", ":"), method=verb
        )
        return self.methods[endpoint], {name: unquote(value) for name, value in values.items()}


@cache
def load() -> Discovery:
    """Read the documents, once for the process."""
    methods: dict[str, Method] = {}
    schemas: dict[str, Mapping[str, Json]] = {}
    for service, document_name in DOCUMENTS.items():
        document = json.loads((_folder() / f"{document_name}.json").read_text(encoding="utf-8"))
        schemas[service] = document["schemas"]
        enrich(service, schemas[service])
        found = (_method(service, document, raw) for raw in _walk(document))
        methods |= {method.id: method for method in found}
    scopes = frozenset(scope for method in methods.values() for scope in method.scopes)
    replies = {service: Replies(schemas[service]) for service in schemas}
    return Discovery(methods, schemas, replies, _routes(methods), scopes)


def _folder() -> Path:
    package = importlib.util.find_spec("googleapiclient")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("google-api-python-client is not installed")
    return Path(package.submodule_search_locations[0]) / "discovery_cache" / "documents"


def _walk(node: Json) -> Iterator[Json]:
    yield from node.get("methods", {}).values()
    for resource in node.get("resources", {}).values():
        yield from _walk(resource)


def _method(service: str, document: Json, raw: Json) -> Method:
    paths = ["/" + document["servicePath"] + raw["path"]]
    upload = raw.get("mediaUpload", {})
    paths += [protocol["path"] for protocol in upload.get("protocols", {}).values()]
    return Method(
        id=f"{service}.{raw['id'].partition('.')[2]}",
        service=service,
        verb=raw["httpMethod"],
        paths=tuple(paths),
        parameters={**document["parameters"], **raw.get("parameters", {})},
        scopes=frozenset(raw.get("scopes", ())),
        request=raw.get("request", {}).get("$ref", ""),
        response=raw.get("response", {}).get("$ref", ""),
        media_download=raw.get("supportsMediaDownload", False),
        accepts=tuple(upload.get("accept", ())),
    )


def _routes(methods: Mapping[str, Method]) -> MapAdapter:
    rules = [
        Rule(re.sub(r"\{(\w+)\}", r"<\1>", path), endpoint=method.id, methods=[method.verb])
        for method in methods.values()
        for path in method.paths
    ]
    return Map(rules, merge_slashes=False, strict_slashes=False).bind("sandbox")
