"""What happens to a campaign once: it is copied, ended, put away."""
