"""Analysis at a look of a sequential or adaptive design: what the data so far say, and what the rest may."""
