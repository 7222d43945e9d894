"""systemd's files for this program: a hardened service, its timer, and a service for when it fails.

Sources: systemd.exec(5), systemd.service(5), systemd.timer(5); `systemd-analyze security` says what is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

SERVICE, TIMER, ALERT = "workspace-agent.service", "workspace-agent.timer", "workspace-agent-alert.service"

_UNSEEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108 - names of folders, nothing lies there
"""What a service with ProtectHome and PrivateTmp does not see."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where all lies on this machine.

    Attributes:
        program: The command and what comes before its arguments.
        python: The interpreter that runs it, where it really lies.
        config: The folder of settings.
        written: Folders that the service writes: state and secrets.
    """

    user: str
    program: tuple[str, ...]
    python: Path
    config: Path
    written: tuple[Path, ...]

    @property
    def unseen(self) -> tuple[Path, ...]:
        """What the service could not see where it lies."""
        every = (Path(self.program[0]), self.python, self.config, *self.written)
        return tuple(path for path in every if any(path.is_relative_to(folder) for folder in _UNSEEN))


def timed(place: Place) -> Mapping[str, str]:
    """A run every quarter of an hour, by name of the file."""
    service = f"{_unit('one run')}\n{_ONE_RUN}{_command(place, 'run')}\n{_hardened(place)}"
    return {SERVICE: service, TIMER: _TIMER, ALERT: _alert(place)}


def resident(place: Place) -> Mapping[str, str]:
    """`serve`, which is always there, by name of the file."""
    commands = f"{_command(place, 'serve')}{_AFTER_EACH_END}ExecStopPost=-{_program(place, 'alert failed')}\n"
    service = f"{_unit('serve')}\n{_SERVE}{commands}\n{_hardened(place)}\n{_AT_BOOT}"
    return {SERVICE: service, ALERT: _alert(place)}


def _unit(what: str) -> str:
    return f"""\
[Unit]
Description=Agent of the special-education department ({what})
Documentation=https://www.freedesktop.org/software/systemd/man/systemd.exec.html
Wants=network-online.target
After=network-online.target
OnFailure={ALERT}
"""


_ONE_RUN = """\
[Service]
Type=oneshot
# 1: some rows need a person; 5: Google did not answer; 6: a brake is on; 7: another run was under way.
# None of them is this machine's fault; digests and alerts tell of what lasts. SIGTERM: it was stopped.
SuccessExitStatus=1 5 6 7 SIGTERM
# A first run with hundreds of workbooks waits for Google's quotas.
TimeoutStartSec=2h
"""

_SERVE = """\
[Service]
Type=exec
# After it stopped at a dead sign-in (4), a wrong setting (3) or a defect (70) it tries again, so that it goes
# on by itself once that is mended. What stopped it was told when it stopped. After a clean end, too, which
# any signal makes; `systemctl stop` alone keeps it stopped.
Restart=always
RestartSec=5min
RestartPreventExitStatus=2
# Google did not answer, or another run was under way: that passes, and what lasts is told by itself.
SuccessExitStatus=5 7
# At SIGTERM the action in hand is finished; where Google does not answer, that lasts up to 60 s.
TimeoutStopSec=2min
"""

_AFTER_EACH_END = """\
# After each end, and silent after a good one, by SERVICE_RESULT. OnFailure= is not enough: that of Debian 12
# (systemd 252) leaves it out while it is about to start the service again.
"""

_AT_BOOT = """\
[Install]
WantedBy=multi-user.target
"""

_TIMER = """\
[Unit]
Description=Runs of the agent of the special-education department

[Timer]
# Every quarter of an hour, in UTC: no hour is missing or there twice when clocks change.
OnCalendar=*-*-* *:00/15:00 UTC
# After a time switched off: one run at once.
Persistent=true
RandomizedDelaySec=60

[Install]
WantedBy=timers.target
"""


def _alert(place: Place) -> str:
    unit = "[Unit]\nDescription=Tells that the agent of the special-education department failed\n"
    return f"{unit}\n[Service]\nType=oneshot\n{_command(place, 'alert failed')}\n{_hardened(place)}"


def _command(place: Place, command: str) -> str:
    return f"User={place.user}\nExecStart={_program(place, command)}\n"


def _program(place: Place, command: str) -> str:
    return f"{_words(place.program)} {command} --config {_words([place.config])}"


def _hardened(place: Place) -> str:
    return f"""\
# It may write here and nowhere else. The secrets are no LoadCredential=: a token is written back when it is
# refreshed, and what systemd hands out is read-only.
ReadWritePaths={_words([f"-{path}" for path in place.written])}
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
UMask=0077

NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
PrivateUsers=yes
PrivateDevices=yes
DevicePolicy=closed
PrivateMounts=yes
KeyringMode=private
RemoveIPC=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
"""


def _words(words: Iterable[str | Path]) -> str:
    """As systemd reads them: `%` begins a specifier, a blank ends a word."""
    escaped = (str(word).replace("\\", "\\\\").replace("%", "%%").replace('"', '\\"') for word in words)
    return " ".join(f'"{word}"' if " " in word else word for word in escaped)
