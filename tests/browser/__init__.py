"""The pages under a browser's eye: accessible, by keyboard, and without script."""
