"""What the result of a contact attempt says: whether anybody was reached. The text stays in the sheet."""

from __future__ import annotations

import re

from workspace_agent.intake.reading import plain

_NOT = r"(?:did|does|do|could|can|would|was|were|is) ?n(?:o|['\u2019])?t"
_UNANSWERED = (
    r"(?:left|leaving) (?:(?:a|an|another|detailed|voice|text) )*(?:messages?|msgs?|mess|notes?|vms?)",
    r"(?:left )?(?:(?:a|another|gv|google) )*voice ?-?mails?",
    r"l?vms?|lm|lmtcb|l/m|n/?a|none|tbd",
    r"(?:no|without|w/o) (?:answer|reply|response|contact|luck|call ?back)",
    r"awaiting|waiting|pending",
    rf"{_NOT} (?:yet )?(?:answer|reply|respond|pick ?up|reach|get through|connect|return|available|home)",
    r"not (?:yet )?(?:reached|answered|replied|available|home|reachable|successful)",
    r"(?:no ?one|nobody) (?:answered|replied|responded|picked up|home|available)",
    r"un(?:answered|available|reachable|successful)",
    r"unable to (?:reach|contact|connect|get through)",
    r"(?:mail ?box|inbox|vm|voice ?mail) (?:(?:is|was) )?(?:full|not set ?up)",
    r"busy|hung up|rang out|kept ringing|wrong number|disconnected|(?:out of|not in) service",
    r"bounced(?: back)?|undeliver(?:able|ed)|returned to sender|return to sender",
    r"^(?:(?:e-?mail|letter|note|text|message|notice)s? )?(?:sent|mailed|e-?mailed|texted)(?! back)",
)
"""Nobody was reached, or something went out to which nothing came back."""
_ANSWERED = (
    r"yes|ok|okay|agree[sd]?|confirm(?:s|ed)|accept(?:s|ed)|declined|refused",
    r"spoke|talked|discussed|repli(?:es|ed)|respond(?:s|ed)|answered|reached|picked up",
    r"(?:called|calls|texted|wrote|e-?mailed) (?:me |us )?back|returned (?:my |our |the )?call",
    r"will (?:come|attend|join|be there)",
)
"""Said beside it: then somebody was reached after all."""


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![\w/])(?:{phrase})(?![\w/])" for phrase in phrases))


_NOBODY, _SOMEBODY = _any_of(_UNANSWERED), _any_of(_ANSWERED)


def is_answer(text: str) -> bool:
    """Whether somebody was reached. Words that say neither are taken for an answer.

    Args:
        text: The result as it was typed; not blank.

    Returns:
        False for `left voicemail`; True for `left voicemail, mother called back`.
    """
    typed = plain(text)
    beside, count = _NOBODY.subn(" ", typed)
    return not count or _SOMEBODY.search(beside) is not None
