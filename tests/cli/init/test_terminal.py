"""`init` at a terminal, key by key, with Ctrl-C again and again."""

from __future__ import annotations

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from tests.cli.init.office import AS_OF, LAKEWARD, MARISOL, NAMES, SIERRA_VIEJA, Office
from workspace_agent.cli.init import set_up
from workspace_agent.cli.init.asking import Terminal
from workspace_agent.cli.init.wizard import Wishes
from workspace_agent.ledger.recovery import recovery_code

ENTER, DOWN, SPACE, CLEAR, CONTROL_C = "\r", "\x1b[B", " ", "\x15", "\x03"
YES, NO = "y", "n"
Keys = list[str]


def typed(text: object) -> str:
    """Over whatever is suggested."""
    return f"{CLEAR}{text}{ENTER}"


def district(answers: dict[str, str]) -> Keys:
    return [
        *(typed(answers[name]) for name in ("name", "key", "domain", "city", "state")),
        typed(answers.get("zone", "America/New_York")),
        *(typed(answers[name]) for name in ("css_name", "css_email")),
        ENTER,
        *(typed(answers[name]) for name in ("first_day", "last_day")),
        typed(answers.get("closures", "")),
    ]


def parts(office: Office) -> list[Keys]:
    """What is typed, in parts after each of which all that was answered is kept."""
    url = office.stage.endpoint.url
    return [
        [DOWN + ENTER, typed("http://elsewhere") + typed(url), ENTER],
        [ENTER, NO],
        [
            typed("Willow Bridge Learning"),
            typed("America/New_York"),
            typed("agent@willowbridge.example"),
            ENTER,
        ],
        district(SIERRA_VIEJA),
        [YES, *district(LAKEWARD)],
        [NO],
        [typed("Dr. Odalys Fenwick"), typed("o.fenwick@willowbridge.example"), ENTER, ENTER],
        [
            typed(MARISOL["name"]),
            typed(MARISOL["email"]),
            ENTER,
            ENTER,
            typed("America/Denver"),
            ENTER,
            ENTER,
        ],
        [NO],
        [SPACE + DOWN + SPACE + ENTER, ENTER, ENTER, ENTER],
        [typed(office.form), ENTER],
        [ENTER, ENTER, *[ENTER] * 12],
        [ENTER, typed("")],
    ]


def press(office: Office, keys: Keys) -> None:
    """Press these keys, and then Ctrl-C."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("".join([*keys, CONTROL_C]))
        with pytest.raises(KeyboardInterrupt):
            set_up(office.config, {}, Terminal(), Wishes(as_of=AS_OF))


def _where_to_stop(length: int) -> list[int]:
    """Behind every answer of a few, and of many at both ends. Before the first is behind the last part."""
    return [*range(1, length + 1)] if length < 5 else [2, length]


def test_stopped_again_and_again_it_ends_with_the_same_settings(office: Office, first_office: Office) -> None:
    for part in parts(office):
        for count in _where_to_stop(len(part)):
            press(office, part[:count])

    assert office.done == NAMES[: NAMES.index("key")]
    mine, theirs = office.settings, first_office.settings
    meaning = mine["form"].pop("meaning")
    assert len(meaning) == 12
    ours = mine["case_managers"][0]["workbooks"]
    assert sorted(ours, key=str) == sorted(theirs["case_managers"][0]["workbooks"], key=str)
    mine["case_managers"][0]["workbooks"] = theirs["case_managers"][0]["workbooks"]
    assert mine == theirs | {"form": mine["form"]}


def test_a_recovery_code_has_to_be_typed_back(arranged: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code = recovery_code(bytes.fromhex(arranged.key.read_text()))
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    (arranged.config / "init.toml").write_text(f"done = {NAMES[: NAMES.index('key')]}")

    press(arranged, [YES, typed(wrong)])
    assert "key" not in arranged.done
    assert "  ".join(code.split(" ")[:7]) in capsys.readouterr().err

    press(arranged, [YES, typed(code.lower()), CONTROL_C])
    assert "key" in arranged.done
