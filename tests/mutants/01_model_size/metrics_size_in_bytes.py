"""The method gives bytes where MB are promised."""

EXPECT = ("CompressionMetrics_check", "calculate_model_size returns 0.437544")


class CompressionMetrics:
    def __init__(self, threshold=0.01):
        self.threshold = threshold

    def count_parameters(self, model):
        return count_parameters(model)

    def calculate_model_size(self, model):
        return calculate_model_size(model) * 1_000_000

    def analyze_weight_distribution(self, model):
        return analyze_weight_distribution(model, self.threshold)

    def compression_ratio(self, before, after):
        return self.calculate_model_size(before) / self.calculate_model_size(after)
