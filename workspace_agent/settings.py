"""Settings: `agent.toml`, `policy.toml` and `sheets.toml` of one folder, with our own defaults behind them.

Unknown keys are refused with a suggestion; an error names file and key. Secrets are files, never settings.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from workspace_agent.intake.headings import Headings
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.organisation import (
    Address,
    CaseManager,
    District,
    Frozen,
    Manager,
    Organisation,
    PostIepForm,
    Zone,
)
from workspace_agent.model.policy import Policy

_Settings = TypeVar("_Settings", bound=BaseModel)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


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
    sandbox_url: str = ""
    connect_timeout_seconds: float = 5
    read_timeout_seconds: float = 60

    @model_validator(mode="after")
    def _loopback(self) -> GoogleSettings:
        if self.mode == "sandbox" and urlsplit(self.sandbox_url).hostname not in _LOOPBACK:
            raise ValueError(
                'mode "sandbox" needs a sandbox_url on this machine, as in http://127.0.0.1:8765'
            )
        return self


class PathSettings(Frozen):
    """Folders, relative to the folder of `agent.toml`."""

    state: Path = Path("../state")
    secrets: Path = Path("../secrets")


class DepartmentSettings(Frozen):
    """The department itself."""

    name: str
    zone: Zone
    robot: Address
    federal_holidays: tuple[date, ...] = ()


class DriveSettings(Frozen):
    """Where records are filed."""

    root_folder: str = "Special Services records"


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
    def _keys_fit(self) -> AgentSettings:
        known = {district.key for district in self.districts}
        for person in self.case_managers:
            for key in person.districts:
                if key not in known:
                    raise ValueError(f"case manager {person.key}: there is no district with the key {key}")
        for keys in ([d.key for d in self.districts], [p.key for p in self.case_managers]):
            if len(keys) != len(set(keys)):
                raise ValueError("two districts or two case managers have the same key")
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
        )


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
        folder: Holds `agent.toml`; `policy.toml` and `sheets.toml` where they differ from our defaults.

    Raises:
        SettingsError: A file is missing or not TOML, or a key is wrong; the message names file and key.
    """
    agent = _read(folder / "agent.toml", AgentSettings)
    policy = _read(_own_or_default(folder, "policy.toml"), Policy)
    sheets = _read(_own_or_default(folder, "sheets.toml"), Headings)
    return Settings(agent, policy, sheets, folder)


def _own_or_default(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.exists() else defaults_folder() / name


def _read(path: Path, kind: type[_Settings]) -> _Settings:
    try:
        content = tomllib.loads(path.read_text(encoding="utf8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{path} is not there.", advice="name the folder of settings with --config DIR"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from None
    try:
        return kind(**content)
    except ValidationError as error:
        raise SettingsError("\n".join(_complaints(path, kind, error))) from None


def _complaints(path: Path, kind: type[BaseModel], error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_url=False, include_input=False):
        where = _dotted(detail["loc"])
        if detail["type"] == "extra_forbidden":
            yield f"{path.name}: {where}: unknown key{_suggestion(kind, detail['loc'])}"
        elif detail["type"] == "missing":
            yield f"{path.name}: {where}: is missing"
        else:
            yield f"{path.name}: {where or 'the file'}: {detail['msg'].removeprefix('Value error, ')}"


def _dotted(location: tuple[int | str, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _suggestion(kind: type[BaseModel], location: tuple[int | str, ...]) -> str:
    """`; did you mean email?`, from the keys that the place in question knows."""
    model: Any = kind
    for part in location[:-1]:
        if isinstance(part, str):
            model = _model_at(model, part)
    names = list(_keys(model)) if model is not None else []
    close = difflib.get_close_matches(str(location[-1]), names, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name


def _model_at(model: type[BaseModel] | None, key: str) -> type[BaseModel] | None:
    """The settings class behind a key, also inside `tuple[X, ...]` and `X | None`."""
    if model is None:
        return None
    field = next((f for n, f in model.model_fields.items() if key in {n, f.alias}), None)
    return _class_in(field.annotation) if field is not None else None


def _class_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    found = (_class_in(argument) for argument in arguments)
    return next((each for each in found if each), None)
