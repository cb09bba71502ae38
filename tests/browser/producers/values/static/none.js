// In the place of MathJax.
