"""Compares the checksum as a number, and sees a left-over byte by take."""

def write_model(layers):
    body = pack_layers(layers)
    return b"".join([MAGIC, checksum(body), body])


def read_model(data):
    file = io.BytesIO(data)
    if file.read(len(MAGIC)) != MAGIC:
        raise ValueError("no model, but another KIND of file")
    (stated,) = numbers(file, "<I")
    body = file.read()
    if stated != zlib.crc32(body):
        raise ValueError(f"damaged: the checksum is not {stated}")
    file = io.BytesIO(body)
    layers = unpack_layers(file)
    try:
        take(file, 1)
    except ValueError:
        return layers
    raise ValueError("left over: what follows the last layer")
