"""Any number is taken for a fraction."""
EXPECT = ("neurons_to_keep_check", "keep = 2")
CELL = "neurons_to_keep"
CHANGE = ("if not 0 < keep <= 1 or np.isnan(importance).any():", "if np.isnan(importance).any():")
