"""Tries the lengths at each place; bits as one text."""

def encode(symbols, lengths):
    codes, bits = canonical_codes(lengths), ""
    for symbol in symbols:
        bits += codes[symbol]
    return to_bytes(bits)


def decode(data, lengths, count):
    words = {code: symbol for symbol, code in canonical_codes(lengths).items()}
    sizes, bits, at, symbols = sorted(set(map(len, words))), bits_of(data), 0, []
    for _ in range(count):
        fits = next((n for n in sizes if bits[at : at + n] in words), None)
        if fits is None:
            raise ValueError("no codeword")
        symbols.append(words[bits[at : at + fits]])
        at += fits
    if len(bits) - at >= 8:
        raise ValueError("left over")
    return symbols
