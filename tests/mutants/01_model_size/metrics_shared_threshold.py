"""The threshold is kept in the class: the last object made decides for all."""

EXPECT = ("CompressionMetrics_check", "threshold kept in the object")
CELL = "CompressionMetrics"
CHANGE = ("self.threshold = threshold", "CompressionMetrics.threshold = threshold")
