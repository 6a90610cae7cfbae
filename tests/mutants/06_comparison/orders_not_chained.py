"""Every step works on the model given, not on what the step before returned."""
EXPECT = ("compare_orders_check", "what the one before returned")
CELL = "compare_orders"
CHANGE = (
    "result = model.copy()\n"
    "        for name in order:\n"
    "            result = steps[name](result)",
    "for name in order:\n"
    "            result = steps[name](model.copy())",
)
