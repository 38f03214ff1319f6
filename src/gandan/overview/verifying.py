"""Do frozen digests still say what was frozen?"""

from gandan.overview.models import Digest
from gandan.overview.services.digesting import content_hash


def digest_faults() -> list[str]:
    """A sentence for each frozen digest whose content no longer has its hash."""
    frozen = Digest.objects.filter(state=Digest.State.FROZEN).select_related("scope")
    return [
        f"Bản tổng hợp {digest.code} không còn khớp mã chốt."
        for digest in frozen.iterator()
        if content_hash(digest) != digest.content_hash
    ]
