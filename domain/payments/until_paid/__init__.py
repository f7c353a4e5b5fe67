"""A batch until it is paid: computed, noticed, objected to."""
