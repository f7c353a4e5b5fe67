"""Commands about the policy, and what its versions change."""
