"""No copy: steps that work in place spoil the model for the next order."""
EXPECT = ("compare_orders_check", "from a copy of the model")
CELL = "compare_orders"
CHANGE = ("result = model.copy()", "result = model")
