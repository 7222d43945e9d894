"""Of each rule a department in which it finds something, by its id: with these every common test is run."""

from __future__ import annotations

from typing import Any

from tests.builders import (
    a_cell,
    a_department,
    a_district,
    a_meeting,
    a_policy,
    a_request,
    a_response,
    a_service,
    a_student,
    a_team_member,
    a_waiver,
    an_attempt,
    an_hours_entry,
    an_organisation,
    at,
    day,
    full_days,
    office_hours_on,
)
from tests.builders_follow_up import a_form, a_row_of
from tests.builders_progress import a_benchmark, a_goal, a_series
from tests.builders_shared import a_thing, other
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value
from workspace_agent.model.follow_up import ActionItems
from workspace_agent.model.on_record import Access, DecisionMaker, RequestKind
from workspace_agent.model.privacy import ShownName, Titled, UnapprovedLink
from workspace_agent.model.seen import ReaderKind
from workspace_agent.model.shared import Near
from workspace_agent.model.vocabulary import Mode, PlanType, Purpose, Role

POLICY = a_policy(records={"years_after_exit": 1}, family_contact={"days": 30})
"""Healthy numbers, where a rule that is off unless the company says a number is on as well."""

SOON = day("2026-11-24")
MET = day("2026-11-05")
FALLEN = (14, 16, 18, 20, 12, 12, 12, 12, 12, 12, 12)
WEDNESDAY = day("2026-11-18")


def kept(kind: str) -> dict[str, Any]:
    """The case manager has a sheet of this kind."""
    return {"kept": frozenset({("manager-1", kind)})}


def of_district(**changes: Any) -> dict[str, Any]:
    """The district of the healthy student, with this changed in the settings."""
    return {"organisation": an_organisation(districts=(a_district(**changes),))}


def transferred() -> Student:
    return a_student(annual=None, transferred_on=Value(day("2026-10-26"), a_cell("O2")))


def asked_for(kind: RequestKind, on: str) -> dict[str, Any]:
    return {"requests": (a_request(kind, day(on)),)}


