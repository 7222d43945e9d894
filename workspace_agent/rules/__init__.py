"""One file per requirement. Each is pure: it reads the department and yields findings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Rule, Until
from workspace_agent.model.policy import Policy
from workspace_agent.rules import (
    access_copy,
    action_items,
    age_of_majority,
    agency_consent,
    amendment,
    annual_reset,
    annual_review,
    approved_platforms,
    benchmarks,
    check_in,
    contact_attempts,
    dates_after_exit,
    dates_before_enrollment,
    decision_makers,
    dial_in,
    district_settings,
    excusals,
    extended_school_year,
    family_contact,
    held_without_parent,
    in_effect,
    initial_evaluation,
    initial_iep,
    interpreter,
    late_hours,
    manager_cannot_open,
    meeting_notice,
    meeting_record,
    names_in_titles,
    office_hours,
    parent_request,
    pli_connect,
    post_form,
    prior_written_notice,
    progress,
    progress_report,
    published_hours,
    readers_inside,
    readers_left,
    readers_unknown,
    records_access,
    records_destruction,
    reevaluation,
    reevaluation_504,
    reevaluation_gap,
    reevaluation_waiver,
    remote_meeting,
    review_504,
    safeguards_notice,
    services,
    shared_outside,
    shared_widely,
    shared_with_link,
    sharing_not_seen,
    stale_data,
    student_invited,
    team_review,
    team_roles,
    transfer,
    transition,
    two_plans,
)
from workspace_agent.rules import (
    exit as students_who_left,
)

RULES: tuple[Rule, ...] = (
    shared_with_link.RULE,
    shared_outside.RULE,
    shared_widely.RULE,
    readers_left.RULE,
    annual_review.RULE,
    initial_evaluation.RULE,
    initial_iep.RULE,
    annual_reset.RULE,
    in_effect.RULE,
    reevaluation.RULE,
    reevaluation_waiver.RULE,
    reevaluation_gap.RULE,
    transfer.RULE,
    meeting_notice.RULE,
    contact_attempts.RULE,
    held_without_parent.RULE,
    remote_meeting.RULE,
    team_roles.RULE,
    excusals.RULE,
    decision_makers.RULE,
    agency_consent.RULE,
    interpreter.RULE,
    dial_in.RULE,
    amendment.RULE,
    records_access.RULE,
    transition.RULE,
    student_invited.RULE,
    age_of_majority.RULE,
    safeguards_notice.RULE,
    progress_report.RULE,
    review_504.RULE,
    reevaluation_504.RULE,
    two_plans.RULE,
    students_who_left.RULE,
    dates_after_exit.RULE,
    dates_before_enrollment.RULE,
    district_settings.RULE,
    post_form.RULE,
    parent_request.RULE,
    prior_written_notice.RULE,
    extended_school_year.RULE,
    access_copy.RULE,
    records_destruction.RULE,
    meeting_record.RULE,
    pli_connect.RULE,
    action_items.RULE,
    progress.RULE,
    team_review.RULE,
    benchmarks.RULE,
    stale_data.RULE,
    services.RULE,
    check_in.RULE,
    family_contact.RULE,
    office_hours.RULE,
    late_hours.RULE,
    published_hours.RULE,
    approved_platforms.RULE,
    names_in_titles.RULE,
    readers_unknown.RULE,
    manager_cannot_open.RULE,
    readers_inside.RULE,
    sharing_not_seen.RULE,
)
"""Every requirement that is judged, in the order in which the digest speaks of them."""

TITLES: Mapping[str, str] = {rule.id: rule.title for rule in RULES}
READS: Mapping[str, frozenset[str]] = {rule.id: rule.reads for rule in RULES}
"""What each is called, and what it needs, by its id."""

UNTIL: Mapping[str, Until] = {rule.id: rule.until for rule in RULES if rule.until}
"""What ends the findings of those that end by themselves, by the rule's id."""


def judge(department: Department, policy: Policy, today: date) -> tuple[Finding, ...]:
    """All findings: the worst first, then by due date with the undated last, then by key."""
    findings = (finding for rule in RULES for finding in rule.check(department, policy, today))
    return tuple(sorted(findings, key=_urgency))


def _urgency(finding: Finding) -> tuple[int, date, str]:
    return finding.severity, finding.due or date.max, finding.key
