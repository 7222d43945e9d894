"""The steps of `init`, in their order."""

from __future__ import annotations

from workspace_agent.cli.init import (
    steps_end,
    steps_key,
    steps_people,
    steps_places,
    steps_sign_in,
    steps_sources,
)
from workspace_agent.cli.init.wizard import Step, Wishes

STEPS = (
    Step(
        "where",
        "Google or a sandbox",
        "A sandbox is Google on this machine, to rehearse with invented people; nothing leaves it.",
        steps_sign_in.where,
        steps_sign_in.needs_of_where,
    ),
    Step(
        "sign-in",
        "Signing in",
        "The agent works as one account of its own, with the least rights that its features need.",
        steps_sign_in.sign_in,
        steps_sign_in.needs_of_sign_in,
    ),
    Step(
        "organisation",
        "The organisation",
        "Mails show its name, and deadlines are dates in its time zone.",
        steps_people.organisation,
        steps_people.needs_of_organisation,
    ),
    Step(
        "districts",
        "Districts",
        "State law, school days and the CSS come from the student's district.",
        steps_people.districts,
        steps_people.needs_of_districts,
    ),
    Step(
        "manager",
        "The manager",
        "Gets the compliance digest, and can read what is filed.",
        steps_people.manager,
        steps_people.needs_of_manager,
    ),
    Step(
        "case-managers",
        "Case managers",
        "Their workbooks are read, and meetings are booked on their calendars.",
        steps_people.case_managers,
        steps_people.needs_of_case_managers,
    ),
    Step(
        "workbooks",
        "Workbooks",
        "Students, meetings, goals and hours stand in them. They are only read; an Agent tab is added later.",
        steps_sources.workbooks,
        steps_sources.needs_of_workbooks,
    ),
    Step(
        "headings",
        "Headings",
        "A heading that is not known is not read until somebody says what it means.",
        steps_sources.headings,
    ),
    Step(
        "form",
        "The Post IEP Meeting Form",
        "Each response is filed as a PDF, and tells that a meeting was held.",
        steps_sources.form,
        steps_sources.needs_of_form,
    ),
    Step(
        "folder",
        "The folder of all records",
        "PDFs are filed there, for the manager and for whose student it is.",
        steps_places.folder,
    ),
    Step(
        "calendars",
        "Calendars",
        "Meetings are booked with initials only, on the calendar of each case manager.",
        steps_places.calendars,
    ),
    Step(
        "key",
        "The alias key and its recovery code",
        "It is what keeps names out of everything that the agent remembers.",
        steps_key.alias_key,
        steps_key.needs_of_alias_key,
        at_once=steps_key.needs_of_alias_key,
        once=True,
    ),
    Step(
        "check",
        "Is everything in place?",
        "The same as workspace-agent doctor, which writes nothing.",
        steps_end.examine,
    ),
    Step(
        "plan",
        "The first plan",
        "What the agent would do now. Nothing is written to Google.",
        steps_end.first_plan,
    ),
)

_ADOPT = Step(
    "adopt",
    "What is there already",
    "Folders, records and meetings of the earlier installation are known by the agent's marks on them.",
    steps_key.adopt,
)


def steps_for(wishes: Wishes) -> tuple[Step, ...]:
    """All steps, with the one that is only for whom an earlier installation is taken over."""
    if not wishes.adopt:
        return STEPS
    behind = [step.name for step in STEPS].index("key") + 1
    return (*STEPS[:behind], _ADOPT, *STEPS[behind:])
