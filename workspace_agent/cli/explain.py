"""`explain`: why a finding is there, what a rule asks for, what was judged of a student, or all findings.

Of a finding: what is asked, on what authority, each input with its cell, each line of arithmetic, the numbers
of the company with where they were set, and what would clear it. Of a rule: what it asks for, and all that it
found. What was typed is never repeated: it could be a name. Reads Google, writes nothing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, AsOf, Config, Initials, opened_to_look
from workspace_agent.model import dates
from workspace_agent.model.errors import NotThere

if TYPE_CHECKING:
    from workspace_agent.duties.explanation import Number
    from workspace_agent.model.facts import Department
    from workspace_agent.model.finding import Finding, Rule
    from workspace_agent.rules.next_steps import NextStep
    from workspace_agent.settings import Settings
    from workspace_agent.think import Thought
    from workspace_agent.tools import Tools

Json = dict[str, Any]

What = Annotated[
    str,
    typer.Argument(
        metavar="[FINDING|RULE|STUDENT_REF]",
        show_default=False,
        help="The key of a finding or of a student, or how it begins; or the id of a rule. Without it all "
        "findings are listed.",
    ),
]

_ALL = "all that was found, with the keys to ask by: workspace-agent explain"
_MAY_HIDE = "Something that it rests on could not be read now: workspace-agent plan says what."
_BY_KEY = (
    "ask by the student's key; all keys, with initials beside them, are listed by: "
    "workspace-agent records --initials"
)
_MOST_NEAR = 5
_LIKE_INITIALS = re.compile(r"(?:[^\W\d_]\.?){2,3}(?:-\d+)?")
"""`J.S.`, `JS` or `J.S.-2`."""


def explain(
    what: What = "",
    config: Config = Path("config"),
    as_of: AsOf = "",
    initials: Initials = False,
    json: AsJson = False,
) -> None:
    """Tell why a finding is there and what would clear it; or all of a rule or a student. Writes nothing."""
    from workspace_agent.think import think  # noqa: PLC0415 - heavy

    with opened_to_look(config, as_of) as tools:
        thought = think(tools)
        who = show.Who(thought.account.department, initials=initials)
        content, text = _answer(tools, thought, what, who)
    print(show.as_json(content) if json else "\n".join(text))


def _answer(tools: Tools, thought: Thought, what: str, who: show.Who) -> tuple[Json, list[str]]:
    findings = in_order(thought)
    if not what:
        content = {"findings": [_short(finding, who) for finding in findings]}
        return content, _list_lines(content["findings"]) or ["Nothing was found."]
    rule = _rule(what)
    if rule:
        content = _of_rule(thought, findings, rule, tools.settings, who)
        return content, _rule_lines(content)
    ref = _ref(tools, thought, findings, what)
    if ref:
        content = _student(thought, findings, ref, who)
        return content, _student_lines(content)
    content = _finding(thought, one_of(thought, findings, what), tools.settings, who)
    return content, _finding_lines(content)


def _rule(rule_id: str) -> Rule | None:
    from workspace_agent.rules import RULES  # noqa: PLC0415 - heavy

    return next((rule for rule in RULES if rule.id == rule_id), None)


def _ref(tools: Tools, thought: Thought, findings: Iterable[Finding], typed: str) -> str:
    """The student whose key this is, or begins so; empty where it is none's, or a finding may be meant."""
    known = {*thought.account.department.by_ref, *tools.ledger.students()}
    whole = thought.circumstances.merged.get(typed, typed)
    if whole in known:
        return whole
    is_of_finding = any(finding.key.startswith(typed) for finding in findings)
    return "" if is_of_finding else one_student(known, typed)


def one_student(known: Iterable[str], typed: str) -> str:
    """The only student whose key begins so; empty where none does.

    Raises:
        NotThere: There is more than one.
    """
    beginning = sorted(ref for ref in known if ref.startswith(typed))
    if len(beginning) > 1:
        raise NotThere(
            f"{len(beginning)} students have a key that begins so.",
            advice=f"ask for one of them:{_keys(beginning)}",
        )
    return beginning[0] if beginning else ""


def in_order(thought: Thought) -> list[Finding]:
    """All findings, as the digest orders them; those for information are here, too."""
    from workspace_agent.duties.digest_rows import Rows  # noqa: PLC0415 - heavy
    from workspace_agent.duties.digest_sections import as_told  # noqa: PLC0415 - heavy
    from workspace_agent.rules import TITLES  # noqa: PLC0415 - heavy

    account = thought.account
    return as_told(Rows(account.department, thought.circumstances.today, TITLES, None), account.findings)


