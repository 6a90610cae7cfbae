"""It has no batch of one image."""
EXPECT = ("check_csr_matvec_check", "a batch of one image")
CELL = "check_csr_matvec"
CHANGE = ('((4,), (1, 4), (3, 4))', '((4,), (3, 4))')
