"""Settings: `agent.toml`, `policy.toml` and `sheets.toml` of one folder, with our own defaults behind them.

Unknown keys are refused with a suggestion; an error names file and key. Secrets are files, never settings.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin
from urllib.parse import urlsplit

import pydantic_settings
from pydantic import BaseModel, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from workspace_agent.intake.headings import Headings, extended
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.features import Features
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.frozen import Frozen, GoogleId
from workspace_agent.model.organisation import (
    Address,
    CaseManager,
    District,
    Ignored,
    Manager,
    MeetingSettings,
    Organisation,
    Zone,
)
from workspace_agent.model.policy import Policy
from workspace_agent.model.privacy import PrivacySettings

_Settings = TypeVar("_Settings", bound=BaseModel)
_Location = tuple[int | str, ...]
_Seconds = Annotated[float, Field(gt=0, le=3600)]


def defaults_folder() -> Path:
    """Where the settings that ship with the program lie: in the wheel, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "_config"
    return installed if installed.is_dir() else package.parent / "config"


class GoogleSettings(Frozen):
    """How to reach Google.

    Attributes:
        mode: `sandbox` for the embedded one on loopback, `google` for the real one. No default.
        sandbox_url: Where the sandbox listens.
    """

    mode: Literal["sandbox", "google"]
    sandbox_url: Annotated[str, Field(validate_default=True)] = ""
    connect_timeout_seconds: _Seconds = 5
    read_timeout_seconds: _Seconds = 60

    @field_validator("sandbox_url")
    @classmethod
    def _fits_the_mode(cls, url: str, info: ValidationInfo) -> str:
        mode = info.data.get("mode")
        if mode == "google" and url:
            raise ValueError('belongs to mode "sandbox"; remove it, or correct the mode')
        if mode == "sandbox" and not _is_on_this_machine(url):
            raise ValueError('mode "sandbox" needs an address on this machine, as in http://127.0.0.1:8765')
        return url


def _is_on_this_machine(url: str) -> bool:
    try:
        parts = urlsplit(url)
        bare = parts.scheme == "http" and not (parts.path.strip("/") or parts.query or parts.fragment)
        return bare and bool(parts.port) and "@" not in parts.netloc and _is_loopback(parts.hostname or "")
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback


class PathSettings(Frozen):
    """Folders, relative to the folder of `agent.toml`."""

    state: Path = Path("../state")
    secrets: Path = Path("../secrets")


class DepartmentSettings(Frozen):
    """The department itself.

    Attributes:
        paused: Nothing is done for anybody; the digest goes on.
        control: Id or address of a workbook whose Paused sheet says for whom nothing is done.
    """

    name: str
    zone: Zone
    robot: Address
    federal_holidays: tuple[date, ...] = ()
    go_live: date | None = None
    paused: bool = False
    control: GoogleId = ""


class DriveSettings(Frozen):
    """Where records are filed.

    Attributes:
        root_folder: Name of the folder that is made for them; once made it may be renamed and moved in Drive.
        parent: Drive's id of a folder or shared drive in which it is made; My Drive, if left out.
        revoke_extra_readers: Take people off who should not see a record. Without it they are only told.
    """

    root_folder: str = "Special Services records"
    parent: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]*$")] = ""
    revoke_extra_readers: bool = False


class AgentSettings(BaseSettings):
    """All of `agent.toml`. An environment variable such as `WA_GOOGLE__SANDBOX_URL` wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix="WA_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    google: GoogleSettings
    paths: PathSettings = PathSettings()
    department: DepartmentSettings
    manager: Manager
    districts: tuple[District, ...]
    case_managers: tuple[CaseManager, ...]
    form: PostIepForm | None = None
    drive: DriveSettings = DriveSettings()
    meetings: MeetingSettings = MeetingSettings()
    privacy: PrivacySettings = PrivacySettings()
    features: Features = Features()
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

    @model_validator(mode="after")
    def _fits_together(self) -> AgentSettings:
        wrong = [
            *_unknown_districts(self),
            *_shared_keys(self),
            *_shared_workbooks(self),
            *_shared_folders(self),
            *_shared_calendars(self),
            *_named_and_ignored(self),
        ]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    @property
    def organisation(self) -> Organisation:
        """The people and districts, as the rules know them."""
        return Organisation(
            name=self.department.name,
            zone=self.department.zone,
            robot=self.department.robot,
            federal_holidays=self.department.federal_holidays,
            manager=self.manager,
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


def _unknown_districts(settings: AgentSettings) -> Iterator[str]:
    known = {district.key for district in settings.districts}
    for number, person in enumerate(settings.case_managers, 1):
        for place, key in enumerate(person.districts, 1):
            if key not in known:
                yield f"case_managers[{number}].districts[{place}]: there is no district with this key"


def _shared_keys(settings: AgentSettings) -> Iterator[str]:
    """Keys name people in shares and digests, so the manager's counts among the case managers'."""
    districts = ((f"districts[{n}].key", d.key) for n, d in enumerate(settings.districts, 1))
    people = ((f"case_managers[{n}].key", p.key) for n, p in enumerate(settings.case_managers, 1))
    yield from _repeated(districts)
    yield from _repeated([("manager.key", settings.manager.key), *people])


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


def _named_and_ignored(settings: AgentSettings) -> Iterator[str]:
    """One of the two is a slip."""
    for number, person in enumerate(settings.case_managers, 1):
        for place, book in enumerate(person.workbooks, 1):
            if book.id in settings.ignore.workbooks:
                yield f"case_managers[{number}].workbooks[{place}].id: it stands under ignore.workbooks, too"


def _repeated(values: Iterable[tuple[str, str]]) -> Iterator[str]:
    first: dict[str, str] = {}
    for where, value in values:
        if value in first:
            yield f"{where}: the same as {first[value]}"
        first.setdefault(value, where)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run is told."""

    agent: AgentSettings
    policy: Policy
    sheets: Headings
    folder: Path

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
            are added to ours.

    Raises:
        SettingsError: A file is missing or not TOML, or a key is wrong; the message names file and key.
    """
    agent = _read(folder / "agent.toml", AgentSettings)
    own = folder / "policy.toml"
    policy = _read(own if own.exists() else defaults_folder() / "policy.toml", Policy)
    return Settings(agent, policy, _sheets(folder), folder)


def _sheets(folder: Path) -> Headings:
    """A department's own headings are added to ours."""
    own, shipped = folder / "sheets.toml", defaults_folder() / "sheets.toml"
    return headings_with(_content(own), own) if own.exists() else _read(shipped, Headings)


