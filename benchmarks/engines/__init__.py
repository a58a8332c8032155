"""The engines that are compared, each started over the dataset of the same release."""
