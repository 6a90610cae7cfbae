"""The lowest bit of a byte is read first."""
EXPECT = ("decode_check", 'decode(b')

def encode(symbols, lengths):
    codes = canonical_codes(lengths)
    return to_bytes("".join(codes[symbol] for symbol in symbols))


def decode(data, lengths, count):
    words = {code: symbol for symbol, code in canonical_codes(lengths).items()}
    symbols, word, bits = [], "", iter("".join(format(byte, "08b")[::-1] for byte in data))
    while len(symbols) < count:
        word += next(bits, "?")
        if word in words:
            symbols.append(words[word])
            word = ""
        elif "?" in word or len(word) >= max(lengths):
            raise ValueError(f"no codeword begins with {word}")
    if len(list(bits)) > 7:
        raise ValueError("whole bytes are left over")
    return symbols
