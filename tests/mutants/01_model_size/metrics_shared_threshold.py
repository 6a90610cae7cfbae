"""The threshold is kept in the class: the last object made decides for all."""

EXPECT = ("CompressionMetrics_hidden", "Use the threshold kept in the object")
CELL = "CompressionMetrics"
CHANGE = ("self.threshold = threshold", "CompressionMetrics.threshold = threshold")
