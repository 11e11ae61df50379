"""``rules diff``: rows added, dropped and changed, against a revision of git or another folder."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

TEXT = """The government of Norland blackballed Ostia in May, and the two have hardly spoken since then.
Sudria condemned the government of Ostia for the second time, as many people had long expected it to do.
"""
RULE = """event_type: SANCTION
rules:
  - id: sanction.blackball
    trigger: {verb: [blackball]}
    target: object
    needs: [target]
    match: ["[source Norland] <blackballed> [target Ostia]."]
"""


@pytest.fixture
def place(tmp_path: Path, small_models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with articles and own rules, of which the first are committed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "commentariat.toml").write_text(f"models = {json.dumps(str(small_models))}\n")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "note.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "articles" / "other.txt").write_text("There is nothing of the kind in this one, however long one looks.\n" * 3)
    (tmp_path / "mine" / "events").mkdir(parents=True)
    (tmp_path / "mine" / "events" / "sanction.yml").write_text(RULE, encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "first"]):
        subprocess.run(["git", *command], check=True)
    return tmp_path


def diff(*arguments: object):
    return CliRunner().invoke(app, ["rules", "diff", "articles", "--rules", "mine", *(str(one) for one in arguments)])


def changes(*arguments: object) -> list[tuple[str, str, str]]:
    told = json.loads(diff("--json", *arguments).stdout)
    return [(one["table"], one["kind"], one["row"].get("trigger", "")) for one in told]


def test_the_same_rules_change_nothing(place: Path):
    result = diff()
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "no row changes",
        "compared on 2 articles; 2 hold none of the words that changed",
    ]


def test_a_new_rule_adds_rows(place: Path):
    path = place / "mine" / "events" / "sanction.yml"
    path.write_text(RULE.replace("[blackball]", "[blackball, condemn]"), encoding="utf-8")
    subprocess.run(["git", "rm", "-q", "--cached", "mine/events/sanction.yml"], check=True)
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "without"], check=True)
    found = changes()
    assert ("events", "added", "blackballed") in found
    assert ("dyads", "added", "") in found
    assert ("participants", "added", "") in found
    told = diff().stdout
    assert "  + events       SANCTION at 'blackballed', affirmed, actual (sanction.blackball)" in told
    assert "1 hold none of the words that changed" in told.splitlines()[-1]
    assert "compared on 2 articles" in told


def test_a_rule_that_goes_drops_rows(place: Path):
    path = place / "mine" / "events" / "sanction.yml"
    path.write_text(RULE.replace("blackball", "shun"), encoding="utf-8")
    assert ("events", "dropped", "blackballed") in changes()


def test_a_changed_rule_changes_cells(place: Path):
    path = place / "mine" / "events" / "sanction.yml"
    path.write_text(RULE.replace("target: object", "source: object\n    target: subject"), encoding="utf-8")
    assert {(table, kind) for table, kind, _ in changes()} >= {("participants", "dropped"), ("dyads", "added")}
    path.write_text(RULE.replace("needs", "mode: expel\n    needs"), encoding="utf-8")
    (event,) = [one for one in json.loads(diff("--json").stdout) if one["table"] == "events"]
    assert (event["kind"], event["was"], event["row"]["mode"]) == ("changed", {"mode": ""}, "expel")
    assert "~ events       mode 'empty' -> 'expel'" in diff().stdout


def test_before_the_first_commit_all_rules_are_new(place: Path):
    shutil.rmtree(place / ".git")
    assert ("events", "added", "blackballed") in changes()
    subprocess.run(["git", "init", "-q"], check=True)
    assert ("events", "added", "blackballed") in changes()


def test_a_folder_may_be_the_base(place: Path):
    (place / "none" / "events").mkdir(parents=True)
    assert ("events", "added", "blackballed") in changes("--base", "none")


def test_the_words_lists_and_names_have_all_read_anew(place: Path):
    (place / "mine" / "entities").mkdir()
    header = "kb_id,name,label,country,aliases,members,from,to\n"
    (place / "mine" / "entities" / "treaties.csv").write_text(f"{header}kind-accord,Kind Accord,TREATY,,,XNL;XOS,,\n")
    assert diff().stdout.splitlines()[-1] == "compared on 2 articles"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--base", "nowhere"], "'nowhere' is no revision of"),
        (["nowhere"], "nowhere: no such file or folder"),
    ],
)
def test_wrong_usage_says_what_would_be_right(place: Path, arguments: list[str], message: str):
    result = diff(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_a_fault_in_the_rules_is_told_with_its_line(place: Path):
    path = place / "mine" / "events" / "sanction.yml"
    path.write_text(RULE.replace("target:", "tarjet:"), encoding="utf-8")
    result = diff()
    assert result.exit_code == 2
    assert "sanction.yml:5: tarjet: Extra inputs are not permitted" in result.stderr
