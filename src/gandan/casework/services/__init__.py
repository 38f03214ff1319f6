"""Changes to the register; each leaves an audit entry in the same transaction."""
