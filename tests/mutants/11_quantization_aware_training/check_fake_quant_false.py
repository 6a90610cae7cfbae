"""The check finds every candidate wrong."""

EXPECT = ("check_fake_quant_check", 'answer of yours wrong')


def check_fake_quant(candidate):
    return False
