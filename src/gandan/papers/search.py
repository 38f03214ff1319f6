"""What of the registers is searched: numbers, abstracts, who wrote, who receives.

Papers about what is hidden by its class are not indexed at all, and the text of a scan only
once a person has confirmed it.
"""

from gandan.core.search import SearchIndex
from gandan.domain.confidentiality import Confidentiality
from gandan.papers.models import IncomingEntry, OutgoingEntry

OUTGOING = SearchIndex("papers_outgoing_search")
INCOMING = SearchIndex("papers_incoming_search")


def index_outgoing(entry: OutgoingEntry) -> None:
    parts = (entry.symbol, entry.type_name, entry.abstract, entry.signer, entry.recipients)
    _put(OUTGOING, entry, *parts, entry.remark)


def index_incoming(entry: IncomingEntry) -> None:
    confirmed = entry.scans.exclude(text="").values_list("text", flat=True)
    parts = (str(entry), entry.author, entry.document_number, entry.type_name, entry.abstract)
    _put(INCOMING, entry, *parts, entry.receiver, entry.remark, *confirmed)


def _put(index: SearchIndex, entry: OutgoingEntry | IncomingEntry, *parts: str) -> None:
    hidden = Confidentiality(entry.data_class).is_hidden
    index.replace(entry.pk, "" if hidden else "\n".join(part for part in parts if part))
