"""What was resolved since the last digest, in few lines."""

from __future__ import annotations

from tests.builders_digest import changes
from tests.builders_manager_digest import department, finding, problem, student, told
from workspace_agent.duties.digest import Digest, Section
from workspace_agent.duties.digest_resolved import MOST_LINES, MOST_STUDENTS
from workspace_agent.model.vocabulary import Severity

TITLES = {"annual_review": "Annual review of the IEP", "office_hours": "Hours logged"}


def good_news(digest: Digest) -> Section | None:
    titled = "Resolved since the last digest"
    return next((one for one in digest.blocks if isinstance(one, Section) and one.title == titled), None)


def lines(digest: Digest) -> tuple[str, ...]:
    found = good_news(digest)
    assert found is not None
    return found.lines


def test_what_was_resolved_is_told_by_rule_and_case_manager() -> None:
    before = (
        finding(ref="s1"),
        finding(ref="s1", cycle="2025"),
        finding(ref="s2"),
        finding(ref="s3", owner="theo"),
        finding(Severity.POLICY, ref="", rule="office_hours", cycle="2026-11-09"),
    )
    digest = told(previous=frozenset(one.key for one in before), titles=TITLES)

    assert lines(digest) == (
        "Annual review of the IEP (Ana Brook): J.P., M.W.",
        "Annual review of the IEP (Theo Stone): Á.I.",
        "Hours logged (Ana Brook): 1",
    )
    assert digest.students == ("s1", "s2", "s3")


def test_what_is_still_open_is_not_resolved_and_without_any_there_is_no_section() -> None:
    old = finding()

    assert good_news(told((old,), previous=frozenset({old.key}), titles=TITLES)) is None
    assert good_news(told((old,), previous=None, titles=TITLES)) is None


def test_data_that_were_mended_are_only_counted() -> None:
    digest = told(
        previous=frozenset({problem().key, problem(owner="theo").key, finding().key}), titles=TITLES
    )

    assert lines(digest) == (
        "Annual review of the IEP (Ana Brook): J.P.",
        "Data to mend: 1 mended or answered",
    )
    assert changes(digest).resolved == 2


def test_of_many_students_some_are_named() -> None:
    many = tuple(student(f"s{number}", f"A.{chr(65 + number)}.") for number in range(MOST_STUDENTS + 3))
    before = frozenset(finding(ref=one.ref).key for one in many)
    digest = told(of=department(students=many), previous=before, titles=TITLES)

    assert lines(digest) == (
        "Annual review of the IEP (Ana Brook): A.A., A.B., A.C., A.D., A.E., A.F. and 3 more students",
    )
    assert len(digest.students) == MOST_STUDENTS


def test_of_many_rules_some_are_listed_and_the_rest_is_a_number() -> None:
    titles = {f"rule_{number:02}": f"Rule {number:02}" for number in range(MOST_LINES + 2)}
    before = frozenset(finding(rule=rule).key for rule in titles) | {finding(rule="rule_09", ref="s2").key}
    digest = told(previous=before, titles=titles)

    assert len(lines(digest)) == MOST_LINES + 1
    assert lines(digest)[-1] == "Other rules and case managers: 3"
    assert changes(digest).resolved == len(before)
