"""The larger model is put on top, whichever came before."""

EXPECT = ("CompressionMetrics_hidden", "grows to twice its bytes")


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
        sizes = sorted([calculate_model_size(before), calculate_model_size(after)])
        return sizes[1] / sizes[0]
