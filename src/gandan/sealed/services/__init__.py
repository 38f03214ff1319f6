"""Changes to sealed identities and to what may open them; each leaves an entry in the log."""
