"""Change packs and the tasks that come of them."""
