"""What a form leaves open is told until it is done: in the row of its meeting, or by editing the form."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.journeys.drive_people import edit_response, told, written
from tests.journeys.world import MANAGER, World
from workspace_agent.model.problem_kinds import ProblemKind

R08 = "ACYDBNh-r08"
"""The form about Noor's reevaluation of 3 Nov 2026, whose row is the sixth. Noor's and one other form of this
case manager do not say that they were entered in PLI Connect."""

NOTICE, ITEMS, ENTERED = "3d4e5f6a", "b1c2d3e4", "f5a6b7c8"
LATE = datetime.fromisoformat("2026-12-01T07:00:00-05:00")
"""A Tuesday, five business days and one after the filing, with Thanksgiving between."""


def answer(world: World, at: str, **answers: str) -> None:
    """The case manager edits the form; an answer that is empty is taken out."""
    before = world.dump()["forms"][world.ids["form"]]["responses"][R08]["answers"]
    typed = {
        key: {"questionId": key, "textAnswers": {"answers": [{"value": text}]}}
        for key, text in answers.items()
        if text
    }
    kept = {key: one for key, one in before.items() if key not in answers}
    edit_response(world, at, R08, answers=kept | typed)


def lines(world: World, what: str) -> list[list[str]]:
    """What the Agent tab says of Noor under this title: severity, due."""
    found = [row for row in world.agent_tab() if row[:2] == ["N.H.", what]]
    return [row[2:4] for row in found]


def digest(world: World) -> str:
    """The last digest, as one line."""
    body = world.mails(MANAGER)[0].get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


PLI = "Entry in PLI Connect"
OVERDUE = "which was due by 30 Nov 2026, 5 business days after the form is filed."


def test_it_is_told_in_the_tab_at_once_and_in_the_digest_when_it_is_late(world: World) -> None:
    world.first_run()
    assert lines(world, PLI) == [["for information", "30 Nov 2026"]]
    assert PLI not in world.digest_text()

    world.at(LATE)
    world.run()
    assert lines(world, PLI) == [["company practice", "30 Nov 2026"]]
    assert OVERDUE in digest(world)


def test_the_days_count_from_the_first_filing_whatever_is_edited_later(world: World) -> None:
    world.first_run()
    world.at(LATE - timedelta(days=1))
    answer(world, "2026-11-30T11:00:00.000001Z", **{ITEMS: "Nothing."})
    world.run()

    assert lines(world, PLI) == [["for information", "30 Nov 2026"]]


def test_a_day_in_the_row_of_the_meeting_ends_it(world: World) -> None:
    world.first_run()
    world.at(LATE)
    world.type("Meetings!M1", "Entered in PLI Connect")
    world.run()
    assert digest(world).count(OVERDUE) == 2

    world.type("Meetings!M6", "12/1/2026")
    world.run()
    assert lines(world, PLI) == []

    world.at(LATE + timedelta(days=6))
    world.run()
    assert "Week of 7 Dec 2026" in digest(world)
    assert digest(world).count(OVERDUE) == 1
    written(world)
    world.run()
    assert written(world) == []


def test_a_day_that_is_still_to_come_is_a_question_at_its_cell(world: World) -> None:
    world.type("Meetings!M1", "Entered in PLI Connect")
    world.type("Meetings!M6", "12/1/2026")
    report = world.run()

    [problem] = told(report, ProblemKind.DATE_IN_THE_FUTURE)
    assert problem.place.label == "cell M6"
    assert lines(world, PLI) == []


def test_an_edit_of_the_form_ends_it_and_is_filed_as_a_version(world: World) -> None:
    world.first_run()
    world.at(LATE)
    answer(world, "2026-12-01T11:00:00.000001Z", **{ENTERED: "2026-12-01"})
    world.run()

    assert lines(world, PLI) == []
    assert "2026-11-03 reevaluation (v2).pdf" in [file["name"] for file in world.records(MANAGER)]


def test_action_items_are_open_until_they_are_ticked_and_their_words_stay_where_they_are(
    world: World,
) -> None:
    answer(world, "2026-11-19T11:00:00.000001Z", **{ITEMS: "Order the trampoline by 11/19/2026."})
    world.type("Meetings!M1", "Action items done")
    world.run()
    assert lines(world, "Action items") == [["company practice", "19 Nov 2026"]]
    assert "1 action item that is not ticked as done; the earliest day in them was 19 Nov 2026." in digest(
        world
    )
    assert "trampoline" not in digest(world)
    assert "trampoline" not in str(world.agent_tab())

    world.type("Meetings!M6", "TRUE")
    world.run()
    assert lines(world, "Action items") == []


@pytest.mark.parametrize("how", ["row", "form"])
def test_a_notice_without_a_day_is_asked_for_and_never_past_due(world: World, how: str) -> None:
    answer(world, "2026-11-19T11:00:00.000001Z", **{NOTICE: ""})
    world.run()
    assert lines(world, "Prior written notice") == [["data to mend", "5 Nov 2026"]]
    assert "34 CFR 300.503(a)" in digest(world)

    if how == "form":
        answer(world, "2026-11-20T11:00:00.000001Z", **{NOTICE: "2026-11-04"})
    else:
        world.type("Meetings!M1", "Prior written notice")
        world.type("Meetings!M6", "11/4/2026")
    world.run()
    assert lines(world, "Prior written notice") == []
