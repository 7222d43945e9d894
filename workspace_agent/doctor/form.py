"""The Post IEP Meeting Form, or the spreadsheet of its responses: it opens, and the questions are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from workspace_agent.doctor.apis import FORMS
from workspace_agent.doctor.check import ELSE, UNAVAILABLE, Check, Group, Verdict, fails, passes, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.settings import READ
from workspace_agent.doctor.sign_in import SIGNED_IN, scope_check
from workspace_agent.google.scopes import FORM_BODY, FORM_RESPONSES
from workspace_agent.intake.form_map import MappedForm, map_form
from workspace_agent.intake.question_map import FIELDS, unconfirmed
from workspace_agent.intake.response import RawForm
from workspace_agent.model.dates import words
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.prints import KnownResponses
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.observe.responses import Read, read_responses

OPENS = "form and responses"
_SET_UP = "workspace-agent init --from form; without a form there is nothing to do."
_MAP = "See workspace-agent sheets map: it proposes which question is which."


def checks(here: Installation) -> Iterator[Check]:
    """All of this group, or one line where the settings name no form."""
    form = here.organisation.form
    if form is None:
        yield Check(OPENS, lambda: warns("agent.toml names none: nothing is filed.", _SET_UP))
        return
    read = read_responses(here.google, here.organisation, KnownResponses())
    yield Check(OPENS, partial(_opens, here, form, read))
    if read is not None and not isinstance(read, Problem):
        yield Check("questions", partial(_questions, form, map_form(read, form)), (OPENS,))


GROUP = Group("Form", checks, (READ, SIGNED_IN, FORMS, scope_check(FORM_BODY), scope_check(FORM_RESPONSES)))


def _opens(here: Installation, form: PostIepForm, read: Read) -> Verdict:
    link = form.place.url
    if isinstance(read, Problem):
        code = UNAVAILABLE if read.kind is ProblemKind.FORM_UNAVAILABLE else ELSE
        return fails(read.sentence, read.advice, link, code)
    count = (
        f"{len(read.responses):,} responses" if isinstance(read, RawForm) else "the spreadsheet of responses"
    )
    found = f"Opens, with {count}; those since {words(form.since)} count."
    if form.since > here.today:
        return warns(found, "That day is still to come: look at since in [form] of agent.toml.", link)
    return passes(found, link)


def _questions(form: PostIepForm, parts: Sequence[MappedForm]) -> Verdict:
    link = form.place.url
    if not parts:
        return fails("No sheet of it holds responses to a form.", "Link the form to this spreadsheet.", link)
    if waiting := unconfirmed(form):
        return fails(
            f"No question is named for {' and '.join(waiting)}, so every response waits.", _MAP, link
        )
    named = {meaning.field for meaning in form.meaning}
    missing = {name for part in parts for name in part.missing}
    if gone := [name for name in FIELDS if name in missing & named]:
        return fails(f"agent.toml names questions that are not there: {', '.join(gone)}.", _MAP, link)
    proposed = sum(len(part.guesses) for part in parts)
    if unnamed := [name for name in FIELDS if name in missing]:
        return warns(f"No question is named for {', '.join(unnamed)}.", _MAP, link)
    if proposed:
        return warns(f"{proposed} questions may mean something, which nobody confirmed.", _MAP, link)
    return passes(
        f"All that are named are there: {', '.join(name for name in FIELDS if name in named)}.", link
    )
