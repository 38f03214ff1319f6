"""Work that takes longer than a request: a lease queue on the same database."""
