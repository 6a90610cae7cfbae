"""The ratio compares numbers of parameters instead of bytes."""

EXPECT = ("CompressionMetrics_check", "Compare bytes")
CELL = "CompressionMetrics"
CHANGE = (
    "return self.calculate_model_size(before) / self.calculate_model_size(after)",
    "return self.count_parameters(before) / self.count_parameters(after)",
)
