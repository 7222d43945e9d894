"""`make recognition DIR=folder`: score the sheets of a folder. Exit code 1 where anything is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.recognition.score import scores

OURS = Path(__file__).parents[1] / "intake" / "recognition"


def main(folder: Path) -> int:
    """Print the score of each file and of all."""
    every = list(scores(folder))
    if not every:
        print(f"{folder}: no CSV file with a TOML file of its name beside it")
        return 2
    for score in every:
        print(score)
    right, missing, wrong = (
        sum(len(part) for part in parts)
        for parts in zip(*((score.right, score.missing, score.wrong) for score in every), strict=True)
    )
    print(f"{len(every)} files: right {right}, missing {missing}, wrong {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else OURS))
