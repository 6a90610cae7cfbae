"""Layers are unpacked before MAGIC and checksum are looked at: an empty file ends in another error."""
EXPECT = ("read_model_check", 'stops with')
CELL = "read_model"
CHANGE = (('    if data[:4] != MAGIC:', '    kind, stated = struct.unpack("<4sI", data[:8])\n    if kind != MAGIC:'),)
