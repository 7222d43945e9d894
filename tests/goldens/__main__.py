"""Write all golden mails anew: `python -m tests.goldens`. Read the difference before you keep it."""

from __future__ import annotations

from tests.goldens.mails import FILES, mails


def main() -> None:
    """Write each file, and take away those that no mail has any more."""
    FILES.mkdir(exist_ok=True)
    wanted = dict(pair for mail in mails() for pair in mail.files)
    for file in set(FILES.iterdir()) - wanted.keys():
        file.unlink()
    for file, content in wanted.items():
        file.write_text(content, encoding="utf8")
    print(f"{len(wanted)} files in {FILES.relative_to(FILES.parents[2])}")


if __name__ == "__main__":
    main()
