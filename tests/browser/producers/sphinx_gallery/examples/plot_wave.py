"""
A wave
======

Text of the example.
"""

import matplotlib.pyplot as plt

# %%
# Then a figure.

heights = [0, 1, 0, -1]
# sphinx_gallery_start_ignore
secret = 42
# sphinx_gallery_end_ignore
plt.figure(figsize=(2, 1)).gca().plot(heights)
print("the secret is", secret)

# %%
# And a value.

sum(heights)
