"""The law on the desk: rows to check and correct, the calendar, the calculator."""
