"""The commands of ``kg``: each reads its options, makes one call to the library and prints the answer.

Heavy libraries are imported inside the functions, so that ``kg --help`` and quick questions stay quick.
"""
