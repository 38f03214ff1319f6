"""Make the word model that comes with the product from ``data/wording`` (deterministic).

Run it after changing the wording: python scripts/train_words.py
"""

import hashlib
from importlib.resources import files
from pathlib import Path

from gandan.synthesis.training import train
from gandan.synthesis.wording import load_wording

TARGET = Path(str(files("gandan.synthesis"))) / "data" / "words.npz"


def main() -> None:
    model = train(load_wording())
    data = model.to_bytes()
    TARGET.write_bytes(data)
    print(f"{len(data):,} bytes, {len(model.runs):,} runs, {len(model.weight):,} weights")
    print(hashlib.sha256(data).hexdigest()[:16], dict(model.about))


if __name__ == "__main__":
    main()
