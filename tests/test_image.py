"""What an image leaves out is not missed. Docker itself is not needed for that."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import googleapiclient

from workspace_agent.sandbox.discovery import load

ROOT = Path(__file__).parents[1]
BUILD = """
from googleapiclient.discovery import build
from workspace_agent.sandbox.discovery import DOCUMENTS, load
for one in DOCUMENTS.values():
    name, version = one.split(".")
    build(name, version, http=object(), cache_discovery=False, static_discovery=True)
print(len(load().methods))
"""


def python(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    """A process that meets the packages of a folder first."""
    environment = {**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{ROOT}"}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_after_pruning_all_clients_are_built_and_the_sandbox_knows_its_methods(tmp_path: Path) -> None:
    package = tmp_path / "googleapiclient"
    installed = Path(googleapiclient.__file__).parent
    shutil.copytree(installed, package, ignore=shutil.ignore_patterns("documents", "__pycache__"))
    documents = package / "discovery_cache" / "documents"
    documents.mkdir()
    for path in (installed / "discovery_cache" / "documents").iterdir():
        # A link is as good to delete, and a copy of all takes 110 MB.
        (documents / path.name).symlink_to(path)
    pruned = python(str(ROOT / "docker" / "prune_discovery.py"), path=tmp_path)

    assert re.fullmatch(r"\d{3} discovery documents deleted\.\n", pruned.stdout), pruned.stderr
    assert len(list(documents.iterdir())) < 10
    after = python("-c", BUILD, path=tmp_path)
    assert (after.returncode, after.stdout) == (0, f"{len(load().methods)}\n"), after.stderr


def test_the_image_takes_in_only_what_is_there_and_ends_without_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [
        word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()
    ]
    for name in {word for word in copied if word not in {"COPY", "./"}}:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in (ROOT / ".dockerignore").read_text().splitlines()
    assert "USER workspace-agent" in lines
    assert 'ENTRYPOINT ["workspace-agent"]' in lines
