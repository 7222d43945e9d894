"""The company's numbers, with the defaults of its rule book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field

from workspace_agent.model.due_dates import REEVALUATION_YEARS, AnnualMode
from workspace_agent.model.frozen import Frozen
from workspace_agent.model.state_law import State, StateLaw

Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0, le=10_000)]
AtLeastOne = Annotated[int, Field(ge=1, le=100)]
Days = Annotated[int, Field(ge=0, le=400)]
"""A little over a year: what lies further ahead is nothing to speak of, and mostly a slip."""

Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Hours = Annotated[float, Field(ge=0, le=24)]


class AnnualReviewPolicy(Frozen):
    """How the yearly due date is read.

    Attributes:
        mode: `strict` is the earlier of anniversary and 365 days and drives warnings; `VIOLATION` is
            only said against the anniversary, unless the state's own reading is stricter.
            `end_minus_1` is for plans dated from a day to the day before it, a year later.
        plan_lead_days: Days before the last school day by which the meeting should be planned.
        alert_days: Days before the due date from which it is at risk.
    """

    mode: AnnualMode = "strict"
    plan_lead_days: Days = 28
    alert_days: Days = 30


class ReevaluationPolicy(Frozen):
    """When reevaluations are due, and when to speak of the next one.

    Attributes:
        years: Between two of them: the law's three, or fewer where the company asks for it.
    """

    years: Annotated[int, Field(ge=1, le=REEVALUATION_YEARS)] = REEVALUATION_YEARS
    alert_days: Days = 90
    notice_days: Days = 120


class InitialEvaluationPolicy(Frozen):
    """When to speak of an initial evaluation that is not done: days before the last day."""

    alert_days: Count = 30


class InitialIepPolicy(Frozen):
    """When to speak of the meeting that writes the first IEP: days before the last day."""

    alert_days: Count = 14


class InEffectPolicy(Frozen):
    """When to speak of a plan that will not be in force on the first day of school: days before that day."""

    alert_days: Days = 60


class ParentContactPolicy(Frozen):
    """Company practice on contact attempts before a meeting.

    Attributes:
        applies: `until_reply`: a parent who agreed need not be asked again. `always`: the attempts are made
            and written down whatever the parent answered.
        min_attempts: How many there have to be.
        min_methods: By how many different methods.
        distinct_days: Attempts of one day count once.
        alert_days_before: Days before the meeting from which it is told.
    """

    applies: Literal["until_reply", "always"] = "until_reply"
    min_attempts: Count = 3
    min_methods: Count = 2
    distinct_days: bool = True
    alert_days_before: Days = 7


class MeetingNoticePolicy(Frozen):
    """Company practice on the notice of a meeting, where neither district nor state has a number.

    Attributes:
        days: Calendar days before the meeting by which it is sent.
        alert_days: Days before that day from which it is told.
    """

    days: Days = 10
    alert_days: Days = 7


class PriorWrittenNoticePolicy(Frozen):
    """When to speak of a notice that is missing before what was decided begins.

    Attributes:
        alert_days: Days before that day from which it is at risk.
    """

    alert_days: Days = 7


class MeetingAccessPolicy(Frozen):
    """Company practice on who could not take part otherwise.

    Attributes:
        alert_days: Days before a meeting by which an interpreter, or a number to dial, is there.
    """

    alert_days: Days = 10


class PostFormPolicy(Frozen):
    """Company practice on the Post IEP Meeting Form: business days until it is sent."""

    days: Days = 2


class MeetingRecordPolicy(Frozen):
    """Company practice on what a form says of a meeting: business days until nothing is left open in it."""

    days: Days = 2


class PliConnectPolicy(Frozen):
    """Company practice on PLI Connect: business days from the filing of a form until its meeting is there."""

    days: Days = 5


class Section504Policy(Frozen):
    """Company practice on 504 plans, for which no law counts days.

    Attributes:
        review_alert_days: Days before the yearly review from which it is told.
        reevaluation_years: Years between reevaluations.
        reevaluation_alert_days: Days before a reevaluation from which it is told.
    """

    review_alert_days: Days = 30
    reevaluation_years: Annotated[int, Field(ge=1, le=10)] = 3
    reevaluation_alert_days: Days = 90


class CheckInPolicy(Frozen):
    """Company practice on check-ins: one in the school year.

    Attributes:
        minutes: How long it is.
        late_days: Of who came fewer days before the last day of school it is told for information only.
    """

    minutes: Minutes = 30
    late_days: Days = 30


class FamilyContactPolicy(Frozen):
    """Company practice on contact with families: days that may pass without one; 0 where it is not judged."""

    days: Days = 0


class OfficeHoursPolicy(Frozen):
    """Company practice on hours: those logged on each working day, and those published for each weekday.

    Attributes:
        min_per_day: Hours, where the contract of the case manager names none.
        judged_from: The first day whose log is judged.
        judged_after_business_days: So long an entry is in time.
    """

    min_per_day: Hours = 6
    judged_from: date
    judged_after_business_days: Days = 2


class HoursLogPolicy(Frozen):
    """What hours are likely; what is not is asked.

    Attributes:
        longest_stretch: Hours from a start to its end: more is a slip of AM and PM.
        day_begins: What starts earlier starts in the night.
    """

    longest_stretch: Annotated[float, Field(gt=0, le=24)] = 12
    day_begins: time = time(5)


USUAL_HOURS = HoursLogPolicy()
"""Where a company says nothing else."""


class ProgressPolicy(Frozen):
    """When data on a goal are too few, too old, or say that progress is not enough.

    A point is the median of a week's values, or of a day's where data are planned more often than weekly.

    Attributes:
        trend: `ols` is the line of least squares, `tukey` the one through the medians of the outer thirds.
        min_points: With fewer points nothing is judged.
        firm_points: With fewer points there is no trend, and a verdict is provisional.
        last_n: So many of the last points, all on the wrong side of the aimline, are not enough progress.
        median_n: The median of so many of the last points stands for where the student is now.
        mastery_run: Points in a row at the criterion, where the goal does not say how many.
        stale_factor: Planned intervals that may pass without data.
        break_weekdays: So many weekdays without school are a break, during which nothing gets old.
    """

    trend: Literal["ols", "tukey"] = "ols"
    min_points: AtLeastOne = 4
    firm_points: Annotated[int, Field(ge=3, le=100)] = 7
    last_n: AtLeastOne = 4
    median_n: AtLeastOne = 3
    mastery_run: AtLeastOne = 3
    stale_factor: AtLeastOne = 2
    break_weekdays: AtLeastOne = 5


class MeetingsPolicy(Frozen):
    """How meetings are booked.

    Attributes:
        look_alike_minutes: A hand-made event this close to a row may be the same meeting.
        default_length_minutes: Where the row gives no length.
        settle_minutes: How long a cancellation, or a date without a Book box, stands before it counts.
        line_gap_minutes: Between two meetings on one dial-in line.
        video_attempts: How many times a video link is asked for.
        far_days: A meeting that is moved further than this may be another one: a person is asked.
    """

    look_alike_minutes: Minutes = 30
    default_length_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 60
    settle_minutes: Minutes = 15
    line_gap_minutes: Minutes = 30
    video_attempts: AtLeastOne = 3
    far_days: Days = 180


class BrakesPolicy(Frozen):
    """What is too much at once, for one case manager's workbooks and calendar, in one run.

    Attributes:
        removals_percent: More than this share of what stands is not cancelled or taken away unasked.
        of_at_least: With fewer things or rows than this a share says nothing.
        shrunk_percent: A sheet that lost this share of its rows, or all of them, has lost them by mistake.
        creations: Meetings and records; folders are not counted.
        drawings: Progress sheets of students who have none yet: a caseload of them is no surprise.
        shares: Folders shared.
        mails: Mails sent, and changes of meetings of which Google mails the guests.
    """

    removals_percent: Percent = 30
    of_at_least: Count = 10
    shrunk_percent: Percent = 40
    creations: Count = 25
    drawings: Count = 60
    shares: Count = 10
    mails: Annotated[int, Field(ge=1, le=10_000)] = 25


class ProgressReportPolicy(Frozen):
    """Days that a progress report may come after the district's date."""

    grace_days: Days = 0


