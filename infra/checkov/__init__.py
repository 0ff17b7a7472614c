"""The second opinion on the template: checkov, in an environment of its own."""
