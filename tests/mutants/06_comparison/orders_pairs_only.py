"""Tries every pair of steps and leaves the rest out."""
EXPECT = ("compare_orders_hidden", "With one step")
CELL = "compare_orders"
CHANGE = ("for order in permutations(steps):", "for order in permutations(steps, 2):")
