"""Live through a story, until it ends or a promise is broken."""

from __future__ import annotations

import shutil
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from tests.kills.campaign import memory
from tests.simulation.action import Step, Story
from tests.simulation.department import Generated
from tests.simulation.school import School


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was broken.

    Attributes:
        number: Of the step after which it was seen.
        step: That step.
        what: In a sentence; of an error that nobody expected, its name.
        more: Where it came from.
    """

    number: int
    step: Step
    what: str
    more: str


@dataclass(frozen=True, slots=True)
class Lived:
    """How a story went."""

    broken: Broken | None
    counts: Counter[str]


def live(files: Generated, story: Story) -> Lived:
    """Do every step."""
    folder = Path(mkdtemp(dir=memory()))
    school = School.open(folder / "world", files)
    try:
        for number, step in enumerate(story):
            school.at(step.at)
            school.counts["actions"] += 1
            try:
                step.action.do(school)
            except Exception as error:  # noqa: BLE001 - whatever happens to the agent is what is looked for
                return Lived(Broken(number, step, _said(error), traceback.format_exc()), school.counts)
        return Lived(None, school.counts)
    finally:
        school.close()
        shutil.rmtree(folder)


def _said(error: Exception) -> str:
    if isinstance(error, AssertionError) and error.args:
        return str(error.args[0])
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}: {str(error) or last.line}"
