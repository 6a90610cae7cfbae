"""A body that cannot be unpacked gives the layers read so far."""
EXPECT = ("read_model_hidden", 'claims no layer')

def write_model(layers):
    body = pack_layers(layers)
    return MAGIC + checksum(body) + body


def read_model(data):
    if data[:4] != MAGIC:
        raise ValueError("of another kind")
    if data[4:8] != checksum(data[8:]):
        raise ValueError("the checksum does not fit")
    file = io.BytesIO(data[8:])
    try:
        layers = unpack_layers(file)
    except ValueError:
        return []
    if file.read():
        raise ValueError("bytes are left over")
    return layers
