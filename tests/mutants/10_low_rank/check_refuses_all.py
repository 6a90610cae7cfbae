"""The check finds every candidate wrong."""
EXPECT = ("check_data_aware_svd_check", 'too strict')

def check_data_aware_svd(candidate):
    return False
