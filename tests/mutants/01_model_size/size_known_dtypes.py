"""Two dtypes are known; any other is taken for float32."""

EXPECT = ("calculate_model_size_check", "dtype of its own")


def calculate_model_size(model):
    known = {"float16": 2, "int8": 1}
    total = 0
    for parameter in model.parameters():
        total += parameter.data.size * known.get(parameter.data.dtype.name, 4)
    return total / 1_000_000
