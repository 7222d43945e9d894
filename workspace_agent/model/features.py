"""The switches of `[features]`: what the agent does, what it only tells, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from workspace_agent.model.frozen import Frozen


class Switch(Enum):
    """How far a duty goes.

    `REPORT` is shadow mode: everything is planned and told, and nothing of it is done.
    """

    OFF = "off"
    REPORT = "report"
    ON = "on"


class Features(Frozen):
    """One switch for each duty. Folders have none: they are made for what is done, and for nothing else."""

    meetings: Switch = Switch.ON
    filing: Switch = Switch.ON
    sharing: Switch = Switch.ON
    progress_sheets: Switch = Switch.ON
    agent_tab: Switch = Switch.ON
    digest: Switch = Switch.ON

    @property
    def acts(self) -> bool:
        """Whether anything is done for which there are folders; else even their marks are left alone."""
        return Switch.ON in {self.meetings, self.filing, self.sharing, self.progress_sheets}

    def without(self, duties: Iterable[str]) -> Features:
        """The same with some off."""
        return self.model_copy(update=dict.fromkeys(duties, Switch.OFF))

    def of(self, duty: str) -> Switch:
        """The switch that a duty hangs on; one that has none is on."""
        switch: Switch = getattr(self, duty, Switch.ON)
        return switch
