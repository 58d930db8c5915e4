"""Measurements of speed and memory, each beside a baseline in the same run; ``make bench`` prints them."""
