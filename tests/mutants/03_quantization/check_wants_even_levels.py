"""Asks for what the contract leaves open: that all levels are whole steps from 0."""
EXPECT = ("check_round_trip_check", "ask for no more than they do")
CELL = "check_round_trip"
CHANGE = (
    "if got.shape != values.shape or got.dtype != np.float32:",
    "step = max(float(np.ptp(np.append(values, 0))), 1e-9) / (2**bits - 1)\n"
    "        if np.abs(got / step - np.rint(got / step)).max() > 0.01:\n"
    "            return False\n"
    "        if got.shape != values.shape or got.dtype != np.float32:",
)
