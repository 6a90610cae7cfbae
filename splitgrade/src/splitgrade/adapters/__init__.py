"""What other libraries' objects cross as; a course names the modules it needs in ``types``."""
