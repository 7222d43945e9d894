"""The lists of students as one agent that remembers looks at them again and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.builders_tables import fresh, sign
from workspace_agent.intake.answers import Answers
from workspace_agent.intake.identify import Identified, Identities, Register, identify
from workspace_agent.intake.questions import Doubt
from workspace_agent.intake.table import StudentRow
from workspace_agent.intake.traits import Traits


class Lists:
    """Looks at rows, and remembers what the ledger would: aliases, answers, what was asked, traits."""

    def __init__(self) -> None:
        self.known = Identities()
        self._fresh = fresh()

    def look(
        self,
        *rows: StudentRow,
        traits: Mapping[str, Traits] | None = None,
        whole: bool = True,
    ) -> Identified:
        """What comes of these rows.

        Args:
            rows: Everybody.
            traits: Traits by first name.
            whole: All lists could be read.
        """
        of_rows = [(traits or {}).get(row.first, frozenset()) for row in rows]
        found = identify(rows, of_rows, Register(self.known, sign, self._fresh), whole=whole)
        self._remember(found, dict(zip(found.refs, of_rows, strict=True)))
        return found

    def _remember(self, found: Identified, traits: Mapping[str, Traits]) -> None:
        before, unclear = self.known.answers, found.unclear
        asked = {doubt.id: before.asked(found.match, doubt, found.heard.spent) for doubt in found.doubts}
        clear = {ref: one for ref, one in traits.items() if ref not in unclear}
        self.known = Identities(
            found.aliases,
            dict.fromkeys([*self.known.initials, *found.refs], ("X.X.", 1)),
            Answers({**before.given, **found.heard.answers}, asked),
            {**self.known.traits, **clear},
        )

    def answer(self, doubt: Doubt, answer: str) -> None:
        """A person answers by command."""
        answers = self.known.answers
        given = {**answers.given, doubt.id: answer}
        self.known = replace(self.known, answers=replace(answers, given=given))

    def forget(self) -> None:
        """The ledger is lost; what stands on the folders is left: aliases and what people said of refs."""
        self.known = Identities(self.known.aliases, self.known.initials)
