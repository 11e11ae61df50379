"""The tutorial is true: its files are written and its commands run, in their order, and say what it says they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from pipeline.analysis import load_rules_of
from pipeline.cli import app
from pipeline.entities import load_gazetteer
from tests.lines import put_command, run_here, run_in_shell

ROOT = Path(__file__).parents[1]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: ([\w./-]+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What each command must say, so that the text around it is true.
SAID = {
    "cut -d, -f2-7 tables/events.csv": "article_id,sentence_id,start,end,trigger,event_type",
    "commentariat explain \"The": "no rule has the verb 'blackball'; try one: commentariat rules try --verb blackball",
    "commentariat rules try": "strait:3  sanction.blackball: Norland -> Ostia; new",
    "commentariat rules new": "my-rules/events/sanction.yml: rule added",
    "commentariat rules check": "all is well",
    "commentariat rules diff": "+ events       SANCTION at 'blackballed', affirmed, actual (sanction.blackball)",
    "commentariat rules show": "  strait:3  In May the government of Norland blackballed Ostia",
    "commentariat explain strait:3": "rule      sanction.blackball  my-rules/events/sanction.yml:3",
    "commentariat label export": "sentences for doccano: tasks.jsonl",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command says, when the tutorial is followed in an empty folder."""
    folder = tmp_path_factory.mktemp("tutorial")
    put_command(folder)
    said: dict[str, str] = {}
    for language, name, text in BLOCK.findall(TUTORIAL):
        if name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        elif language == "sh":
            for line in text.splitlines():
                # What an earlier line loaded is not at hand to who types these.
                load_rules_of.cache_clear()
                load_gazetteer.cache_clear()
                done = run_here(line, folder) if line.startswith("commentariat ") else run_in_shell(line, folder)
                assert (done.status, done.stderr) == (0, ""), f"{line}: {done.stdout}{done.stderr}"
                said[line] = said.get(line, "") + done.stdout
    return said


def test_each_command_runs_and_says_what_the_tutorial_says(told: dict[str, str]):
    for start, words in SAID.items():
        (output,) = [output for line, output in told.items() if line.startswith(start)]
        assert words in output, f"{start}: {output}"


def test_the_event_is_missed_at_first_and_found_at_last(told: dict[str, str]):
    assert "blackballed" not in told["cut -d, -f2-7 tables/events.csv"]
    extracted = told["commentariat extract my --out tables"]
    assert extracted.count("tables     tables") == 2
    assert "SANCTION 1" not in extracted.split("tables     tables")[0]
    assert "SANCTION 1" in extracted.split("tables     tables")[1]


def test_every_command_and_option_that_is_named_is_there():
    group = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    commands = dict(group)
    for name in ("rules", "label"):
        commands |= {f"{name} {inner}": one for inner, one in group[name].commands.items()}
    for words in re.findall(r"commentariat ((?:rules |label )?[a-z]+)", TUTORIAL):
        if not words.startswith(("toml", "doesn")):
            assert words in commands, words
    parameters = [parameter for one in commands.values() for parameter in one.params]
    known = {option for one in parameters for option in (*one.opts, *one.secondary_opts)}
    assert set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", TUTORIAL)) <= known
