"""A network comes back instead of its layers."""
EXPECT = ("read_model_check", 'list of two SharedLayer')
CELL = "read_model"
CHANGE = ('return layers', 'return model_of(layers)')
