"""The methods print instead of returning."""

EXPECT = ("CompressionMetrics_check", "count_parameters returns 109386")
CELL = "CompressionMetrics"
CHANGE = ("return count_parameters(model)", "print(count_parameters(model))")
