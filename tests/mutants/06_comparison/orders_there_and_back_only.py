"""Only the order given and its reverse."""
EXPECT = ("compare_orders_check", "a dict with the keys")
CELL = "compare_orders"
CHANGE = (
    "for order in permutations(steps):",
    "for order in dict.fromkeys([tuple(steps), tuple(reversed(list(steps)))]):",
)
