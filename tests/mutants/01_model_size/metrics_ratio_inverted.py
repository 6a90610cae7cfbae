"""The ratio is after over before."""

EXPECT = ("CompressionMetrics_check", "Divide before by after")
CELL = "CompressionMetrics"
CHANGE = (
    "return self.calculate_model_size(before) / self.calculate_model_size(after)",
    "return self.calculate_model_size(after) / self.calculate_model_size(before)",
)
