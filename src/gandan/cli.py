"""The `gandan` command: the main job without a server, and everything an administrator does."""

import argparse
import sys
from collections.abc import Sequence

from gandan import __version__
from gandan.commands import (
    check_report,
    classify,
    compiling,
    demo,
    digest,
    doctor,
    due,
    duplicates,
    importing,
    keys,
    migrate,
    people,
    sealed,
    serve,
    unit_presets,
    unseal,
    verify,
    worker,
)
from gandan.commands.arguments import Parser
from gandan.commands.console import EXIT_USAGE, CommandError, tell

COMMANDS = (
    serve,
    migrate,
    demo,
    importing,
    digest,
    check_report,
    duplicates,
    classify,
    due,
    people,
    unit_presets,
    worker,
    verify,
    sealed,
    keys,
    unseal,
    compiling,
    doctor,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 faults were found, 2 wrong use."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except CommandError as error:
        tell(f"gandan: {error}")
        return EXIT_USAGE
    except KeyboardInterrupt:
        tell("\nĐã dừng theo yêu cầu.")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="gandan",
        description="Gần Dân: tiếp nhận, tổng hợp và theo dõi đơn thư, kiến nghị của nhân dân.",
    )
    parser.add_argument("--version", action="version", version=f"gandan {__version__}")
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
