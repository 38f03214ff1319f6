"""People who sign in: names, passwords, second factor."""
