"""The tables of `agent.toml` that say where the agent works and how it reaches Google."""

from __future__ import annotations

from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator

from workspace_agent.model.calendar import federal_holidays
from workspace_agent.model.frozen import Frozen, GoogleId, OneLine
from workspace_agent.model.people import Address, Zone
from workspace_agent.model.quotas import Quotas

_Seconds = Annotated[float, Field(gt=0, le=3600)]


class GoogleSettings(Frozen):
    """How to reach Google.

    Attributes:
        mode: `sandbox` for the embedded one on loopback, `google` for the real one. No default.
        sandbox_url: Where the sandbox listens.
        sign_in: As a person who consented once, or with a service account that acts for the robot.
        calendars: Whether case managers share their calendars with the robot, or the service account acts for
            each of them.
    """

    mode: Literal["sandbox", "google"]
    sandbox_url: Annotated[str, Field(validate_default=True)] = ""
    sign_in: Literal["person", "service account"] = "person"
    calendars: Literal["shared", "delegated"] = "shared"
    connect_timeout_seconds: _Seconds = 5
    read_timeout_seconds: _Seconds = 60
    quotas: Quotas = Quotas()

    @field_validator("calendars")
    @classmethod
    def _somebody_is_delegated(cls, calendars: str, info: ValidationInfo) -> str:
        if calendars == "delegated" and info.data.get("sign_in") == "person":
            raise ValueError('only with sign_in = "service account"; without it calendars are shared')
        return calendars

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
        return bare and bool(parts.port) and "@" not in parts.netloc and is_loopback(parts.hostname or "")
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its own word."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class PathSettings(Frozen):
    """Folders, relative to the folder of `agent.toml`."""

    state: Path = Path("../state")
    secrets: Path = Path("../secrets")


class DepartmentSettings(Frozen):
    """The department itself.

    Attributes:
        federal_holidays: With weekends, the days that are not business days; left out, those of the law.
        paused: Nothing is done for anybody; the digest goes on.
        control: Id or address of a workbook whose Paused sheet says for whom nothing is done.
    """

    name: OneLine
    zone: Zone
    robot: Address
    federal_holidays: tuple[date, ...] | None = None
    go_live: date | None = None
    paused: bool = False
    control: GoogleId = ""

    def holidays_around(self, day: date) -> tuple[date, ...]:
        """Federal holidays as the settings have them, else those of some years around a day."""
        if self.federal_holidays is not None:
            return self.federal_holidays
        return federal_holidays(range(day.year - 3, day.year + 3))


class LogSettings(Frozen):
    """How `serve` shows the log on standard error; the file is always JSON.

    Attributes:
        format: `json` for a machine's journal, `console` for people; `auto`: for people on a terminal.
    """

    format: Literal["auto", "json", "console"] = "auto"


class DriveSettings(Frozen):
    """Where records are filed.

    Attributes:
        root_folder: Name of the folder that is made for them; once made it may be renamed and moved in Drive.
        parent: Drive's id of the shared drive in which it is made; My Drive, if left out. A folder only where
            the agent made it itself, or was granted the scope `drive`.
        revoke_extra_readers: Take people off who should not see a record. Without it they are only told.
    """

    root_folder: OneLine = "Special Services records"
    parent: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]*$")] = ""
    revoke_extra_readers: bool = False


class ServeSettings(Frozen):
    """How `serve` goes on by itself.

    Attributes:
        every_minutes: From the beginning of one cycle to that of the next.
    """

    every_minutes: Annotated[int, Field(ge=1, le=60)] = 5


_Hours = Annotated[int, Field(ge=1, le=168)]


class SmtpSettings(Frozen):
    """A mail server for alerts, which needs nothing of Google. The password is `secrets/smtp.password`.

    Attributes:
        security: `starttls` (port 587), `tls` from the first byte (465), or `none`, on this machine only.
        user: Who signs in there; empty where the server asks nobody.
        sender: From whom the mails are.
        to: Who gets them: whoever mends the agent.
    """

    host: OneLine
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sender: Address
    to: Annotated[tuple[Address, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_safe(self) -> SmtpSettings:
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError('security = "none" is only for a mail server on this machine')
        return self


class AlertSettings(Frozen):
    """When somebody is told that the agent does not work. The heartbeat's address is `secrets/heartbeat.url`.

    Attributes:
        unavailable_hours: For so long Google may be unavailable before that is told.
        no_good_run_hours: The same of runs that are not good; `status --check` fails then, too.
        smtp: A mail server, beside the heartbeat.
    """

    unavailable_hours: _Hours = 6
    no_good_run_hours: _Hours = 24
    smtp: SmtpSettings | None = None
