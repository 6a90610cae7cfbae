"""The ratio is after over before."""

EXPECT = ("CompressionMetrics_check", "Divide before by after")


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
        return self.calculate_model_size(after) / self.calculate_model_size(before)