def headings_with(own: dict[str, Any], path: Path) -> Headings:
    """All headings, ours and those of a department.

    Args:
        own: Content of the department's file.
        path: Where it lies, for messages.

    Raises:
        SettingsError: The department's file is wrong.
    """
    return _valid(path, Headings, extended(_content(defaults_folder() / "sheets.toml"), own))


def _read(path: Path, kind: type[_Settings]) -> _Settings:
    return _valid(path, kind, _content(path))


def _valid(path: Path, kind: type[_Settings], content: dict[str, Any]) -> _Settings:
    try:
        return kind(**content)
    except ValidationError as error:
        raise SettingsError("\n".join(_complaints(path, kind, error))) from None
    except pydantic_settings.SettingsError:
        raise SettingsError(
            "An environment variable that begins with WA_ cannot be read.",
            advice="write tables and lists into agent.toml; a variable is for one value, "
            "such as WA_GOOGLE__SANDBOX_URL",
        ) from None


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}", advice="correct this line; it is not TOML") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not a text in UTF-8.", advice="save it as UTF-8") from None
    except (FileNotFoundError, NotADirectoryError):
        raise SettingsError(
            f"{path} is not there.", advice="name the folder of settings with --config DIR"
        ) from None
    except OSError:
        raise SettingsError(f"{path} cannot be read.", advice="look at its permissions") from None


def _our_sheets() -> Mapping[str, Any]:
    return dict(_content(defaults_folder() / "sheets.toml")["sheets"])


_SHAPES = {
    "model_type": "should be a table, as in { name = value }",
    "model_attributes_type": "should be a table, as in { name = value }",
    "tuple_type": "should be a list, as in [ ... ]",
}
"""What pydantic says of a value of the wrong shape names our own types."""


def _complaints(path: Path, kind: type[BaseModel], error: ValidationError) -> Iterator[str]:
    """One line for each mistake. What was typed is not repeated: it could be a secret or a name."""
    for detail in error.errors(include_url=False, include_input=False):
        where = "".join(f"{part}: " for part in [_dotted(detail["loc"])] if part)
        if detail["type"] == "extra_forbidden":
            said = f"unknown key{_suggestion(kind, detail['loc'])}"
        elif kind is Headings and detail["type"] == "missing" and detail["loc"][2:] == ("workbook",):
            said = f"unknown sheet{_like_one_of(str(detail['loc'][1]), _our_sheets())}"
            where = f"{_dotted(detail['loc'][:-1])}: "
        elif detail["type"] == "missing":
            said = "is missing"
        else:
            said = _SHAPES.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        for line in said.splitlines():
            yield f"{path.name}: {where}{line}"


def _dotted(location: _Location) -> str:
    """As the file has it: a department's own headings stand under `fields`, as ours do."""
    text = ""
    for part in ("fields" if part == "confirmed" else part for part in location):
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _suggestion(kind: type[BaseModel], location: _Location) -> str:
    """`; did you mean email?`, from the keys that the place in question knows."""
    place: Any = kind
    for part in location[:-1]:
        place = _below(place, part)
    return _like_one_of(str(location[-1]), _keys(place))


def _like_one_of(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _keys(place: Any) -> Iterator[str]:
    if isinstance(place, type) and issubclass(place, BaseModel):
        for name, field in place.model_fields.items():
            yield field.alias or name


def _below(place: Any, part: int | str) -> Any:
    """The type behind one key or number, through `tuple[X, ...]`, `Mapping[str, X]` and `X | None`."""
    if isinstance(place, type) and issubclass(place, BaseModel):
        fields = place.model_fields.items()
        return next((_plain(f.annotation) for name, f in fields if part in {name, f.alias}), None)
    arguments = get_args(place)
    if not arguments:
        return None
    return _plain(arguments[1] if get_origin(place) is Mapping else arguments[0])


def _plain(annotation: Any) -> Any:
    """`X` of `X | None`."""
    if get_origin(annotation) in {Union, UnionType}:
        return get_args(annotation)[0]
    return annotation
