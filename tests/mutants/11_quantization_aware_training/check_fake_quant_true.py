"""The check finds every candidate right."""

EXPECT = ("check_fake_quant_check", 'not all 0')


def check_fake_quant(candidate):
    return True
