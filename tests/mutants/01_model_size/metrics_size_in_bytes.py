"""The method gives bytes where MB are promised."""

EXPECT = ("CompressionMetrics_check", "calculate_model_size returns 0.437544")
CELL = "CompressionMetrics"
CHANGE = (
    "return calculate_model_size(model)",
    "return calculate_model_size(model) * 1_000_000",
)
