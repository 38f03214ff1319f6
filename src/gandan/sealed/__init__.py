"""Identities of denouncers: the server can lock them but not open them."""
