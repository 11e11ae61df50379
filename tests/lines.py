"""Lines of a shell as the documents tell them, run in this process where they are the command's alone."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

ROOT = Path(__file__).parents[1]
_COMMAND = "commentariat "
_SHELL = frozenset("|&;<>$`*")


@dataclass(frozen=True, slots=True)
class Said:
    """What a line said, and its exit status."""

    status: int
    stdout: str
    stderr: str


def put_command(folder: Path) -> None:
    """Put the command into ``folder/bin``, for :func:`run_in_shell`."""
    command = folder / "bin" / "commentariat"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline.cli "$@"\n')
    command.chmod(0o755)


def environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


def run_in_shell(line: str, folder: Path) -> Said:
    done = subprocess.run(line, shell=True, cwd=folder, env=environment(folder), capture_output=True, text=True)
    return Said(done.returncode, done.stdout, done.stderr)


def run_here(line: str, folder: Path) -> Said:
    """Run a line of the command alone without a process of its own: to load the model takes longer than most commands."""
    assert line.startswith(_COMMAND), line
    assert not _SHELL & set(line), f"{line}: needs a shell"
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(record=True) as warned:
        patch.chdir(folder)
        # As Python's own settings have it: pytest's show more than a user sees.
        warnings.simplefilter("default")
        for kind in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", kind)
        done = CliRunner().invoke(app, shlex.split(line.removeprefix(_COMMAND)))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr + "".join(f"{one.message}\n" for one in warned))
