"""The object's threshold is never handed on."""

EXPECT = ("CompressionMetrics_check", "threshold kept in the object")
CELL = "CompressionMetrics"
CHANGE = (
    "return analyze_weight_distribution(model, self.threshold)",
    "return analyze_weight_distribution(model)",
)
