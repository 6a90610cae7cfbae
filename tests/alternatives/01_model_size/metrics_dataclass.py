"""A dataclass whose sizes come from the bytes of the arrays."""


from dataclasses import dataclass


@dataclass
class CompressionMetrics:
    threshold: float = 0.01

    def _bytes(self, model):
        return sum(p.data.size * p.data.itemsize for p in model.parameters())

    def count_parameters(self, model):
        return sum(p.data.size for p in model.parameters())

    def calculate_model_size(self, model):
        return self._bytes(model) / 1e6

    def analyze_weight_distribution(self, model):
        return analyze_weight_distribution(model, self.threshold)

    def compression_ratio(self, before, after):
        return self._bytes(before) / self._bytes(after)
