"""All bits are read, those that fill the last byte, too."""
EXPECT = ("decode_check", 'Stop after')

def encode(symbols, lengths):
    codes = canonical_codes(lengths)
    return to_bytes("".join(codes[symbol] for symbol in symbols))


def decode(data, lengths, count):
    words = {code: symbol for symbol, code in canonical_codes(lengths).items()}
    symbols, word = [], ""
    for bit in bits_of(data):
        word += bit
        if word in words:
            symbols.append(words[word])
            word = ""
    return symbols
