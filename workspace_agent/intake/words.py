"""What people type for the closed sets of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from workspace_agent.intake.reading import plain
from workspace_agent.model.progress import Direction, Measure
from workspace_agent.model.vocabulary import (
    ContactState,
    Existing,
    Held,
    Method,
    Mode,
    Person,
    PlanType,
    Purpose,
    Role,
)

PLAN_TYPES = {
    **dict.fromkeys(("iep", "i.e.p.", "iep plan", "sped", "special ed", "special education"), PlanType.IEP),
    **dict.fromkeys(("504", "504 plan", "section 504", "section 504 plan", "sec. 504"), PlanType.S504),
}

PURPOSES = {
    **dict.fromkeys(("annual", "annual review", "annual rev"), Purpose.ANNUAL_REVIEW),
    **dict.fromkeys(
        (
            "reevaluation",
            "re-evaluation",
            "reeval",
            "re-eval",
            "triennial",
            "triennial review",
            "triennial reevaluation",
            "tri",
            "tri reeval",
            "3 year",
            "3-year",
            "3 yr",
            "3-yr",
            "three year",
            "3 year reevaluation",
        ),
        Purpose.REEVALUATION,
    ),
    "initial": Purpose.INITIAL,
    **dict.fromkeys(("amendment", "amend"), Purpose.AMENDMENT),
    **dict.fromkeys(("504", "504 review", "504 annual", "504 annual review"), Purpose.REVIEW_504),
    **dict.fromkeys(
        ("504 reevaluation", "504 re-evaluation", "504 reeval", "504 re-eval", "504 tri", "504 triennial"),
        Purpose.REEVALUATION_504,
    ),
    **dict.fromkeys(("parent requested", "parent request"), Purpose.PARENT_REQUESTED),
    **dict.fromkeys(("continued", "continuation"), Purpose.CONTINUED),
}
_BESIDE_PURPOSES = frozenset({"schedule", "scheduling", "meeting", "mtg", "mtg.", "the", "for", "iep", "ard"})

MODES = {
    **dict.fromkeys(("google meet", "meet", "video", "video call", "virtual", "online"), Mode.VIDEO),
    **dict.fromkeys(
        (
            "zoom",
            "zoom meeting",
            "teams",
            "ms teams",
            "microsoft teams",
            "webex",
            "cisco webex",
            "skype",
            "gotomeeting",
            "whereby",
            "bluejeans",
            "ringcentral",
            "other platform",
        ),
        Mode.OTHER_PLATFORM,
    ),
    **dict.fromkeys(("phone", "phone call", "call", "telephone"), Mode.PHONE),
    **dict.fromkeys(("in person", "in-person"), Mode.IN_PERSON),
}

EXISTING = {"link": Existing.LINK, "book": Existing.BOOK, "book anyway": Existing.BOOK}

METHODS = {
    **dict.fromkeys(
        (
            "phone",
            "phone call",
            "call",
            "telephone",
            "gv",
            "gv call",
            "google voice",
            "google voice call",
            "voice",
            "voice call",
            "voicemail",
            "voice mail",
            "gv voicemail",
        ),
        Method.PHONE,
    ),
    **dict.fromkeys(("e-mail", "email"), Method.EMAIL),
    **dict.fromkeys(("text", "gv text", "google voice text", "text message", "sms"), Method.TEXT),
    **dict.fromkeys(("letter", "certified letter", "certified mail"), Method.LETTER),
    **dict.fromkeys(("visit", "home visit", "in person", "in-person"), Method.VISIT),
    **dict.fromkeys(("video", "video call", "zoom", "meet", "google meet"), Method.VIDEO),
    **dict.fromkeys(("chat", "google chat", "chat message"), Method.CHAT),
}

PARENTS = frozenset(
    {
        "parent",
        "parents",
        "mother",
        "mom",
        "mum",
        "father",
        "dad",
        "guardian",
        "guardians",
        "grandmother",
        "grandma",
        "grandfather",
        "grandpa",
        "grandparent",
        "grandparents",
        "foster",
        "surrogate",
        "stepmother",
        "stepmom",
        "stepfather",
        "stepdad",
    }
)

ROLES = {
    **dict.fromkeys(PARENTS, Role.PARENT),
    **dict.fromkeys(
        (
            "foster parent",
            "foster parents",
            "foster mother",
            "foster father",
            "surrogate parent",
            "educational surrogate",
            "legal guardian",
            "parent/guardian",
        ),
        Role.PARENT,
    ),
    **dict.fromkeys(("student", "adult student"), Role.STUDENT),
    **dict.fromkeys(
        (
            "general education teacher",
            "general ed teacher",
            "gen ed teacher",
            "gen. ed. teacher",
            "ge teacher",
            "regular education teacher",
            "general education",
            "general ed",
            "gen ed",
            "gen. ed.",
        ),
        Role.GENERAL_EDUCATION_TEACHER,
    ),
    **dict.fromkeys(
        (
            "special education teacher",
            "special ed teacher",
            "sped teacher",
            "special education provider",
            "special ed provider",
            "sped provider",
        ),
        Role.SPECIAL_EDUCATION_TEACHER,
    ),
    **dict.fromkeys(
        (
            "agency representative",
            "agency rep",
            "lea representative",
            "lea rep",
            "lea",
            "principal",
            "assistant principal",
            "asst. principal",
            "ap",
            "administrator",
            "admin",
        ),
        Role.AGENCY_REPRESENTATIVE,
    ),
    **dict.fromkeys(("school psychologist", "psychologist", "psych"), Role.SCHOOL_PSYCHOLOGIST),
    "interpreter": Role.INTERPRETER,
    **dict.fromkeys(
        (
            "outside agency",
            "transition agency",
            "vocational rehabilitation counselor",
            "vocational rehabilitation counsellor",
            "vocational rehabilitation",
            "vr counselor",
            "case worker",
            "caseworker",
        ),
        Role.OUTSIDE_AGENCY,
    ),
    **dict.fromkeys(
        (
            "other staff",
            "school nurse",
            "nurse",
            "school counselor",
            "counselor",
            "social worker",
            "school social worker",
            "speech therapist",
            "speech-language pathologist",
            "speech language pathologist",
            "slp",
            "occupational therapist",
            "ot",
            "physical therapist",
            "pt",
            "behavior specialist",
            "paraprofessional",
            "aide",
            "related service provider",
        ),
        Role.OTHER_STAFF,
    ),
}

CONTACT_STATES = {
    **dict.fromkeys(("holds rights", "yes", "y"), ContactState.HOLDS_RIGHTS),
    "presumed": ContactState.PRESUMED,
    **dict.fromkeys(("unsure", "?"), ContactState.UNSURE),
    **dict.fromkeys(("restricted", "no", "n"), ContactState.RESTRICTED),
}

WEEKDAYS = {
    form: number
    for number, (word, *short) in enumerate(
        (
            ("monday", "mon", "mo", "m"),
            ("tuesday", "tues", "tue", "tu"),
            ("wednesday", "weds", "wed", "we", "w"),
            ("thursday", "thurs", "thur", "thu", "th"),
            ("friday", "fri", "fr", "f"),
        )
    )
    for form in (word, *short)
}
"""School days and their usual short forms; `t` could be two of them."""

UNITS = {
    "": Measure.NUMBER,
    **dict.fromkeys(
        ("%", "percent", "pct", "% correct", "percent correct", "% accuracy", "percent accuracy"),
        Measure.PERCENT,
    ),
    **dict.fromkeys(
        (
            "wpm",
            "cwpm",
            "wcpm",
            "cpm",
            "dcpm",
            "/min",
            "/minute",
            "per min",
            "per minute",
            "words per minute",
            "words/min",
            "words/minute",
            "words correct per minute",
            "correct words per minute",
            "correct per minute",
            "digits correct per minute",
            "letter sounds per minute",
            "times per minute",
        ),
        Measure.RATE,
    ),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), Measure.MINUTES),
    **dict.fromkeys(("sec", "secs", "second", "seconds"), Measure.SECONDS),
    **dict.fromkeys(
        ("time", "times", "correct", "words", "items", "occurrences", "count", "instances"), Measure.COUNT
    ),
}
"""What people type behind a number, as `plain` leaves it."""

MEASURES = {
    **{text: unit for text, unit in UNITS.items() if text},
    **dict.fromkeys(("accuracy", "percentage", "percent of trials"), Measure.PERCENT),
    **dict.fromkeys(("reading rate", "rate per minute", "fluency"), Measure.RATE),
    **dict.fromkeys(("frequency", "frequency count", "number correct", "tally"), Measure.COUNT),
    **dict.fromkeys(("duration in minutes", "duration (minutes)", "duration (min)"), Measure.MINUTES),
    **dict.fromkeys(("duration in seconds", "duration (seconds)", "latency (seconds)"), Measure.SECONDS),
    **dict.fromkeys(("prompt level", "prompt levels", "level of prompting"), Measure.PROMPT_LEVEL),
}
"""What people call a measure."""

DIRECTIONS = {
    **dict.fromkeys(("increase", "up", "more", "higher", "increasing", "↑"), Direction.UP),
    **dict.fromkeys(("decrease", "down", "less", "fewer", "lower", "reduce", "↓"), Direction.DOWN),
}

SHORT_LEVELS = {
    **dict.fromkeys(("fp", "full", "hand over hand", "hoh"), "full physical"),
    **dict.fromkeys(("pp", "partial"), "partial physical"),
    "m": "model",
    "modeling": "model",
    "modeled": "model",
    **dict.fromkeys(("g", "gesture"), "gestural"),
    **dict.fromkeys(("v", "vp"), "verbal"),
    **dict.fromkeys(("i", "ind", "independently"), "independent"),
}
"""Short forms of prompt levels, with the usual name."""

_HELD = {
    "yes": Held.YES,
    "no parent did not come": Held.PARENT_DID_NOT_COME,
    "no postponed": Held.POSTPONED,
}

TOOK_PLACE = {
    **dict.fromkeys(("held", "meeting held", "completed", "complete", "done", "took place"), True),
    **dict.fromkeys(
        (
            "no show",
            "parent no show",
            "parent did not come",
            "parent did not attend",
            "postponed",
            "not held",
            "did not take place",
        ),
        False,
    ),
}
"""What a status says of whether a meeting took place; `rescheduled` does not say on which day it is now."""


def choices(kind: type[Enum]) -> str:
    """All members of a closed set as they are offered to people."""
    return ", ".join(choice_words(kind))


def choice_words(kind: type[Enum]) -> tuple[str, ...]:
    """The same, one by one."""
    return tuple(str(getattr(member, "words", member.value)).replace("_", " ") for member in kind)


def purposes(texts: Iterable[str]) -> tuple[frozenset[Purpose], bool]:
    """Purposes that these texts name, each of which may name several.

    Returns:
        The purposes, and whether each part of the texts was one.
    """
    parts = [part for text in texts for part in re.split(r"[,;/&+\n]|\band\b", plain(text)) if part.strip()]
    known = [PURPOSES.get(_purpose_words(part)) for part in parts]
    return frozenset(purpose for purpose in known if purpose), bool(known) and None not in known


def _purpose_words(part: str) -> str:
    return " ".join(word for word in part.split() if word not in _BESIDE_PURPOSES)


def person(text: str) -> Person:
    """Whom an attempt was made with. A parent is one, whoever else was there."""
    words = set(re.findall(r"[a-z]+", plain(text)))
    if words & PARENTS:
        return Person.PARENT
    return Person.STUDENT if "student" in words else Person.OTHER


def held(text: str) -> Held | None:
    """What the form's answer says of a meeting."""
    return _HELD.get(" ".join(re.findall(r"[a-z]+", plain(text))))
