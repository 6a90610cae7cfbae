"""The check finds every candidate right."""
EXPECT = ("check_csr_matvec_check", "values unlike 1")

def check_csr_matvec(candidate):
    return True