FOUND_IN: dict[str, Department] = {
    # readers
    "shared_with_link": a_department(shared=(a_thing(other(ReaderKind.ANYONE, Near.OUTSIDE)),)),
    "shared_outside": a_department(shared=(a_thing(other(near=Near.OUTSIDE)),)),
    "shared_widely": a_department(shared=(a_thing(other(ReaderKind.DOMAIN)),)),
    "readers_left": a_department(shared=(a_thing(other(near=Near.LEFT)),)),
    "readers_unknown": a_department(shared=(a_thing(other(ReaderKind.GROUP, Near.INSIDE)),)),
    "readers_inside": a_department(shared=(a_thing(other()),)),
    "manager_cannot_open": a_department(shared=(a_thing(manager_opens=False),)),
    "sharing_not_seen": a_department(shared=(a_thing(told=False),)),
    # dates of the plan
    "annual_review": a_department(a_student(annual=day("2025-11-01"))),
    "initial_evaluation": a_department(
        a_student(annual=None, evaluation=None, consent_received=day("2026-09-01"))
    ),
    "initial_iep": a_department(a_student(annual=None, eligible_on=day("2026-09-01"))),
    "annual_reset": a_department(responses=(a_response(MET),)),
    "in_effect": a_department(a_student(annual=day("2025-08-01"))),
    "reevaluation": a_department(a_student(evaluation=day("2023-11-01"))),
    "reevaluation_waiver": a_department(
        a_student(evaluation=day("2022-12-01")), consents=(a_waiver(day("2025-11-12")),)
    ),
    "reevaluation_gap": a_department(**asked_for(RequestKind.EVALUATION, "2026-08-20")),
    "transfer": a_department(transferred()),
    "review_504": a_department(a_student(plan=PlanType.S504, annual=day("2025-11-01"))),
    "reevaluation_504": a_department(a_student(plan=PlanType.S504, evaluation=day("2023-11-01"))),
    "two_plans": a_department(a_student(two_plans=True)),
    "exit": a_department(a_student(annual=day("2025-09-15"), leaves=day("2026-11-10"))),
    "dates_after_exit": a_department(a_student(leaves=day("2026-09-10"))),
    "dates_before_enrollment": a_department(a_student(enrolled=day("2028-08-13"))),
    "transition": a_department(a_student(transition_by=day("2026-11-01"), transition_planned=None)),
    "age_of_majority": a_department(a_student(majority_on=day("2027-09-01"), rights_told=None)),
    "safeguards_notice": a_department(a_student(safeguards_given=None)),
    "progress_report": a_department(
        a_student(), **kept("progress_reports"), **of_district(report_dates=["2026-11-13"])
    ),
    "extended_school_year": a_department(a_student(extended_school_year=None)),
    "access_copy": a_department(a_student(copy_given=None)),
    "records_destruction": a_department(a_student(leaves=day("2024-06-01"), records_notice=None)),
    # meetings to come
    "meeting_notice": a_department(meetings=(a_meeting(SOON, notice_sent=None),)),
    "contact_attempts": a_department(meetings=(a_meeting(SOON, agreed_on=None),)),
    "remote_meeting": a_department(meetings=(a_meeting(SOON, agreed_on=None, mode=Mode.VIDEO),)),
    "team_roles": a_department(meetings=(a_meeting(SOON),), team=(a_team_member(Role.PARENT),)),
    "excusals": a_department(
        meetings=(a_meeting(SOON),),
        team=(a_team_member(Role.GENERAL_EDUCATION_TEACHER, input_on=MET, excused_on=None),),
    ),
    "decision_makers": a_department(team=(a_team_member(decision_maker=DecisionMaker.PARENT, until=MET),)),
    "agency_consent": a_department(
        meetings=(a_meeting(SOON),), team=(a_team_member(Role.OUTSIDE_AGENCY),), **kept("consents")
    ),
    "interpreter": a_department(
        a_student(interpreter_needed=True), meetings=(a_meeting(SOON, interpreter_booked=None),)
    ),
    "dial_in": a_department(
        a_student(access=Access.PHONE_ONLY), meetings=(a_meeting(SOON, dial_in_given=None),)
    ),
    "student_invited": a_department(
        a_student(transition_by=MET), meetings=(a_meeting(SOON, student_invited=False),)
    ),
    # after a meeting
    "held_without_parent": a_department(
        meetings=(a_row_of(agreed_on=None),), responses=(a_form(without_parent=True),)
    ),
    "amendment": a_department(meetings=(a_meeting(MET, Purpose.AMENDMENT, agreed_on=None, held=True),)),
    "post_form": a_department(meetings=(a_meeting(day("2026-11-10"), held=True),)),
    "prior_written_notice": a_department(meetings=(a_row_of(),), responses=(a_form(notice_given=None),)),
    "meeting_record": a_department(meetings=(a_row_of(),), responses=(a_form(minutes=None),)),
    "pli_connect": a_department(meetings=(a_row_of(),), responses=(a_form(in_pli_connect=False),)),
    "action_items": a_department(meetings=(a_row_of(),), responses=(a_form(action_items=ActionItems(2)),)),
    # requests
    "records_access": a_department(**asked_for(RequestKind.RECORDS, "2026-09-01")),
    "parent_request": a_department(**asked_for(RequestKind.MEETING, "2026-10-01")),
    # goals, services, contacts
    "progress": a_department(goals=(a_goal(),), series=(a_series((12, 12, 13, 13, 14, 13, 14, 14)),)),
    "team_review": a_department(goals=(a_goal(),), series=(a_series(FALLEN),)),
    "benchmarks": a_department(
        goals=(a_goal(),), series=(a_series(FALLEN),), benchmarks=(a_benchmark(20, day("2026-11-04")),)
    ),
    "stale_data": a_department(goals=(a_goal(),), series=(a_series(FALLEN, last=day("2026-10-12")),)),
    "services": a_department(services=(a_service(SOON),)),
    "check_in": a_department(
        a_student(), **kept("check_ins"), **of_district(first_day="2025-08-10", last_day="2026-06-01")
    ),
    "family_contact": a_department(contacts=(an_attempt(day("2026-08-20")),), **kept("contacts")),
    # hours
    "office_hours": a_department(hours=()),
    "late_hours": a_department(
        hours=(*full_days(), an_hours_entry(MET, at("14:00"), at("15:00"), logged=WEDNESDAY, row=40))
    ),
    "published_hours": a_department(office_hours=tuple(office_hours_on(weekday) for weekday in range(4))),
    # settings and privacy
    "district_settings": a_department(**of_district(state="XX")),
    "approved_platforms": a_department(links=(UnapprovedLink(a_cell("C2"), "manager-1"),)),
    "names_in_titles": a_department(
        shown_names=(ShownName(Titled.EVENT, a_cell(), "manager-1", "event-1", MET),)
    ),
}
