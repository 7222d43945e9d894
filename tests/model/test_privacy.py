"""Settings of privacy: what is a host, and what is looked at if nothing is said."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workspace_agent.model.privacy import PrivacySettings


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        pytest.param("files.example.org", "files.example.org", id="as it stands in an address"),
        pytest.param("Files.Example.ORG", "files.example.org", id="in capitals"),
        pytest.param("xn--bcher-kva.example", "xn--bcher-kva.example", id="in punycode"),
    ],
)
def test_a_host_is_taken(typed: str, host: str) -> None:
    assert PrivacySettings.model_validate({"approved_hosts": [typed]}).approved_hosts == (host,)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("https://files.example.org", id="a whole address"),
        pytest.param("files.example.org/x", id="with a path"),
        pytest.param("*.example.org", id="with a star: what lies below counts anyway"),
        pytest.param(".example.org", id="with a dot before it"),
        pytest.param("example.org.", id="with a dot behind it"),
        pytest.param("org", id="everything below org"),
        pytest.param("", id="everything"),
    ],
)
def test_what_is_no_host_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="not a host"):
        PrivacySettings.model_validate({"approved_hosts": [typed]})


def test_workbooks_of_one_student_are_named_as_the_department_likes_unless_it_says_otherwise() -> None:
    assert PrivacySettings().titles == {"events", "workbooks", "tabs", "records"}
