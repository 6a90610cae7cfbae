"""Never looks at the dtype of what comes back."""
EXPECT = ("check_round_trip_check", "Look at the dtype")
CELL = "check_round_trip"
CHANGE = ("if got.shape != values.shape or got.dtype != np.float32:", "if got.shape != values.shape:")
