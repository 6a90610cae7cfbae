"""The object's threshold is never handed on."""

EXPECT = ("CompressionMetrics_hidden", "Use the threshold kept in the object")


class CompressionMetrics:
    def __init__(self, threshold=0.01):
        self.threshold = threshold

    def count_parameters(self, model):
        return count_parameters(model)

    def calculate_model_size(self, model):
        return calculate_model_size(model)

    def analyze_weight_distribution(self, model):
        return analyze_weight_distribution(model)

    def compression_ratio(self, before, after):
        return self.calculate_model_size(before) / self.calculate_model_size(after)
