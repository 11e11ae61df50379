import gc
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.start import no_collections

ROOT = Path(__file__).parents[1]


def test_nothing_is_collected_even_where_a_library_switches_it_on():
    before = gc.get_threshold()
    with no_collections():
        gc.enable()
        assert gc.get_threshold()[0] == 0
    assert gc.get_threshold() == before

    def fail() -> None:
        with no_collections():
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fail()
    assert gc.get_threshold() == before


def test_spacy_comes_without_its_command_line_which_can_be_had_later():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pipeline.start import import_spacy; import_spacy(); import_spacy()\n"
            "print('weasel' in sys.modules, 'spacy.cli' in sys.modules)\n"
            "import spacy; print(spacy.info()['spacy_version'] == spacy.__version__)\n"
            "from spacy.cli import app; print(len(app.registered_commands) > 3)",
        ],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert said.split()[:2] == ["False", "False"]
    assert said.split()[-2:] == ["True", "True"]


def test_a_run_knows_its_inputs_without_what_reads_them():
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pipeline.run; from pathlib import Path; from pipeline.inputs import find_sources\n"
            "any(source.is_collection for source in find_sources([Path('corpus/articles')])[0])\n"
            "print([name for name in ('ftfy', 'spacy', 'pipeline.ingest') if name in sys.modules])",
        ],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert said.strip() == "[]"