def one_of(thought: Thought, findings: Sequence[Finding], typed: str) -> Finding:
    """The finding with this key, or the only one whose key begins so.

    Raises:
        NotThere: There is none, or more than one.
    """
    beginning = [finding for finding in findings if finding.key.startswith(typed)]
    whole = [one for one in beginning if one.key == typed or one.key.startswith(f"{typed}/")]
    for found in (beginning, whole):
        if len(found) == 1:
            return found[0]
    if beginning:
        raise NotThere(
            f"{len(beginning)} findings have a key that begins so.",
            advice=f"ask for one of them:{_keys(one.key for one in beginning)}",
        )
    raise _not_found(thought, findings, typed)


def _not_found(thought: Thought, findings: Iterable[Finding], typed: str) -> NotThere:
    from workspace_agent.duties.unread import Sight  # noqa: PLC0415 - heavy
    from workspace_agent.rules import READS  # noqa: PLC0415 - heavy

    if _LIKE_INITIALS.fullmatch(typed):
        return NotThere("Students are asked for by key, not by initials.", advice=_BY_KEY)
    department = thought.account.department
    known = [*(finding.key for finding in findings), *sorted(department.by_ref), *READS]
    near = difflib.get_close_matches(typed, known, n=_MOST_NEAR)
    hidden = Sight(department, thought.account.unread, READS).hides(typed)
    said = "No finding has this key now, and no student: what was found earlier may be resolved."
    advice = f"perhaps you mean:{_keys(near)}" if near else _ALL
    return NotThere(f"{said} {_MAY_HIDE}" if hidden else said, advice=advice)


def _keys(keys: Iterable[str]) -> str:
    return "".join(f"\n  {key}" for key in list(keys)[: 2 * _MOST_NEAR])


def _short(finding: Finding, who: show.Who) -> Json:
    from workspace_agent.rules import TITLES  # noqa: PLC0415 - heavy

    return {
        "key": finding.key,
        "severity": finding.severity.words,
        "due": finding.due.isoformat() if finding.due else "",
        "title": TITLES[finding.rule],
        "student": who(finding.student_ref),
        "case_manager": finding.case_manager,
        "words": _headline(finding),
    }


def _headline(finding: Finding) -> str:
    from workspace_agent.rules import TITLES  # noqa: PLC0415 - heavy

    due = f", {dates.words(finding.due)}" if finding.due else ""
    return f"{finding.severity.words}{due}: {TITLES[finding.rule]}"


def _finding(thought: Thought, finding: Finding, settings: Settings, who: show.Who) -> Json:
    from workspace_agent.duties import explanation  # noqa: PLC0415 - heavy
    from workspace_agent.rules import RULES  # noqa: PLC0415 - heavy

    rule = next(rule for rule in RULES if rule.id == finding.rule)
    how = thought.circumstances
    state = _state(thought.account.department, finding.student_ref)
    told = explanation.explain(finding, rule, how.policy, _origin(settings), how.today, state)
    return _short(finding, who) | {
        "requirement": told.asked.sentence,
        "how_it_is_meant": list(told.asked.said),
        "authority": told.authority,
        "authority_link": told.link,
        "found": told.found,
        "steps": [
            {"words": one.words, "cell": one.place.label, "link": one.place.url}
            if one.place
            else {"words": one.words, "cell": "", "link": ""}
            for one in told.steps
        ],
        "numbers": _numbers(told.numbers),
        "state_law": _numbers(told.state_law),
        "why_not_worse": told.why,
        "advice": finding.advice,
        "restarted_by": told.asked.restarts,
        "cell": finding.place.label,
        "link": finding.place.url,
    }


def _origin(settings: Settings) -> Callable[[str], str]:
    """Where a number was set, in words."""

    def origin(number: str) -> str:
        path = settings.set_in(number)
        return f"set in {path}" if path else "the default that ships with the program"

    return origin


def _of_rule(
    thought: Thought, findings: Sequence[Finding], rule: Rule, settings: Settings, who: show.Who
) -> Json:
    from workspace_agent.duties import explanation  # noqa: PLC0415 - heavy

    policy, department = thought.circumstances.policy, thought.account.department
    told = explanation.of_rule(rule, department, findings, policy, _origin(settings))
    return {
        "rule": rule.id,
        "title": told.title,
        "requirement": told.asked.sentence,
        "how_it_is_meant": list(told.asked.said),
        "authority": told.authority,
        "authority_link": told.link,
        "numbers": _numbers(told.numbers),
        "restarted_by": told.asked.restarts,
        "findings": [_short(finding, who) for finding in told.findings],
        "found_nothing": told.words,
    }


def _numbers(numbers: Iterable[Number]) -> list[Json]:
    return [{"name": one.name, "value": one.value, "where_set": one.origin} for one in numbers]


