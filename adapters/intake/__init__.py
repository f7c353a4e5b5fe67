"""Files of claims in: good claims, and rejected rows one by one."""
