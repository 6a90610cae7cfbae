"""Tries every pair of steps and leaves the rest out."""
EXPECT = ("compare_orders_check", "a dict with the keys")
CELL = "compare_orders"
CHANGE = ("for order in permutations(steps):", "for order in permutations(steps, 2):")
