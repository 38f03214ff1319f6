"""`make bench`: measure beside peers and print ratios; `make bench PART=copies` for one part.

Each part is a module with ``main()`` that writes its own section of bench/RESULTS.md.
"""

import argparse
from importlib import import_module

PARTS = (
    "copies",
    "concerns",
    "city",
    "online",
    "scale",
    "register",
    "casework",
    "substance",
    "sense",
    "reports",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    for part in arguments.parse_args().parts or PARTS:
        if part not in PARTS:
            raise SystemExit(f"{part}: choose of {', '.join(PARTS)}")
        import_module(f"bench.{part}").main()


if __name__ == "__main__":
    main()
