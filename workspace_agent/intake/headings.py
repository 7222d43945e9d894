"""Known headings: those that ship with the program (`config/sheets.toml`) and those of a department's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from typing import Any, Literal

from pydantic import ValidationInfo, field_validator, model_validator

from workspace_agent.intake.clock_words import CLOCK_FIELDS, CLOCK_WORDS, clock_field
from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.scores import PROMPT_LEVELS
from workspace_agent.model.frozen import Frozen

_FILLERS = frozenset(
    {"a", "an", "at", "did", "do", "does", "for", "is", "of", "s", "the", "was", "were", "you", "your"}
)

_REMEMBERED = 2048
"""Headings of which each kind of sheet remembers what they mean."""

ANYWHERE = frozenset(
    {"notes", "note", "comments", "comment", "remarks", "other", "initials", "link", "lunch", "day"}
    | {"case manager", "cm", "staff", "staff member", "supervisor", "signature", "signatures", "followup"}
    | {"timestamp", "entered by", "collected by", "recorded by", "logged by", "completed by"}
    | {"staff initials"}
)
"""Headings that stand in sheets of every kind, in their one form."""


class SheetHeadings(Frozen):
    """What is known of one kind of sheet.

    Attributes:
        workbook: The workbook it belongs to; `any` where every workbook may have one.
        fields: Known headings by field.
        confirmed: Those of them that a department has added, by field: they count before the others.
        about: Words that say nothing in such a sheet, because all of it is about these: of `Date of call` in
            a list of contacts they leave `Date`.
        titles: What people call the sheet: it decides between kinds whose headings fit equally.
        required: Fields without which the sheet cannot be used.
        instead: Fields that one field does instead of: a column with the whole name, of first and last name.
        telling: Fields of which it has one at least, unless its title says what it is: other lists of
            students have the rest, too.
        trade: Headings that only such a sheet has, by their words: one with all words of one of these is
            enough. Where there is none, and no title, nothing may be missing or strange. Empty: whatever it
            has is its own.
        not_with: The same of headings that speak against this kind, unless the title says that it is.
        beside: Fields that stand in other sheets too: they do not tell that it is this kind.
        of_days: Each row is of a day or span of days, so that tabs of several school years are read together;
            of a sheet that says how things are, only the tab of this school year counts.
        optional: A workbook may do without this sheet.
        instead_of: The kind that this one is another way to keep: a workbook with it does without that one.
        dated: The field of which each column headed by a date holds the value of that date.
        repeated: Fields that may stand side by side several times over: date, value, date, value.
    """

    workbook: Literal["progress monitoring", "hours", "any"]
    fields: Mapping[str, tuple[str, ...]]
    confirmed: Mapping[str, tuple[str, ...]] = {}
    about: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    instead: Mapping[str, tuple[str, ...]] = {}
    telling: tuple[str, ...] = ()
    trade: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    of_days: bool = False
    optional: bool = False
    instead_of: str = ""
    dated: str = ""
    repeated: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> SheetHeadings:
        spared = {field for fields in self.instead.values() for field in fields}
        named = {*self.required, *self.instead, *self.telling, *spared, *self.beside, *self.repeated}
        unknown = named - {*self.fields, self.dated}
        if unknown:
            raise ValueError(f"named, but not among the fields: {', '.join(sorted(unknown))}")
        strange = set(self.confirmed) - set(self.fields)
        if strange:
            raise ValueError(f"not a field of this sheet: {', '.join(sorted(strange))}")
        for headings in (self.fields, self.confirmed):
            _only_once(headings)
        return self

    @property
    def lists(self) -> Set[str]:
        """The lists that it names."""
        every = (self.not_with, *self.fields.values())
        return {named for texts in every for one in texts if (named := _list_named(one))}

    def with_lists(self, lists: Mapping[str, Sequence[str]]) -> SheetHeadings:
        """The same with the headings of these lists."""
        fields = {name: _with_lists(texts, lists) for name, texts in self.fields.items()}
        not_with = _with_lists(self.not_with, lists)
        return SheetHeadings.model_validate({**self.model_dump(), "fields": fields, "not_with": not_with})

    @cached_property
    def by_heading(self) -> Mapping[str, str]:
        """Field by normalised heading."""
        return _by_heading(self.fields) | self.by_confirmed

    @cached_property
    def by_confirmed(self) -> dict[str, str]:
        """Field by normalised heading, where a department says so and the program does not."""
        shipped = _by_heading(self.fields)
        added = _by_heading(self.confirmed)
        return {text: field for text, field in added.items() if shipped.get(text) != field}

    @cached_property
    def known_of(self) -> Mapping[str, Sequence[str]]:
        """Normalised headings by field; of a field without any its own name."""
        known: dict[str, list[str]] = {}
        for text, field in self.by_heading.items():
            known.setdefault(field, []).append(text)
        return {field: known.get(field) or [field.replace("_", " ")] for field in self.fields}

    @cached_property
    def by_title(self) -> Set[str]:
        """Normalised titles."""
        return {normal_heading(title) for title in self.titles}

    @cached_property
    def words(self) -> Set[str]:
        """All words of its headings."""
        return {word for known in self.by_heading for word in known.split()}

    def speaks_against(self, texts: Iterable[str]) -> bool:
        """One of these headings, in their one form, stands in other sheets and not in one of this kind."""
        return _one_says(texts, self._against)

    def speaks_its_trade(self, texts: Iterable[str]) -> bool:
        """One of these headings, in their one form, stands in no other list of a school."""
        return not self.trade or _one_says(texts, self._trade)

    @cached_property
    def _against(self) -> Sequence[Set[str]]:
        return [_said(normal_heading(one)) for one in self.not_with]

    @cached_property
    def _trade(self) -> Sequence[Set[str]]:
        return [_said(normal_heading(one)) for one in self.trade]

    @cached_property
    def field_of(self) -> Callable[[str], str]:
        """The field that a heading in its one form means; empty where it is not known.

        The same headings stand in every workbook, and each is tried as one of every kind of sheet.
        """
        return lru_cache(maxsize=_REMEMBERED)(self._means)

    def _means(self, text: str) -> str:
        return self.by_heading.get(text) or self.clock_of(text) or self._by_its_core(text)

    def _by_its_core(self, text: str) -> str:
        """By what is left of it without what the sheet is about; see `about`.

        Of fields that stand there several times over their number does not count.
        """
        plain = _plain(text)
        core = " ".join(word for word in plain.split() if word not in self.about)
        if known := self._by_plain.get(plain) or self._by_plain.get(core):
            return known
        counted = self._by_plain.get(" ".join(word for word in core.split() if not word.isdecimal()), "")
        if counted in self.repeated:
            return counted
        return self._by_core.get(core, "") if core != plain else ""

    @cached_property
    def _by_plain(self) -> Mapping[str, str]:
        return _unmistakable((_plain(text), field) for text, field in self.by_heading.items())

    @cached_property
    def _by_core(self) -> Mapping[str, str]:
        left = ((text.split(), field) for text, field in self._by_plain.items())
        return _unmistakable(
            (" ".join(word for word in words if word not in self.about), field) for words, field in left
        )

    def clock_of(self, text: str) -> str:
        """The field that its words mean, where they are all about one clock."""
        said = clock_field(text) if self._has_clocks else ""
        return said if said in self.fields else ""

    @cached_property
    def _has_clocks(self) -> bool:
        return not CLOCK_FIELDS.isdisjoint(self.fields)

    def missing(self, fields: Set[str]) -> list[str]:
        """Required fields that are not among these, nor is one that does instead."""
        spared = {one for field in self.instead.keys() & fields for one in self.instead[field]}
        return [field for field in self.required if field not in fields | spared]


class Headings(Frozen):
    """All of `sheets.toml`.

    Attributes:
        lists: Headings that many sheets have: `<student>` in a field stands for all of `student`.
        sheets: The kinds of sheets, by name.
        prompt_levels: As in `PromptLevels`.
    """

    lists: Mapping[str, tuple[str, ...]] = {}
    sheets: Mapping[str, SheetHeadings]
    prompt_levels: tuple[str, ...] = PROMPT_LEVELS

    @field_validator("sheets")
    @classmethod
    def _with_lists(
        cls, kinds: Mapping[str, SheetHeadings], info: ValidationInfo
    ) -> dict[str, SheetHeadings]:
        lists = info.data.get("lists", {})
        named = {one for kind in kinds.values() for one in kind.lists}
        unknown = sorted(named ^ lists.keys())
        if unknown:
            raise ValueError(f"lists that nobody names or that there are not: {', '.join(unknown)}")
        return {name: kind.with_lists(lists) if kind.lists else kind for name, kind in kinds.items()}

    @property
    def kept(self) -> Mapping[str, SheetHeadings]:
        """Kinds that a workbook has to have, in one way or another."""
        return {name: kind for name, kind in self.sheets.items() if not (kind.optional or kind.instead_of)}

    @property
    def optional(self) -> Set[str]:
        """Kinds that a workbook may do without."""
        return {name for name, kind in self.sheets.items() if kind.optional}

    def kept_in(self, holds: str) -> tuple[str, ...]:
        """Kinds of sheets that belong into a workbook which holds this, by the settings."""
        return tuple(name for name in self.kept if self.may_stand_in(name, holds))

    def may_stand_in(self, name: str, holds: str) -> bool:
        """A sheet of this kind is read from a workbook which holds this, by the settings.

        In another one it is somebody else's: a list of absences in a caseload has the headings of hours, too.
        """
        where = self.sheets[name].workbook
        if where == "any":
            return True
        if holds == "contacts":
            return name == holds
        return where in ("progress monitoring" if holds == "one student" else holds)

    def serves(self, name: str) -> str:
        """The kind whose facts a sheet of this kind holds."""
        return self.sheets[name].instead_of or name

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every heading that ships with the program: what holds no other can be printed."""
        texts = {text for kind in self.sheets.values() for text in _by_heading(kind.fields)}
        return frozenset(CLOCK_WORDS | {word for text in texts for word in text.split()})


