"""Functions bound as static methods; the ratio from the functions themselves."""


class CompressionMetrics:
    count_parameters = staticmethod(count_parameters)
    calculate_model_size = staticmethod(calculate_model_size)

    def __init__(self, threshold=0.01):
        self._analyze = lambda model: analyze_weight_distribution(model, threshold=threshold)

    def analyze_weight_distribution(self, model):
        return self._analyze(model)

    def compression_ratio(self, before, after):
        return np.divide(calculate_model_size(before), calculate_model_size(after))
