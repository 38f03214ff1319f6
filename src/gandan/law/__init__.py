"""Rows of law that an office may correct: time limits, calendar, what was checked and by whom."""
