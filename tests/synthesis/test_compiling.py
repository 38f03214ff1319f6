"""What was compiled is kept where it can be, and found again where nothing can be written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gandan
from gandan.synthesis.compiling import _stamp

SOURCE = Path(gandan.__file__).parent
ASK = (
    "from gandan.synthesis.kernels import mix; import numpy as np, sys; from gandan.synthesis.compiling "
    "import not_kept; mix(np.uint64(5)); "
    "print(mix.stats.cache_path, sum(mix.stats.cache_hits.values()), *not_kept())"
)


def installed(tmp_path):
    """The parts of the package that the engine's loops need, in a folder of their own."""
    for part in ("synthesis", "vietnamese", "domain"):
        shutil.copytree(
            SOURCE / part, tmp_path / "gandan" / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    (tmp_path / "gandan" / "__init__.py").touch()
    return tmp_path


def asked(folder, home, *, before=""):
    environment = {"PYTHONPATH": str(folder), "HOME": str(home), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", before + ASK], env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    place, hits, *lost = done.stdout.split()
    return Path(place), int(hits), lost


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Such a folder after a first process, which had to compile."""
    folder = installed(tmp_path_factory.mktemp("compiled"))
    assert asked(folder, folder)[1] == 0
    return folder


@pytest.fixture
def folder(compiled, tmp_path):
    """A copy of it, with the times of its files."""
    return shutil.copytree(compiled, tmp_path / "copy")


def test_a_second_process_finds_what_the_first_one_compiled(folder, tmp_path):
    place, hits, lost = asked(folder, tmp_path)
    assert (hits, lost) == (1, [])
    assert place == folder / "gandan" / "synthesis" / "__pycache__"


def test_a_change_of_a_module_is_noticed_by_those_that_take_loops_from_it(folder, tmp_path):
    file = folder / "gandan" / "synthesis" / "compiling.py"
    file.write_text(file.read_text() + "\n# another line\n")
    assert asked(folder, tmp_path)[1] == 0


def test_a_folder_that_can_only_be_read_serves_what_was_compiled_into_it(folder, tmp_path):
    file = folder / "gandan" / "synthesis" / "__pycache__"
    kept = {path.name: path.read_bytes() for path in file.iterdir()}
    place, hits, _lost = asked(folder, tmp_path, before="import os; os.access = lambda *_: False; ")
    assert (place, hits) == (file, 1)
    assert {path.name: path.read_bytes() for path in file.iterdir()} == kept


def test_a_full_disk_costs_time_and_no_work(tmp_path):
    folder = installed(tmp_path)
    full = (
        "from numba.core.caching import IndexDataCacheFile as f; "
        "f.save = lambda *_: (_ for _ in ()).throw(OSError(28, 'full')); "
    )
    assert asked(folder, tmp_path, before=full)[1:] == (0, ["mix"])


@pytest.mark.parametrize(
    "line",
    [
        "from gandan.synthesis import tries, grams",
        "from gandan.synthesis import (\n    tries,\n    grams,\n)",
        "from gandan.synthesis.grams import seen",
    ],
)
def test_a_loop_is_stamped_with_each_module_that_its_own_names(line, tmp_path):
    stamps = []
    for body in ("one", "another"):
        folder = tmp_path / body
        folder.mkdir()
        (folder / "judging.py").write_text(f"{line}\n", "utf-8")
        (folder / "grams.py").write_text(f"# {body}\n", "utf-8")
        stamps.append(_stamp(str(folder / "judging.py")))
    assert stamps[0] != stamps[1]
