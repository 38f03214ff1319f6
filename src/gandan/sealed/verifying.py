"""Are all envelopes here, as they were sealed? The log says what was sealed; `gandan verify` asks."""

import hashlib
from collections.abc import Iterator

from gandan.audit.models import Entry
from gandan.sealed.models import SealedIdentity

CHUNK = 200


def envelope_faults() -> Iterator[str]:
    """A sentence for each envelope that was changed, removed, or put in past the log."""
    entries = Entry.objects.filter(action="identity.sealed").order_by("id")
    said = {
        subject: str(details.get("digest", ""))
        for subject, details in entries.values_list("subject", "details").iterator()
    }
    rows = SealedIdentity.objects.order_by("sealed_at").values_list("code", "ciphertext")
    for code, ciphertext in rows.iterator(CHUNK):
        digest = said.pop(code, None)
        if digest is None:
            yield f"Phong bì {code} không có trong nhật ký."
        elif digest != hashlib.sha256(bytes(ciphertext)).hexdigest():
            yield f"Phong bì {code} đã bị sửa."
    for code in said:
        yield f"Phong bì {code} có trong nhật ký nhưng không còn."
