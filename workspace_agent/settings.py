"""Settings: `agent.toml` and the files beside it, with our own defaults behind them.

`policy.toml` counts instead of ours, `sheets.toml` is added to ours, and each value of `states.toml` counts
instead of the one in ours.

Unknown keys are refused with a suggestion; an error names file and key. Secrets are files, never settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from workspace_agent.intake.headings import Headings, extended
from workspace_agent.intake.names import folded
from workspace_agent.model.digest_settings import DigestSettings, DigestTime
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.features import Features
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.meeting_settings import MeetingSettings
from workspace_agent.model.organisation import CaseManager, District, Ignored, Organisation
from workspace_agent.model.people import Manager, Supervisor, Support
from workspace_agent.model.policy import Policy
from workspace_agent.model.privacy import PrivacySettings
from workspace_agent.model.state_law import StateLaw, States, overridden
from workspace_agent.settings_files import content, defaults_folder, read, valid
from workspace_agent.settings_tables import (
    AlertSettings,
    DepartmentSettings,
    DriveSettings,
    GoogleSettings,
    LogSettings,
    PathSettings,
    ServeSettings,
)

_AGENT, _POLICY, _SHEETS, _STATES = FILES = ("agent.toml", "policy.toml", "sheets.toml", "states.toml")
"""All that is read of a folder of settings."""


class AgentSettings(BaseSettings):
    """All of `agent.toml`. An environment variable such as `WA_GOOGLE__SANDBOX_URL` wins over the file.

    Attributes:
        manager: The one manager.
        managers: Instead of that, one after the other: exactly one is in office on each day.
    """

    model_config = SettingsConfigDict(
        env_prefix="WA_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    google: GoogleSettings
    paths: PathSettings = PathSettings()
    log: LogSettings = LogSettings()
    department: DepartmentSettings
    manager: Manager | None = None
    managers: Annotated[tuple[Manager, ...], Field(validate_default=True)] = ()
    supervisors: tuple[Supervisor, ...] = ()
    digests: DigestSettings = DigestSettings()
    districts: tuple[District, ...]
    case_managers: tuple[CaseManager, ...]
    form: PostIepForm | None = None
    drive: DriveSettings = DriveSettings()
    meetings: MeetingSettings = MeetingSettings()
    privacy: PrivacySettings = PrivacySettings()
    features: Features = Features()
    serve: ServeSettings = ServeSettings()
    alerts: AlertSettings = AlertSettings()
    ignore: Ignored = Ignored()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - as above
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands before the file; `.env` files and secret folders are not read."""
        return env_settings, init_settings

    @field_validator("managers")
    @classmethod
    def _somebody_is(cls, managers: tuple[Manager, ...], info: ValidationInfo) -> tuple[Manager, ...]:
        if not managers and "manager" in info.data and info.data["manager"] is None:
            raise ValueError("nobody is; fill in [manager]")
        return managers

    @model_validator(mode="after")
    def _fits_together(self) -> AgentSettings:
        wrong = [
            *_managers_in_turn(self),
            *_unknown_districts(self),
            *_unknown_case_managers(self),
            *_shared_keys(self),
            *_shared_workbooks(self),
            *_shared_folders(self),
            *_shared_calendars(self),
            *_shared_addresses(self),
            *_named_and_ignored(self),
            *_two_digests_of_a_css(self),
        ]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    @property
    def every_manager(self) -> tuple[Manager, ...]:
        """Whoever is, was or will be manager, the earliest first."""
        return self.managers or ((self.manager,) if self.manager else ())

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone in which deadlines are dates."""
        return ZoneInfo(self.department.zone)

    def organisation_on(self, day: date) -> Organisation:
        """The people and districts, as the rules know them, with the manager who is in office on a day.

        Before the first one began the first counts.
        """
        begun = [manager for manager in self.every_manager if manager.from_ <= day]
        return Organisation(
            name=self.department.name,
            zone=self.department.zone,
            robot=self.department.robot,
            federal_holidays=self.department.holidays_around(day),
            manager=begun[-1] if begun else self.every_manager[0],
            managers=self.every_manager,
            supervisors=self.supervisors,
            digests=self.digests,
            case_managers=self.case_managers,
            districts=self.districts,
            form=self.form,
            meetings=self.meetings,
            privacy=self.privacy,
            go_live=self.department.go_live,
            paused=self.department.paused,
            control=self.department.control,
            ignore=self.ignore,
        )


def _managers_in_turn(settings: AgentSettings) -> Iterator[str]:
    """Each begins on the day after the one before ended, and the last one stays."""
    if settings.manager and settings.managers:
        yield "managers: name them here or under manager, not in both places"
        return
    places = [place for place, _ in _places_of_managers(settings)]
    people = settings.every_manager
    for place, before, after in zip(places[1:], people, people[1:], strict=False):
        if before.until is None or after.from_ != before.until + timedelta(days=1):
            yield f"{place}.from: should be the day after the manager before ends (until)"
    if people[-1].until is not None:
        yield f"{places[-1]}.until: nobody follows; add the next manager, or leave it out"


def _places_of_managers(settings: AgentSettings) -> Iterator[tuple[str, Manager]]:
    if settings.manager:
        yield "manager", settings.manager
    yield from ((f"managers[{number}]", person) for number, person in enumerate(settings.managers, 1))


def _unknown_districts(settings: AgentSettings) -> Iterator[str]:
    known = {district.key for district in settings.districts}
    people = (
        *((f"case_managers[{n}]", one.districts) for n, one in enumerate(settings.case_managers, 1)),
        *((f"supervisors[{n}]", one.districts) for n, one in enumerate(settings.supervisors, 1)),
    )
    for person, keys in people:
        for place, key in enumerate(keys, 1):
            if key not in known:
                yield f"{person}.districts[{place}]: there is no district with this key"


def _unknown_case_managers(settings: AgentSettings) -> Iterator[str]:
    known = {person.key for person in settings.case_managers}
    for number, person in enumerate(settings.supervisors, 1):
        for place, key in enumerate(person.case_managers, 1):
            if key not in known:
                yield f"supervisors[{number}].case_managers[{place}]: there is no case manager with this key"


def _shared_keys(settings: AgentSettings) -> Iterator[str]:
    """Keys name people in shares and digests, so the manager's counts among the case managers'."""
    districts = ((f"districts[{n}].key", d.key) for n, d in enumerate(settings.districts, 1))
    people = ((f"case_managers[{n}].key", p.key) for n, p in enumerate(settings.case_managers, 1))
    yield from _repeated(districts)
    managers = ((f"{place}.key", person.key) for place, person in _places_of_managers(settings))
    above = ((f"supervisors[{n}].key", p.key) for n, p in enumerate(settings.supervisors, 1))
    yield from _repeated([*managers, *people, *above])


def _shared_workbooks(settings: AgentSettings) -> Iterator[str]:
    """A workbook that is read twice would count every row twice."""
    return _repeated(
        (f"case_managers[{number}].workbooks[{place}].id", book.id)
        for number, person in enumerate(settings.case_managers, 1)
        for place, book in enumerate(person.workbooks, 1)
    )


def _shared_folders(settings: AgentSettings) -> Iterator[str]:
    """The same of a folder of workbooks."""
    return _repeated(
        (f"case_managers[{number}].folders[{place}].id", folder.id)
        for number, person in enumerate(settings.case_managers, 1)
        for place, folder in enumerate(person.folders, 1)
    )


def _shared_calendars(settings: AgentSettings) -> Iterator[str]:
    """Events on a calendar that is read twice would be seen twice."""
    people = enumerate(settings.case_managers, 1)
    return _repeated((f"case_managers[{number}].calendar", person.calendar) for number, person in people)


_Person = Manager | Supervisor | CaseManager | Support


def _shared_addresses(settings: AgentSettings) -> Iterator[str]:
    """Who reads at an address is one person: else one gets what is about the other's students.

    One person may do two things at once (a manager or a CSS who keeps a caseload, too), and reads then what
    either may; so the same address may stand there again under the same name. Nobody is two case managers:
    what is about one caseload is never another's. An address may pass to whoever follows.
    """
    before: dict[str, list[tuple[str, _Person]]] = {}
    for where, person in _everybody(settings):
        for other, one in before.setdefault(person.email, []):
            if not _are_in_office_at_once(one, person):
                continue
            if isinstance(one, CaseManager) and isinstance(person, CaseManager):
                yield f"{where}.email: the same as {other}.email; one would get what is the other's"
            elif folded(one.name) != folded(person.name):
                yield (
                    f"{where}.email: the same as {other}.email, where the name is another; whose is it? "
                    "Write the same name in both places, or correct the address"
                )
        before[person.email].append((where, person))


def _everybody(settings: AgentSettings) -> Iterator[tuple[str, _Person]]:
    yield from _places_of_managers(settings)
    yield from ((f"supervisors[{number}]", one) for number, one in enumerate(settings.supervisors, 1))
    yield from ((f"case_managers[{number}]", one) for number, one in enumerate(settings.case_managers, 1))
    yield from ((f"districts[{number}].css", one.css) for number, one in enumerate(settings.districts, 1))


def _are_in_office_at_once(one: _Person, other: _Person) -> bool:
    return one.from_ <= (other.until or date.max) and other.from_ <= (one.until or date.max)


def _named_and_ignored(settings: AgentSettings) -> Iterator[str]:
    """One of the two is a slip."""
    for number, person in enumerate(settings.case_managers, 1):
        for place, book in enumerate(person.workbooks, 1):
            if book.id in settings.ignore.workbooks:
                yield f"case_managers[{number}].workbooks[{place}].id: it stands under ignore.workbooks, too"


def _two_digests_of_a_css(settings: AgentSettings) -> Iterator[str]:
    """A CSS gets one digest, however many districts they support."""
    first: dict[str, tuple[str, DigestTime]] = {}
    for number, district in enumerate(settings.districts, 1):
        where, digest = f"districts[{number}].css.digest", district.css.digest
        if digest is None:
            continue
        other, said = first.setdefault(district.css.email, (where, digest))
        if digest != said:
            yield f"{where}: not the same as {other}, and this CSS gets one digest for all districts"


def _repeated(values: Iterable[tuple[str, str]]) -> Iterator[str]:
    first: dict[str, str] = {}
    for where, value in values:
        if value in first:
            yield f"{where}: the same as {first[value]}"
        first.setdefault(value, where)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run is told.

    Attributes:
        own: What stands in the department's own `policy.toml` and `states.toml`, by the name of the file.
    """

    agent: AgentSettings
    policy: Policy
    sheets: Headings
    folder: Path
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def set_in(self, number: str) -> Path | None:
        """The department's file that sets a number of the policy; None where it is our default.

        Args:
            number: Its dotted name, as in `annual_review.alert_days` and `states.TX.notice.days`.
        """
        below = number.removeprefix("states.")
        name = _POLICY if below == number else _STATES
        held: Any = self.own.get(name)
        for part in below.split("."):
            if not isinstance(held, Mapping) or part not in held:
                return None
            held = held[part]
        return (self.folder / name).resolve()

    @property
    def state(self) -> Path:
        """Folder of the ledger, the lock and the log."""
        return (self.folder / self.agent.paths.state).resolve()

    @property
    def secrets(self) -> Path:
        """Folder of the token file and the alias key."""
        return (self.folder / self.agent.paths.secrets).resolve()


