"""Papers: forms as text, drafts and issued papers, numbers and registers. Knows no case."""
