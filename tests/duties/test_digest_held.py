"""Held meetings of which a form, prior written notice or the entry in PLI Connect is not on record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_department, a_policy, a_student, day, unreadable
from tests.builders_follow_up import MET, a_form, a_row_of
from tests.builders_manager_digest import department, told, writing
from workspace_agent.duties.digest import Section
from workspace_agent.duties.digest_held import held
from workspace_agent.duties.digest_rows import Tone
from workspace_agent.model.facts import Department
from workspace_agent.model.vocabulary import Held, PlanType

FRIDAY = day("2026-11-20")
LATELY = day("2026-11-19")


def section(of: Department) -> Section:
    return held(writing(of), a_policy())


def marks(of: Department) -> list[tuple[str, str, Tone]]:
    return [(mark.label, mark.words, mark.tone) for row in section(of).rows for mark in row.marks]


NO_NOTICE = ("Prior written notice", "no day on record", Tone.AT_RISK)
NOT_ENTERED = ("PLI Connect", "not entered; was due 16 Nov 2026", Tone.AT_RISK)
IN_TIME = ("PLI Connect", "not entered; due 30 Nov 2026", Tone.CALM)
FILED: dict[str, Any] = {"about": {"filed_on": day("2026-11-06")}}


@pytest.mark.parametrize(
    ("form", "lacks"),
    [
        pytest.param(a_form(), [], id="nothing"),
        pytest.param(a_form(notice_given=None), [NO_NOTICE], id="notice"),
        pytest.param(a_form(in_pli_connect=None, **FILED), [NOT_ENTERED], id="entry, whose day has passed"),
        pytest.param(a_form(in_pli_connect=None), [IN_TIME], id="entry, with time for it"),
        pytest.param(
            a_form(notice_given=None, in_pli_connect=None, **FILED), [NO_NOTICE, NOT_ENTERED], id="both, once"
        ),
    ],
)  # fmt: skip
def test_what_a_meeting_with_a_form_lacks(form: Any, lacks: list[Any]) -> None:
    assert marks(a_department(responses=(form,), meetings=(a_row_of(),))) == lacks


def test_of_a_meeting_that_was_put_off_no_notice_is_asked_for() -> None:
    form = a_form(notice_given=None, about={"held": Held.POSTPONED})

    assert marks(a_department(responses=(form,))) == []


def test_notice_is_not_asked_for_504_plans() -> None:
    plan = a_student(plan=PlanType.S504)

    assert marks(a_department(plan, responses=(a_form(notice_given=None),))) == []


@pytest.mark.parametrize(
    ("met", "mark"),
    [
        pytest.param(
            MET, ("Post IEP Meeting Form", "none has come; was due 9 Nov 2026", Tone.AT_RISK), id="late"
        ),
        pytest.param(
            LATELY, ("Post IEP Meeting Form", "none has come; due 23 Nov 2026", Tone.CALM), id="in time"
        ),
        pytest.param(
            day("2026-11-18"),
            ("Post IEP Meeting Form", "none has come; due 20 Nov 2026", Tone.CALM),
            id="on the last day it is in time",
        ),
    ],
)
def test_a_meeting_without_a_form(met: Any, mark: tuple[str, str, Tone]) -> None:
    assert marks(a_department(meetings=(a_row_of(met),))) == [mark]


def test_each_meeting_has_one_line_the_longest_ago_first_with_a_link() -> None:
    rows = (a_row_of(LATELY, row=3), a_row_of(MET, row=2))
    form = a_form(notice_given=None, in_pli_connect=None)
    of = a_department(responses=(form,), meetings=rows)

    found = section(of).rows

    assert [(row.lead, row.what, row.student, row.case_manager) for row in found] == [
        ("5 Nov 2026", "Meeting with a form", "J.S.", "Marisol Quintero"),
        ("19 Nov 2026", "Meeting without a form", "J.S.", "Marisol Quintero"),
    ]
    assert [row.url for row in found] == [rows[1].row.url, rows[0].row.url]


def test_a_form_without_a_row_is_linked_itself() -> None:
    form = a_form(in_pli_connect=None)

    assert section(a_department(responses=(form,))).rows[0].url == form.place.url


def test_what_cannot_be_read_is_no_gap() -> None:
    row = a_row_of(MET, in_pli_connect=unreadable())

    assert marks(a_department(responses=(a_form(in_pli_connect=None),), meetings=(row,))) == []
    assert marks(a_department(meetings=(a_row_of(MET),), form_unread=True)) == []


def test_where_there_is_no_form_there_is_no_such_section() -> None:
    with_form = a_department()
    organisation = with_form.organisation.model_copy(update={"form": None})

    def titles(of: Department) -> list[str]:
        return [block.title for block in told(of=of).blocks]

    assert "Held meetings with something missing" in titles(with_form)
    assert "Held meetings with something missing" not in titles(replace(with_form, organisation=organisation))
    assert "Held meetings with something missing" not in titles(department())
