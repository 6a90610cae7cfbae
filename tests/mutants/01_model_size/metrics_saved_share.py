"""The share of bytes saved is returned instead of the ratio."""

EXPECT = ("CompressionMetrics_check", "Divide before by after")
CELL = "CompressionMetrics"
CHANGE = (
    "return self.calculate_model_size(before) / self.calculate_model_size(after)",
    "return 1 - self.calculate_model_size(after) / self.calculate_model_size(before)",
)
