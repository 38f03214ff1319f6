"""Tell people of the network what waits for them: on the desk, by mail, in their calendar."""
