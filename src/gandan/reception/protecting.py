"""Whose name is kept from lists, books and printed pages (Law 25/2018/QH14, art. 56)."""

from gandan.domain.kinds import Kind

# A mixed letter holds a denunciation until it is split.
PROTECTED = frozenset({str(Kind.DENUNCIATION), str(Kind.MIXED)})
