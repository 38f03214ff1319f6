"""The process that opens one sent file, under limits that it sets on itself first.

The file comes on standard input, its media type as the argument. Standard output gets one line
of JSON, and behind it the content to keep where that is not the file as it came.
"""

import json
import resource
import sys

from gandan.core.readers.child import confine
from gandan.core.readers.model import MIB, Limits
from gandan.core.sent_files import kinds
from gandan.core.sent_files.looking import judge

CPU_SECONDS = 20
LIMITS = Limits(memory=1024 * MIB, unpacked=kinds.LARGEST + MIB)


def main() -> None:
    confine(LIMITS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    data, kind = sys.stdin.buffer.read(), kinds.ALL[sys.argv[2]]
    state, reason, content = judge(data, kind)
    changed = content != data
    head = {"state": state, "reason": reason, "changed": changed}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + (content if changed else b""))


if __name__ == "__main__":
    main()
