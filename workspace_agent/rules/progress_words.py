"""What a judgement of progress rests on, in plain words: values, aimline and trend, no text of people."""

from __future__ import annotations

from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.policy import ProgressPolicy
from workspace_agent.model.progress import Measure
from workspace_agent.rules.courses import Stage
from workspace_agent.rules.goal_verdicts import GoalStep, Strength, StrengthKind
from workspace_agent.rules.judgement import (
    PARENT_CODES,
    Course,
    Side,
    Standing,
    parent_code,
    whole_percent,
)

_UNITS = {
    Measure.PERCENT: "%",
    Measure.RATE: " per minute",
    Measure.MINUTES: " minutes",
    Measure.SECONDS: " seconds",
}
METHOD_WORDS = {
    "ols": "the line of least squares",
    "tukey": "the line through the medians of the outer thirds",
}
_SIDES = {
    Side.AHEAD: "all lie ahead of the aimline",
    Side.BEHIND: "all lie behind the aimline",
    Side.MIXED: "lie on both sides of the aimline or on it",
}
STEP_WORDS = {
    GoalStep.COLLECT_DATA: "Go on collecting data.",
    GoalStep.CHANGE_INSTRUCTION: "Change the instruction, or ask the IEP Team to look at the goal.",
    GoalStep.ASK_TEAM: "The data showed this before these last points, too: ask for an IEP Team meeting "
    "about it.",
    GoalStep.RAISE_GOAL: "Ask the IEP Team whether the target should be raised.",
    GoalStep.TELL_PARENT: "Tell the parent in the next progress report, and ask the IEP Team what comes "
    "next.",
    GoalStep.GO_ON: "Go on as before.",
}
"""Each next step as a whole sentence."""
_STRENGTHS = {
    StrengthKind.MASTERED: "The goal is mastered",
    StrengthKind.MAINTAINED: "The goal is maintained",
    StrengthKind.AHEAD: "The last points all lie ahead of the aimline",
    StrengthKind.ON_TRACK: "The goal is on track",
}


def shown(measure: Measure, value: float) -> str:
    """A number with its unit; levels of prompts have no decimals."""
    if measure is Measure.PROMPT_LEVEL:
        below = int(value // 1)
        return f"level {below}" if value == below else f"between level {below} and level {below + 1}"
    return f"{round(value, 2):g}{_UNITS.get(measure, '')}"


def count(points: int, values: int) -> str:
    """`3 points`; also from how many values, where weeks or days hold several."""
    said = f"{points} point" if points == 1 else f"{points} points"
    return said if points == values else f"{said} (of {values} values; those of one week or day are one)"


def points_words(standing: Standing, numbers: ProgressPolicy) -> str:
    """Where the last points lie: `the last 4 points all lie behind the aimline`."""
    return f"the last {numbers.last_n} points {_SIDES[standing.side]}"


def median_words(standing: Standing, measure: Measure, numbers: ProgressPolicy) -> str:
    """The median of the last points, and what would be in time."""
    now, aimed = shown(measure, standing.current.value), shown(measure, standing.aimed)
    return f"; the median of the last {numbers.median_n} is {now}, where {aimed} would be in time"


def trend_words(standing: Standing, measure: Measure, course: Course, method: str) -> str:
    """Where the trend leads, and how it was drawn; or that there are too few points for one."""
    if standing.projected is None:
        return "; there are too few points for a trend, so this is provisional."
    end = dates.words(date.fromordinal(course.aimline.end))
    reached, target = shown(measure, standing.projected), shown(measure, course.aimline.target)
    return f"; {METHOD_WORDS[method]} leads to {reached} by {end}, and the target is {target}."


def way_words(standing: Standing) -> str:
    """How much of the way is done, with the code of progress reports; nothing where there is no way to go."""
    if standing.percent is None:
        return ""
    code = parent_code(standing.percent)
    done = f"{whole_percent(standing.percent)}% of the way from baseline to target"
    return f" That is {done} (code {code} in progress reports, {PARENT_CODES[code - 1]})."


def strength_words(strength: Strength) -> str:
    """A sentence for the digest: `The goal is on track: 28% of the way from baseline to target.`."""
    said = _STRENGTHS.get(strength.kind, f"Benchmark {strength.benchmark} is reached")
    done = "" if strength.percent is None else f": {strength.percent}% of the way from baseline to target"
    return f"{said}{done}."


def aim_words(measure: Measure, stage: Stage) -> str:
    """What a benchmark aims at: `55% by 18 Dec 2026`."""
    return f"{shown(measure, stage.target)} by {dates.words(stage.due)}"