class SafeguardsNoticePolicy(Frozen):
    """Days before the end of the school year from which a missing safeguards notice is at risk."""

    alert_days: Days = 60


class RecordsAccessPolicy(Frozen):
    """Days before a parent has to have seen the records from which it is at risk."""

    alert_days: Days = 10


class ParentRequestPolicy(Frozen):
    """Company practice: days until a parent who asked for a meeting or an evaluation has an answer."""

    days: Days = 10


class AccessCopyPolicy(Frozen):
    """Company practice: business days from a review until parent and providers have what it decided."""

    days: Days = 10


class RecordsPolicy(Frozen):
    """Company practice: years after a student's exit that records are needed; 0 says nothing of them."""

    years_after_exit: Annotated[int, Field(ge=0, le=100)] = 0


class Policy(Frozen):
    """All numbers of `policy.toml`.

    Attributes:
        states: By postal code, from `states.toml`: what is law there, and not a number of the company's.
    """

    annual_review: AnnualReviewPolicy = AnnualReviewPolicy()
    reevaluation: ReevaluationPolicy = ReevaluationPolicy()
    initial_evaluation: InitialEvaluationPolicy = InitialEvaluationPolicy()
    initial_iep: InitialIepPolicy = InitialIepPolicy()
    in_effect: InEffectPolicy = InEffectPolicy()
    parent_contact: ParentContactPolicy = ParentContactPolicy()
    meeting_notice: MeetingNoticePolicy = MeetingNoticePolicy()
    prior_written_notice: PriorWrittenNoticePolicy = PriorWrittenNoticePolicy()
    meeting_access: MeetingAccessPolicy = MeetingAccessPolicy()
    post_form: PostFormPolicy = PostFormPolicy()
    meeting_record: MeetingRecordPolicy = MeetingRecordPolicy()
    pli_connect: PliConnectPolicy = PliConnectPolicy()
    check_in: CheckInPolicy = CheckInPolicy()
    family_contact: FamilyContactPolicy = FamilyContactPolicy()
    section_504: Section504Policy = Section504Policy()
    office_hours: OfficeHoursPolicy
    hours_log: HoursLogPolicy = USUAL_HOURS
    progress: ProgressPolicy = ProgressPolicy()
    progress_report: ProgressReportPolicy = ProgressReportPolicy()
    safeguards_notice: SafeguardsNoticePolicy = SafeguardsNoticePolicy()
    records_access: RecordsAccessPolicy = RecordsAccessPolicy()
    parent_request: ParentRequestPolicy = ParentRequestPolicy()
    access_copy: AccessCopyPolicy = AccessCopyPolicy()
    records: RecordsPolicy = RecordsPolicy()
    meetings: MeetingsPolicy = MeetingsPolicy()
    brakes: BrakesPolicy = BrakesPolicy()
    states: Mapping[State, StateLaw] = {}

    def state_law(self, state: str) -> StateLaw:
        """What differs in a state from federal law; nothing where we know nothing of it."""
        return self.states.get(state, FEDERAL)


FEDERAL = StateLaw()
"""Where no state law is known."""
