"""The briefing pack: one page for a leader, with an annex, from concerns, register and reports."""
