"""Which bodies exist when, which area they serve, who holds which duty; the access policy."""
