"""The list of what is built: `python -m workspace_agent.sandbox.catalogue [docs/sandbox.md]`.

Without a file the list is printed; with one it is put between the two marks in that file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from workspace_agent.sandbox.discovery import DOCUMENTS, load
from workspace_agent.sandbox.methods import METHODS
from workspace_agent.sandbox.oauth import ENDPOINTS
from workspace_agent.sandbox.sheets.functions import FUNCTIONS, GROUPS

BEGIN = "<!-- built: written by `python -m workspace_agent.sandbox.catalogue docs/sandbox.md` -->"
END = "<!-- /built -->"


def table() -> str:
    """Every method and address that is built, by service, and every function of formulas."""
    return "\n".join([*_services(), *_sign_in(), *_functions()])


def refreshed(text: str) -> str:
    """A document with the list as it is now."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


def _services() -> Iterator[str]:
    methods = load().methods
    for service, document in DOCUMENTS.items():
        known = [name for name, method in methods.items() if method.service == service]
        built = sorted(set(known) & set(METHODS))
        yield f"\n**{document}**: {len(built)} of {len(known)} methods\n"
        yield "| Method | Address |"
        yield "|---|---|"
        for name in built:
            yield f"| `{name}` | `{methods[name].verb} {methods[name].paths[0]}` |"


def _sign_in() -> Iterator[str]:
    yield "\n**Sign-in**\n"
    yield "| Name in the log | Addresses |"
    yield "|---|---|"
    for name in dict.fromkeys(name for name, _ in ENDPOINTS.values()):
        places = [f"`{verb} {path}`" for (verb, path), (one, _) in ENDPOINTS.items() if one == name]
        yield f"| `{name}` | {', '.join(places)} |"


def _functions() -> Iterator[str]:
    yield f"\n**Functions of formulas**: {len(FUNCTIONS)}\n"
    yield "| Kind | Functions |"
    yield "|---|---|"
    for kind, group in GROUPS.items():
        yield f"| {kind} | {', '.join(f'`{name}`' for name in sorted(group))} |"


def main(arguments: list[str]) -> None:
    """Print the list, or write it into a document."""
    if not arguments:
        sys.stdout.write(table() + "\n")
        return
    document = Path(arguments[0])
    document.write_text(refreshed(document.read_text(encoding="utf8")), encoding="utf8")


if __name__ == "__main__":
    main(sys.argv[1:])
