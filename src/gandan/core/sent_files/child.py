"""The process that opens one sent file, under limits that it sets on itself first.

The file comes on standard input, its media type as the argument. Standard output gets one line
of JSON, and behind it the content to keep where that is not the file as it came. With a second
argument the content is a copy without names, to give out.
"""

import json
import resource
import sys

from gandan.core.readers.child import confine
from gandan.core.readers.model import MIB, Limits
from gandan.core.sent_files import kinds
from gandan.core.sent_files.looking import judge
from gandan.core.sent_files.verdicts import NotCleanedError, Reason, State

CPU_SECONDS = 20
LIMITS = Limits(memory=1024 * MIB, unpacked=kinds.LARGEST + MIB)


def main() -> None:
    confine(LIMITS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    data, kind = sys.stdin.buffer.read(), kinds.ALL[sys.argv[2]]
    state, reason, content = _nameless(data, kind) if sys.argv[3:] else judge(data, kind)
    changed = content != data
    head = {"state": state, "reason": reason, "changed": changed}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + (content if changed else b""))


def _nameless(data: bytes, kind: kinds.Kind) -> tuple[State, str, bytes]:
    from gandan.core.sent_files.nameless import nameless

    try:
        found = nameless(data, kind)
    except NotCleanedError:
        return State.REFUSED, str(Reason.NAMES_LEFT), b""
    if len(found) > kinds.LARGEST:
        return State.REFUSED, str(Reason.BEYOND_LIMITS), b""
    return State.OPENED, "", found


if __name__ == "__main__":
    main()
