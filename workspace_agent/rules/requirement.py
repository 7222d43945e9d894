"""What a rule asks for, in the words of its own docstring, and the company's numbers that it goes by.

Each rule says in its file what is asked, on what authority, and what begins its count anew; the rule book and
`explain` print just that, so that no second text has to be kept.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workspace_agent.model.finding import Rule
from workspace_agent.model.frozen import Frozen
from workspace_agent.model.policy import Policy

RESTARTS = ("Restarted by", "restarts it", "begins the count anew")
"""One of these stands in the docstring of each rule."""

_STATES = "states."
_NOTHING_BUT_A_CITATION = re.compile(r"\d+ CFR [\w.() ,-]+, https://\S+")
_NUMBER = re.compile(r"`policy\.(\w+)(?:\.(\w+))?`")
_CODE = re.compile(r"`| \(\w+\.py\)")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A rule's docstring, part by part.

    Attributes:
        sentence: What is asked.
        said: How that is meant, one paragraph each.
        restarts: What begins the count anew, or that nothing does.
    """

    sentence: str
    said: tuple[str, ...]
    restarts: str


def requirement(rule: Rule) -> Requirement:
    """What a rule asks for. A paragraph that is nothing but the citation is left out."""
    sentence, *paragraphs = docstring(rule).split("\n\n")
    said = [plain(paragraph) for paragraph in paragraphs]
    restarts = ""
    for index, paragraph in enumerate(said):
        if any(sign in paragraph for sign in RESTARTS):
            said[index], restarts = _parted(paragraph)
    meant = (one for one in said if one and not _NOTHING_BUT_A_CITATION.fullmatch(one))
    return Requirement(plain(sentence), tuple(meant), restarts)


def docstring(rule: Rule) -> str:
    """The docstring of the file that a rule stands in."""
    return inspect.getdoc(inspect.getmodule(rule.check)) or ""


def plain(text: str) -> str:
    """On one line and without signs of code: `policy.post_form.days` is `days` under [post_form]."""
    return _CODE.sub("", _NUMBER.sub(_where, " ".join(text.split())))


def _where(found: re.Match[str]) -> str:
    section, key = found.groups()
    return f"{key} under [{section}] in policy.toml" if key else f"[{section}] in policy.toml"


def _parted(paragraph: str) -> tuple[str, str]:
    """What stands before the first sentence about the count, and all from there on."""
    sentences = _SENTENCE_ENDS.split(paragraph)
    first = next(n for n, one in enumerate(sentences) if any(sign in one for sign in RESTARTS))
    return " ".join(sentences[:first]), " ".join(sentences[first:])


def parameters(rule: Rule) -> tuple[str, ...]:
    """The numbers or tables of `policy.toml` that a rule goes by: those it lists, else those it speaks of.

    `states.notice` is what a state's own law says of it.
    """
    spoken = (".".join(filter(None, found)) for found in _NUMBER.findall(docstring(rule)))
    return rule.parameters or tuple(dict.fromkeys(spoken))


def numbers(policy: Policy, rule: Rule) -> Mapping[str, Any]:
    """Each number of the company's that a rule goes by, with its dotted name; of a table all in it.

    Raises:
        LookupError: A rule lists something that the policy does not have.
    """
    own = (listed for listed in parameters(rule) if not listed.startswith(_STATES))
    return {name: value for listed in own for name, value in _below(listed, _at(policy, listed))}


def state_law(policy: Policy, rule: Rule, state: str) -> Mapping[str, Any]:
    """What a state's own law says of what a rule goes by: None where it says nothing that differs.

    Raises:
        LookupError: A rule lists something that no state's law is asked for.
    """
    law = policy.state_law(state)
    about = (one.removeprefix(_STATES) for one in parameters(rule) if one.startswith(_STATES))
    return {
        name: value
        for field in about
        for name, value in _below(f"{_STATES}{state}.{field}", _inside(law)[field])
    }


def _at(policy: Policy, listed: str) -> Any:
    value: Any = policy
    for part in listed.split("."):
        value = _inside(value)[part]
    return value


def _below(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    inside = _inside(value)
    if not inside:
        yield name, value
    for key, one in inside.items():
        yield from _below(f"{name}.{key}", one)


def _inside(value: Any) -> Mapping[str, Any]:
    """What stands in a table; nothing in a number."""
    return {key: getattr(value, key) for key in type(value).model_fields} if isinstance(value, Frozen) else {}
