"""Citizen reception: schedules of leaders, the desk, refusals and the reception book."""
