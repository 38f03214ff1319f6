"""`gandan units`: load the units of a city from a preset or a file of the same shape."""

import argparse
import json
from pathlib import Path
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import EXIT_OK, CommandError, say


def add(commands: Any) -> None:
    parser = commands.add_parser("units", help="nạp danh mục đơn vị")
    parser.add_argument(
        "source", metavar="TÊN|TỆP", help="ha_noi_2011, ha_noi_2025 hoặc một tệp .json"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    django_setup.start()
    django_setup.require_migrated()
    from gandan.units.services import PresetError, load_units, preset

    path = Path(args.source)
    try:
        content = json.loads(path.read_text("utf-8")) if path.is_file() else preset(args.source)
        loaded = load_units(content, by=None)
    except (PresetError, ValueError, OSError) as error:
        raise CommandError(f"Không nạp được {args.source}: {error}") from error
    say(f"Đã thêm {loaded.units} đơn vị và {loaded.successions} liên kết kế thừa.")
    return EXIT_OK
