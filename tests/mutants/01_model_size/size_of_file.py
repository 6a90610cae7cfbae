"""The file is measured, with its header, instead of the arrays."""

EXPECT = ("calculate_model_size_check", "add up the arrays")


def calculate_model_size(model):
    from smallnets import file_bytes

    return file_bytes(model) / 1_000_000
