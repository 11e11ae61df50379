import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.inputs import InputError, TakenIds, find_sources, safe_id


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_files_come_in_the_order_of_their_paths_and_hidden_ones_stay_out(tmp_path: Path):
    for name in ("b.txt", "a/z.md", "a/.hidden.txt", ".git/config", "a.txt"):
        write(tmp_path / name)
    sources, rejects = find_sources([tmp_path])
    assert [source.shown for source in sources] == ["a.txt", "a/z.md", "b.txt"]
    assert rejects == []


def test_the_order_of_naming_does_not_matter_and_none_is_read_twice(tmp_path: Path):
    one, two = write(tmp_path / "one.txt"), write(tmp_path / "in" / "two.txt")
    there = find_sources([one, two, tmp_path / "in"])[0]
    back = find_sources([tmp_path / "in", two, one])[0]
    assert [source.shown for source in there] == [source.shown for source in back] == ["one.txt", "two.txt"]


def test_files_of_one_stem_get_ids_of_their_own_that_hang_on_no_order(tmp_path: Path):
    for name in ("note.txt", "note.pdf", "in/Note.md", "other.txt"):
        write(tmp_path / name)
    before = {source.shown: source.article_id for source in find_sources([tmp_path])[0]}
    assert len({name.casefold() for name in before.values()}) == 4
    assert before["other.txt"] == "other"
    write(tmp_path / "a-new-one.txt")
    after = {source.shown: source.article_id for source in find_sources([tmp_path])[0]}
    assert {name: after[name] for name in before} == before


def test_a_path_that_is_not_there(tmp_path: Path):
    with pytest.raises(InputError, match="no such file or folder; name a file or folder"):
        find_sources([tmp_path / "nowhere"])


def test_a_folder_with_nothing_in_it(tmp_path: Path):
    with pytest.raises(InputError, match=r"no file to read there; articles are \.txt"):
        find_sources([tmp_path])


def test_nothing_named():
    with pytest.raises(InputError, match="name at least one file or folder"):
        find_sources([])


def test_the_output_folder_is_no_input(tmp_path: Path):
    write(tmp_path / "a.txt")
    write(tmp_path / "outputs" / "text" / "a.txt")
    assert [source.shown for source in find_sources([tmp_path], tmp_path / "outputs")[0]] == ["a.txt"]
    with pytest.raises(InputError, match="can't be an input too"):
        find_sources([tmp_path], tmp_path)


def test_links_out_of_the_folder_and_things_that_are_no_files_are_rejected(tmp_path: Path):
    outside = write(tmp_path / "outside.txt")
    folder = tmp_path / "in"
    write(folder / "a.txt")
    (folder / "link.txt").symlink_to(outside)
    (folder / "broken.txt").symlink_to(tmp_path / "gone")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    sources, rejects = find_sources([folder])
    assert [source.shown for source in sources] == ["a.txt"]
    assert {reject.path: reject.reason.split(";")[0] for reject in rejects} == {
        "broken.txt": "can't be looked at (No such file or directory)",
        "link.txt": "a link to a file outside the folder",
        "pipe.txt": "not a regular file",
    }


def test_a_name_that_is_not_utf8_is_shown_all_the_same(tmp_path: Path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("x")
    ((source,), _) = find_sources([tmp_path])
    assert source.shown == "caf\ufffd.txt"
    source.article_id.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("2022-03 MoU (final)", "2022-03-MoU-final"),
        ("../../etc", "etc"),
        ("=cmd|' /C calc'!A0", "cmd-C-calc-A0"),
        ("…", "article"),
        ("línea", "línea"),
        ("CON", "CON_"),
        ("aux.2021", "aux_.2021"),
        ("nul.", "nul_"),
        ("Com1", "Com1_"),
        ("console", "console"),
        ("a.con", "a.con"),
    ],
)
def test_safe_ids(name: str, made: str):
    assert safe_id(name) == made


@given(st.text(max_size=300))
def test_a_safe_id_names_a_file(name: str):
    made = safe_id(name)
    assert 0 < len(made.encode("utf-8", "surrogatepass")) <= 100
    assert not set(made) & set('/\\:*?"<>|\n\0')
    assert made[0] not in ".-"


def test_taken_ids_are_given_once_whatever_their_case():
    taken = TakenIds(["Note"])
    given = [taken.own("note", "c.jsonl#0"), taken.own("note", "c.jsonl#0"), taken.own("other", "c.jsonl#1")]
    assert len({name.casefold() for name in given} | {"note"}) == 4
    assert given[2] == "other"
