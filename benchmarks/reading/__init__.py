"""How well documents are read, on corpora that people have marked up; each file says its rule for a hit."""
