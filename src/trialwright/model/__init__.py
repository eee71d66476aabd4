"""The nouns of DESIGN.md, as frozen pydantic models. No I/O and no arithmetic worth a test of its own."""
