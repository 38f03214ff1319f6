"""The word models of this office: which one suggests, where it comes from, how good it is."""
