"""Do frozen packs still say what was frozen?"""

from gandan.briefing.models import Pack
from gandan.briefing.services.drafting import content_hash


def pack_faults() -> list[str]:
    """A sentence for each frozen pack whose content or sources no longer have its hash."""
    frozen = Pack.objects.filter(state=Pack.State.FROZEN).select_related("scope", "last")
    return [
        f"Tài liệu giao ban {pack.code} không còn khớp mã chốt."
        for pack in frozen.iterator()
        if content_hash(pack) != pack.content_hash
    ]
