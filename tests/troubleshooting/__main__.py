"""Write docs/troubleshooting.md."""

from __future__ import annotations

from tests.troubleshooting.document import DOCUMENT, document

DOCUMENT.write_text(document(), encoding="utf8")
