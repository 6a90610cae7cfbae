"""The ratio is rounded to two decimals."""

EXPECT = ("CompressionMetrics_check", "do not round")
CELL = "CompressionMetrics"
CHANGE = (
    "return self.calculate_model_size(before) / self.calculate_model_size(after)",
    "return round(self.calculate_model_size(before) / self.calculate_model_size(after), 2)",
)
