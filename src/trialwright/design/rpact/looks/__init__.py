"""rpact's field names over our analyses at a look: shared by the calls that give them."""
