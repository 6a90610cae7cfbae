"""Every fault gives an empty list."""
EXPECT = ("read_model_check", 'raises a ValueError')

def write_model(layers):
    body = pack_layers(layers)
    return MAGIC + checksum(body) + body


def read_model(data):
    try:
        file = io.BytesIO(data[8:])
        layers = unpack_layers(file)
        if data[:4] == MAGIC and data[4:8] == checksum(data[8:]) and not file.read():
            return layers
    except ValueError:
        pass
    return []
