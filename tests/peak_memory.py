"""How much memory a process held at its peak, of itself."""

from __future__ import annotations

from pathlib import Path


def peak_megabytes() -> float:
    """The most that this process held at one time.

    Of `VmHWM` (proc_pid_status(5), Linux): `ru_maxrss` survives execve(2), so that a process which a larger
    one started would report the peak of the larger.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024
