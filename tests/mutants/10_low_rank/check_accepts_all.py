"""The check finds every candidate right."""
EXPECT = ("check_data_aware_svd_check", 'no more')

def check_data_aware_svd(candidate):
    return True
