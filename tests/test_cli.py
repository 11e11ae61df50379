import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

COMMAND = [sys.executable, "-m", "pipeline.cli"]


def invoke(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_extract_ends_in_a_summary(articles: Path, tmp_path: Path, simple_stages: list[str]):
    result = invoke("extract", articles, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    told = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert told["articles"] == "3"
    assert told["events"] == "2: SUPPORT 2"
    assert told["rejects"] == "0"
    assert told["tables"] == str(tmp_path / "out")
    assert (tmp_path / "out" / "dyads.csv").exists()
    assert result.stderr == ""


def test_quiet(articles: Path, tmp_path: Path, simple_stages: list[str]):
    result = invoke("extract", articles, "--out", tmp_path / "out", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(("flags", "code"), [([], 0), (["--strict"], 1)])
def test_rejects_fail_only_a_strict_run(articles: Path, tmp_path: Path, simple_stages: list[str], flags: list[str], code: int):
    (articles / "empty.txt").write_text("")
    result = invoke("extract", articles, "--out", tmp_path / "out", *flags)
    assert result.exit_code == code
    assert f"1 (see {tmp_path / 'out' / 'rejects.csv'})" in result.stdout


def test_each_input_that_cannot_be_used_has_its_line(articles: Path, tmp_path: Path, simple_stages: list[str]):
    (articles / "empty\x1b[31m.txt").write_text("")
    result = invoke("extract", articles, "--out", tmp_path / "out")
    assert result.stderr == "not used: empty\ufffd[31m.txt: the file is empty; leave it out\n"
    for number in range(30):
        (articles / f"empty{number}.txt").write_text("")
    told = invoke("extract", articles, "--out", tmp_path / "out").stderr.splitlines()
    assert len(told) == 21
    assert told[-1] == f"not used: ... and 11 more in {tmp_path / 'out' / 'rejects.csv'}"


def test_xlsx_is_written_beside_csv(articles: Path, tmp_path: Path, simple_stages: list[str]):
    assert invoke("extract", articles, "--out", tmp_path / "out", "--format", "xlsx").exit_code == 0
    assert {"tables.xlsx", "events.csv"} <= {path.name for path in (tmp_path / "out").iterdir()}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{articles}/nowhere"], "no such file or folder; name a file or folder of articles"),
        ([], "nothing to read: name at least one file or folder"),
        (["{articles}", "--format", "xls"], "Input should be 'csv', 'xlsx' or 'parquet'"),
        (["{articles}", "--workers", "0"], "workers: Input should be greater than or equal to 1"),
        (["{articles}", "--model", "en_nowhere"], "model 'en_nowhere' is not installed"),
        (["{articles}", "--encoding", "klingon"], "no encoding that Python knows"),
        (["{articles}", "--out", "{articles}/one.txt"], "is a file; name a folder with --out"),
        (["{articles}", "--out", "{articles}"], "can't be an input too"),
        (["{articles}", "--wrokers", "2"], "No such option: --wrokers"),
    ],
)
def test_wrong_usage_says_what_would_be_right(articles: Path, arguments: list[str], message: str, simple_stages: list[str]):
    result = invoke("extract", *(argument.format(articles=articles) for argument in arguments))
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"]])
def test_help_shows_an_example(arguments: list[str]):
    assert "commentariat extract corpus/articles" in invoke(*arguments).stdout


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["--version"]])
def test_what_reads_nothing_loads_nothing_slow(arguments: list[str]):
    code = f"""
import sys
from pipeline.cli import app
app({arguments}, standalone_mode=False)
assert not {{"spacy", "pandas", "trafilatura"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_every_command_shows_an_example_and_explains_every_option():
    import typer

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert "extract" in commands
    named = dict(commands)
    for name, group in commands.items():
        named |= {f"{name} {own}": command for own, command in getattr(group, "commands", {}).items()}
    assert "rules check" in named
    for name, command in named.items():
        assert f"commentariat {name}" in command.epilog, name
        assert all(parameter.help for parameter in command.params if parameter.name != "help"), name


def test_help_has_no_box_lines_and_no_colour():
    done = subprocess.run(
        [*COMMAND, "extract", "--help"], capture_output=True, text=True, check=True, env={**os.environ, "NO_COLOR": "1"}
    )
    assert "\x1b" not in done.stdout
    assert done.stdout.isascii()


def test_version():
    result = invoke("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("commentariat ")
