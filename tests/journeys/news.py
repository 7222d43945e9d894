"""What people get between the digests, and what tells it."""

from __future__ import annotations

from datetime import datetime

from tests.journeys.world import World

HERS = "case-manager/marisol-quintero"


def at(moment: str) -> datetime:
    """A moment in New York, such as `2026-11-23 09:00`, before the clock is changed in March."""
    return datetime.fromisoformat(f"{moment.replace(' ', 'T')}:00-05:00")


def runs(world: World, *moments: str) -> None:
    """The agent runs at each of these moments."""
    for moment in moments:
        world.at(at(moment))
        world.run()


def without_own_digest(world: World) -> None:
    """Case managers get no digest of their own, so that all of it comes between."""
    world.setting(lambda text: f'{text}\n[digests]\ncase_managers = {{ every = "never" }}\n')


def subjects(world: World, address: str, beginning: str) -> list[str]:
    """Subjects of somebody's mails that begin so, the earliest first."""
    found = (str(mail["Subject"]) for mail in world.mails(address, f"subject:{beginning.lower()}"))
    return [one for one in reversed(list(found)) if one.startswith(beginning)]


def texts(world: World, address: str, beginning: str) -> list[str]:
    """What stands in these mails, the earliest first."""
    mails = reversed(world.mails(address, f"subject:{beginning.lower()}"))
    bodies = [mail.get_body(("plain",)) for mail in mails if str(mail["Subject"]).startswith(beginning)]
    return [str(body.get_content()) for body in bodies if body]
