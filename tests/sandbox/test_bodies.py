"""Bodies against a small schema that has one of everything."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.world import Json
from workspace_agent.sandbox.call import ApiError
from workspace_agent.sandbox.fields import apply, parse
from workspace_agent.sandbox.replies import Replies
from workspace_agent.sandbox.validate import Reader

SCHEMAS: dict[str, Json] = {
    "Row": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "count": {"type": "integer"},
            "share": {"type": "number"},
            "done": {"type": "boolean"},
            "kind": {"type": "string", "enum": ["A", "B"]},
            "rows": {"type": "array", "items": {"$ref": "Row"}},
            "marks": {"type": "object", "additionalProperties": {"type": "string"}},
            "free": {"type": "any"},
        },
    }
}
ROW = {"$ref": "Row"}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"count": "7", "share": "0.5", "done": "false"}, {"count": 7, "share": 0.5, "done": False}),
        ({"name": 7, "count": 7.0}, {"name": "7", "count": 7}),
        ({"rows": [{"rows": [{"name": "x", "odd": 1}]}]}, {"rows": [{"rows": [{"name": "x"}]}]}),
        ({"marks": {"any": True}, "free": [None, 1]}, {"marks": {"any": "true"}, "free": [None, 1]}),
        ({"name": None, "rows": None}, {"name": None, "rows": None}),
    ],
)
def test_bodies_are_read_in_googles_types(sent: Json, read: Json) -> None:
    assert Reader(SCHEMAS, strict=False).read(ROW, sent) == read


@pytest.mark.parametrize(
    "sent",
    [
        {"count": "many"},
        {"count": 1.5},
        {"count": True},
        {"share": []},
        {"done": "perhaps"},
        {"kind": "C"},
        {"name": {}},
        {"rows": {}},
        {"marks": []},
    ],
)
def test_what_cannot_be_read_is_refused(sent: Json) -> None:
    with pytest.raises(ApiError, match="Invalid value at"):
        Reader(SCHEMAS, strict=False).read(ROW, sent)


@pytest.mark.parametrize(
    ("reply", "wrong"),
    [
        ({"count": True}, "reply.count: bool is not integer"),
        ({"name": None}, "reply.name: NoneType is not string"),
        ({"rows": [{}, {"odd": 1}]}, "reply.rows[1].odd: no such field"),
        ({"kind": "C"}, "reply.kind: 'C' is not in the enumeration"),
        ({"marks": {"m": 1}}, "reply.marks.m: int is not string"),
        ({"rows": {}}, "reply.rows: dict is not array"),
        ([], "reply: list is not object"),
    ],
)
def test_replies_are_held_to_the_schema(reply: Any, wrong: str) -> None:
    assert Replies(SCHEMAS).violation("Row", reply) == wrong


def test_a_reply_that_keeps_the_schema_passes() -> None:
    assert Replies(SCHEMAS).violation("Row", {"share": 1, "done": True, "free": None, "rows": [{}]}) == ""


@pytest.mark.parametrize(
    ("mask", "left"),
    [
        ("a", {"a": {"b": 1, "c": [{"d": 2, "e": 3}]}}),
        ("a/b,f", {"a": {"b": 1}, "f": 4}),
        ("a(c(d))", {"a": {"c": [{"d": 2}]}}),
        ("a.c.e", {"a": {"c": [{"e": 3}]}}),
        ("a/b,a/c/d", {"a": {"b": 1, "c": [{"d": 2}]}}),
        ("a/b,a", {"a": {"b": 1, "c": [{"d": 2, "e": 3}]}}),
        ("a,a/b", {"a": {"b": 1, "c": [{"d": 2, "e": 3}]}}),
        ("*/b , f", {"a": {"b": 1}, "f": 4}),
        ("*", {"a": {"b": 1, "c": [{"d": 2, "e": 3}]}, "f": 4}),
        ("f/x", {"f": 4}),
    ],
)
def test_masks_leave_what_they_name(mask: str, left: Any) -> None:
    assert apply(parse(mask), {"a": {"b": 1, "c": [{"d": 2, "e": 3}]}, "f": 4}) == left
