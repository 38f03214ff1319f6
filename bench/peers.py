"""The peers' environment: made once from the hash-locked list, apart from the product's."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"
LOCK = ROOT / "bench" / "requirements-peers.txt"


def python() -> Path:
    """The interpreter of the peers' environment, which is made on the first call."""
    own = FOLDER / "peers" / "bin" / "python"
    done = FOLDER / "peers" / ".installed"
    if not done.exists() or done.stat().st_mtime < LOCK.stat().st_mtime:
        print("Installing the peers into .bench/peers…", file=sys.stderr)
        venv.create(FOLDER / "peers", with_pip=True, clear=True)
        install = [str(own), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
        subprocess.run(install, check=True)
        done.touch()
    return own
