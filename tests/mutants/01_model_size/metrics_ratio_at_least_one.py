"""The larger model is put on top, whichever came before."""

EXPECT = ("CompressionMetrics_check", "0.5 the other way")
CELL = "CompressionMetrics"
CHANGE = (
    "return self.calculate_model_size(before) / self.calculate_model_size(after)",
    "sizes = sorted([calculate_model_size(before), calculate_model_size(after)])\n"
    "        return sizes[1] / sizes[0]",
)
