"""The larger model is put on top, whichever came before."""

EXPECT = ("CompressionMetrics_hidden", "grows to twice its bytes")
CELL = "CompressionMetrics"
CHANGE = (
    "return self.calculate_model_size(before) / self.calculate_model_size(after)",
    "sizes = sorted([calculate_model_size(before), calculate_model_size(after)])\n"
    "        return sizes[1] / sizes[0]",
)
