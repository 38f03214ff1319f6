"""Is a report more than a form?"""
