"""Changes to concerns: the engine's runs, and what people decide about its suggestions."""
