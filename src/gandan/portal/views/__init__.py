"""Pages that anybody opens without signing in; none of them writes a session."""
