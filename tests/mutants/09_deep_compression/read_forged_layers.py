"""A body that cannot be unpacked gives an empty list."""
EXPECT = ('read_model_check', 'errors of unpack_layers')
CELL = 'read_model'
CHANGE = ('    layers = unpack_layers(file)', '    try:\n        layers = unpack_layers(file)\n    except ValueError:\n        return []')
