"""What the ledger keeps of who is who, as it is kept and as it is used."""

from __future__ import annotations

from collections.abc import Mapping

from workspace_agent.intake.answers import Answers
from workspace_agent.intake.identify import Identities
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.seen import LastLook, Look

_ASKED = "asked/"
_STUDENT = "student/"


def recall(ledger: Ledger, looks: Mapping[str, LastLook]) -> Identities:
    """Who is who, as the ledger remembers it."""
    answers = ledger.answers()
    return Identities(
        aliases=ledger.aliases(),
        initials=ledger.students(),
        answers=Answers(
            given={key: answer for key, answer in answers.items() if not key.startswith(_ASKED)},
            before=_behind(_ASKED, answers),
        ),
        traits={
            ref: frozenset(shown.split())
            for ref, shown in _behind(_STUDENT, {key: look.shown for key, look in looks.items()}).items()
        },
    )


def _behind(prefix: str, values: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}


def answers_to_keep(answers: Answers) -> dict[str, str]:
    """Answers by question, and beside them what stood in the sheet when it was asked."""
    return {**answers.given, **{f"{_ASKED}{question}": words for question, words in answers.before.items()}}


def looks(identities: Identities) -> tuple[Look, ...]:
    """By what each student was recognised at this look."""
    return tuple(
        Look(f"{_STUDENT}{ref}", " ".join(sorted(traits))) for ref, traits in identities.traits.items()
    )
