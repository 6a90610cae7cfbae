"""The ratio compares numbers of parameters instead of bytes."""

EXPECT = ("CompressionMetrics_check", "Compare bytes")


class CompressionMetrics:
    def __init__(self, threshold=0.01):
        self.threshold = threshold

    def count_parameters(self, model):
        return count_parameters(model)

    def calculate_model_size(self, model):
        return calculate_model_size(model)

    def analyze_weight_distribution(self, model):
        return analyze_weight_distribution(model, self.threshold)

    def compression_ratio(self, before, after):
        return self.count_parameters(before) / self.count_parameters(after)
