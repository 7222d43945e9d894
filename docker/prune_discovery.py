"""Delete the discovery documents that nobody asks for: 110 MB of some six hundred, of which six are used.

Run it with the Python whose google-api-python-client is meant, in an image and nowhere else: other programs
of the same Python would miss them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from googleapiclient import discovery_cache

from workspace_agent.sandbox.discovery import DOCUMENTS


def prune(folder: Path) -> int:
    """Delete all documents but those of the clients and the sandbox.

    Args:
        folder: Holds them.

    Returns:
        How many were deleted.
    """
    kept = {f"{name}.json" for name in DOCUMENTS.values()}
    others = [path for path in folder.glob("*.json") if path.name not in kept]
    for path in others:
        path.unlink()
    return len(others)


if __name__ == "__main__":
    deleted = prune(Path(discovery_cache.__file__).with_name("documents"))
    sys.stdout.write(f"{deleted} discovery documents deleted.\n")
