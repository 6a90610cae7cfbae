"""The object's threshold is never handed on."""

EXPECT = ("CompressionMetrics_hidden", "Use the threshold kept in the object")
CELL = "CompressionMetrics"
CHANGE = (
    "return analyze_weight_distribution(model, self.threshold)",
    "return analyze_weight_distribution(model)",
)
