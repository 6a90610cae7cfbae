"""The steps are taken from the last name to the first."""
EXPECT = ("compare_orders_check", "leads to")
CELL = "compare_orders"
CHANGE = ("for name in order:", "for name in reversed(order):")