def load(folder: Path) -> Settings:
    """Read a folder of settings.

    Args:
        folder: Holds `agent.toml`; `policy.toml` where it differs from ours, `sheets.toml` with headings that
            are added to ours, `states.toml` with what is law in a state and differs from ours.

    Raises:
        SettingsError: A file is missing or not TOML, or a key is wrong; the message names file and key.
    """
    agent = read(folder / _AGENT, AgentSettings)
    own = {name: content(folder / name) for name in (_POLICY, _STATES) if (folder / name).exists()}
    return Settings(agent, _policy(folder), _sheets(folder), folder, own)


def _policy(folder: Path) -> Policy:
    """The company's numbers, and what is law in each state."""
    own = folder / _POLICY
    path = own if own.exists() else defaults_folder() / _POLICY
    policy = read(path, Policy)
    if policy.states:
        raise SettingsError(f"{path.name}: states: is law, not company policy; write it into states.toml")
    return policy.model_copy(update={"states": _states(folder)})


def _states(folder: Path) -> Mapping[str, StateLaw]:
    """Each value of a department's own file counts instead of ours."""
    own, shipped = folder / _STATES, defaults_folder() / _STATES
    if not own.exists():
        return read(shipped, States).root
    return valid(own, States, overridden(content(shipped), content(own))).root


def _sheets(folder: Path) -> Headings:
    """A department's own headings are added to ours."""
    own, shipped = folder / _SHEETS, defaults_folder() / _SHEETS
    return headings_with(content(own), own) if own.exists() else read(shipped, Headings)


def headings_with(own: dict[str, Any], path: Path) -> Headings:
    """All headings, ours and those of a department.

    Args:
        own: Content of the department's file.
        path: Where it lies, for messages.

    Raises:
        SettingsError: The department's file is wrong.
    """
    return valid(path, Headings, extended(content(defaults_folder() / _SHEETS), own))
