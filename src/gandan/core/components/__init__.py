"""What pages are made of; ``{% load gandan %}`` brings each into a template.

The list with one line of usage each is docs/reference/components.md.
"""
