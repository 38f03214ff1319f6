"""How often somebody may try: counted in memory, under a name that cannot be turned back.

A tracking code carries 128 random bits, so nobody guesses one; the limit keeps machines from
trying all day. What is counted is a keyed hash of the address, with a key that this process made
up when it started and that is written nowhere. Entries go when their window has passed.
"""

import hmac
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

_KEY = secrets.token_bytes(32)
EVERYBODY = b""
MOST_NAMES = 50_000


@dataclass
class Limit:
    """``each`` tries of one address and ``all`` of everybody in ``seconds``.

    When everybody together tries too often, each address gets only ``then`` tries: those who
    never tried in vain are still served.
    """

    each: int
    all: int
    seconds: int
    then: int = 2
    _tries: OrderedDict[bytes, deque[float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_open(self, name: bytes, now: float | None = None) -> bool:
        """Whether ``name`` may try once more; nothing is counted."""
        at = time.monotonic() if now is None else now
        with self._lock:
            crowded = self._count(EVERYBODY, at) >= self.all
            return self._count(name, at) < (self.then if crowded else self.each)

    def count(self, name: bytes, now: float | None = None) -> None:
        """Count one try of ``name``."""
        at = time.monotonic() if now is None else now
        with self._lock:
            for key in (EVERYBODY, name):
                self._tries.setdefault(key, deque(maxlen=self.all)).append(at)
                self._tries.move_to_end(key)
            self._sweep(at)

    def forget(self) -> None:
        with self._lock:
            self._tries.clear()

    def _count(self, key: bytes, at: float) -> int:
        tries = self._tries.get(key)
        if not tries:
            return 0
        while tries and at - tries[0] > self.seconds:
            tries.popleft()
        return len(tries)

    def _sweep(self, at: float) -> None:
        """Drop names whose window has passed, oldest first, and whatever is too many."""
        while self._tries:
            key, tries = next(iter(self._tries.items()))
            if at - tries[-1] <= self.seconds and len(self._tries) <= MOST_NAMES:
                return
            del self._tries[key]


# Only codes with a right check character that belong to nothing count as tries in vain.
WRONG_CODES = Limit(each=10, all=300, seconds=600)
# Many phones share one address of a telephone company.
LETTERS = Limit(each=30, all=600, seconds=3600, then=3)


def name_of(request: HttpRequest) -> bytes:
    """The address that asks, as a keyed hash; of an IPv6 address its network."""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        # No address came along: all who come so count as one.
        return b"unknown"
    if address.version == 6:
        address = ipaddress.ip_network((address, 64), strict=False).network_address
    return hmac.digest(_KEY, address.packed, "sha256")[:16]
