"""Headings that people have really used, in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace_agent.intake.heading_words import normal_heading


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        pytest.param(" LAST  Evaluation ", "last evaluation", id="case and spaces"),
        pytest.param("Last evaluation *", "last evaluation", id="a star"),
        pytest.param("STUDENT NAME:", "student name", id="a colon"),
        pytest.param("Held?", "held", id="a question mark"),
        pytest.param("StudentLastName", "student last name", id="run together"),
        pytest.param("contact_date", "contact date", id="underscores"),
        pytest.param("dateCreated", "date created", id="a small letter first"),
        pytest.param("IEPdate", "iep date", id="capitals and small letters"),
        pytest.param("IEPTypeDue", "iep type due", id="capitals run into a word"),
        pytest.param("METdate", "multidisciplinary date", id="MET"),
        pytest.param("Last MET", "last multidisciplinary", id="MET in capitals"),
        pytest.param("met due", "multidisciplinary due", id="MET that is due"),
        pytest.param("MET EVAL DUE", "multidisciplinary evaluation due", id="MET among capitals"),
        pytest.param("MET-2 Held", "multidisciplinary 2 held", id="the second of them"),
        pytest.param("Last met", "last met", id="when they met"),
        pytest.param("last_met", "last met", id="with an underscore"),
        pytest.param("LAST MET", "last met", id="it may be either"),
        pytest.param("Met deadline?", "met deadline", id="a deadline that was met"),
        pytest.param("StudentID", "student id", id="capitals at the end"),
        pytest.param("IDs", "ids", id="capitals in the plural"),
        pytest.param("Initial_IEP", "initial iep", id="an underscore before capitals"),
        pytest.param("Student Name (Last, First)", "student name last first", id="brackets"),
        pytest.param("Up/Down", "up down", id="a stroke"),
        pytest.param("Date of contact (mm/dd/yy)", "date of contact", id="how a date is typed"),
        pytest.param("Method (phone/e-mail/text)", "method", id="choices in brackets"),
        pytest.param("(optional) Notes", "notes", id="what need not be typed"),
        pytest.param("Contact (phone)", "contact phone", id="one choice alone may say more"),
        pytest.param("Time (min)", "time minutes", id="a unit says more"),
        pytest.param("Score ()", "score", id="nothing in brackets"),
        pytest.param("Parent(s)", "parent", id="one or several"),
        pytest.param("% correct", "percent correct", id="a sign for a word"),
        pytest.param("⭐Academics", "academics", id="an emoji"),
        pytest.param("Due Date ↑ ↕ ▾", "due date", id="arrows for sorting"),
        pytest.param("Notes\u200b", "notes", id="a character that is not seen"),
        pytest.param("Goal #", "goal number", id="a number sign"),
        pytest.param("MCI#", "mci number", id="a number sign without a space"),
        pytest.param("Date of Mtg.", "date of meeting", id="a short form"),
        pytest.param("Re-Eval Date", "reevaluation date", id="a hyphen within a word"),
        pytest.param("Tri Date", "triennial date", id="tri"),
        pytest.param("3-yr", "triennial", id="three years"),
        pytest.param("e-mail", "email", id="e-mail"),
        pytest.param("Time zone", "zone", id="a zone"),
        pytest.param("1-1 Check Ins", "1 1 checkin", id="check-ins"),
        pytest.param("Prénom", "prénom", id="letters with accents stay"),
        pytest.param("İd", "id", id="a capital that comes apart when it is made small"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_one_form(typed: str, normal: str) -> None:
    assert normal_heading(typed) == normal


@given(st.text(max_size=60))
def test_what_is_normal_stays_so(typed: str) -> None:
    once = normal_heading(typed)
    assert normal_heading(once) == once


@given(st.sampled_from(["Last evaluation", "Student ID", "Goal #", "Date of Mtg", "E-mail"]), st.data())
def test_spaces_and_case_never_count(typed: str, data: st.DataObject) -> None:
    spaced = data.draw(st.sampled_from([" ", "  ", "\n", "\t "])).join(typed.split(" "))
    assert normal_heading(data.draw(st.sampled_from([spaced.upper(), spaced.lower(), f" {spaced}: "]))) == (
        normal_heading(typed)
    )