def _state(department: Department, student_ref: str) -> str:
    """Of the student's district; nothing where it is about no student."""
    student = department.by_ref.get(student_ref)
    return department.organisation.district(student.district).state if student else ""


def _student(thought: Thought, findings: Sequence[Finding], ref: str, who: show.Who) -> Json:
    from workspace_agent.duties import explanation  # noqa: PLC0415 - heavy
    from workspace_agent.duties.told import Told  # noqa: PLC0415 - heavy
    from workspace_agent.rules import RULES  # noqa: PLC0415 - heavy

    department, problems = thought.account.department, thought.account.problems
    student = department.by_ref.get(ref)
    if student is None:
        told = explanation.on_no_list(ref, findings, problems)
    else:
        today = thought.circumstances.today
        everything = Told(findings, problems, next_steps=thought.account.next_steps)
        told = explanation.of_student(student, department, everything, RULES, today)
    return {
        "student": who(ref),
        "standing": told.standing,
        "findings": [_short(finding, who) for finding in told.findings],
        "quiet": [{"rule": one.rule, "title": one.title, "words": one.words} for one in told.quiet],
        "problems": [
            {"sentence": one.sentence, "advice": one.advice, "link": one.place.url} for one in told.problems
        ],
        "next_step": _next_step(told.next_step),
    }


def _next_step(step: NextStep | None) -> Json | None:
    if step is None:
        return None
    cell, link = step.place.label, step.place.url
    return {"by": step.by.isoformat(), "words": step.words, "cell": cell, "link": link}


def _next_step_lines(step: Json | None) -> list[str]:
    if step is None:
        return []
    by = dates.words(date.fromisoformat(step["by"]))
    return [f"By {by}: {step['words']} [{step['cell']}: {step['link']}]"]


def _list_lines(findings: Iterable[Json]) -> list[str]:
    return [line for one in findings for line in (one["key"], f"    {one['words']}{_whose(one)}")]


def _whose(one: Json) -> str:
    """Only where initials are asked for: the key says the rest."""
    ref, _, shown = one["student"].partition(" ")
    return f" {shown}" if ref and shown else ""


def _finding_lines(content: Json) -> list[str]:
    whose = f"student {content['student']}, " if content["student"] else ""
    return [
        content["key"],
        f"{content['words']} ({whose}case manager {content['case_manager']})",
        *_asked_lines(content),
        *_block("What was found:", [content["found"]]),
        *_block("How it was worked out:", [_step_line(step) for step in content["steps"]]),
        *_block("The company's numbers it went by:", [_number_line(one) for one in content["numbers"]]),
        *_block("What the state's own law says of it:", [_number_line(one) for one in content["state_law"]]),
        *_block("How serious, and why not worse:", [content["why_not_worse"]]),
        *_block("What would clear it:", [content["advice"], content["restarted_by"]]),
        *_block("Where to look:", [f"{content['cell']}: {content['link']}"]),
    ]


def _asked_lines(content: Json) -> list[str]:
    return [
        *_block("What is asked:", [content["requirement"], *content["how_it_is_meant"]]),
        *_block("On what authority:", [content["authority"], content["authority_link"]]),
    ]


def _rule_lines(content: Json) -> list[str]:
    return [
        f"{content['rule']}: {content['title']}",
        *_asked_lines(content),
        *_block("The company's numbers it goes by:", [_number_line(one) for one in content["numbers"]]),
        *_block("What begins its count anew:", [content["restarted_by"]]),
        *_block("What was found:", [*_list_lines(content["findings"]), content["found_nothing"]]),
    ]


def _step_line(step: Json) -> str:
    return f"{step['words']} [{step['cell']}: {step['link']}]" if step["link"] else step["words"]


def _number_line(number: Json) -> str:
    return f"{number['name']} = {number['value']} ({number['where_set']})"


def _student_lines(content: Json) -> list[str]:
    quiet = [f"{one['title']} ({one['rule']}): {one['words']}" for one in content["quiet"]]
    problems = [f"{one['sentence']} {one['advice']} {one['link']}" for one in content["problems"]]
    return [
        f"{content['student']}: {content['standing']}",
        *_block("Found:", _list_lines(content["findings"]) or ["nothing"]),
        *_block("Rules of this plan that found nothing:", quiet),
        *_block("Open Problems; a rule that needs what cannot be read is silent:", problems),
        *_block("What comes next:", _next_step_lines(content["next_step"])),
    ]


def _block(title: str, lines: Iterable[str]) -> list[str]:
    """A heading with its lines; nothing where there are none."""
    filled = [f"  {line}" for line in lines if line]
    return ["", title, *filled] if filled else []
