"""Takes for granted that steps change the model they are handed."""
EXPECT = ("compare_orders_check", "what the one before returned")
CELL = "compare_orders"
CHANGE = ("result = steps[name](result)", "steps[name](result)")