def extended(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The content of the shipped `sheets.toml` with a department's own file on top.

    Headings, titles, `about`, `trade`, `not_with` and `lists` are added; whatever else the own file says of a
    kind counts instead.

    Args:
        shipped: As parsed.
        own: As parsed, not yet looked at: what does not have the right shape is left for the validation.
    """
    kinds = dict(shipped["sheets"])
    added = own.get("sheets", {})
    if not isinstance(added, Mapping) or not all(isinstance(kind, Mapping) for kind in added.values()):
        return dict(own)
    for name, kind in added.items():
        kinds[name] = _extended(kinds[name], kind) if name in kinds else kind
    lists = own.get("lists", {})
    if not isinstance(lists, Mapping) or not all(isinstance(texts, list) for texts in lists.values()):
        return dict(own)
    kinds |= {name: _with_own_lists(kinds[name], lists) for name in shipped["sheets"]}
    return {**own, "lists": dict.fromkeys(lists, ()) | shipped.get("lists", {}), "sheets": kinds}


def _with_own_lists(kind: Mapping[str, Any], lists: Mapping[str, Any]) -> dict[str, Any]:
    """What a department adds to a list counts as its own in every field that names the list."""

    def added(texts: Sequence[str]) -> list[str]:
        return [text for one in texts for text in lists.get(_list_named(one), ())]

    confirmed = dict(kind.get("confirmed", {}))
    for name, texts in kind["fields"].items():
        if own := added(texts):
            confirmed[name] = [*confirmed.get(name, ()), *own]
    not_with = kind.get("not_with", ())
    return {**kind, "confirmed": confirmed, "not_with": [*not_with, *added(not_with)]}


def _extended(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    kind = {**shipped, **{key: value for key, value in own.items() if key != "fields"}}
    for key in ("about", "titles", "trade", "not_with"):
        if isinstance(own.get(key), list):
            kind[key] = [*shipped.get(key, ()), *own[key]]
    return kind | ({"confirmed": own["fields"]} if "fields" in own else {})


def _with_lists(texts: Sequence[str], lists: Mapping[str, Sequence[str]]) -> list[str]:
    return [text for one in texts for text in lists.get(_list_named(one), [one])]


def _one_says(texts: Iterable[str], phrases: Sequence[Set[str]]) -> bool:
    """One text has all words of one phrase."""
    said = [_said(text) for text in texts]
    return any(words <= one for words in phrases for one in said)


def _said(text: str) -> Set[str]:
    """Its words; one and several are the same."""
    return {word.removesuffix("s") for word in text.split()}


def _list_named(text: str) -> str:
    """The list that `<name>` stands for; empty where a heading is one."""
    return text[1:-1] if text.startswith("<") and text.endswith(">") else ""


def _plain(text: str) -> str:
    """A heading in its one form without the words that say nothing anywhere."""
    return " ".join(word for word in text.split() if word not in _FILLERS)


def _unmistakable(meanings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Field by text; a text of two fields means neither."""
    fields: dict[str, set[str]] = {}
    for text, field in meanings:
        fields.setdefault(text, set()).add(field)
    return {text: found.pop() for text, found in fields.items() if text and len(found) == 1}


def _by_heading(fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {normal_heading(text): field for field, texts in fields.items() for text in texts}


def _only_once(fields: Mapping[str, tuple[str, ...]]) -> None:
    known = [(normal_heading(text), field) for field, texts in fields.items() for text in texts]
    across = _twice(text for text, _ in set(known))
    if across:
        raise ValueError(f"one heading for two fields: {across}")
    twice = _twice(text for text, _ in known)
    if twice:
        raise ValueError(f"stands twice (case, signs and short forms do not count): {twice}")


def _twice(texts: Iterable[str]) -> str:
    return ", ".join(sorted(text for text, count in Counter(texts).items() if count > 1))
