"""Writes docs/rules.md: each rule in its own words, with its authority, its numbers and what it needs.

`python -m tests.rules.book`, or `make rules`. The same rules make the same text.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Template
from textwrap import fill
from types import ModuleType

from workspace_agent.duties.explanation import input_words, shown
from workspace_agent.model.finding import Law, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, IDEA, SECTION_504, Severity
from workspace_agent.rules import RULES
from workspace_agent.rules.requirement import numbers, parameters, requirement
from workspace_agent.settings_files import defaults_folder, read

BOOK = Path(__file__).parents[2] / "docs" / "rules.md"
TEMPLATE = Path(__file__).with_name("book.md")
WIDTH = 120

GROUPS = (
    "Who can open students' records",
    "Students with an IEP: the law",
    "Students with an IEP: company practice",
    "Students with a 504 plan",
    "All students with a plan",
    "Case managers, their hours and what they keep",
)

MEANT: Mapping[Severity, str] = {
    Severity.VIOLATION: "a date set by law has passed, in the reading most lenient to the school",
    Severity.AT_RISK: "a requirement of law whose date is near, or that something missing puts in doubt",
    Severity.POLICY: "what the company asks of itself; never past due under law",
    Severity.DATA: "something is missing, is too old or does not fit together; nothing is judged on it",
    Severity.INFO: "nothing is said to be wrong",
}

_ABOUT = {
    IDEA: "students with an IEP",
    SECTION_504: "students with a 504 plan",
    EITHER_PLAN: "students with an IEP or a 504 plan",
    frozenset(): "no student's plan",
}


def main() -> None:
    """Write the book."""
    BOOK.write_text(book(RULES), encoding="utf8")


def book(rules: Iterable[Rule]) -> str:
    """The whole document."""
    grouped = by_group(rules)
    return Template(TEMPLATE.read_text(encoding="utf8")).substitute(
        severities="\n".join(f"| {one.words} | `{one.name}` | {MEANT[one]} |" for one in Severity),
        contents="\n".join(_contents(grouped)),
        rules="\n".join(_chapters(grouped)),
    )


def by_group(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Rules by what they are about, in the order in which the digest speaks of them."""
    found: dict[str, list[Rule]] = {group: [] for group in GROUPS}
    for rule in rules:
        found[GROUPS[_group(rule)]].append(rule)
    return {group: members for group, members in found.items() if members}


def _group(rule: Rule) -> int:
    if "sharing" in rule.reads:
        return 0
    if rule.plans == IDEA:
        return 1 if isinstance(rule.citation, Law) else 2
    return {SECTION_504: 3, EITHER_PLAN: 4}.get(rule.plans, 5)


def _contents(grouped: Mapping[str, list[Rule]]) -> Iterator[str]:
    for group, rules in grouped.items():
        yield f"- {group}"
        yield from (f"  - [{rule.title}](#{rule.id})" for rule in rules)


def _chapters(grouped: Mapping[str, list[Rule]]) -> Iterator[str]:
    for group, rules in grouped.items():
        yield f"## {group}\n"
        yield from map(chapter, rules)


def chapter(rule: Rule) -> str:
    """One rule, under its id."""
    asked = requirement(rule)
    paragraphs = [f"**{rule.title}.** {asked.sentence}", *asked.said, asked.restarts]
    rows = [f"| {name} | {value} |" for name, value in _rows(rule) if value]
    return "\n".join(
        [f"### {rule.id}\n", *(f"{_wrapped(one)}\n" for one in paragraphs), "| | |", "|---|---|", *rows, ""]
    )


def _wrapped(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _rows(rule: Rule) -> Iterator[tuple[str, str]]:
    citation = rule.citation
    link = f"[{citation.words}]({citation.url})" if isinstance(citation, Law) else citation.words
    yield "authority", link
    yield "about", _ABOUT[rule.plans]
    yield "reads", ", ".join(sorted(one.replace("_", " ") for one in rule.reads))
    yield "not tracked without", " or ".join(sorted(map(input_words, rule.needs)))
    found = numbers(default_policy(), rule)
    yield "the company's numbers", "<br>".join(f"`{name}` = {shown(value)}" for name, value in found.items())
    asked = (one.removeprefix("states.") for one in parameters(rule) if one.startswith("states."))
    yield "a state's own law", ", ".join(f"`{one}` in states.toml" for one in asked)
    yield "may say", ", ".join(one.words for one in severities(rule))


@cache
def default_policy() -> Policy:
    """The numbers that ship with the program."""
    return read(defaults_folder() / "policy.toml", Policy)


def severities(rule: Rule) -> tuple[Severity, ...]:
    """How serious its findings can be, the worst first: as its file says, or those that it leans on."""
    own = sys.modules[rule.check.__module__]
    return _named(inspect.getsource(own)) or _named("\n".join(map(inspect.getsource, _leans_on(own))))


def _leans_on(module: ModuleType) -> list[ModuleType]:
    """The other files of rules from which it takes something."""
    found = {inspect.getmodule(one) for one in vars(module).values()}
    ours = {one.__name__: one for one in found if one and one.__name__.startswith("workspace_agent.rules.")}
    return [ours[name] for name in sorted(ours)]


def _named(source: str) -> tuple[Severity, ...]:
    return tuple(one for one in Severity if f"Severity.{one.name}" in source)


if __name__ == "__main__":
    main()
