"""Links to platforms that are not approved: what a browser would open, not what the text looks like."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from urllib.parse import quote

import pytest

from tests.builders_tables import table, willow, workbook
from tests.intake.department_of_willow import EXPECTED, cell, department
from workspace_agent.intake.platforms import approved, leads_elsewhere, unapproved_links
from workspace_agent.intake.table import Table
from workspace_agent.model.agent_tab import SHEET_ID
from workspace_agent.model.privacy import PrivacySettings

HOSTS = ("google.com", "zoom.us", "willowbridge.example")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://www.dropbox.com/s/abc/report.pdf?dl=0", id="Dropbox"),
        pytest.param("draft: https://www.dropvault.example/s/ic-eval-draft", id="behind a word"),
        pytest.param("https://1drv.ms/w/abc", id="a short host"),
        pytest.param("http://files.example/x", id="without encryption"),
        pytest.param("ftp://files.example/x", id="another scheme"),
        pytest.param("HTTPS://FILES.EXAMPLE/X", id="upper case"),
        pytest.param("www.dropbox.com/s/abc", id="bare www"),
        pytest.param("Www.dropbox.com/s/abc", id="bare www, as a telephone writes it"),
        pytest.param("(www.dropbox.com)", id="in brackets"),
        pytest.param("https://docs.google.com.evil.example/document", id="Google's host as the beginning"),
        pytest.param("https://docs.google.com@evil.example/x", id="Google's host as a user"),
        pytest.param("https://docs.google.com:secret@evil.example/x", id="as a user with a password"),
        pytest.param("https://docs.google.com,x@evil.example/x", id="as a user with a comma"),
        pytest.param("https://evil.example\\@docs.google.com/x", id="a backslash is a slash to a browser"),
        pytest.param("https://notgoogle.com/x", id="a longer name that ends alike"),
        pytest.param("https://google.com.co/x", id="another country's"),
        pytest.param("https://xn--ggle-55da.com/x", id="punycode"),
        pytest.param("https://dоcs.gооgle.com/x", id="letters that look like Google's"),
        pytest.param("http:\\\\files.example/x", id="backslashes alone"),
        pytest.param("https://files.example./x", id="a dot behind the host"),
        pytest.param("https://files.example:8443/x", id="a port"),
        pytest.param("https://192.0.2.7/x", id="a number for a host"),
        pytest.param("https://www.google.com/url?q=https://files.example/x", id="a link inside a link"),
        pytest.param("https://www.google.com/url?q=https%3A%2F%2Ffiles.example%2Fx", id="the same, escaped"),
        pytest.param("https://docs.google.com/x and https://files.example/y", id="the second of two"),
        pytest.param("https://docs.google.com/x\nhttps://files.example/y", id="in the second line"),
        pytest.param("see https://files.example.", id="at the end of a sentence"),
        pytest.param("https://files.example", id="nothing behind the host"),
        pytest.param("https://jane@files.example/x", id="an address for a host's user"),
        pytest.param("https://evil。example/x", id="an ideographic dot"),
        pytest.param("https://evil．example/x", id="a wide dot"),
        pytest.param("https://evil｡example/x", id="a half-wide dot"),
        pytest.param("https:evil.example/x", id="no slashes"),
        pytest.param("https:///evil.example/x", id="a slash too many"),
        pytest.param("//evil.example/x", id="no scheme before the slashes"),
        pytest.param("https://docs.google.com/url?q=https%253A%252F%252Fevil.example", id="escaped twice"),
        pytest.param("https://www.google.com/url?q=evil.example/x", id="inside a link, without a scheme"),
        pytest.param("https://docs.google.com%2f@evil.example/x", id="an escaped slash is part of a user"),
        pytest.param("https://google.com/amp/https://evil.example", id="in the path of a link"),
        pytest.param("file:///C:/iep.doc", id="a file of this computer"),
        pytest.param("smb://nas/iep", id="a server of files"),
        pytest.param("\\\\fileserver\\share\\iep.doc", id="a server of files, as Windows writes it"),
        pytest.param("https://us02web.zoomgov.com/rec/share/abc", id="a recording"),
        pytest.param("https://acme.webex.com/recordingservice/sites/acme/1", id="a recording elsewhere"),
        pytest.param("dropbox.com/s/abc", id="a well-known host of files"),
        pytest.param("plan (app.box.com/s/abc)", id="below a well-known host"),
        pytest.param("onedrive.live.com/x", id="another well-known host"),
    ],
)
def test_it_leads_elsewhere(text: str) -> None:
    assert leads_elsewhere(text, HOSTS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://docs.google.com/document/d/1x/edit", id="Docs"),
        pytest.param("https://google.com/maps", id="the host itself"),
        pytest.param("HTTPS://Docs.Google.COM/x", id="upper case"),
        pytest.param("docs.google.com/x", id="no scheme, and not www"),
        pytest.param("www.google.com/calendar/event?eid=abc", id="bare www"),
        pytest.param("https://docs.google.com.", id="at the end of a sentence"),
        pytest.param("(https://docs.google.com)", id="in brackets"),
        pytest.param("https://docs.google.com, and more", id="a comma behind it"),
        pytest.param("https://docs.google.com./x", id="a dot behind the host"),
        pytest.param("https://docs.google.com:443/x", id="a port"),
        pytest.param("https://evil.example@docs.google.com/x", id="a strange user of Google's host"),
        pytest.param("https://docs.google.com\\@evil.example", id="a backslash is a slash to a browser"),
        pytest.param("https://connect.willowbridge.example/s/1", id="below the company's domain"),
        pytest.param("https://us02web.zoom.us/j/123?pwd=x", id="a meeting"),
        pytest.param("jane@www.family.example", id="an address for e-mail"),
        pytest.param("mailto:jane@family.example", id="a link to an address"),
        pytest.param("https://[link]", id="a place for a link"),
        pytest.param("https://", id="no host"),
        pytest.param("https:///x", id="an empty host"),
        pytest.param("https://intranet/x", id="a host without a dot"),
        pytest.param("https://us02web.zoomgov.com/j/123?pwd=rec/x", id="a meeting elsewhere"),
        pytest.param("//docs.google.com/x", id="Docs, no scheme before the slashes"),
        pytest.param("https://www.google.com/url?q=docs.google.com/x", id="Docs inside a link"),
        pytest.param(
            "https://docs.google.com/url?q=https%253A%252F%252Fforms.google.com", id="escaped twice"
        ),
        pytest.param("jane@" + "icloud.com/home", id="an address at a host of files"),
        pytest.param("mailbox.com/x", id="a longer name"),
        pytest.param("9/14/2026 and/or n/a // none", id="slashes"),
        pytest.param("profile:/x", id="a longer word before a colon"),
        pytest.param("he said: 3:45", id="colons"),
        pytest.param("and/or www", id="the letters alone"),
        pytest.param("www. is how it begins", id="nothing behind www"),
        pytest.param("", id="nothing"),
    ],
)
def test_it_does_not(text: str) -> None:
    assert not leads_elsewhere(text, HOSTS)


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("drive.google.com", id="Google"),
        pytest.param("forms.gle", id="Google's short links to forms"),
        pytest.param("willowbridge.example", id="the domain of the company's people"),
        pytest.param("sierravieja.example", id="a district"),
        pytest.param("willowbridge.zoom.example", id="what the settings name"),
        pytest.param("files.willowbridge.zoom.example", id="below what the settings name"),
        pytest.param("teams.microsoft.com", id="a meeting on another platform"),
    ],
)
def test_what_is_approved(host: str) -> None:
    assert not leads_elsewhere(f"https://{host}/x", approved(willow()))


@pytest.mark.parametrize(("times", "seen"), [(1, True), (4, True), (5, False)])
def test_a_link_that_is_escaped_again_and_again_is_followed_so_far(times: int, seen: bool) -> None:
    link = "https://evil.example"
    for _ in range(times):
        link = quote(link, safe="")
    assert leads_elsewhere(f"https://docs.google.com/url?q={link}", HOSTS) is seen


@pytest.mark.parametrize("text", ["a." * 25_000 + "/", "a-" * 25_000 + ":", "//" * 25_000, "%25" * 16_000])
def test_a_cell_of_the_greatest_length_is_read_at_once(text: str) -> None:
    began = perf_counter()
    leads_elsewhere(text, HOSTS)
    assert perf_counter() - began < 1


def test_a_recording_is_a_file_and_no_way_to_join() -> None:
    assert leads_elsewhere("https://us02web.zoom.us/rec/share/abc", approved(willow()))
    assert not leads_elsewhere("https://us02web.zoom.us/j/123", approved(willow()))


def test_without_a_setting_it_is_not() -> None:
    bare = willow().model_copy(update={"privacy": PrivacySettings()})
    assert leads_elsewhere("https://willowbridge.zoom.example/x", approved(bare))


def told(*tables: Table) -> list[str]:
    return [link.place.label.removeprefix("cell ") for link in unapproved_links([workbook(*tables)], HOSTS)]


LINK = "https://files.example/x"


def test_every_cell_counts_whatever_stands_above_it() -> None:
    assert told(table(("Student", "", LINK), ("", "no", "yes"), ("504", "TRUE", LINK))) == ["C1", "C3"]


def test_of_a_link_that_fills_a_column_the_first_cell_is_told() -> None:
    assert told(table((LINK,), (LINK,), ("x", LINK), (LINK, LINK))) == ["A1", "B3", "A4"]


def test_what_a_cell_shows_may_hide_where_it_leads() -> None:
    shows = table(("report", "notes"), ("report", "report"), ("mine", LINK))
    ours, other = "https://docs.google.com/x", f"{LINK}/y"
    links = {(0, 0): LINK, (1, 0): LINK, (1, 1): other, (2, 0): ours, (2, 1): LINK}
    assert told(replace(shows, links=links)) == ["A1", "B2", "B3"]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("evil.example", ["A1"]),
        ("docs.google.com/x", []),
        ("#gid=0&range=A1", []),
        ("mailto:a@b.example", []),
    ],
)
def test_a_cell_may_lead_somewhere_without_a_scheme(link: str, expected: list[str]) -> None:
    assert told(replace(table(("plan",)), links={(0, 0): link})) == expected


def test_the_agent_s_own_tab_is_its_own() -> None:
    own = replace(table(("What", "", LINK)), sheet_id=SHEET_ID)
    assert told(own, table(("x", LINK))) == ["B1"]


def test_the_department_has_the_links_that_were_planted() -> None:
    assert [link.place for link in department().links] == [cell(one["cell"]) for one in EXPECTED["platforms"]]
    assert {one["severity"] for one in EXPECTED["platforms"]} == {"POLICY"}
