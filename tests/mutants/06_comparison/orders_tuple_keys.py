"""Orders as tuples instead of joined names."""
EXPECT = ("compare_orders_check", "a dict with the keys")
CELL = "compare_orders"
CHANGE = ('results[" > ".join(order)] = measure(result)', "results[order] = measure(result)")
