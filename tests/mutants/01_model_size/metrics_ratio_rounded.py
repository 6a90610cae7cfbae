"""The ratio is rounded to two decimals."""

EXPECT = ("CompressionMetrics_check", "do not round")


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
        return round(self.calculate_model_size(before) / self.calculate_model_size(after), 2)
