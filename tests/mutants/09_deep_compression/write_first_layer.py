"""Only the first layer is written."""
EXPECT = ("read_model_check", 'write_model gives')
CELL = "read_model"
CHANGE = ('pack_layers(layers)', 'pack_layers(layers[:1])')
